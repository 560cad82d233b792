"""What a leader asks for: a period and, inside his reach, an agency, a unit, a procedure. All of it in the address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.faces.desk.asking import DeskRequest, english, language
from motcua.faces.kit import periods
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.agencies.types import Agency, Unit
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.insights import queries as insights
from motcua.rooms.insights.types import Narrowed, Period

USUAL = "30-ngay"
NOWHERE = "chua-giao"


@dataclass(frozen=True, slots=True)
class Asked:
    """The question and the reach it is asked in."""

    reach: insights.Reach
    period_key: str
    period: Period
    agency: Agency | None
    unit: Unit | None
    procedure: str | None
    nowhere: bool = False

    @property
    def narrowed(self) -> Narrowed:
        agency_id, unit_id = self.agency.id if self.agency else None, self.unit.id if self.unit else None
        return Narrowed(self.period, agency_id, unit_id, self.procedure, self.nowhere)

    @property
    def many(self) -> bool:
        """Tell whether several agencies are asked about at once."""
        return self.reach.upper and self.agency is None

    def link(self, **changed: str) -> str:
        """The query of the same question with something changed; an empty value leaves it out."""
        words = {
            "ky": self.period_key,
            "co-quan": self.agency.key if self.agency and self.reach.upper else "",
            "don-vi": self.unit.key if self.unit else NOWHERE if self.nowhere else "",
            "thu-tuc": self.procedure or "",
        }
        words |= {name.replace("_", "-"): value for name, value in changed.items()}
        return "?" + urlencode({name: value for name, value in words.items() if value})

    @property
    def place(self) -> str:
        """The agency or unit asked about, in words."""
        if self.unit:
            return self.unit.name
        if self.nowhere:
            return _("Not handed to a unit yet")
        here = self.agency or agencies.agency(self.reach.home)
        return agency_words(here) if here else ""


def read(request: DeskRequest) -> Asked:
    """Understand the address; what is not understood becomes the usual. Refused: act.not-permitted"""
    query: QueryDict = request.GET
    reach = insights.reach(by=request.actor)
    key, period = periods.asked(query, USUAL)
    agency = agencies.agency_by_key(query.get("co-quan", "")) if reach.upper else agencies.agency(reach.home)
    place = query.get("don-vi", "")
    unit = agencies.unit_by_key(agency.id, place) if agency else None
    procedure = query.get("thu-tuc", "")[:60] or None
    return Asked(reach, key, period, agency, unit, procedure, nowhere=place == NOWHERE)


def agency_words(agency: Agency) -> str:
    return (agency.name_en or agency.name) if english() else agency.name


def procedure_words(code: str) -> str:
    card = catalogue.card(code)
    return card.title(language()) if card else code
