"""What gateways and banks tell us. Their signed word is the only truth about money; told twice it changes nothing."""

from datetime import datetime

from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.payments.holding import hold_attempt
from motcua.rooms.payments.intake import park, take_in
from motcua.rooms.payments.models import Attempt
from motcua.rooms.payments.rules.notes import references_in
from motcua.rooms.payments.types import Credit, Heard, Outcome, ParkedReason, Reception


@act("payments.record_callback", law="payment/confirmation")
def record_callback(heard: Heard, *, by: Actor, at: datetime) -> Reception:
    """Take in a verified callback of a gateway; only the system does. The answer says what the gateway is told."""
    permit(by, "payments.record_callback", Target())
    found = Attempt.objects.filter(reference=heard.reference, gateway=heard.gateway).order_by("id").first()
    if found is None:
        audit_note(reception=Reception.UNKNOWN_REFERENCE, gateway=heard.gateway)
        if heard.outcome is Outcome.SUCCESS and heard.amount > 0:
            park(heard, ParkedReason.UNKNOWN_REFERENCE, at=at)
        return Reception.UNKNOWN_REFERENCE
    obligation, attempt = hold_attempt(found)
    audit_note(subject=obligation.subject_id, owner=obligation.owner_id)
    return take_in(heard, obligation, attempt, at=at)


@act("payments.record_credit", law="payment/confirmation")
def record_credit(credit: Credit, *, by: Actor, at: datetime) -> Reception:
    """Take in money that arrived on the fee account, matched by content and amount; the rest waits for a cashier."""
    permit(by, "payments.record_credit", Target())
    heard = Heard(credit.gateway, "", Outcome.SUCCESS, credit.amount, credit.number, credit.credited_at)
    named = list(Attempt.objects.filter(reference__in=references_in(credit.content)).order_by("id")[:2])
    if len(named) != 1:
        new = park(heard, ParkedReason.UNKNOWN_REFERENCE, at=at, content=credit.content)
        audit_note(reception=Reception.UNKNOWN_REFERENCE, new=new)
        return Reception.UNKNOWN_REFERENCE if new else Reception.ALREADY
    obligation, attempt = hold_attempt(named[0])
    audit_note(subject=obligation.subject_id, owner=obligation.owner_id)
    return take_in(heard, obligation, attempt, at=at)
