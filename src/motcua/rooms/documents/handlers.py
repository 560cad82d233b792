"""What this room does when facts arrive, and by the clock. Only config/wiring.py connects these."""

import logging
from datetime import datetime

from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import pictures, services, trust
from motcua.rooms.documents.events import DocumentRequested, FileTakenIn, SignatureOrdered
from motcua.rooms.documents.services.files import overdue_inspections
from motcua.rooms.documents.services.signing import waiting_documents

log = logging.getLogger(__name__)


def on_file_taken_in(fact: FileTakenIn, *, key: str, at: datetime) -> None:
    """Inspect a file in quarantine. Doing it twice gives the same verdict."""
    del key
    services.inspect(fact.subject_id, by=SYSTEM, at=at)


def on_document_requested(fact: DocumentRequested, *, key: str, at: datetime) -> None:
    """Set the page. A document that has moved on meanwhile is left alone."""
    del key
    services.render_now(fact.document_id, by=SYSTEM, at=min(fact.occurred_at, at))


def on_signature_ordered(fact: SignatureOrdered, *, key: str, at: datetime) -> None:
    """Make the signatures, unless the signer's own request has done so. What must wait is retried by the clock."""
    del key
    done = services.finish_signing(fact.document_id, by=SYSTEM, at=at)
    if done.waiting_for:
        log.info("document %s waits for %s", fact.document_id, done.waiting_for)


def retry_waiting_signatures(at: datetime) -> int:
    """Go on with documents that wait for a key or a time-stamp. Every half minute."""
    waiting = waiting_documents()
    for document_id in waiting:
        done = services.finish_signing(document_id, by=SYSTEM, at=at)
        if done.waiting_for == "time-stamp":
            break  # the authority is still silent: the others would only wait as long
    return len(waiting)


def refresh_revocation_lists(at: datetime) -> int:
    """Fetch the authorities' revocation lists again. Every hour."""
    del at  # the lists carry their own times
    return trust.refresh_lists()


def sweep_renditions(at: datetime) -> int:
    """Drop pictures of pages nobody has looked at for a week; they are made again when needed. Once a day."""
    del at  # files carry the machine's time
    return pictures.drop_old(days=7)


def retry_waiting_inspections(at: datetime) -> int:
    """Look into files that were forgotten in quarantine. Every two minutes."""
    waiting = overdue_inspections(at)
    for file_id in waiting:
        services.inspect(file_id, by=SYSTEM, at=at)
    return len(waiting)
