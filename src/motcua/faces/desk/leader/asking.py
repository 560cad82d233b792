"""What a leader asks for: a period and, inside his reach, an agency, a unit, a procedure. All of it in the address."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from motcua.faces.desk.asking import DeskRequest, english, language
from motcua.kernel import clock
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.agencies.types import Agency, Unit
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.insights import queries as insights
from motcua.rooms.insights.types import Narrowed, Period

PERIODS = {
    "30-ngay": gettext_noop("Last 30 days"),
    "thang-nay": gettext_noop("This month"),
    "thang-truoc": gettext_noop("Last month"),
    "quy-nay": gettext_noop("This quarter"),
    "nam-nay": gettext_noop("This year"),
}
THIRTY = timedelta(days=29)


@dataclass(frozen=True, slots=True)
class Asked:
    """The question and the reach it is asked in."""

    reach: insights.Reach
    period_key: str
    period: Period
    agency: Agency | None
    unit: Unit | None
    procedure: str | None

    @property
    def narrowed(self) -> Narrowed:
        agency_id, unit_id = self.agency.id if self.agency else None, self.unit.id if self.unit else None
        return Narrowed(self.period, agency_id, unit_id, self.procedure)

    @property
    def many(self) -> bool:
        """Tell whether several agencies are asked about at once."""
        return self.reach.upper and self.agency is None

    def link(self, **changed: str) -> str:
        """The query of the same question with something changed; an empty value leaves it out."""
        words = {
            "ky": self.period_key,
            "co-quan": self.agency.key if self.agency and self.reach.upper else "",
            "don-vi": self.unit.key if self.unit else "",
            "thu-tuc": self.procedure or "",
        }
        words |= {name.replace("_", "-"): value for name, value in changed.items()}
        return "?" + urlencode({name: value for name, value in words.items() if value})

    @property
    def period_words(self) -> str:
        return _(PERIODS[self.period_key])

    @property
    def place(self) -> str:
        """The agency or unit asked about, in words."""
        if self.unit:
            return self.unit.name
        here = self.agency or agencies.agency(self.reach.home)
        return agency_words(here) if here else ""


def read(request: DeskRequest) -> Asked:
    """Understand the address; what is not understood becomes the usual. Refused: act.not-permitted"""
    query: QueryDict = request.GET
    reach = insights.reach(by=request.actor)
    key, asked_period = period(request)
    agency = agencies.agency_by_key(query.get("co-quan", "")) if reach.upper else agencies.agency(reach.home)
    unit = agencies.unit_by_key(agency.id, query.get("don-vi", "")) if agency else None
    procedure = query.get("thu-tuc", "")[:60] or None
    return Asked(reach, key, asked_period, agency, unit, procedure)


def period(request: DeskRequest) -> tuple[str, Period]:
    """The period asked for: its key and its days."""
    key = request.GET.get("ky", "")
    key = key if key in PERIODS else "30-ngay"
    return key, _period(key, clock.today())


def agency_words(agency: Agency) -> str:
    return (agency.name_en or agency.name) if english() else agency.name


def procedure_words(code: str) -> str:
    card = catalogue.card(code)
    return card.title(language()) if card else code


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
            return Period(today - THIRTY, today)
