"""Faults as RFC 9457 problem documents with a stable `code`."""

import logging
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, ValidationError

from motcua.kernel.errors import Refused

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "Bad request",
    401: "Sign in first",
    403: "Not permitted",
    404: "Not found",
    409: "Conflict",
    413: "Too large",
    415: "Unsupported media type",
    422: "Refused",
}


FAULT = {
    "type": "object",
    "properties": {"field": {"type": "string"}, "code": {"type": "string"}, "words": {"type": "string"}},
}
PROBLEM = {
    "description": "A problem document (RFC 9457); `code` is stable",
    "content": {
        MEDIA_TYPE: {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status", "code", "detail"],
                "properties": {
                    "type": {"type": "string", "format": "uri"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                    "faults": {"type": "array", "items": FAULT},
                },
            }
        }
    },
}


def describe(router: Router) -> None:
    """Say in the OpenAPI document that every operation may answer with a problem."""
    for view in router.path_operations.values():
        for operation in view.operations:
            extra = dict(operation.openapi_extra or {})
            extra["responses"] = {**extra.get("responses", {}), "default": PROBLEM}
            operation.openapi_extra = extra


def problem(status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    """One problem document. `code` is stable; `detail` is for people."""
    body = {
        "type": f"urn:motcua:problem:{code}",
        "title": TITLES.get(status, "Problem"),
        "status": status,
        "code": code,
        "detail": detail,
        **more,
    }
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = MEDIA_TYPE
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="motcua"'
    return response


def of_refusal(no: Refused) -> HttpResponse:
    faults = no.params.get("faults")
    more: dict[str, Any] = {"faults": [_fault(one) for one in faults]} if isinstance(faults, list | tuple) else {}
    if no.code == "dossier.reason-needed":
        more["open_at"] = f"/api/v1/dossiers/{no.params['id']}/openings"
    return problem(no.http_status, no.code, no.message, **more)


def _fault(one: Any) -> dict[str, Any]:
    """A fault of a form: the field, a stable code, words in the caller's language."""
    if isinstance(one, dict):
        return one
    return {"field": one.field, "code": one.code, "words": one.words.of((get_language() or "vi")[:2])}


def install(api: NinjaAPI) -> None:
    """Turn every fault the framework knows into a problem document."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, fault: Refused) -> HttpResponse:
        del request
        return of_refusal(fault)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
        del request
        faults = [
            {"field": ".".join(str(p) for p in e.get("loc", ())), "words": e.get("msg", "")} for e in fault.errors
        ]
        return problem(422, "request.faulty", "Some values are missing or of the wrong form.", faults=faults)

    @api.exception_handler(AuthenticationError)
    def stranger(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
        del request, fault
        return problem(401, "request.not-signed-in", "Send a valid bearer token (motcua token --as NAME).")

    @api.exception_handler(Exception)
    def broken(request: HttpRequest, fault: Exception) -> HttpResponse:
        log.error("%s %s", request.method, request.path, exc_info=fault)
        gone = isinstance(fault, OperationalError | InterfaceError)
        response = problem(
            503 if gone else 500,
            "server.unavailable" if gone else "server.fault",
            "Nothing was changed. Try again in a moment.",
        )
        response["Retry-After"] = "5"
        return response

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, fault: HttpError) -> HttpResponse:
        del request
        return problem(fault.status_code, "request.faulty", str(fault))
