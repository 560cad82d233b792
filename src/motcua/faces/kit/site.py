"""Whose portal this is: names and telephone numbers shown on every page."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Site:
    """The office behind the portal. Deployers set `SITE` in the settings; the mark is their own picture."""

    hotline: str
    demo: bool
    product: str = "Một Cửa"
    office: str = "Thành phố Hồ Chí Minh"
    hotline_hours: str = "24/7"
    email: str = ""
    address: str = ""


@cache
def site() -> Site:
    return Site(hotline=settings.MOTCUA.help_phone, demo=settings.MOTCUA.demo, **getattr(settings, "SITE", {}))
