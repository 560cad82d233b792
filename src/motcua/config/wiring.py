"""The only list of who listens to what, what the clock starts, and which adapter stands behind which port."""

from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

from motcua.kernel import anchoring, events, jobs

ROOMS = (
    "agencies", "identity", "calendar", "documents", "notifications", "forms", "payments", "process", "catalogue",
    "dossiers", "feedback", "insights",
)  # fmt: skip


def bind() -> None:
    """Load every room's acts and facts, then connect them. Called once, when Django is ready."""
    for room in ROOMS:
        for part in ("events", "services"):
            name = f"motcua.rooms.{room}.{part}"
            if find_spec(name) is not None:
                import_module(name)
    import_module("motcua.kernel.operations")
    _documents()
    _messages()
    _payments()
    _dossiers()
    _dossiers_of_others()
    _ladder()
    _feedback()
    _figures()
    _catalogue()


def _catalogue() -> None:
    from motcua.kernel.types import SYSTEM  # noqa: PLC0415
    from motcua.rooms.catalogue import services  # noqa: PLC0415

    jobs.schedule(
        "catalogue: versions that take effect", timedelta(hours=1), lambda at: services.take_effect(by=SYSTEM, at=at)
    )


def _documents() -> None:
    from motcua.rooms.documents import events as facts  # noqa: PLC0415 (rooms are loaded by now)
    from motcua.rooms.documents import handlers, services  # noqa: PLC0415

    anchoring.bind(services.TimeStampWitness())
    jobs.schedule("kernel: the chains of evidence are stamped", timedelta(minutes=10), anchoring.anchor)
    events.subscribe(facts.FileTakenIn, handlers.on_file_taken_in)
    events.subscribe(facts.DocumentRequested, handlers.on_document_requested)
    events.subscribe(facts.SignatureOrdered, handlers.on_signature_ordered, "outside")
    jobs.schedule("documents: waiting signatures", timedelta(seconds=30), handlers.retry_waiting_signatures)
    jobs.schedule("documents: waiting inspections", timedelta(minutes=2), handlers.retry_waiting_inspections)
    jobs.schedule("documents: revocation lists", timedelta(hours=1), handlers.refresh_revocation_lists)
    jobs.schedule("documents: old pictures of pages", timedelta(days=1), handlers.sweep_renditions)


def _messages() -> None:
    from motcua.rooms.notifications import events as facts  # noqa: PLC0415
    from motcua.rooms.notifications import handlers  # noqa: PLC0415

    events.subscribe(facts.MessageQueued, handlers.on_message_queued, "outside")
    jobs.schedule("notifications: due again", timedelta(seconds=20), handlers.deliver_due)


def _dossiers() -> None:
    from motcua.rooms.dossiers import events as facts  # noqa: PLC0415
    from motcua.rooms.dossiers import handlers  # noqa: PLC0415

    events.subscribe(facts.DossierSubmitted, handlers.on_submitted)
    events.subscribe(facts.DossierAccepted, handlers.on_accepted)
    events.subscribe(facts.ReceptionRefused, handlers.on_reception_refused)
    events.subscribe(facts.SupplementRequested, handlers.on_supplement_requested)
    events.subscribe(facts.SupplementAnswered, handlers.on_supplement_answered)
    events.subscribe(facts.DossierAmended, handlers.on_amended)
    events.subscribe(facts.MemberEnded, handlers.on_member_ended)
    events.subscribe(facts.GroupPutOff, handlers.on_group_put_off)
    for result in (facts.ResultIssued, facts.ResultRefused, facts.ResultsGathered):
        events.subscribe(result, handlers.on_result)
    events.subscribe(facts.DossierDelivered, handlers.on_delivered)
    events.subscribe(facts.DossierWithdrawn, handlers.on_withdrawn)
    for ended in (facts.DossierWithdrawn, facts.ReceptionRefused, facts.DossierStopped):
        events.subscribe(ended, handlers.give_back)
    events.subscribe(facts.DossierStopped, handlers.on_stopped)
    events.subscribe(facts.DueChanged, handlers.on_due_changed)
    events.subscribe(facts.TermMoved, handlers.on_term_moved)
    events.subscribe(facts.PaymentNoticed, handlers.on_payment_noticed)
    events.subscribe(facts.CorrectionRequested, handlers.on_correction_requested)
    events.subscribe(facts.CorrectionDeclined, handlers.on_correction_declined)
    events.subscribe(facts.ResultCorrected, handlers.on_corrected)
    events.subscribe(facts.CopyGiven, handlers.on_copy_given)
    events.subscribe(facts.CopyDeclined, handlers.on_copy_declined)
    events.subscribe(facts.DossierLost, handlers.on_lost)
    events.subscribe(facts.ConsultationLate, handlers.on_consultation_late)
    events.subscribe(facts.ReadingsSpent, handlers.on_readings_spent)
    jobs.schedule("dossiers: timers, the silent, forgotten drafts", timedelta(minutes=2), handlers.keep_time)


def _dossiers_of_others() -> None:
    """What other rooms tell that moves a dossier."""
    from motcua.rooms.calendar import events as calendar  # noqa: PLC0415
    from motcua.rooms.documents import events as documents  # noqa: PLC0415
    from motcua.rooms.dossiers import handlers  # noqa: PLC0415
    from motcua.rooms.payments import events as payments  # noqa: PLC0415

    events.subscribe(payments.ObligationPaid, handlers.on_obligation_paid)
    events.subscribe(payments.ObligationWaived, handlers.on_obligation_waived)
    events.subscribe(payments.ObligationCancelled, handlers.on_obligation_cancelled)
    events.subscribe(payments.ObligationReopened, handlers.on_obligation_reopened)
    events.subscribe(payments.RefundOpened, handlers.on_refund_opened)
    events.subscribe(payments.RefundLeftToCashier, handlers.on_refund_left)
    events.subscribe(payments.RefundDone, handlers.on_refund_done)
    events.subscribe(documents.DocumentSigned, handlers.on_document_signed)
    events.subscribe(calendar.CalendarChanged, handlers.on_calendar_changed, "bulk")


