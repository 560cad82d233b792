"""Every journey of the citizen brings its own addresses."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

# What is asked for most comes first: an address is looked for in this order.
JOURNEYS = (
    "apply.urls",
    "follow.urls",
    "discover.urls",
    "pay.urls",
    "about.urls",
    "transparency.urls",
    "follow.public_urls",
    "account.urls",
    "feedback.urls",
)


def _there(name: str) -> bool:
    package, _, _ = name.partition(".")
    portal = "motcua.faces.portal"
    return find_spec(f"{portal}.{package}") is not None and find_spec(f"{portal}.{name}") is not None


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"motcua.faces.portal.{name}")) for name in JOURNEYS if _there(name)
]
