"""Ending a dossier, or the open members of a group, without a result; used by the acts that withdraw and stop."""

from datetime import datetime

from motcua.kernel.types import Actor
from motcua.rooms.dossiers.events import DossierWithdrawn, MemberEnded
from motcua.rooms.dossiers.models import Dossier, GroupMember
from motcua.rooms.dossiers.rules.linking import DECIDED, outcome_of
from motcua.rooms.dossiers.rules.states import may_become, words
from motcua.rooms.dossiers.services.holding import announce, held, kept
from motcua.rooms.dossiers.services.opinions import no_longer_asked
from motcua.rooms.dossiers.types import Outcome, Status
from motcua.rooms.process import services as process


def closed(dossier: Dossier, status: Status, *, ground: str, reason: str, by: Actor, at: datetime) -> None:
    """Close the row and everything open about it."""
    dossier.end(status, ground=ground, reason=reason, at=at)
    dossier.supplements.filter(answered_at=None, closed_at=None).update(closed_at=at)
    dossier.pauses.filter(until=None).update(until=at)
    no_longer_asked(dossier, words(status), by=by, at=at)
    kept(dossier)
    process.close(dossier.id, cause=str(status), by=by, at=at)


def held_members(group: Dossier) -> list[GroupMember]:
    """The members of a group, held, in their order."""
    return list(GroupMember.objects.select_for_update().filter(group_id=group.id).order_by("place"))


def member_ended(
    group: Dossier, row: GroupMember, outcome: Outcome, *, reason: str = "", by: Actor, at: datetime
) -> None:
    """Write down what became of a member, and tell of it."""
    row.outcome = outcome
    row.save(update_fields=["outcome"])
    announce(
        MemberEnded, group, by=by, at=at, member=row.key, name=row.name, name_en=row.name_en, outcome=str(outcome),
        dossier_id=row.dossier_id, at_agency_id=row.at_agency_id, reason=reason,
    )  # fmt: skip


def withdraw_members(group: Dossier, *, reason: str, by: Actor, at: datetime) -> bool:
    """End every member that is not decided yet, as the applicant wishes; true when some were decided already."""
    decided = False
    for row in held_members(group):
        dossier = held(row.dossier_id, by=by, to="dossiers.withdraw") if row.dossier_id else None
        if dossier is None and not row.outcome:
            member_ended(group, row, Outcome.WITHDRAWN, reason=reason, by=by, at=at)
        elif dossier is not None and may_become(dossier.status, Status.WITHDRAWN):
            closed(dossier, Status.WITHDRAWN, ground="applicant", reason=reason, by=by, at=at)
            announce(DossierWithdrawn, dossier, by=by, at=at, reason=reason)
            member_ended(group, row, Outcome.WITHDRAWN, reason=reason, by=by, at=at)
        elif dossier is not None:
            decided = (
                decided
                or dossier.status == Status.SIGNING
                or outcome_of(dossier.status, dossier.result_kind) in DECIDED
            )
    return decided
