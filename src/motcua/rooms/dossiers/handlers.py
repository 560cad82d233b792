"""What follows from facts: receipts drawn up, people told, results issued, dates counted again. For config/wiring.py.

Every handler may run twice: acts called here are idempotent, or get the delivery's key.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.events import DocumentSigned
from motcua.rooms.documents.types import SUBMISSION_RECEIPT, DocumentKind
from motcua.rooms.dossiers import recounting, repaying, services, watching
from motcua.rooms.dossiers.events import (
    ConsultationLate,
    CopyDeclined,
    CopyGiven,
    CorrectionDeclined,
    CorrectionRequested,
    DossierAccepted,
    DossierAmended,
    DossierDelivered,
    DossierLost,
    DossierStopped,
    DossierSubmitted,
    DossierWithdrawn,
    DueChanged,
    GroupPutOff,
    MemberEnded,
    PaymentNoticed,
    ReceptionRefused,
    ResultCorrected,
    ResultIssued,
    ResultRefused,
    ResultsGathered,
    SupplementAnswered,
    SupplementRequested,
    TermMoved,
)
from motcua.rooms.dossiers.models import Correction, Dossier
from motcua.rooms.dossiers.rules.folding import fold
from motcua.rooms.dossiers.rules.grounds import grounds
from motcua.rooms.dossiers.services import papers, slips
from motcua.rooms.dossiers.services.holding import definition_of
from motcua.rooms.dossiers.telling import dong, tell
from motcua.rooms.dossiers.types import Outcome, Status
from motcua.rooms.forms import queries as forms
from motcua.rooms.payments import queries as payments_read
from motcua.rooms.payments import services as payments
from motcua.rooms.payments.events import (
    ObligationCancelled,
    ObligationPaid,
    ObligationReopened,
    ObligationWaived,
)
from motcua.rooms.payments.types import ObligationState
from motcua.rooms.process.services.moving import run_timers

NO_COPY = "Không cấp bản sao kết quả"
TOLD_TERMS = {"answer": "answer_by_moved", "supplement": "supplement_by_moved", "correction": "correction_by_moved"}
on_calendar_changed = recounting.on_calendar_changed
on_escalated, keep_ladder, on_readings_spent = watching.on_escalated, watching.keep_ladder, watching.on_readings_spent
give_back, on_refund_left = repaying.give_back, repaying.on_refund_left
on_refund_opened, on_refund_done = repaying.on_refund_opened, repaying.on_refund_done
on_due_earlier, on_moved_or_ended = watching.on_due_earlier, watching.on_moved_or_ended
RESULTS = frozenset({DocumentKind.RESULT, DocumentKind.RESULT_REFUSAL})


def on_submitted(fact: DossierSubmitted, *, key: str, at: datetime) -> None:
    """Draw up the receipt with every file and its digest, then tell the applicant; a member was never handed in."""
    if fact.group_id not in {None, fact.subject_id}:
        return
    with scope(SYSTEM):
        dossier = Dossier.objects.get(id=fact.subject_id)
        answers = forms.answers(fact.answers_id, by=SYSTEM).answers
        files = documents_read.files_of(fact.subject_id, by=SYSTEM)
        values = papers.submission_receipt(dossier, definition_of(dossier), answers, files, fact.fee_total)
    documents.draw_up(
        SUBMISSION_RECEIPT,
        values,
        subject_id=dossier.id,
        agency_id=dossier.agency_id,
        owner_id=dossier.owner_id,
        kind=DocumentKind.SUBMISSION_RECEIPT,
        holder=dossier.applicant_name,
        key=key,
        by=SYSTEM,
        at=fact.occurred_at,
    )
    amount = dong(fact.fee_total) if fact.fee_total else ""
    tell(fact, "submitted", key=key, at=at, receipt_number=fact.receipt_number, amount=amount)


def on_accepted(fact: DossierAccepted, *, key: str, at: datetime) -> None:
    """Tell the day of the result; of a group let the members begin, which nobody is told of one by one."""
    if fact.group_id not in {None, fact.subject_id}:
        return
    if fact.group_id is not None:
        services.advance_group(fact.group_id, by=SYSTEM, at=fact.occurred_at)
    tell(fact, "accepted", key=key, at=at, code=fact.code, due_at=papers.instant(fact.due_at))


def on_reception_refused(fact: ReceptionRefused, *, key: str, at: datetime) -> None:
    known, money = grounds("reception_refusal").get(fact.ground), repaying.told_with(fact, at=at)
    tell(fact, "refused", key=key, at=at, ground=known.words if known else "", reason=fact.reason, **money)


def on_supplement_requested(fact: SupplementRequested, *, key: str, at: datetime) -> None:
    with scope(SYSTEM):
        definition = definition_of(Dossier.objects.get(id=fact.subject_id))
    fields = [definition.form.by_key[name].label.vi for name in fact.fields if name in definition.form.by_key]
    tell(
        fact, "supplement_requested", key=key, at=at, items=", ".join(fields), reason=fact.reason,
        answer_by=papers.instant(fact.due_at), link=f"{settings.MOTCUA.public_url}/ho-so/{fact.subject_id}/bo-sung",
    )  # fmt: skip


def on_group_put_off(fact: GroupPutOff, *, key: str, at: datetime) -> None:
    """Tell that the date of the group follows the part that was completed."""
    tell(
        fact, "deadline_changed", key=key, at=at, old_due_at=papers.instant(fact.before),
        due_at=papers.instant(fact.due_at), reason=f"{fact.name}: tính lại thời hạn sau khi bổ sung", officer="",
    )  # fmt: skip


def on_supplement_answered(fact: SupplementAnswered, *, key: str, at: datetime) -> None:
    _follow(fact.subject_id, at=fact.occurred_at)
    due = papers.instant(fact.due_at) if fact.due_at else ""
    tell(fact, "supplement_received", key=key, at=at, due_at=due)


def on_amended(fact: DossierAmended, *, key: str, at: datetime) -> None:
    """Let the members of a group follow its joint form."""
    del key, at
    if not fact.through:
        _follow(fact.subject_id, at=fact.occurred_at, leads=True)


def on_member_ended(fact: MemberEnded, *, key: str, at: datetime) -> None:
    """Let a group move on when its applicant took a member back that had not begun."""
    del key, at
    if fact.dossier_id is None and fact.outcome == Outcome.WITHDRAWN:
        services.advance_group(fact.subject_id, by=SYSTEM, at=fact.occurred_at)


def on_result(fact: ResultIssued | ResultRefused | ResultsGathered, *, key: str, at: datetime) -> None:
    """Tell that the decision is there, granted or refused; a group it is part of moves on."""
    _follow(fact.subject_id, at=fact.occurred_at)
    with scope(SYSTEM):
        document = documents_read.document(fact.document_id, by=SYSTEM)
    event = "result_rejected" if isinstance(fact, ResultRefused) else "result_issued"
    tell(
        fact, event, key=key, at=at, result=document.title, number=document.number_text,
        result_method=papers.RESULT_METHODS.get(fact.result_channel, ""),
    )  # fmt: skip


def on_delivered(fact: DossierDelivered, *, key: str, at: datetime) -> None:
    """Tell when it was handed over; what was received on the portal was told with the result already."""
    if fact.channel != "portal":
        method = papers.RESULT_METHODS.get(fact.channel, "")
        tell(
            fact, "delivered", key=key, at=at, delivered_at=papers.instant(fact.occurred_at), result_method=method,
            link=f"{settings.MOTCUA.public_url}/danh-gia/{fact.subject_id}",
        )  # fmt: skip


def on_correction_requested(fact: CorrectionRequested, *, key: str, at: datetime) -> None:
    tell(fact, "correction_requested", key=key, at=at, due_at=papers.instant(fact.due_at))


def on_correction_declined(fact: CorrectionDeclined, *, key: str, at: datetime) -> None:
    tell(fact, "correction_declined", key=key, at=at, reason=fact.reason)


def on_corrected(fact: ResultCorrected, *, key: str, at: datetime) -> None:
    """Apologise for the wrong result and say where the right one is."""
    with scope(SYSTEM):
        document = documents_read.document(fact.document_id, by=SYSTEM)
    tell(fact, "result_corrected", key=key, at=at, result=document.title, number=document.number_text)


def on_copy_given(fact: CopyGiven, *, key: str, at: datetime) -> None:
    tell(fact, "copy_given", key=key, at=at)


def on_copy_declined(fact: CopyDeclined, *, key: str, at: datetime) -> None:
    """Say why, and let nothing be owed for what is not given; what was paid goes back."""
    if fact.obligation_id is not None:
        with scope(SYSTEM):
            owed = payments_read.obligation_by_id(fact.obligation_id, by=SYSTEM)
        if owed.is_open:
            payments.cancel(owed.id, by=SYSTEM, at=fact.occurred_at)
        elif owed.state == ObligationState.PAID:
            repaying.refund_paid(owed.id, NO_COPY, at=fact.occurred_at)
    tell(fact, "copy_declined", key=key, at=at, reason=fact.reason)


def on_lost(fact: DossierLost, *, key: str, at: datetime) -> None:
    tell(fact, "dossier_lost", key=key, at=at, reason=fact.what, remedy=fact.remedy)


def on_withdrawn(fact: DossierWithdrawn, *, key: str, at: datetime) -> None:
    """Put in writing what the applicant asked for, when there was a dossier to stop; tell him.

    A whole group is one such letter; of a member taken back alone there is its own.
    """
    _follow(fact.subject_id, at=fact.occurred_at)
    if _gone_with_its_group(fact.subject_id):
        return
    with scope(SYSTEM, writes=True):
        dossier = Dossier.objects.get(id=fact.subject_id)
        before = fold(f for f in events.history(dossier.id) if not isinstance(f, DossierWithdrawn))
        if dossier.accepted_at is not None:
            slips.draw_stop_notice(
                dossier, stage=before.status, ground="", reason=fact.reason, by=SYSTEM, at=fact.occurred_at, key=key
            )
    tell(fact, "withdrawn", key=key, at=at, **repaying.told_with(fact, at=at))


def on_stopped(fact: DossierStopped, *, key: str, at: datetime) -> None:
    _follow(fact.subject_id, at=fact.occurred_at)
    known, money = grounds("stop").get(fact.ground), repaying.told_with(fact, at=at)
    ground = " ".join(
        part for part in (known.words if known else "", f"({fact.provision})" if fact.provision else "") if part
    )
    tell(fact, "stopped", key=key, at=at, ground=ground, reason=fact.reason, **money)


def on_due_changed(fact: DueChanged, *, key: str, at: datetime) -> None:
    """Tell of the new date: with an apology when the agency asked for more time. Of a group one date was published."""
    if fact.cause == "extension":
        _follow(fact.subject_id, at=fact.occurred_at, leads=True)
    if fact.cause in {"calendar", "extension"} and _in_group(fact.subject_id):
        return
    event = "late_apology" if fact.cause == "extension" else "deadline_changed"
    tell(
        fact, event, key=key, at=at, old_due_at=papers.instant(fact.before), due_at=papers.instant(fact.due_at),
        reason=fact.ground, officer=fact.by_name,
    )  # fmt: skip


def on_term_moved(fact: TermMoved, *, key: str, at: datetime) -> None:
    """Tell whoever was told the earlier end of a term; what officers wait for stands in their lists."""
    event = TOLD_TERMS.get(fact.term)
    if event:
        old, new = papers.instant(fact.before), papers.instant(fact.due_at)
        tell(fact, event, key=key, at=at, old_due_at=old, due_at=new, reason=fact.ground)


def on_obligation_paid(fact: ObligationPaid, *, key: str, at: datetime) -> None:
    """Let the dossier run on, and tell that the money is there."""
    _finance(fact, "paid")
    _settle(fact)
    with scope(SYSTEM):
        if not Dossier.objects.filter(id=fact.subject_id).exists():
            return  # an obligation of something that is no dossier
    paid_at = papers.instant(fact.occurred_at)
    tell(fact, "payment_received", key=key, at=at, amount=dong(fact.total), paid_at=paid_at)


def on_obligation_waived(fact: ObligationWaived, *, key: str, at: datetime) -> None:
    del key, at  # writing the same state again changes nothing
    _finance(fact, "waived")
    _settle(fact)


def on_obligation_cancelled(fact: ObligationCancelled, *, key: str, at: datetime) -> None:
    del key, at  # writing the same state again changes nothing
    _finance(fact, "cancelled")
    _settle(fact)


def on_obligation_reopened(fact: ObligationReopened, *, key: str, at: datetime) -> None:
    """Cash was given back the same day: the fee is owed again."""
    del key, at
    _finance(fact, "owed")


def on_document_signed(fact: DocumentSigned, *, key: str, at: datetime) -> None:
    """Issue the result once every signature is made."""
    del key, at  # issuing twice changes nothing; the decision is made when it is signed
    if fact.kind == DocumentKind.RESULT_COPY:
        services.issue_copy(fact.subject_id, fact.document_id, by=SYSTEM, at=fact.occurred_at)
    if fact.kind not in RESULTS:
        return
    with scope(SYSTEM):
        corrects = Correction.objects.filter(document_id=fact.document_id).exists()
    if corrects:
        services.issue_correction(fact.subject_id, fact.document_id, by=SYSTEM, at=fact.occurred_at)
    else:
        services.issue(fact.subject_id, fact.document_id, by=SYSTEM, at=fact.occurred_at)


def on_consultation_late(fact: ConsultationLate, *, key: str, at: datetime) -> None:
    """Tell the head of the one-stop unit who has not given the opinion that was asked."""
    asked = agencies.unit(fact.to_unit_id) if fact.to_unit_id else agencies.agency(fact.to_agency_id)
    link = f"{settings.MOTCUA.public_url}/can-bo/ho-so/{fact.subject_id}"
    for person_id in watching.heads_of_desk(fact.agency_id, at=at):
        tell(
            fact, "consultation_late", key=key, at=at, person_id=person_id, link=link,
            asked=asked.name if asked else "", due_at=papers.instant(fact.due_at),
        )  # fmt: skip


def keep_time(at: datetime) -> int:
    """What the clock starts every few minutes: timers of steps, the silent, the unpaid, forgotten drafts, late opinions, spent readings, recounts."""
    services.recompute_stragglers(at)
    done = run_timers(at) + services.close_silent(at) + services.close_unpaid(at) + services.remove_expired_drafts(at)
    return done + services.tell_late_consultations(at) + services.tell_spent_readings(at)


def _in_group(dossier_id: UUID) -> bool:
    """Tell whether this is a part of a group, of which nobody is told one by one."""
    with scope(SYSTEM):
        return Dossier.objects.get(id=dossier_id).member


def _follow(dossier_id: UUID, *, at: datetime, leads: bool = False) -> None:
    """Let the group of a member move on: others may begin now, or all is in."""
    with scope(SYSTEM):
        dossier = Dossier.objects.get(id=dossier_id)
    if (dossier.member or leads) and dossier.group_id is not None:
        services.advance_group(dossier.group_id, by=SYSTEM, at=at)


def _gone_with_its_group(dossier_id: UUID) -> bool:
    """Tell whether this is a member of a group that was withdrawn whole."""
    with scope(SYSTEM):
        group = Dossier.objects.filter(members__dossier_id=dossier_id).order_by().first()
        return group is not None and group.status == Status.WITHDRAWN


def _finance(fact: ObligationPaid | ObligationWaived | ObligationCancelled | ObligationReopened, state: str) -> None:
    """Write the state down as of the instant the money moved, however late it is told."""
    try:
        services.record_finance(fact.subject_id, state, by=SYSTEM, at=fact.occurred_at)
    except Refused as no:
        if no.code != "act.out-of-reach":  # an obligation of something that is no dossier
            raise


def _settle(fact: ObligationPaid | ObligationWaived | ObligationCancelled) -> None:
    """Let the dossier run on from the moment its notice was met; twice changes nothing."""
    try:
        services.settle_obligation(fact.subject_id, by=SYSTEM, at=fact.occurred_at)
    except Refused as no:
        if no.code != "act.out-of-reach":
            raise


def on_payment_noticed(fact: PaymentNoticed, *, key: str, at: datetime) -> None:
    """Tell the applicant what to pay and that the clock stands still until then."""
    link = f"{settings.MOTCUA.public_url}/thanh-toan/{fact.obligation_id}"
    tell(fact, "payment_noticed", key=key, at=at, amount=dong(fact.amount), reason=fact.ground, link=link)
