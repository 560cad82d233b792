"""The fee over the counter, at whichever desk the person stands."""

from datetime import datetime
from uuid import UUID

from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.rules.states import words
from motcua.rooms.dossiers.services.holding import held, target
from motcua.rooms.dossiers.services.standing import acting, as_desk_of
from motcua.rooms.payments import queries as payments_read
from motcua.rooms.payments import services as payments
from motcua.rooms.payments.types import CashTaken


@act("dossiers.take_cash", law="payment/cash")
def take_cash(dossier_id: UUID, amount: int, *, by: Actor, at: datetime) -> CashTaken:
    """Take the fee of a dossier in cash and issue its receipt.

    Refused: act.out-of-reach, dossier.nothing-owed, obligation.already-paid, cash.amount-wrong, attempt.another-open,
    attempt.outcome-unknown
    """
    desk = as_desk_of(_known(dossier_id), by)
    audit_note(desk_of=by.agency_id)
    with acting(desk, instead_of=by, writes=True):
        dossier = held(dossier_id, by=desk, to="dossiers.take_cash")
        owed = payments_read.obligation(dossier.id, by=desk)
        if owed is None:
            raise Refused("dossier.nothing-owed")
        return payments.take_cash(owed.id, amount, desk_agency_id=by.agency_id, by=desk, at=at)


@act("dossiers.void_cash", law="payment/cash")
def void_cash(dossier_id: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Undo a taking made by mistake, while the dossier is not accepted on the strength of it.

    Refused: act.out-of-reach, dossier.accepted-on-this-fee, dossier.nothing-owed, cash.needs-reason,
    cash.void-too-late, cash.not-yours, cash.voided-already, cash.goes-back-already
    """
    dossier = _known(dossier_id)
    desk = as_desk_of(dossier, by)
    permit(desk, "dossiers.void_cash", target(dossier))
    if dossier.accepted_at is not None:
        raise Refused("dossier.accepted-on-this-fee", status=words(dossier.status))
    with acting(desk, instead_of=by, writes=True):
        owed = payments_read.obligation(dossier_id, by=desk)
        taken = payments_read.cash_of(owed.id, by=desk) if owed else None
        if taken is None:
            raise Refused("dossier.nothing-owed")
        payments.void_cash(taken.id, reason=reason, by=desk, at=at)


def _known(dossier_id: UUID) -> Dossier:
    found = Dossier.objects.filter(id=dossier_id).order_by().first()
    if found is None:
        raise Refused("act.out-of-reach")
    return found