def _payments() -> None:
    from motcua.rooms.dossiers import events as dossiers  # noqa: PLC0415
    from motcua.rooms.payments import events as facts  # noqa: PLC0415
    from motcua.rooms.payments import handlers  # noqa: PLC0415

    events.subscribe(facts.ObligationPaid, handlers.on_obligation_paid)
    for ended in (dossiers.DossierWithdrawn, dossiers.ReceptionRefused, dossiers.DossierStopped):
        events.subscribe(ended, handlers.on_dossier_ended)
    jobs.schedule("payments: ask about the unknown", timedelta(minutes=1), handlers.query_unknown)
    jobs.schedule("payments: read the bank's statement", timedelta(minutes=15), handlers.read_statements)
    jobs.schedule("payments: send refunds", timedelta(minutes=5), handlers.send_refunds)
    jobs.schedule("payments: refunds nobody answered", timedelta(minutes=30), handlers.watch_refunds)


def _ladder() -> None:
    from motcua.rooms.dossiers import events as facts  # noqa: PLC0415
    from motcua.rooms.dossiers import handlers  # noqa: PLC0415

    events.subscribe(facts.DossierEscalated, handlers.on_escalated)
    events.subscribe(facts.DueChanged, handlers.on_due_earlier, when=lambda fact: fact.earlier)
    events.subscribe(facts.DueChanged, handlers.on_moved_or_ended, when=lambda fact: fact.apology_ready)
    moved = (
        facts.DossierPaused,
        facts.DossierResumed,
        facts.SupplementRequested,
        facts.SupplementAnswered,
    )
    ended = (
        facts.DossierWithdrawn,
        facts.DossierStopped,
        facts.ResultIssued,
        facts.ResultRefused,
        facts.ResultsGathered,
    )
    for fact in (*moved, *ended):
        events.subscribe(fact, handlers.on_moved_or_ended)
    jobs.schedule("dossiers: the ladder when time runs out", timedelta(minutes=15), handlers.keep_ladder)


def _feedback() -> None:
    from motcua.rooms.dossiers import events as dossiers  # noqa: PLC0415
    from motcua.rooms.feedback import events as facts  # noqa: PLC0415
    from motcua.rooms.feedback import handlers  # noqa: PLC0415

    events.subscribe(facts.LatenessComplained, handlers.on_complained)
    events.subscribe(facts.ComplaintReopened, handlers.on_reopened)
    events.subscribe(facts.ComplaintEscalated, handlers.on_escalated)
    events.subscribe(facts.ComplaintAnswered, handlers.on_answered)
    events.subscribe(dossiers.TermsRecounted, handlers.on_terms_recounted, "bulk")
    events.subscribe(facts.AnswerMoved, handlers.on_answer_moved)
    jobs.schedule("feedback: complaints nobody answered", timedelta(minutes=10), handlers.keep_time)


def _figures() -> None:
    from motcua.rooms.dossiers import events as dossiers  # noqa: PLC0415
    from motcua.rooms.feedback import events as feedback  # noqa: PLC0415
    from motcua.rooms.insights import handlers  # noqa: PLC0415
    from motcua.rooms.process import events as process  # noqa: PLC0415

    events.subscribe(dossiers.DossierSubmitted, handlers.on_submitted, "bulk")
    events.subscribe(dossiers.DossierAccepted, handlers.on_accepted, "bulk")
    for result in (dossiers.ResultIssued, dossiers.ResultRefused, dossiers.ResultsGathered):
        events.subscribe(result, handlers.on_result, "bulk")
    for ended in (dossiers.ReceptionRefused, dossiers.DossierWithdrawn, dossiers.DossierStopped):
        events.subscribe(ended, handlers.on_ended, "bulk")
    events.subscribe(dossiers.FinanceChanged, handlers.on_finance, "bulk")
    events.subscribe(feedback.DossierRated, handlers.on_rated, "bulk")
    worked = (
        dossiers.DossierSubmitted, dossiers.DossierAccepted, dossiers.SupplementRequested, dossiers.SupplementAnswered,
        dossiers.FinanceChanged, dossiers.DossierPaused, dossiers.DossierResumed, dossiers.ResultIssued, dossiers.ResultRefused,
        dossiers.ResultsGathered, dossiers.ReceptionRefused, dossiers.DossierWithdrawn, dossiers.DossierStopped, dossiers.ReturnedForRework,
        dossiers.ConsultationAsked, dossiers.ConsultationAnswered, dossiers.ConsultationClosed, process.ProcessMoved,
        dossiers.CorrectionRequested, dossiers.CorrectionDeclined, dossiers.ResultCorrected, dossiers.TermMoved, dossiers.StepsMoved,
        process.TaskAssigned, process.WorkHandedOver,
        dossiers.DossierEscalated, feedback.LatenessComplained, feedback.ComplaintAnswered, feedback.ComplaintReopened, feedback.AnswerMoved,
    )  # fmt: skip
    for kind in worked:
        events.subscribe(kind, handlers.on_work, "bulk")
    events.subscribe(dossiers.DueChanged, handlers.on_work, "bulk", when=lambda fact: bool(fact.step_ends))
    jobs.schedule("insights: figures that are counted anew", timedelta(minutes=1), handlers.keep_counted)
