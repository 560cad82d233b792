"""What a person owes: raised with the filing, waived by an officer, cancelled when the dossier ends."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from motcua.kernel import events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused, refuse_all
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.payments import ledger
from motcua.rooms.payments.events import ObligationCancelled, ObligationRaised, ObligationWaived
from motcua.rooms.payments.holding import hold_obligation, target_of
from motcua.rooms.payments.models import Obligation
from motcua.rooms.payments.types import FeeLine, ObligationState, total

TITLE = 300


@act("payments.owe", law="payment/obligation")
def owe(
    subject_id: UUID,
    lines: Sequence[FeeLine],
    *,
    agency_id: UUID,
    owner_id: UUID,
    title: str = "",
    code: str = "",
    payer_name: str = "",
    occasion: str = "on_submission",
    by: Actor,
    at: datetime,
) -> Obligation:
    """Raise what a dossier's fees come to, once per occasion. Ask `types.payable` first which lines are due.

    `title`, `code` and `payer_name` say on the payment page and the receipt what is paid for and by whom.
    Refused: obligation.nothing-to-pay, obligation.amount-not-fixed, obligation.already-raised
    """
    permit(by, "payments.owe", Target(agency_id=agency_id, owner_id=owner_id))
    if any(line.amount is None for line in lines):
        raise Refused("obligation.amount-not-fixed")
    if total(lines) <= 0:
        raise Refused("obligation.nothing-to-pay")
    obligation = Obligation(
        agency_id=agency_id,
        owner_id=owner_id,
        subject_id=subject_id,
        occasion=occasion,
        title=title[:TITLE],
        code=code,
        payer_name=payer_name,
        fee_lines=[asdict(line) for line in lines],
        total=total(lines),
        raised_at=at,
    )
    try:
        obligation.save(force_insert=True)
    except IntegrityError as fault:
        if "obligation_once_per_occasion" in str(fault):
            raise Refused("obligation.already-raised") from None
        raise
    ledger.post_raised(obligation, at=at)
    audit_note(subject=subject_id, obligation=obligation.id, total=obligation.total)
    events.record(
        ObligationRaised(at, agency_id, subject_id, owner_id, obligation.id, obligation.total, obligation.occasion)
    )
    return obligation


@act("payments.waive", law="payment/waiver")
def waive(obligation_id: UUID, *, reason: str, evidence: str, by: Actor, at: datetime) -> None:
    """Let a person off the fee (miễn): who granted it and on what evidence stays on the row.

    Refused: obligation.not-open, obligation.waiver-needs-grounds, obligation.waiver-needs-evidence, attempt.outcome-unknown
    """
    obligation = hold_obligation(obligation_id, by=by, to="payments.waive")
    refuse_all(
        {
            "reason": None if reason.strip() else Refused("obligation.waiver-needs-grounds"),
            "evidence": None if evidence.strip() else Refused("obligation.waiver-needs-evidence"),
        }
    )
    obligation.waive(by=by, reason=reason.strip(), evidence=evidence.strip(), at=at)
    obligation.save()
    ledger.post_lifted(obligation, at=at)
    events.record(
        ObligationWaived(
            at, obligation.agency_id, obligation.subject_id, obligation.owner_id, obligation.id, obligation.total,
            obligation.occasion,
        )
    )  # fmt: skip


@act("payments.cancel", law="payment/obligation")
def cancel(obligation_id: UUID, *, by: Actor, at: datetime) -> None:
    """Cancel an open obligation because its dossier ended. Money that still arrives becomes a refund case.

    Refused: obligation.not-open
    """
    _cancel(hold_obligation(obligation_id, by=by, to="payments.cancel"), at)


@act("payments.cancel_all", law="payment/obligation", open=True)
def cancel_all(subject_id: UUID, *, by: Actor, at: datetime) -> int:
    """Cancel every open obligation of a dossier that was withdrawn or refused; answers how many there were.

    Permission is that of `cancel`, decided for each; where nothing is owed there is nothing to permit.
    """
    held = Obligation.objects.select_for_update().filter(subject_id=subject_id, state=ObligationState.OPEN)
    obligations = list(held.order_by("id"))
    for obligation in obligations:
        permit(by, "payments.cancel", target_of(obligation))
        _cancel(obligation, at)
    audit_note(subject=subject_id)
    return len(obligations)


def _cancel(obligation: Obligation, at: datetime) -> None:
    obligation.close(ObligationState.CANCELLED, at=at)
    obligation.save()
    ledger.post_lifted(obligation, at=at)
    events.record(
        ObligationCancelled(
            at, obligation.agency_id, obligation.subject_id, obligation.owner_id, obligation.id, obligation.total
        )
    )
