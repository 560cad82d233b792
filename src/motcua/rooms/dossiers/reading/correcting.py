"""Corrections: of one dossier, and those an agency still owes."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import crypto
from motcua.kernel.rows import fetch
from motcua.kernel.types import Actor
from motcua.rooms.dossiers.models import Correction
from motcua.rooms.dossiers.reading import worklists
from motcua.rooms.dossiers.services.correcting import sealed_at
from motcua.rooms.dossiers.types import CorrectionLine, CorrectionState, CorrectionView

MOST = 200


def of_dossier(dossier_id: UUID) -> list[CorrectionView]:
    """Every correction of one dossier, oldest first; the caller has checked who asks."""
    return [view_of(one) for one in fetch(Correction, "where dossier_id = %s order by asked_at, id", [dossier_id])]


def owed(by: Actor, *, at: datetime) -> list[CorrectionLine]:
    """What the officer's agency still has to make right, the most urgent first."""
    if by.agency_id is None:
        return []
    found = fetch(
        Correction, f"where agency_id = %s and ended_at is null order by due_at, id limit {MOST}", [by.agency_id]
    )
    known = {row.id: row for row in worklists.rows([one.dossier_id for one in found], by=by, at=at)}
    return [CorrectionLine(view_of(one), known[one.dossier_id]) for one in found if one.dossier_id in known]


def count_owed(by: Actor) -> int:
    if by.agency_id is None:
        return 0
    return Correction.objects.filter(agency_id=by.agency_id, ended_at=None).order_by()[:MOST].count()


def view_of(row: Correction) -> CorrectionView:
    values = crypto.unseal_json(row.values, context=sealed_at(row.id, "values")) if row.values is not None else {}
    return CorrectionView(
        id=row.id,
        dossier_id=row.dossier_id,
        state=CorrectionState(row.state),
        wrong=crypto.unseal(row.wrong, context=sealed_at(row.id, "wrong")).decode(),
        by_applicant=row.by_applicant,
        asked_by_name=row.asked_by_name,
        asked_at=row.asked_at,
        due_at=row.due_at,
        kind=row.kind,
        values=values,
        document_id=row.document_id,
        old_document_id=row.old_document_id,
        drafter_name=row.drafter_name,
        ended_at=row.ended_at,
        ended_reason=row.ended_reason,
        version=row.version,
    )
