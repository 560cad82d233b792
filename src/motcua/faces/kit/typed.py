"""What is typed arrives without the one character no keyboard has, which no database keeps."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

NOTHING = "\x00"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class TypedMiddleware:
    """Drops NUL characters from forms and addresses; everything else stays as typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = without_nothing(request.GET)  # type: ignore[assignment]  # read-only for who may not change it
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _named: Any) -> None:
        """Clean a person's form; messages of machines are for their readers to judge, to the byte."""
        if getattr(view, "csrf_exempt", False) or request.method != "POST" or request.content_type not in FORMS:
            return
        sent = request.POST
        if any(NOTHING in key or any(NOTHING in value for value in sent.getlist(key)) for key in sent):
            request.POST = without_nothing(sent)  # type: ignore[assignment]


def without_nothing(sent: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True)
    for key in sent:
        clean.setlist(key.replace(NOTHING, ""), [value.replace(NOTHING, "") for value in sent.getlist(key)])
    return clean
