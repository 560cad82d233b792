"""From database rows to what lists and pages show."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from motcua.rooms.dossiers.models import Dossier, Draft, SupplementRequest
from motcua.rooms.dossiers.rules.papers import told
from motcua.rooms.dossiers.rules.punctuality import punctuality, soon_from
from motcua.rooms.dossiers.rules.states import WAITS_FOR_APPLICANT, national_status, words
from motcua.rooms.dossiers.types import (
    DossierRow,
    DraftView,
    FinanceState,
    Status,
    SupplementItem,
    SupplementView,
)


def row_of(dossier: Dossier, at: datetime) -> DossierRow:
    """A dossier as every list shows it."""
    state = Status(dossier.status)
    unpaid = dossier.finance_state == FinanceState.OWED and state == Status.SUBMITTED
    return DossierRow(
        id=dossier.id,
        receipt_number=dossier.receipt_number,
        code=dossier.code,
        procedure_key=dossier.procedure_key,
        procedure_code=dossier.procedure_code,
        procedure_name=dossier.procedure_name,
        agency_id=dossier.agency_id,
        reception_agency_id=dossier.reception_agency_id,
        group_id=dossier.group_id,
        applicant_name=dossier.applicant_name,
        method=dossier.method,
        status=dossier.status,
        finance_state=dossier.finance_state,
        delivery_state=dossier.delivery_state,
        submitted_at=dossier.submitted_at,
        accepted_at=dossier.accepted_at,
        answer_due_at=dossier.answer_due_at,
        original_due_at=dossier.original_due_at,
        current_due_at=dossier.current_due_at,
        completed_at=dossier.completed_at,
        result_document_id=dossier.result_document_id,
        result_kind=dossier.result_kind,
        result_channel=dossier.result_channel,
        answers_id=dossier.answers_id,
        ended_at=dossier.ended_at,
        national_status=national_status(state, delivered=dossier.delivered_at is not None),
        status_words=words(state, kind=dossier.result_kind),
        status_words_en=words(state, "en", kind=dossier.result_kind),
        needs_applicant=state in WAITS_FOR_APPLICANT or unpaid,
        punctuality=punctuality(
            state, answer_due_at=dossier.answer_due_at, original_due_at=dossier.original_due_at,
            completed_at=dossier.completed_at, unpaid=unpaid, at=at,
        ),
        soon_from=soon_from(
            state, answer_due_at=dossier.answer_due_at, original_due_at=dossier.original_due_at, unpaid=unpaid
        ),
    )  # fmt: skip


def folded(rows: Sequence[DossierRow]) -> list[DossierRow]:
    """The rows without members of groups; a group needs its applicant when one of its members does."""
    needing = {row.group_id for row in rows if row.member and row.needs_applicant}
    return [replace(row, needs_applicant=True) if row.id in needing else row for row in rows if not row.member]


def draft_of(row: Draft) -> DraftView:
    return DraftView(
        id=row.id,
        owner_id=row.owner_id,
        procedure_key=row.procedure_key,
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        version_id=row.version_id,
        agency_id=row.agency_id,
        reception_agency_id=row.reception_agency_id,
        method=row.method,
        case=row.case_key,
        result_channel=row.result_channel,
        answers_id=row.answers_id,
        created_at=row.created_at,
        saved_at=row.saved_at,
        expires_at=row.expires_at,
        papers=told(row.papers_in_hand),
        representative_name=row.representative_name,
    )


def supplement_of(row: SupplementRequest) -> SupplementView:
    items = tuple(SupplementItem(i["field"], i["words"], i.get("example", "")) for i in row.items)
    return SupplementView(
        id=row.id,
        stage=row.stage,
        reason=row.reason,
        ground=row.ground,
        items=items,
        requested_at=row.requested_at,
        requested_by_name=row.requested_by_name,
        due_at=row.due_at,
        answered_at=row.answered_at or row.closed_at,
        document_id=row.document_id,
        answers_id=row.answers_id,
    )
