"""Cash over the counter, from its row to what lists show."""

from motcua.rooms.payments.models import CashTaking
from motcua.rooms.payments.types import CashTaken


def as_taken(row: CashTaking) -> CashTaken:
    return CashTaken(
        id=row.id,
        obligation_id=row.obligation_id,
        subject_id=row.subject_id,
        desk_agency_id=row.desk_agency_id,
        code=row.code,
        title=row.title,
        payer_name=row.payer_name,
        amount=row.amount,
        receipt_number=row.receipt_number,
        receipt_document_id=row.receipt_document_id,
        taken_at=row.taken_at,
        taken_by=row.taken_by,
        taken_by_name=row.taken_by_name,
        voided_at=row.voided_at,
        void_reason=row.void_reason or "",
    )
