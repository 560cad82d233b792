"""The period a page of figures is about: one way to ask, to name and to read it, for the public and for leaders."""

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from motcua.kernel import clock
from motcua.rooms.insights import queries as insights
from motcua.rooms.insights.types import Period

WORDS = {
    "30-ngay": gettext_noop("Last 30 days"),
    "90-ngay": gettext_noop("Last 90 days"),
    "thang-nay": gettext_noop("This month"),
    "thang-truoc": gettext_noop("Last month"),
    "quy-nay": gettext_noop("This quarter"),
    "nam-nay": gettext_noop("This year"),
}
OF_THE_CALENDAR = ("thang-nay", "thang-truoc", "quy-nay", "nam-nay")


def offered(usual: str) -> dict[str, str]:
    """What may be chosen, in words: the usual period first."""
    return {key: _(WORDS[key]) for key in (usual, *OF_THE_CALENDAR)}


def asked(query: QueryDict, usual: str) -> tuple[str, Period]:
    """The period in the address and its days; what is not understood becomes the usual one."""
    key = query.get("ky", "")
    key = key if key in (usual, *OF_THE_CALENDAR) else usual
    return key, insights.days_of(key, clock.today())
