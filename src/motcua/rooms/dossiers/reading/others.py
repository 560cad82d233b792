"""What somebody filed for others: found by the representative, read as the principal."""

from datetime import datetime
from uuid import UUID

from motcua.kernel.rows import fetch_one
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind
from motcua.rooms.dossiers.models import CopyRequest, Dossier, Draft
from motcua.rooms.dossiers.reading.rows import draft_of, row_of
from motcua.rooms.dossiers.services.standing import acting, as_principal
from motcua.rooms.dossiers.types import DossierRow, DraftView
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity.types import AuthorisationView

MOST = 100


def principal_of(subject_id: UUID, *, by: Actor) -> Actor | None:
    """The actor as whom `by` may go on with this draft or dossier he filed for another; None for everybody else."""
    if by.kind != ActorKind.CITIZEN or by.person_id is None:
        return None
    with scope(SYSTEM):
        row = fetch_one(Draft, "where id = %s", [subject_id]) or _dossier(subject_id)
        if row is None or row.representative_id != by.person_id or row.authorisation_id is None:
            return None
        held = identity.authorisation(row.authorisation_id, by=SYSTEM)
    return None if held.ended_at is not None else as_principal(row, by)


def _dossier(subject_id: UUID) -> Dossier | None:
    """The dossier that was handed in: of a part its group, of a copy what it is a copy of."""
    copy = fetch_one(CopyRequest, "where id = %s", [subject_id])
    row = fetch_one(Dossier, "where id = %s", [copy.dossier_id if copy else subject_id])
    return fetch_one(Dossier, "where id = %s", [row.group_id]) if row is not None and row.member else row


def authority_of(subject_id: UUID, *, by: Actor) -> AuthorisationView | None:
    """By which authority a dossier or draft was filed for its owner, for everybody who may see it; None for himself."""
    row = fetch_one(Draft, "where id = %s", [subject_id]) or fetch_one(Dossier, "where id = %s", [subject_id])
    if row is None or row.authorisation_id is None:
        return None
    with acting(SYSTEM, instead_of=by):
        return identity.authorisation(row.authorisation_id, by=SYSTEM)


def filed_for_others(*, by: Actor, at: datetime) -> tuple[list[DraftView], list[DossierRow]]:
    """Drafts and dossiers of others that `by` filed and may still see."""
    if by.kind != ActorKind.CITIZEN or by.person_id is None:
        return [], []
    _given, held = identity.authorisations(by=by)
    living = [one.id for one in held if one.ended_at is None]
    if not living:
        return [], []
    with scope(SYSTEM):
        mine = {"representative_id": by.person_id, "authorisation_id__in": living}
        drafts = Draft.objects.filter(**mine).order_by("-saved_at", "id")[:MOST]
        dossiers = Dossier.objects.filter(**mine).order_by("-submitted_at", "id")[:MOST]
        return [draft_of(one) for one in drafts], [row_of(one, at) for one in dossiers]
