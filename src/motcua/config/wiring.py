"""The only list of who listens to what, what the clock starts, and which adapter stands behind which port."""

from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

from motcua.kernel import events, jobs

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
    _documents()
    _payments()
    _figures()


def _documents() -> None:
    from motcua.rooms.documents import events as facts  # noqa: PLC0415 (rooms are loaded by now)
    from motcua.rooms.documents import handlers  # noqa: PLC0415

    events.subscribe(facts.FileTakenIn, handlers.on_file_taken_in)
    events.subscribe(facts.DocumentRequested, handlers.on_document_requested)
    events.subscribe(facts.SignatureOrdered, handlers.on_signature_ordered, "outside")
    jobs.schedule("documents: waiting signatures", timedelta(seconds=30), handlers.retry_waiting_signatures)
    jobs.schedule("documents: waiting inspections", timedelta(minutes=2), handlers.retry_waiting_inspections)


def _payments() -> None:
    from motcua.rooms.dossiers import events as dossiers  # noqa: PLC0415
    from motcua.rooms.payments import events as facts  # noqa: PLC0415
    from motcua.rooms.payments import handlers  # noqa: PLC0415

    events.subscribe(facts.ObligationPaid, handlers.on_obligation_paid)
    for ended in (dossiers.DossierWithdrawn, dossiers.ReceptionRefused, dossiers.DossierStopped):
        events.subscribe(ended, handlers.on_dossier_ended)
    jobs.schedule("payments: ask about the unknown", timedelta(minutes=1), handlers.query_unknown)
    jobs.schedule("payments: read the bank's statement", timedelta(minutes=15), handlers.read_statements)


def _figures() -> None:
    from motcua.rooms.dossiers import events as dossiers  # noqa: PLC0415
    from motcua.rooms.feedback import events as feedback  # noqa: PLC0415
    from motcua.rooms.insights import handlers  # noqa: PLC0415

    events.subscribe(dossiers.DossierSubmitted, handlers.on_submitted, "bulk")
    events.subscribe(dossiers.DossierAccepted, handlers.on_accepted, "bulk")
    for result in (dossiers.ResultIssued, dossiers.ResultRefused):
        events.subscribe(result, handlers.on_result, "bulk")
    for ended in (dossiers.ReceptionRefused, dossiers.DossierWithdrawn, dossiers.DossierStopped):
        events.subscribe(ended, handlers.on_ended, "bulk")
    events.subscribe(dossiers.FinanceChanged, handlers.on_finance, "bulk")
    events.subscribe(feedback.DossierRated, handlers.on_rated, "bulk")
