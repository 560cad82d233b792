"""The receipt for what was paid (biên lai thu phí, lệ phí): numbered without gaps, drawn up as a document."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from motcua.kernel import events
from motcua.kernel.acts import act, audit_note
from motcua.kernel.clock import local
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.types import PAYMENT_RECEIPT, DocumentKind
from motcua.rooms.payments.events import ReceiptIssued
from motcua.rooms.payments.holding import hold_obligation
from motcua.rooms.payments.models import Attempt, Obligation, Receipt, ReceiptBook
from motcua.rooms.payments.rules.receipts import ReceiptFacts, receipt_values
from motcua.rooms.payments.types import AttemptState, Gateway, ObligationState

NEXT = """
insert into payments_receiptbook (id, agency_id, year, last) values (%s, %s, %s, 1)
on conflict (agency_id, year) do update set last = payments_receiptbook.last + 1 returning last
"""
MONEY_STATES = (AttemptState.PAID, AttemptState.REFUNDING, AttemptState.REFUNDED)


@act("payments.issue_receipt", law="payment/receipt")
def issue_receipt(obligation_id: UUID, *, by: Actor, at: datetime) -> UUID:
    """Issue the receipt of a paid obligation, once; asked again it answers the same receipt.

    Refused: obligation.not-paid
    """
    obligation = hold_obligation(obligation_id, by=by, to="payments.issue_receipt")
    if obligation.state != ObligationState.PAID:
        raise Refused("obligation.not-paid")
    earlier = Receipt.objects.filter(obligation=obligation, voided_at=None).order_by("id").first()
    if earlier is not None:
        return earlier.id
    receipt = Receipt(
        agency_id=obligation.agency_id,
        owner_id=obligation.owner_id,
        obligation=obligation,
        year=local(at).year,
        number=0,
        amount=obligation.total,
        issued_at=at,
    )
    receipt.number = _next_number(receipt)
    receipt.document_id = _draw_up(receipt, obligation, by, at)
    receipt.save(force_insert=True)
    audit_note(receipt=receipt.id, number=receipt.printed_number)
    events.record(
        ReceiptIssued(
            at, obligation.agency_id, obligation.subject_id, obligation.owner_id, receipt.id, receipt.document_id
        )
    )
    return receipt.id


def _next_number(receipt: Receipt) -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [ReceiptBook().id, receipt.agency_id, receipt.year])
        return int(cursor.fetchone()[0])


def _draw_up(receipt: Receipt, obligation: Obligation, by: Actor, at: datetime) -> UUID:
    tries = list(Attempt.objects.filter(obligation=obligation, state__in=MONEY_STATES).order_by("ended_at", "id"))
    attempt = next((one for one in tries if one.state == AttemptState.PAID), tries[0])  # voided cash is no payment
    transaction = attempt.transactions.filter(parked__isnull=True).order_by("heard_at", "id")[0]
    agency = agencies.agency(obligation.agency_id)
    facts = ReceiptFacts(
        agency_name=agency.name if agency else "",
        symbol=receipt.symbol,
        number=receipt.printed_number,
        payer=obligation.payer_name,
        dossier_code=obligation.code,
        title=obligation.title,
        lines=obligation.lines,
        total=obligation.total,
        gateway=attempt.gateway,
        transaction=transaction.number,
        paid_at=local(transaction.paid_at or at),
        collected_by=attempt.cash.taken_by_name if attempt.gateway == Gateway.CASH else "",
    )
    document = documents.draw_up(
        PAYMENT_RECEIPT,
        receipt_values(facts),
        subject_id=obligation.subject_id,
        agency_id=obligation.agency_id,
        owner_id=obligation.owner_id,
        kind=DocumentKind.PAYMENT_RECEIPT,
        holder=obligation.payer_name,
        by=by,
        at=at,
    )
    return document.id
