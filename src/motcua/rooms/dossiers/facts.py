"""What every fact about a dossier carries, and what happens beside and after its handling. `events` is the door."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from motcua.kernel.events import fact
from motcua.rooms.process.types import StepEnd


@dataclass(frozen=True)
class OfDossier:
    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    owner_id: UUID
    by_id: UUID
    by_name: str


@fact("dossiers.consultation-asked")
@dataclass(frozen=True)
class ConsultationAsked(OfDossier):
    """An opinion was asked of another unit or agency, with a term of its own. The legal clock runs on."""

    consultation_id: UUID
    to_agency_id: UUID
    to_unit_id: UUID | None
    due_at: datetime


@fact("dossiers.consultation-answered")
@dataclass(frozen=True)
class ConsultationAnswered(OfDossier):
    consultation_id: UUID
    to_agency_id: UUID
    to_unit_id: UUID | None
    late: bool


@fact("dossiers.consultation-closed")
@dataclass(frozen=True)
class ConsultationClosed(OfDossier):
    """The opinion is no longer needed."""

    consultation_id: UUID
    to_agency_id: UUID
    to_unit_id: UUID | None
    reason: str


@fact("dossiers.consultation-late")
@dataclass(frozen=True)
class ConsultationLate(OfDossier):
    """The term of an opinion has passed: the head of the one-stop unit is told."""

    consultation_id: UUID
    to_agency_id: UUID
    to_unit_id: UUID | None
    due_at: datetime


@fact("dossiers.payment-noticed")
@dataclass(frozen=True)
class PaymentNoticed(OfDossier):
    """Money is asked for in the middle of handling, on this ground."""

    obligation_id: UUID
    amount: int
    ground: str
    document_id: UUID | None = None


@fact("dossiers.amended")
@dataclass(frozen=True)
class DossierAmended(OfDossier):
    """The applicant changed answers or papers of his own accord; the clock runs on.

    `through` names the part of a group whose change a member follows, or nothing.
    """

    before_id: UUID
    answers_id: UUID
    fields: tuple[str, ...]
    reason: str
    through: str = ""


@fact("dossiers.joint-answers-followed")
@dataclass(frozen=True)
class JointAnswersFollowed(OfDossier):
    """The joint answers of a group took over what one member was corrected in. `subject_id` is the group."""

    member: str
    name: str
    before_id: UUID
    answers_id: UUID
    fields: tuple[str, ...]
    labels: tuple[str, ...]


@fact("dossiers.part-handed")
@dataclass(frozen=True)
class PartHanded(OfDossier):
    """The result of one member was given out on paper at the lead's counter. `subject_id` is the group."""

    member: str
    name: str
    name_en: str
    evidence: str


@fact("dossiers.version-kept")
@dataclass(frozen=True)
class VersionKept(OfDossier):
    """A member that is decided already was told that the joint answers changed; its result keeps the older ones."""

    through: str
    fields: tuple[str, ...]
    labels: tuple[str, ...]


@fact("dossiers.correction-requested")
@dataclass(frozen=True)
class CorrectionRequested(OfDossier):
    """The result is said to be wrong; the agency has three working days."""

    correction_id: UUID
    by_applicant: bool
    due_at: datetime


@fact("dossiers.correction-declined")
@dataclass(frozen=True)
class CorrectionDeclined(OfDossier):
    """The result is right; `status` is what the dossier was before."""

    correction_id: UUID
    reason: str
    status: str


@fact("dossiers.correction-moved")
@dataclass(frozen=True)
class CorrectionMoved(OfDossier):
    """The right result was drafted, approved, numbered, or its signatures ordered."""

    correction_id: UUID
    state: str
    document_id: UUID


@fact("dossiers.result-corrected")
@dataclass(frozen=True)
class ResultCorrected(OfDossier):
    """The right result is signed; the old document is revoked."""

    correction_id: UUID
    document_id: UUID
    old_document_id: UUID
    kind: str
    due_at: datetime
    late: bool
    status: str = "corrected"
    """`issued` when it was not handed over yet."""


@fact("dossiers.result-reissued")
@dataclass(frozen=True)
class ResultReissued(OfDossier):
    """A certified copy of the signed result was handed out again."""

    document_id: UUID | None
    reason: str
    evidence: str


@fact("dossiers.copy-requested")
@dataclass(frozen=True)
class CopyRequested(OfDossier):
    """Another copy of the signed result is asked for; `amount` is what the procedure takes for it."""

    copy_id: UUID
    by_applicant: bool
    amount: int


@fact("dossiers.copy-granted")
@dataclass(frozen=True)
class CopyGranted(OfDossier):
    """Who signs for the agency vouches for the copy; its signatures are being made."""

    copy_id: UUID
    document_id: UUID


@fact("dossiers.copy-given")
@dataclass(frozen=True)
class CopyGiven(OfDossier):
    """The certified copy is signed and lies with the dossier."""

    copy_id: UUID
    document_id: UUID


@fact("dossiers.copy-declined")
@dataclass(frozen=True)
class CopyDeclined(OfDossier):
    """No copy is given, for a reason the applicant reads; what was paid for it goes back."""

    copy_id: UUID
    reason: str
    obligation_id: UUID | None


@fact("dossiers.lost")
@dataclass(frozen=True)
class DossierLost(OfDossier):
    """The office lost or damaged something of a dossier: it apologises and bears the cost."""

    what: str
    remedy: str


@fact("dossiers.term-moved")
@dataclass(frozen=True)
class TermMoved(OfDossier):
    """A change of the calendar moved a term beside the due date; `ground` is the decree.

    `term`: answer, supplement, consultation, correction or paper; `term_id` is its row.
    """

    term: str
    term_id: UUID
    ground: str
    before: datetime
    due_at: datetime


@fact("dossiers.steps-moved")
@dataclass(frozen=True)
class StepsMoved(OfDossier):
    """A change of the calendar moved the ends of open steps while the due date stayed; `ground` is the decree."""

    ground: str
    step_ends: tuple[StepEnd, ...]


@fact("dossiers.terms-recounted")
@dataclass(frozen=True)
class TermsRecounted:
    """A round over the open terms of dossiers has ended after a change of the calendar; rooms above count theirs.

    `agency_id` or `province_code` say where the days `first` to `last` changed; both empty: in the whole country.
    """

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    province_code: str
    first: date
    last: date
    ground: str
    known_at: datetime


@fact("dossiers.readings-spent")
@dataclass(frozen=True)
class ReadingsSpent:
    """An officer opened as many dossiers within an hour as are allowed; `subject_id` is his trace at the agency."""

    occurred_at: datetime
    agency_id: UUID | None
    subject_id: UUID
    officer_id: UUID
    officer_name: str
    opened: int
    most: int
    hour_from: datetime
    until: datetime


@fact("dossiers.stopped")
@dataclass(frozen=True)
class DossierStopped(OfDossier):
    """Closed without a decision: the applicant was silent for 15 days, or the law says so.

    `provision` names the text of law where the ground is the law itself; empty otherwise and in older facts.
    """

    ground: str
    reason: str
    provision: str = ""
