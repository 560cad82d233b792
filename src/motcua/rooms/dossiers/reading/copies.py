"""Copies asked for again: of one dossier, and those an agency has still to answer."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import crypto
from motcua.kernel.rows import fetch
from motcua.kernel.types import Actor
from motcua.rooms.dossiers.models import CopyRequest
from motcua.rooms.dossiers.reading import worklists
from motcua.rooms.dossiers.services.copying import sealed_at
from motcua.rooms.dossiers.types import CopyLine, CopyState, CopyView

MOST = 200


def of_dossier(dossier_id: UUID) -> list[CopyView]:
    """Every copy asked for of one dossier, oldest first; the caller has checked who asks."""
    return [view_of(one) for one in fetch(CopyRequest, "where dossier_id = %s order by asked_at, id", [dossier_id])]


def asked(by: Actor, *, at: datetime) -> list[CopyLine]:
    """What waits for an answer of the officer's agency, the oldest first."""
    if by.agency_id is None:
        return []
    where = f"where agency_id = %s and ended_at is null order by asked_at, id limit {MOST}"
    found = fetch(CopyRequest, where, [by.agency_id])
    known = {row.id: row for row in worklists.rows([one.dossier_id for one in found], by=by, at=at)}
    return [CopyLine(view_of(one), known[one.dossier_id]) for one in found if one.dossier_id in known]


def count_asked(by: Actor) -> int:
    if by.agency_id is None:
        return 0
    rows = CopyRequest.objects.filter(agency_id=by.agency_id, ended_at=None, state=CopyState.ASKED)
    return rows.order_by()[:MOST].count()


def view_of(row: CopyRequest) -> CopyView:
    return CopyView(
        id=row.id,
        dossier_id=row.dossier_id,
        state=CopyState(row.state),
        reason=crypto.unseal(row.reason, context=sealed_at(row.id)).decode(),
        by_applicant=row.by_applicant,
        asked_by_name=row.asked_by_name,
        asked_at=row.asked_at,
        amount=row.amount,
        obligation_id=row.obligation_id,
        document_id=row.document_id,
        ended_at=row.ended_at,
        ended_reason=row.ended_reason,
    )
