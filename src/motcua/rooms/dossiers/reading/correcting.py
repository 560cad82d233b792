"""Corrections: of one dossier, and those an agency still owes."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from motcua.kernel import crypto
from motcua.kernel.rows import fetch
from motcua.kernel.types import Actor
from motcua.rooms.dossiers.models import Correction, Dossier
from motcua.rooms.dossiers.reading import worklists
from motcua.rooms.dossiers.services.holding import definition_of
from motcua.rooms.dossiers.services.mending import may_be_mended, opened, said_by, sealed_at
from motcua.rooms.dossiers.types import (
    CorrectionLine,
    CorrectionState,
    CorrectionView,
    PrintedChange,
    ResultKind,
    ResultSaid,
)

MOST = 200


def of_dossier(dossier_id: UUID) -> list[CorrectionView]:
    """Every correction of one dossier, oldest first; the caller has checked who asks."""
    return [view_of(one) for one in fetch(Correction, "where dossier_id = %s order by asked_at, id", [dossier_id])]


def told(dossier_id: UUID) -> list[CorrectionView]:
    """As the applicant may read them: what is printed otherwise once it is signed, not before."""
    return [
        one if one.state == CorrectionState.CORRECTED else replace(one, values={}, changes=(), reason="")
        for one in of_dossier(dossier_id)
    ]


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


def said(dossier: Dossier, *, by: Actor, at: datetime) -> ResultSaid:
    """What is to be mended: the latest draft of a correction under way, else the result that holds."""
    definition, now = definition_of(dossier), said_by(dossier, by=by)
    row = Correction.objects.filter(dossier_id=dossier.id, ended_at=None).order_by("id").first()
    answers = {**now.answers, **(opened(row, "mended").get("answers", {}) if row else {})}
    drafted = row is not None and row.values is not None
    return ResultSaid(
        kind=row.kind if row is not None and drafted else now.kind,
        values=opened(row, "values") if row is not None and drafted else dict(now.values),
        answers=answers,
        printed={str(kind): may_be_mended(definition, kind, answers, at=at) for kind in ResultKind},
    )


def view_of(row: Correction) -> CorrectionView:
    mended = opened(row, "mended")
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
        values=opened(row, "values"),
        document_id=row.document_id,
        old_document_id=row.old_document_id,
        drafter_name=row.drafter_name,
        ended_at=row.ended_at,
        ended_reason=row.ended_reason,
        version=row.version,
        ground=row.ground,
        reason=mended.get("reason", ""),
        changes=tuple(PrintedChange(*one) for one in mended.get("changes", ())),
    )
