"""Questions about a result after it was signed: corrections, further copies."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.rows import fetch_one
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.dossiers.models import CopyRequest
from motcua.rooms.dossiers.reading import copies, correcting
from motcua.rooms.dossiers.reading.reach import inside, reachable
from motcua.rooms.dossiers.services.fees import copy_fees
from motcua.rooms.dossiers.services.mending import said_by
from motcua.rooms.dossiers.services.standing import acting
from motcua.rooms.dossiers.types import CopyView, CorrectionView, DossierView, ResultKind, ResultSaid
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


def paid_for(subject_id: UUID, *, by: Actor) -> UUID:
    """The dossier a fee belongs to, whether it is the fee of the dossier or of a copy of its result."""
    del by  # who may see the fee may know of what it is; a copy out of reach is none
    copy = fetch_one(CopyRequest, "where id = %s", [subject_id])
    return copy.dossier_id if copy is not None else subject_id


def result_said(dossier_id: UUID, *, by: Actor, at: datetime | None = None) -> ResultSaid:
    """What the result says that holds now, or the correction being drafted. Refused: act.out-of-reach"""
    return correcting.said(inside(dossier_id, by), by=by, at=at or clock.now())


def refusal_told(view: DossierView, *, by: Actor) -> dict[str, str] | None:
    """Ground, reasons and guidance of a refusal that was signed, for whoever has the view; None for any other result, and for a group."""
    if view.row.result_kind != ResultKind.REFUSED or view.row.completed_at is None or view.row.leads:
        return None
    dossier = reachable(view.id, by)
    with acting(SYSTEM, instead_of=by):  # the draft is the office's; what was signed is the applicant's
        said = said_by(dossier, by=SYSTEM)
    return {name: str(said.values.get(name) or "") for name in ("ground", "reason", "guidance")}
