"""Which face answers which address."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []
for prefix, module in (
    ("can-bo/", "motcua.faces.desk.urls"),
    ("", "motcua.faces.console.urls"),
    ("", "motcua.faces.api.urls"),
    ("", "motcua.faces.portal.urls"),
    ("", "motcua.faces.kit.urls"),
):
    if find_spec(module) is not None:
        try:  # TEMPORARY while faces are being built side by side
            urlpatterns.append(path(prefix, include(module)))
        except ImportError as fault:
            import logging

            logging.getLogger(__name__).warning("face %s is not whole yet: %s", module, fault)

handler400 = "motcua.faces.kit.errors.bad_request"
handler403 = "motcua.faces.kit.errors.forbidden"
handler404 = "motcua.faces.kit.errors.not_found"
handler500 = "motcua.faces.kit.errors.server_error"
