"""Addresses of the machine interfaces."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_GET
from ninja import NinjaAPI

from motcua.faces.api import problems
from motcua.faces.api.auth import Bearer
from motcua.faces.api.v1 import dossiers, procedures, public, tasks
from motcua.faces.kit.powers import power

v1 = NinjaAPI(
    title="Một Cửa",
    version="1.0.0",
    description="File, follow and handle dossiers; find procedures; verify results. Faults are RFC 9457 problem documents with a stable code.",
    auth=Bearer(),
    docs_url=None,
    urls_namespace="api-v1",
)
problems.install(v1)
for router in (procedures.router, dossiers.router, tasks.router, public.router):
    problems.describe(router)
    v1.add_router("", router)


@require_GET
@power("public")
def api_catalog(request: HttpRequest) -> HttpResponse:
    """Every machine interface of this installation (RFC 9727)."""
    here = request.build_absolute_uri("/").rstrip("/")
    linkset = [
        {
            "anchor": f"{here}/api/v1/",
            "service-desc": [{"href": f"{here}/api/v1/openapi.json", "type": "application/openapi+json;version=3.1"}],
            "service-doc": [{"href": f"{here}/tro-giup", "type": "text/html", "hreflang": ["vi", "en"]}],
            "status": [{"href": f"{here}/song", "type": "text/plain"}],
        },
        {"anchor": f"{here}/minh-bach", "item": [{"href": f"{here}/minh-bach.csv", "type": "text/csv"}]},
    ]
    response = JsonResponse({"linkset": linkset})
    response["Content-Type"] = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
    return response


# No app_name: the framework looks its own addresses up at the top.
urlpatterns = [path("api/v1/", v1.urls), path(".well-known/api-catalog", api_catalog, name="api-catalog")]
