"""Money a cashier gives back himself: cash over the counter against a slip, or a transfer to a named account."""

from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import clock, crypto, events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.types import REFUND_SLIP, DocumentKind
from motcua.rooms.payments.banks import bank_name
from motcua.rooms.payments.events import RefundAccountNamed
from motcua.rooms.payments.holding import hold_refund, target_of
from motcua.rooms.payments.models import Obligation, RefundCase
from motcua.rooms.payments.repaid import done
from motcua.rooms.payments.repayments import account_context
from motcua.rooms.payments.rules.receipts import METHOD_WORDS, figures
from motcua.rooms.payments.rules.refunds import account_number
from motcua.rooms.payments.rules.words import amount_in_words
from motcua.rooms.payments.types import Gateway, RefundState, RefundWay

HOLDER, EVIDENCE, WORDS = 100, 200, 500
BOOK, SYMBOL = "refund", "PCHT"


@act("payments.hand_back_cash", law="payment/refund")
def hand_back_cash(refund_id: UUID, *, evidence: str, by: Actor, at: datetime) -> None:
    """Give money back in cash, noting by which paper the receiver was known; the slip is numbered and drawn up at once.

    Refused: act.out-of-reach, refund.paid-already, refund.not-open, refund.receiver-missing
    """
    case, obligation = _held(refund_id, by=by, to="payments.hand_back_cash")
    if not evidence.strip():
        raise Refused("refund.receiver-missing")
    case.evidence = evidence.strip()[:EVIDENCE]
    document = documents.draw_up(
        REFUND_SLIP, _slip(case, obligation, by, at), subject_id=obligation.subject_id, agency_id=obligation.agency_id,
        owner_id=obligation.owner_id, kind=DocumentKind.REFUND_SLIP, holder=obligation.payer_name, book=BOOK,
        symbol=SYMBOL, by=by, at=at,
    )  # fmt: skip
    case.slip_number, case.slip_document_id = document.number_text[:40], document.id
    done(case, obligation, RefundWay.CASH, at=at, by=by)


@act("payments.complete_refund", law="payment/refund")
def complete_refund(refund_id: UUID, *, evidence: str, by: Actor, at: datetime) -> None:
    """Note that a cashier sent the money back by transfer, with the number of the transfer as evidence.

    Refused: act.out-of-reach, refund.paid-already, refund.not-open, refund.needs-evidence
    """
    case, obligation = _held(refund_id, by=by, to="payments.complete_refund")
    if not evidence.strip():
        raise Refused("refund.needs-evidence")
    case.evidence = evidence.strip()[:EVIDENCE]
    done(case, obligation, RefundWay.TRANSFER, at=at, by=by)


@act("payments.name_account", law="payment/refund")
def name_account(refund_id: UUID, bank: str, number: str, holder: str, *, by: Actor, at: datetime) -> None:
    """Say to which account the money shall be sent: the person it belongs to, or the cashier for him.

    Refused: act.out-of-reach, refund.paid-already, refund.not-open, account.bank-unknown, account.number-wrong,
    account.holder-missing
    """
    case, obligation = _held(refund_id, by=by, to="payments.name_account")
    if bank_name(bank) == bank:
        raise Refused("account.bank-unknown")
    plain = account_number(number)
    if not plain:
        raise Refused("account.number-wrong")
    if not holder.strip():
        raise Refused("account.holder-missing")
    told = {"bank": bank, "number": plain, "holder": holder.strip()[:HOLDER]}
    case.account = crypto.seal_json(told, context=account_context(case.id), agency_id=case.agency_id)
    case.save(update_fields=["account"])
    events.record(
        RefundAccountNamed(at, obligation.agency_id, obligation.subject_id, obligation.owner_id, refund_id=case.id)
    )


@act("payments.settle_doubled", law="payment/refund")
def settle_doubled(refund_id: UUID, *, words: str, by: Actor, at: datetime) -> None:
    """Note what became of money that went back twice.

    Refused: act.out-of-reach, refund.not-doubled, refund.needs-reason
    """
    case, obligation = hold_refund(refund_id)
    permit(by, "payments.settle_doubled", target_of(obligation))
    audit_note(subject=obligation.subject_id, refund=case.id)
    if case.doubled_at is None or case.doubled_settled_at is not None:
        raise Refused("refund.not-doubled")
    if not words.strip():
        raise Refused("refund.needs-reason")
    case.doubled_settled_at, case.doubled_words = at, words.strip()[:WORDS]
    case.save(update_fields=["doubled_settled_at", "doubled_words"])


def _held(refund_id: UUID, *, by: Actor, to: str) -> tuple[RefundCase, Obligation]:
    """Hold what waits for a cashier; who is second hears who was first."""
    case, obligation = hold_refund(refund_id)
    permit(by, to, target_of(obligation))
    audit_note(subject=obligation.subject_id, refund=case.id)
    if case.state == RefundState.REFUNDED and case.closed_at is not None:
        when = f"{clock.local(case.closed_at):%H:%M ngày %d/%m/%Y}"
        raise Refused("refund.paid-already", when=when)
    if not case.by_hand:
        raise Refused("refund.not-open")
    return case, obligation


def _slip(case: RefundCase, obligation: Obligation, by: Actor, at: datetime) -> dict[str, Any]:
    """What stands on the slip the receiver signs."""
    paid = clock.local(case.transaction.paid_at or case.transaction.heard_at)
    return {
        "payer": obligation.payer_name,
        "dossier": {"code": obligation.code},
        "request": obligation.title,
        "reason": case.words,
        "receiver": case.evidence,
        "amount": figures(case.amount),
        "words": amount_in_words(case.amount),
        "method": METHOD_WORDS[Gateway(case.transaction.gateway)],
        "paid_at": f"{paid:%H:%M} ngày {paid.day}/{paid.month}/{paid.year}",
        "returned_at": f"{clock.local(at):%H:%M} ngày {clock.local(at).day}/{clock.local(at).month}/{clock.local(at).year}",
        "cashier": by.name,
    }
