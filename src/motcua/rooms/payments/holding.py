"""Rows held for change. Always the obligation first, then its attempt: one order for everybody, so no deadlock."""

from uuid import UUID

from motcua.kernel.acts import audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.payments.models import Attempt, Obligation, RefundCase


def hold_obligation(obligation_id: UUID, *, by: Actor, to: str) -> Obligation:
    """Hold an obligation and decide permission. Refused: act.out-of-reach, act.not-permitted"""
    obligation = Obligation.objects.select_for_update().filter(id=obligation_id).order_by("id").first()
    if obligation is None:
        raise Refused("act.out-of-reach")
    permit(by, to, target_of(obligation))
    audit_note(subject=obligation.subject_id, obligation=obligation.id)
    return obligation


def hold_attempt(attempt: Attempt) -> tuple[Obligation, Attempt]:
    """Hold an attempt that was found without a lock, its obligation before it."""
    obligation = Obligation.objects.select_for_update().order_by("id").get(id=attempt.obligation_id)
    return obligation, Attempt.objects.select_for_update().order_by("id").get(id=attempt.id)


def hold_refund(refund_id: UUID) -> tuple[RefundCase, Obligation]:
    """Hold a refund, its obligation before it. Refused: act.out-of-reach"""
    found = RefundCase.objects.filter(id=refund_id).order_by("id").first()
    if found is None:
        raise Refused("act.out-of-reach")
    obligation = Obligation.objects.select_for_update().order_by("id").get(id=found.obligation_id)
    return RefundCase.objects.select_for_update().order_by("id").get(id=refund_id), obligation


def target_of(obligation: Obligation) -> Target:
    return Target(agency_id=obligation.agency_id, owner_id=obligation.owner_id, state=obligation.state)
