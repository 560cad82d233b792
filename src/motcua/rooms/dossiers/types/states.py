"""The words a dossier's states, channels and stages are called by."""

from enum import StrEnum
from uuid import UUID


class Status(StrEnum):
    """Where the business stands. Finance, delivery and synchronisation are states of their own."""

    SUBMITTED = "submitted"
    SUPPLEMENT_BEFORE = "supplement_before_acceptance"
    REFUSED_RECEPTION = "refused_reception"
    ACCEPTED = "accepted"
    IN_APPRAISAL = "in_appraisal"
    SUPPLEMENT_AFTER = "supplement_after_appraisal"
    AWAITING_PAYMENT = "awaiting_payment"
    FOR_APPROVAL = "submitted_for_approval"
    REWORK = "returned_for_rework"
    APPROVED = "approved"
    SIGNING = "signing"
    ISSUED = "issued"
    DELIVERED = "delivered"
    CORRECTION_REQUESTED = "correction_requested"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


class FinanceState(StrEnum):
    NOTHING = "nothing_due"
    OWED = "owed"
    PAID = "paid"
    WAIVED = "waived"
    CANCELLED = "cancelled"
    REFUNDING = "refunding"
    REFUNDED = "refunded"


class DeliveryState(StrEnum):
    NOT_READY = "not_ready"
    READY = "ready"
    DELIVERED = "delivered"


class SyncState(StrEnum):
    """Whether the national portal knows the present state; a failed push never holds a dossier up."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


class Method(StrEnum):
    ONLINE = "online"
    COUNTER = "counter"
    POSTAL = "postal"


class ResultChannel(StrEnum):
    PORTAL = "portal"
    COUNTER = "counter"
    POST = "post"


RESULT_DELIVERY = "result_delivery"
"""The field by which forms ask how the result is to be received (procedures/_shared/blocks.yaml)."""
OTHER_ORGANISATION = UUID(int=0)
"""An organisation that the e-identity does not know the person to represent."""
CHANNEL_OF_ANSWER = {"online": ResultChannel.PORTAL, "counter": ResultChannel.COUNTER, "post": ResultChannel.POST}


class ResultKind(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"


class Stage(StrEnum):
    """When a supplement was asked for."""

    RECEPTION = "reception"
    APPRAISAL = "appraisal"


class Punctuality(StrEnum):
    """trước hạn, đúng hạn, quá hạn; and what is still open."""

    NO_TERM = "no_term"
    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    LATE = "late"
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"


class RecountStage(StrEnum):
    """How far a change of the calendar has been carried into the open dossiers."""

    ALL = "all"
    STRAGGLERS = "stragglers"
    DONE = "done"


class CopyState(StrEnum):
    """How far the copy of a result that was asked for has come."""

    ASKED = "asked"
    SIGNING = "signing"
    GIVEN = "given"
    DECLINED = "declined"


class CorrectionState(StrEnum):
    """How far the correction of a wrong result has come."""

    REQUESTED = "requested"
    DRAFTED = "drafted"
    APPROVED = "approved"
    NUMBERED = "numbered"
    SIGNING = "signing"
    CORRECTED = "corrected"
    DECLINED = "declined"
