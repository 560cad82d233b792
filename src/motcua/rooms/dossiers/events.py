"""What happens to dossiers. Enough to rebuild every dossier, without a name or an answer of anybody but the officers.

Every fact carries the competent agency, the owner (person) and who did it. `subject_id` is the dossier.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.kernel.events import fact
from motcua.rooms.dossiers.facts import (
    ConsultationAnswered,
    ConsultationAsked,
    ConsultationClosed,
    ConsultationLate,
    CopyDeclined,
    CopyGiven,
    CopyGranted,
    CopyRequested,
    CorrectionDeclined,
    CorrectionMoved,
    CorrectionRequested,
    DossierAmended,
    DossierLost,
    DossierStopped,
    JointAnswersFollowed,
    OfDossier,
    PartHanded,
    PaymentNoticed,
    ReadingsSpent,
    ResultCorrected,
    ResultReissued,
    StepsMoved,
    TermMoved,
    TermsRecounted,
    VersionKept,
)
from motcua.rooms.process.types import StepEnd

__all__ = [
    "ConsultationAnswered",
    "ConsultationAsked",
    "ConsultationClosed",
    "ConsultationLate",
    "CopyDeclined",
    "CopyGiven",
    "CopyGranted",
    "CopyRequested",
    "CorrectionDeclined",
    "CorrectionMoved",
    "CorrectionRequested",
    "DossierAmended",
    "DossierLost",
    "DossierStopped",
    "JointAnswersFollowed",
    "PartHanded",
    "PaymentNoticed",
    "ReadingsSpent",
    "ResultCorrected",
    "ResultReissued",
    "StepsMoved",
    "TermMoved",
    "TermsRecounted",
    "VersionKept",
]


@fact("dossiers.submitted")
@dataclass(frozen=True)
class DossierSubmitted(OfDossier):
    """A person handed in a dossier. The legal clock has not started; the answer is due in 8 working hours."""

    procedure_key: str
    procedure_code: str
    procedure_name: str
    version_id: UUID
    reception_agency_id: UUID
    answers_id: UUID
    method: str
    case: str
    result_channel: str
    receipt_number: str
    answer_due_at: datetime
    fee_total: int
    files: int
    group_id: UUID | None = None


@fact("dossiers.accepted")
@dataclass(frozen=True)
class DossierAccepted(OfDossier):
    """Complete and valid: the clock starts (NĐ 118/2025 Art. 17.3)."""

    code: str
    due_at: datetime | None
    limit: str
    explanation: str
    unit_id: UUID | None
    procedure_key: str
    procedure_code: str
    method: str
    submitted_at: datetime
    slip_id: UUID | None
    group_id: UUID | None = None


@fact("dossiers.reception-refused")
@dataclass(frozen=True)
class ReceptionRefused(OfDossier):
    ground: str
    reason: str
    slip_id: UUID | None


@fact("dossiers.supplement-requested")
@dataclass(frozen=True)
class SupplementRequested(OfDossier):
    """`stage` is reception (no clock yet) or appraisal (the clock stops)."""

    request_id: UUID
    stage: str
    fields: tuple[str, ...]
    reason: str
    due_at: datetime
    slip_id: UUID | None


@fact("dossiers.supplement-answered")
@dataclass(frozen=True)
class SupplementAnswered(OfDossier):
    """After appraisal the limit is counted again from the start: `due_at` is the new due date."""

    request_id: UUID
    stage: str
    answers_id: UUID
    due_at: datetime | None
    answer_due_at: datetime | None
    kept_as_right: tuple[str, ...] = ()
    """Labels of the answers the applicant says are right as they stand."""


@fact("dossiers.step-completed")
@dataclass(frozen=True)
class StepCompleted(OfDossier):
    task_id: UUID
    step_key: str
    step_name: str
    does: str
    outcome: str
    unit_id: UUID | None
    status: str


@fact("dossiers.returned-for-rework")
@dataclass(frozen=True)
class ReturnedForRework(OfDossier):
    task_id: UUID
    step_key: str
    to_step: str
    reason: str
    status: str


@fact("dossiers.result-drafted")
@dataclass(frozen=True)
class ResultDrafted(OfDossier):
    """`kind` is granted or refused: a reasoned refusal is a result too."""

    document_id: UUID
    kind: str
    version: int


@fact("dossiers.result-approved")
@dataclass(frozen=True)
class ResultApproved(OfDossier):
    document_id: UUID
    kind: str


@fact("dossiers.result-numbered")
@dataclass(frozen=True)
class ResultNumbered(OfDossier):
    document_id: UUID
    number: str


@fact("dossiers.signing-ordered")
@dataclass(frozen=True)
class SigningOrdered(OfDossier):
    document_id: UUID


@fact("dossiers.result-issued")
@dataclass(frozen=True)
class ResultIssued(OfDossier):
    """The decision is signed: processing ends here, and lateness is measured here (against the original due date)."""

    document_id: UUID
    kind: str
    code: str
    completed_at: datetime
    due_at: datetime | None
    late: bool
    result_channel: str


@fact("dossiers.result-refused")
@dataclass(frozen=True)
class ResultRefused(OfDossier):
    """Like ResultIssued, for a decision that says no."""

    document_id: UUID
    kind: str
    code: str
    completed_at: datetime
    due_at: datetime | None
    late: bool
    result_channel: str


@fact("dossiers.member-started")
@dataclass(frozen=True)
class MemberStarted(OfDossier):
    """A member of a group dossier is accepted and in work at its own agency. `subject_id` is the group."""

    member: str
    name: str
    name_en: str
    dossier_id: UUID
    at_agency_id: UUID
    due_at: datetime | None


@fact("dossiers.member-ended")
@dataclass(frozen=True)
class MemberEnded(OfDossier):
    """A member was granted, refused, withdrawn or stopped, or could never begin. `subject_id` is the group."""

    member: str
    name: str
    name_en: str
    outcome: str
    dossier_id: UUID | None
    at_agency_id: UUID
    reason: str


@fact("dossiers.group-put-off")
@dataclass(frozen=True)
class GroupPutOff(OfDossier):
    """A member's limit began anew after the applicant completed it, so the date of the group follows it."""

    member: str
    name: str
    before: datetime | None
    due_at: datetime


