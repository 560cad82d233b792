"""What the rooms above and the faces see of the catalogue."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid5

from motcua.rooms.calendar.types import TimeLimit
from motcua.rooms.catalogue.package import Group, Messages, Package, Papers, Problem, Procedure
from motcua.rooms.forms.types import FormDefinition
from motcua.rooms.process.types import ProcessDefinition

_NAMES = UUID("6d6f7463-7561-5a00-8a00-000000000002")


def procedure_id(key: str) -> UUID:
    """The identifier of a procedure, made from its key and so the same on every installation."""
    return uuid5(_NAMES, key)


class VersionStatus(StrEnum):
    """Life of a version: dự thảo → thử nghiệm → đã duyệt, chờ hiệu lực → có hiệu lực → đã thay thế."""

    DRAFT = "draft"
    TRIAL = "trial"
    APPROVED = "approved"
    EFFECTIVE = "effective"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Card:
    """One procedure in a list: what a page needs without opening the version."""

    id: UUID
    key: str
    code: str
    name: str
    name_en: str
    plain_name: str
    plain_name_en: str
    field_key: str
    field_name: str
    agency_kind: str
    ministry: str
    levels: tuple[str, ...]
    subjects: tuple[str, ...]
    life_events: tuple[str, ...]
    online_mode: str
    essential: bool
    minutes: int
    version_id: UUID

    def title(self, language: str = "vi") -> str:
        """The name in plain words."""
        return (self.plain_name_en or self.plain_name) if language == "en" else self.plain_name

    def legal_name(self, language: str = "vi") -> str:
        return (self.name_en or self.name) if language == "en" else self.name


@dataclass(frozen=True, slots=True)
class Definition:
    """A frozen version of a procedure, whole: what a dossier is pinned to."""

    id: UUID
    procedure_id: UUID
    number: int
    sha256: str
    decision_number: str
    decided_on: date
    effective_from: date
    package: Package

    @property
    def key(self) -> str:
        return self.procedure.key

    @property
    def code(self) -> str:
        return self.procedure.public_code

    @property
    def procedure(self) -> Procedure:
        return self.package.procedure

    @property
    def papers(self) -> Papers:
        return self.package.papers

    @property
    def form(self) -> FormDefinition:
        return self.package.form

    @property
    def process(self) -> ProcessDefinition:
        return self.package.process

    @property
    def group(self) -> Group | None:
        """The linked procedures this one stands for, where it is a group."""
        return self.package.group

    @property
    def templates(self) -> dict[str, str]:
        return self.package.templates

    def messages(self, language: str = "vi") -> Messages:
        """The procedure's own words to people; those of Vietnamese where a language has none."""
        return self.package.messages.get(language) or self.package.messages.get("vi") or Messages()


@dataclass(frozen=True, slots=True)
class Version:
    """One line of a procedure's history."""

    id: UUID
    number: int
    status: VersionStatus
    sha256: str
    decision_number: str
    decided_on: date
    effective_from: date
    effective_to: date | None


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of a search."""

    card: Card
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """Answers of a search, and the spelling that was used instead of what was typed."""

    hits: tuple[Hit, ...]
    corrected: tuple[tuple[str, str], ...] = ()
    sure: bool = True


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Sự kiện trong đời: a way into the catalogue that needs no legal word."""

    slug: str
    name: str
    name_en: str
    intro: str
    intro_en: str
    audience: str
    procedures: int = 0

    def title(self, language: str = "vi") -> str:
        return self.name_en if language == "en" else self.name

    def words(self, language: str = "vi") -> str:
        return self.intro_en if language == "en" else self.intro


@dataclass(frozen=True, slots=True)
class FieldOfWork:
    """Lĩnh vực, with the number of procedures in it."""

    key: str
    name: str
    procedures: int


@dataclass(frozen=True, slots=True)
class FeeOffer:
    """One fee as the start page shows it. `amount` None: told later, which is not free."""

    code: str
    name: str
    kind: str
    amount: int | None
    unit: str = ""
    condition: str = ""
    valid_to: date | None = None
    exemptions: tuple[str, ...] = ()
    each_copy: bool = False
    """Counted for every copy the form asks for."""
    later: bool = False
    """Not paid on filing: what a copy asked for after the result costs."""


@dataclass(frozen=True, slots=True)
class LimitOffer:
    """One time limit of a channel; `case` tells when it holds, empty for the usual one."""

    limit: TimeLimit
    words: str
    case: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChannelOffer:
    """What one way of handing in costs and how long it takes."""

    channel: str
    limits: tuple[LimitOffer, ...]
    fees: tuple[FeeOffer, ...]

    @property
    def usual(self) -> LimitOffer | None:
        return next((one for one in self.limits if not one.case), self.limits[0] if self.limits else None)

    @property
    def free(self) -> bool:
        """Nothing to pay in any case."""
        return all(fee.amount == 0 for fee in self.fees)

    @property
    def least(self) -> int | None:
        """What is paid in the usual case; None when the agency tells the amount later."""
        usual = [fee for fee in self.fees if not fee.condition] or list(self.fees)
        amounts = [fee.amount for fee in usual]
        return None if None in amounts else sum(amount or 0 for amount in amounts)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why online is better: `kind` is faster, cheaper, no-visit, any-hour, or own (the author's words)."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing one package did."""

    procedure_key: str
    version_id: UUID
    number: int
    changed: bool


@dataclass(frozen=True, slots=True)
class PublishedAll:
    """What publishing a folder did. Packages with problems were left as they were before."""

    published: tuple[Published, ...] = ()
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two definitions differ; None where there is nothing on that side."""

    where: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found about a folder of packages."""

    packages: int
    examples: int
    problems: tuple[Problem, ...] = ()
