"""Rows of the rooms as they go over the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from motcua.kernel import audit, clock
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import DossierRow, Receipt, TimelineEntry, WorklistFilters


def when(instant: datetime | None) -> datetime | None:
    """The same instant always reads the same: on the Vietnamese clock."""
    return clock.local(instant) if instant else None


def receipt(one: Receipt) -> dict[str, Any]:
    pay = f"{settings.MOTCUA.public_url}/thanh-toan/{one.obligation_id}" if one.obligation_id and one.amount else None
    return {
        "id": one.dossier_id,
        "receipt_number": one.receipt_number,
        "submitted_at": when(one.submitted_at),
        "answer_due_at": when(one.answer_due_at),
        "amount": one.amount,
        "obligation_id": one.obligation_id,
        "payment_url": pay,
        "href": f"/api/v1/dossiers/{one.dossier_id}",
    }


def listed(by: Actor, text: str, limit: int) -> list[DossierRow]:
    """The caller's own dossiers, or those of his agency."""
    if by.kind == ActorKind.OFFICER:
        found = queries.worklist(by=by, filters=WorklistFilters(view="all", text=text), at=clock.now(), limit=limit)
        return [row.dossier for row in found.rows]
    rows = queries.mine(by=by)
    wanted = [row for row in rows if not text or text.upper() in {row.code, row.receipt_number}]
    return wanted[:limit]


def under_way(by: Actor, procedure: str, limit: int) -> list[DossierRow]:
    """What the caller has under way of a procedure he may be about to file."""
    card = catalogue.card(procedure)
    return queries.under_way(card.key, by=by, at=clock.now())[:limit] if card is not None else []


def row(one: DossierRow) -> dict[str, Any]:
    return {
        "id": one.id,
        "receipt_number": one.receipt_number,
        "code": one.code,
        "procedure": one.procedure_code or one.procedure_key,
        "procedure_name": one.procedure_name,
        "applicant_name": one.applicant_name,
        "status": one.status,
        "national_status": one.national_status,
        "finance_state": one.finance_state,
        "delivery_state": one.delivery_state,
        "submitted_at": when(one.submitted_at),
        "accepted_at": when(one.accepted_at),
        "answer_due_at": when(one.answer_due_at),
        "due_at": when(one.current_due_at),
        "completed_at": when(one.completed_at),
        "result_kind": one.result_kind or None,
        "late": one.late,
        "href": f"/api/v1/dossiers/{one.id}",
    }


def whole(dossier_id: UUID, by: Actor) -> dict[str, Any]:
    """One dossier; an officer's reading is counted, and recorded for its owner to see."""
    view = queries.dossier(dossier_id, by=by)
    if by.kind == ActorKind.OFFICER:
        queries.count_readings([view.id], by=by)
        audit.record_read(
            by,
            subject="dossier",
            subject_id=view.id,
            purpose=f"{view.row.reference}: {view.opened_for}" if view.opened_for else view.row.reference,
            owner_id=view.owner_id,
            agency_id=view.row.agency_id,
        )
    waiting = view.open_supplement
    return row(view.row) | {
        "timeline": [entry(e) for e in view.timeline],
        "explanation": view.due_explanation or {},
        "supplement": waiting
        and {
            "requested_at": when(waiting.requested_at),
            "due_at": when(waiting.due_at),
            "reason": waiting.reason,
            "items": [{"field": i.field, "words": i.words} for i in waiting.items],
        },
        "documents": [
            {
                "id": str(d.id),
                "kind": d.kind,
                "title": d.title,
                "state": d.state,
                "number": d.number_text,
                "sha256": d.sha256,
                "verification_code": d.verification_code,
            }
            for d in documents.documents(view.id, by=by)
        ],
    }


def entry(one: TimelineEntry) -> dict[str, Any]:
    return {"at": when(one.at), "title": one.title, "unit": one.unit, "person": one.who, "due_at": when(one.due_at)}
