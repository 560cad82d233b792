"""Which figures a visitor asks for: the period, the grouping, one agency or one procedure."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from motcua.faces.kit import periods
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.agencies.types import Agency
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Card
from motcua.rooms.insights.types import Period

USUAL = "90-ngay"
GROUPS = {"co-quan": "agency", "thu-tuc": "procedure", "ca-hai": "both"}


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


def read(query: QueryDict) -> Asked:
    """Understand the address."""
    period_key, period = periods.asked(query, USUAL)
    group_key = query.get("nhom", "")
    wanted_agency = query.get("co-quan", "")
    wanted = query.get("thu-tuc", "")
    agency = agencies.agency_by_key(wanted_agency) if wanted_agency else None
    procedure = catalogue.card(wanted) if wanted else None
    usual = "thu-tuc" if agency else "co-quan"
    return Asked(
        period_key=period_key,
        group_key=group_key if group_key in GROUPS else usual,
        period=period,
        agency=agency,
        procedure=procedure,
    )
