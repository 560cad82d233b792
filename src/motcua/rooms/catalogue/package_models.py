"""What a procedure package may say: the schema of `procedures/<ministry>/<code>/`.

Law is data here. Every fact that the law may change carries the day from which
it holds or the source it was read in, and a key nobody knows is a fault.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
)

from motcua.rooms.forms.types import Field as FormField

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
NationalCode = Annotated[str, StringConstraints(pattern=r"^[1-9]\.\d{6}$")]
LocalCode = Annotated[str, StringConstraints(pattern=r"^MC\.\d{6}$")]
Cel = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Content(BaseModel):
    """Part of a package: closed (no unknown key) and never changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Text(Content):
    """Words for people. Vietnamese is the source, English may lag behind."""

    vi: str = Field(min_length=1)
    en: str | None = None

    def words(self, language: str = "vi") -> str:
        """The words in this language, or the Vietnamese ones."""
        return (self.en or self.vi) if language == "en" else self.vi


class Confidence(StrEnum):
    """How a fact is known."""

    SEEN = "seen"
    MIXED = "mixed"
    FROM_MEMORY = "from_memory"
    ILLUSTRATIVE = "illustrative"


class Channel(StrEnum):
    """Way of handing in a dossier (hình thức nộp)."""

    ONLINE = "online"
    COUNTER = "counter"
    POSTAL = "postal"


class FeeKind(StrEnum):
    """Phí and lệ phí are two things in law; the rest is neither."""

    PHI = "phi"
    LE_PHI = "le_phi"
    FINE = "fine"
    LATE_CHARGE = "late_charge"
    TAX = "tax"
    CONTRIBUTION = "contribution"
    SERVICE = "service"


class Level(StrEnum):
    """Level of government that decides (cấp thực hiện)."""

    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class PartialReason(StrEnum):
    """Why a service is not fully online: the grounds of NĐ 224/2026 Art. 14."""

    LAW_REQUIRES_PRESENCE = "law_requires_presence"
    ON_SITE_VERIFICATION = "on_site_verification"
    TECHNICAL_INCIDENT = "technical_incident"
    OTHER_TECHNICAL = "other_technical"


class OnlineService(Content):
    """How much of the procedure is done online (toàn trình, một phần, cung cấp thông tin)."""

    mode: Literal["full", "partial", "info"]
    legacy_level: int | None = Field(default=None, ge=1, le=4)
    reason: PartialReason | None = None
    note: Text | None = None


class Fee(Content):
    """One line of a fee table (phí, lệ phí), valid between two days and in one case.

    `amount` None means set elsewhere and told later; it is not zero.
    """

    code: Key
    kind: FeeKind
    name: Text
    amount: int | None = Field(ge=0)
    unit: Text | None = None
    when: Cel | None = None
    per: Cel | None = None
    condition_text: Text | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    due: Literal["on_submission", "on_notice", "on_copy"] = "on_submission"
    basis: str | None = None
    exemptions: list[Text] = []
    confidence: Confidence = Confidence.SEEN


class LimitWindow(Content):
    """One round of a procedure that takes dossiers between two days only (đợt), and when its results are due."""

    opens_on: date
    closes_on: date
    due_on: date | None = None
    name: Text | None = None
    basis: str = ""