@fact("dossiers.results-gathered")
@dataclass(frozen=True)
class ResultsGathered(OfDossier):
    """Every member of a group has ended: the set of results is complete. `document_id` lists them."""

    document_id: UUID
    kind: str
    code: str
    completed_at: datetime
    due_at: datetime | None
    late: bool
    result_channel: str


@fact("dossiers.delivered")
@dataclass(frozen=True)
class DossierDelivered(OfDossier):
    """`evidence` tells how it is known: the portal, a signature at the counter, a postal item number."""

    channel: str
    evidence: str


@fact("dossiers.withdrawn")
@dataclass(frozen=True)
class DossierWithdrawn(OfDossier):
    reason: str


@fact("dossiers.due-changed")
@dataclass(frozen=True)
class DueChanged(OfDossier):
    """The due date moved, and why: extension, calendar, pause. `original_due_at` never moves with it.

    `apology_ready`: a letter lay ready for the earlier date; asked only where dates move by the thousand. There too
    `step_ends` tells which open steps moved with it; elsewhere the process tells that itself.
    """

    cause: str
    ground: str
    before: datetime | None
    due_at: datetime | None
    explanation: str
    apology_ready: bool = True
    step_ends: tuple[StepEnd, ...] = ()

    @property
    def earlier(self) -> bool:
        return self.before is not None and self.due_at is not None and self.due_at < self.before


@fact("dossiers.paused")
@dataclass(frozen=True)
class DossierPaused(OfDossier):
    """Waits on a ground of law, such as a financial obligation: the clock resumes where it stopped. `ground` is in words."""

    ground: str
    ground_key: str = "financial_obligation"
    """Which ground of grounds.yaml; facts of older releases stood on the only one there was."""


@fact("dossiers.resumed")
@dataclass(frozen=True)
class DossierResumed(OfDossier):
    ground: str
    due_at: datetime | None


@fact("dossiers.finance-changed")
@dataclass(frozen=True)
class FinanceChanged(OfDossier):
    """Money moved. When the fee of a dossier not yet taken in was met, its answer is due from then: `answer_due_at`."""

    state: str
    answer_due_at: datetime | None = None


@fact("dossiers.noted")
@dataclass(frozen=True)
class NoteWritten(OfDossier):
    """An internal note was left; its words stay inside the agency."""

    note_id: UUID


@fact("dossiers.paper-handed")
@dataclass(frozen=True)
class PaperHanded(OfDossier):
    """Paper left the counter that took it in, for the agency named in `to`."""

    way_id: UUID
    to: str
    late: bool


@fact("dossiers.paper-received")
@dataclass(frozen=True)
class PaperReceived(OfDossier):
    """The agency has the paper that `sender` sent."""

    way_id: UUID
    sender: str


@fact("dossiers.paper-missed")
@dataclass(frozen=True)
class PaperMissed(OfDossier):
    """Paper left `sender` for `to` and did not arrive."""

    way_id: UUID
    sender: str
    to: str
    note: str


@fact("dossiers.supplement-brought")
@dataclass(frozen=True)
class SupplementBrought(OfDossier):
    """What was asked for came over a counter (`at_agency`): on what ground it was taken in, and which paper it was."""

    ground: str
    papers: tuple[str, ...]
    at_agency: UUID | None


@fact("dossiers.escalated")
@dataclass(frozen=True)
class DossierEscalated(OfDossier):
    """Time runs out, or has: this rung of the ladder was taken, once. `to` names whose business it is now."""

    rung: str
    to: tuple[str, ...]
    due_at: datetime
    draft_id: UUID | None
