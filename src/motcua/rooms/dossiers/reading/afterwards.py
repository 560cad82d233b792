"""Questions about a result after it was signed: corrections, further copies."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.dossiers.reading import copies, correcting
from motcua.rooms.dossiers.reading.reach import inside, reachable
from motcua.rooms.dossiers.services.fees import copy_fees
from motcua.rooms.dossiers.types import CopyView, CorrectionView, ResultSaid
from motcua.rooms.payments.types import total


def corrections_of(dossier_id: UUID, *, by: Actor) -> list[CorrectionView]:
    """The corrections of one dossier's result, oldest first. Refused: act.out-of-reach"""
    return correcting.of_dossier(inside(dossier_id, by).id)


def corrections_told(dossier_id: UUID, *, by: Actor) -> list[CorrectionView]:
    """The same as its applicant reads them: nothing of what is only drafted. Refused: act.out-of-reach"""
    return correcting.told(reachable(dossier_id, by).id)


def copies_of(dossier_id: UUID, *, by: Actor) -> list[CopyView]:
    """The copies of its result that were asked for, oldest first. Refused: act.out-of-reach"""
    return copies.of_dossier(reachable(dossier_id, by).id)


def copy_fee(dossier_id: UUID, *, by: Actor, at: datetime | None = None) -> int:
    """What another copy of the result costs. Refused: act.out-of-reach"""
    return total(copy_fees(reachable(dossier_id, by), by=by, at=at or clock.now()))


def result_said(dossier_id: UUID, *, by: Actor, at: datetime | None = None) -> ResultSaid:
    """What the result says that holds now, or the correction being drafted. Refused: act.out-of-reach"""
    return correcting.said(inside(dossier_id, by), by=by, at=at or clock.now())
