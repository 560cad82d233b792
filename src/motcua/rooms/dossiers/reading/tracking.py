"""The public look-up: code and last four digits of the telephone; progress only; one answer to every wrong pair."""

import hmac
from datetime import datetime
from uuid import UUID

from motcua.kernel import crypto, events
from motcua.kernel.ids import parse_receipt_number
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.reading.rows import row_of
from motcua.rooms.dossiers.reading.timelines import public, timeline
from motcua.rooms.dossiers.rules import codes
from motcua.rooms.dossiers.rules.states import words
from motcua.rooms.dossiers.types import PublicProgress
from motcua.rooms.process import queries as process

NOBODY = UUID(int=0)


def track(reference: str, phone_tail: str, *, at: datetime) -> PublicProgress | None:
    """What anybody with the right pair may know; None for every other pair, whatever is wrong with it."""
    tail = codes.phone_tail(phone_tail)
    with scope(SYSTEM):
        dossier = _found(reference)
        right = _matches(dossier, tail)
        return _progress(dossier, at) if dossier is not None and right else None


def _found(reference: str) -> Dossier | None:
    receipt = parse_receipt_number(reference)
    if receipt is not None:
        return Dossier.objects.filter(receipt_number=receipt).order_by().first()
    if codes.parse(reference) is None:
        return None
    return Dossier.objects.filter(code="".join(reference.upper().split())).order_by().first()


def _matches(dossier: Dossier | None, tail: str) -> bool:
    """Compare in constant time, and compute as much when there is nothing to compare with."""
    subject = dossier.id if dossier is not None else NOBODY
    given = crypto.blind(tail or "----", purpose=f"dossier-phone:{subject}")
    kept = bytes(dossier.phone_digest) if dossier is not None and dossier.phone_digest else bytes(32)
    return hmac.compare_digest(given, kept)


def _progress(dossier: Dossier, at: datetime) -> PublicProgress:
    row = row_of(dossier, at)
    lines = timeline(events.history(dossier.id), process.tasks_of(dossier.id), at=at, inside=False)
    return PublicProgress(
        reference=dossier.reference,
        procedure_name=dossier.procedure_name,
        agency_id=dossier.agency_id,
        status=dossier.status,
        status_words=words(row.status),  # what was decided is no business of who only holds the code
        status_words_en=words(row.status, "en"),
        national_status=row.national_status,
        submitted_at=dossier.submitted_at,
        accepted_at=dossier.accepted_at,
        due_at=dossier.current_due_at,
        answer_due_at=None if row.unpaid else dossier.answer_due_at,
        completed_at=dossier.completed_at,
        late=row.late,
        timeline=public(lines),
    )