class Limit(Content):
    """Time limit of a method row (thời hạn giải quyết). `windows` are the dates of a limit by rounds."""

    amount: Decimal | None = Field(gt=0)
    unit: Literal["working_day", "working_hour", "hour", "calendar_day", "week", "month", "window"]
    cutoff: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    same_day: bool = False
    cutoff_shifts_deadline: bool = False
    windows: list[LimitWindow] = []
    note: Text | None = None
    confidence: Confidence = Confidence.SEEN

    @model_serializer(mode="wrap")
    def _as_before(self, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A limit without rounds reads as it did before there were any, so that no digest changes."""
        found: dict[str, Any] = plain(self)
        if not self.windows:
            found.pop("windows", None)
        return found


class Case(Content):
    """When a method row holds. Without `when` an officer chooses the row."""

    key: Key
    text: Text
    when: Cel | None = None


class Method(Content):
    """One way to hand in, with its own time and money (cách thức thực hiện)."""

    channel: Channel
    time_limit: Limit
    case: Case | None = None
    fees: list[Fee] = []


class DraftField(FormField):
    """A field of the result an officer fills in. `default_from` (CEL over `answers` and `words`) drafts it for him."""

    default_from: Annotated[str, StringConstraints(min_length=1, max_length=2000)] | None = None


class ResultDocument(Content):
    """What the citizen receives (kết quả) and the fields an officer drafts for it.

    `printed_number`: how the paper writes its number where that is not number/symbol, with {number}, {yy} and answers.
    """

    name: Text
    type_code: Annotated[str, StringConstraints(pattern=r"^KQ\.[A-Z]\d{2}\.\d{6}$")] | None = None
    symbol: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    book: Key
    printed_number: Annotated[str, StringConstraints(min_length=3, max_length=60)] | None = None
    validity: Text
    validity_months: int | None = Field(default=None, ge=1)
    electronic: bool = True
    template: str = "result.typ"
    fields: list[DraftField] = []


class LegalBasis(Content):
    """A legal text this procedure stands on (căn cứ pháp lý)."""

    number: str = Field(min_length=3)
    title: Text | None = None


class Publication(Content):
    """The decision that made this version public (quyết định công bố)."""

    number: str = Field(min_length=1)
    decided_on: date
    effective_from: date
    effective_to: date | None = None
    local: bool = False
    note: Text | None = None


class FactSource(Content):
    """Where facts were read, and when."""

    title: str
    url: str | None = None
    checked_on: date


class Provenance(Content):
    """How far this package may be relied on."""

    confidence: Confidence
    code: Confidence | None = None
    steps: Confidence = Confidence.ILLUSTRATIVE
    sources: list[FactSource]
    needs_check: list[str] = []


class FieldOfWork(Content):
    """Lĩnh vực."""

    key: Key
    name: Text


class FormerLevel(Content):
    """Who decided before 1 July 2025, in the three-tier model."""

    level: Level
    agency: Text


class Procedure(Content):
    """procedure.yaml: the legal facts of one procedure (thủ tục hành chính)."""

    key: Key
    code: NationalCode | None
    local_code: LocalCode | None = None
    name: Text
    plain_name: Text
    aliases: list[str] = []
    field: FieldOfWork
    life_events: list[Slug] = []
    levels: list[Level]
    agency_kind: Key
    formerly: FormerLevel | None = None
    eligible_subjects: list[Literal["individual", "business", "organisation"]] = []
    assurance: int = Field(default=1, ge=0, le=2)
    minutes: int = Field(ge=1, le=120)
    online: OnlineService
    sets: int = Field(default=1, ge=1)
    steps: list[Text] = []
    methods: list[Method] = []
    requirements: list[Text] = []
    exemptions: list[Text] = []
    fees_set_by: Literal["law", "provincial_peoples_council"] = "law"
    result: ResultDocument
    legal_bases: list[LegalBasis] = []
    related: list[Key] = []
    replaces: list[NationalCode] = []
    essential: bool = False
    publication: Publication | None = None
    provenance: Provenance
    status: Literal["draft", "trial", "published", "replaced", "withdrawn"] = "draft"

    @property
    def public_code(self) -> str:
        """The code people quote: the national one, or ours where none was found."""
        return self.code or self.local_code or self.key

    def methods_for(self, channel: str) -> list[Method]:
        """The rows of one channel, those with a condition to test first."""
        rows = [row for row in self.methods if row.channel == channel]
        return sorted(rows, key=lambda row: 0 if row.case and row.case.when else 1 if row.case is None else 2)


class Component(Content):
    """A paper of the dossier (thành phần hồ sơ)."""

    key: Key
    name: Text
    originals: int = Field(default=0, ge=0)
    copies: int = Field(default=0, ge=0)
    mandatory: bool
    when: Cel | None = None
    condition_text: Text | None = None
    replaceable_by: list[Key] = []
    substitute_codes: list[str] = []
    template: str | None = None
    present_only: bool = False
    channels: list[Channel] = []
    is_eform: bool = False
    field: Key | None = None
    """The file field of the form that carries this paper online."""


class Papers(Content):
    """papers.yaml."""

    components: list[Component]


class ExpectedFee(Content):
    """A fee line an example must yield."""

    code: Key
    amount: int | None


class Expectation(Content):
    """What must come out of an example."""

    pages: list[Key] | None = None
    path: list[Key] | None = None
    fees: list[ExpectedFee] | None = None
    due: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$")] | None = None
    faults: list[str] | None = None
    """Form fields that must be found faulty; empty or absent: none."""
    members: list[Key] | None = None
    """Members of a group that take part."""


class Example(Content):
    """One filled dossier and what must become of it."""

    key: Key
    title: Text
    channel: Channel = Channel.ONLINE
    person: str | None = None
    received_at: datetime
    case: Key | None = None
    answers: dict[str, Any]
    outcomes: dict[str, str] = {}
    results: dict[Key, dict[str, Any]] = {}
    """What the results of a group's members say, for those that wait for them."""
    expect: Expectation


class Examples(Content):
    """examples.yaml."""

    examples: list[Example] = Field(min_length=1)


class Messages(Content):
    """messages.vi.yaml / messages.en.yaml: words to people that differ from the usual ones."""

    events: dict[str, dict[Literal["subject", "body", "short"], str]] = {}
    before_start: list[str] = []
    why_online: str | None = None
