"""Absence (vắng mặt): who stands in for whom, from when to when, on what ground. It begins and ends by itself."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from motcua.kernel import clock, events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused, refuse_all, why_not
from motcua.kernel.permissions import Target
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.identity import rules
from motcua.rooms.identity.events import AbsenceDeclared, AbsenceEnded
from motcua.rooms.identity.models import Absence, Account, OfficeHolding

LONGEST_GROUND = 300


@act("identity.declare_absence", law="delegation/substitution")
def declare_absence(
    account_id: UUID,
    substitute_id: UUID,
    *,
    starts_on: date,
    ends_on: date,
    ground: str,
    by: Actor,
    at: datetime,
) -> UUID:
    """Let a colleague stand in for an officer who is away, with the absent one's offices and nothing more.

    The officer says it himself, or whoever leads his unit. Nobody names himself for somebody else.
    Refused: act.not-permitted, absence.self-granted, absence.nobody-there, absence.not-senior-enough,
    absence.days-wrong, absence.end-wrong, absence.overlaps, absence.substitute-away, absence.ground-missing, absence.not-in-place
    """
    absent = _offices(account_id, by, at)
    units = {one.unit_id for one in absent}
    unit = next(iter(units)) if len(units) == 1 else None
    permit(by, "identity.declare_absence", Target(agency_id=by.agency_id, assignee_id=account_id, unit_id=unit))
    if by.in_place_of is not None:
        raise Refused("absence.not-in-place")
    if by.agency_id is None:
        raise Refused("absence.nobody-there")
    days = rules.absence_faults(starts_on, ends_on, ground, today=clock.local(at).date())
    refuse_all(
        {
            "account": None if absent else Refused("absence.nobody-there"),
            "substitute": why_not(lambda: _refuse_unfit(account_id, substitute_id, absent, by=by, at=at)),
        }
        | {field: Refused(code) for field, code in days.items()}
    )
    with scope(SYSTEM, writes=True):
        names = dict(
            Account.objects.select_for_update()
            .filter(id__in=[account_id, substitute_id])
            .order_by("id")
            .values_list("id", "display_name")
        )
    _refuse_overlap(account_id, substitute_id, starts_on, ends_on)
    row = Absence(
        agency_id=by.agency_id, account_id=account_id, account_name=names[account_id], substitute_id=substitute_id,
        substitute_name=names[substitute_id], starts_on=starts_on, ends_on=ends_on,
        ground=ground.strip()[:LONGEST_GROUND], declared_by=by.id, declared_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    events.record(AbsenceDeclared(at, by.agency_id, row.id, account_id, substitute_id, starts_on, ends_on))
    audit_note(subject=row.id, absent=account_id, substitute=substitute_id)
    return row.id


@act("identity.end_absence", law="delegation/substitution")
def end_absence(absence_id: UUID, *, by: Actor, at: datetime) -> None:
    """End an absence early: from the next request on the substitute acts for himself again.

    Refused: act.out-of-reach, act.not-permitted, absence.already-ended
    """
    row = Absence.objects.select_for_update().filter(id=absence_id, agency_id=by.agency_id).order_by("id").first()  # type: ignore[misc]
    if row is None:
        raise Refused("act.out-of-reach")
    units = {one.unit_id for one in _offices(row.account_id, by, at)}
    unit = next(iter(units)) if len(units) == 1 else None
    permit(by, "identity.declare_absence", Target(agency_id=row.agency_id, assignee_id=row.account_id, unit_id=unit))
    if by.in_place_of is not None:
        raise Refused("absence.not-in-place")
    row.end(by=by, at=at)
    row.save(update_fields=["ended_at", "ended_by"])
    events.record(AbsenceEnded(at, row.agency_id, row.id, row.account_id, row.substitute_id))
    audit_note(subject=row.id, absent=row.account_id, substitute=row.substitute_id)


def _offices(account_id: UUID, by: Actor, at: datetime) -> list[OfficeHolding]:
    """What an account holds today at the actor's agency."""
    day = clock.local(at).date()
    if by.agency_id is None:
        return []
    held = OfficeHolding.objects.filter(
        Q(held_to__isnull=True) | Q(held_to__gte=day),
        account_id=account_id,
        agency_id=by.agency_id,
        ended_at__isnull=True,
        held_from__lte=day,
    )
    return list(held.order_by("role", "id"))


def _refuse_unfit(
    account_id: UUID, substitute_id: UUID, absent: list[OfficeHolding], *, by: Actor, at: datetime
) -> None:
    """A substitute is another officer of the same agency; who decides is replaced only by somebody who leads."""
    if substitute_id == account_id or (substitute_id == by.id and account_id != by.id):
        raise Refused("absence.self-granted")
    substitute = _offices(substitute_id, by, at)
    if not substitute:
        raise Refused("absence.nobody-there")
    if not rules.may_stand_in({one.role for one in absent}, {one.role for one in substitute}):
        raise Refused("absence.not-senior-enough")


def _refuse_overlap(account_id: UUID, substitute_id: UUID, starts_on: date, ends_on: date) -> None:
    """One substitute at a time, who is himself there."""
    same_days = Absence.objects.filter(ended_at__isnull=True, starts_on__lte=ends_on, ends_on__gte=starts_on)
    if same_days.filter(account_id=account_id).exists():
        raise Refused("absence.overlaps")
    if same_days.filter(account_id=substitute_id).exists():
        raise Refused("absence.substitute-away")
