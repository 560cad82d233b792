"""Which figures a visitor asks for: the period, the grouping, one agency or one procedure."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from motcua.rooms.agencies import queries as agencies
from motcua.rooms.agencies.types import Agency
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Card
from motcua.rooms.insights.types import Period

PERIODS = {
    "90-ngay": gettext_noop("Last 90 days"),
    "thang-nay": gettext_noop("This month"),
    "thang-truoc": gettext_noop("Last month"),
    "quy-nay": gettext_noop("This quarter"),
    "nam-nay": gettext_noop("This year"),
}
GROUPS = {"co-quan": "agency", "thu-tuc": "procedure", "ca-hai": "both"}
NINETY = timedelta(days=89)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; anything not understood becomes the usual."""

    period_key: str
    group_key: str
    period: Period
    agency: Agency | None
    procedure: Card | None

    @property
    def group(self) -> str:
        return GROUPS[self.group_key]

    def link(self, **changed: str) -> str:
        """The query of the same question with something changed."""
        words = {"ky": self.period_key, "nhom": self.group_key}
        if self.agency:
            words["co-quan"] = self.agency.key
        if self.procedure:
            words["thu-tuc"] = self.procedure.code
        words |= {name.replace("_", "-"): value for name, value in changed.items()}
        return "?" + urlencode({name: value for name, value in words.items() if value})

    @property
    def period_words(self) -> str:
        return _(PERIODS[self.period_key])


def read(query: QueryDict, *, today: date) -> Asked:
    """Understand the address."""
    period_key = query.get("ky", "")
    group_key = query.get("nhom", "")
    wanted_agency = query.get("co-quan", "")
    wanted = query.get("thu-tuc", "")
    agency = agencies.agency_by_key(wanted_agency) if wanted_agency else None
    procedure = catalogue.card(wanted) if wanted else None
    usual = "thu-tuc" if agency else "co-quan"
    period_key = period_key if period_key in PERIODS else "90-ngay"
    return Asked(
        period_key=period_key,
        group_key=group_key if group_key in GROUPS else usual,
        period=_period(period_key, today),
        agency=agency,
        procedure=procedure,
    )


def _period(key: str, today: date) -> Period:
    match key:
        case "thang-nay":
            return Period(today.replace(day=1), today)
        case "thang-truoc":
            last = today.replace(day=1) - timedelta(days=1)
            return Period(last.replace(day=1), last)
        case "quy-nay":
            return Period(date(today.year, 3 * ((today.month - 1) // 3) + 1, 1), today)
        case "nam-nay":
            return Period(date(today.year, 1, 1), today)
        case _:
            return Period(today - NINETY, today)
