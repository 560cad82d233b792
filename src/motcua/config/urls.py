"""Which face answers which address."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("can-bo/", include("motcua.faces.desk.urls")),
    path("", include("motcua.faces.portal.urls")),
    path("", include("motcua.faces.api.urls")),
    path("", include("motcua.faces.kit.urls")),
    path("", include("motcua.faces.console.urls")),
]

handler400 = "motcua.faces.kit.errors.bad_request"
handler403 = "motcua.faces.kit.errors.forbidden"
handler404 = "motcua.faces.kit.errors.not_found"
handler500 = "motcua.faces.kit.errors.server_error"
