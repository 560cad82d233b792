"""Work for officers' own programs: what waits, and how it is finished."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from motcua.faces.api.auth import actor, reading
from motcua.faces.api.v1.schemas import CompletionIn, CompletionOut, TaskPage
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import DossierRow, ResultKind, SupplementItem, WorklistFilters
from motcua.rooms.process import queries as process
from motcua.rooms.process.types import TaskFilters, TaskView

router = Router(tags=["tasks"])
OUTCOMES = {
    "receive": ["accept", "request_supplement", "refuse"],
    "appraise": ["grant", "reject", "request_supplement", "return"],
    "draft_result": ["grant", "reject", "request_supplement", "return"],
    "approve": ["approve", "return"],
    "number": ["number", "return"],
    "sign": ["sign", "return"],
    "deliver": ["deliver"],
}
PLAIN = ["done", "request_supplement", "return"]


@router.get("/tasks", response=TaskPage, summary="Work that waits for the caller")
@reading
def tasks(
    request: HttpRequest,
    q: str = Query("", max_length=100),
    after: str = Query("", max_length=200),
    limit: int = Query(50, ge=1, le=200),
) -> dict[str, Any]:
    """Dossiers to receive first, then tasks of the caller's roles and units, most urgent first."""
    by = actor(request)
    page = process.tasks(by=by, filters=TaskFilters(text=q), after=after or None, limit=limit)
    rows = {row.id: row for row in queries.rows([t.subject_id for t in page.tasks], by=by)}
    items = [_task(t, rows[t.subject_id]) for t in page.tasks if t.subject_id in rows]
    if not after and "reception_officer" in by.roles:
        found = queries.worklist(by=by, filters=WorklistFilters(view="reception", text=q), at=clock.now(), limit=limit)
        items = [_reception(row.dossier) for row in found.rows] + items
    return {"items": items, "next": page.next_after}


@router.post("/tasks/{task_id}/completion", response=CompletionOut, summary="Finish one piece of work")
def completion(request: HttpRequest, task_id: UUID, body: CompletionIn) -> dict[str, Any]:
    """Do what the task asks. A task somebody else has finished answers 409 and says who and when."""
    by, at = actor(request), clock.now()
    with tenancy.scope(by):
        task = _find(task_id, by)
    done = _receive(task_id, body, by, at) if task is None else _complete(task, body, by, at)
    return {
        "dossier_id": done.dossier_id,
        "status": getattr(done, "status", "accepted"),
        "code": getattr(done, "code", None),
        "due_at": getattr(done, "due_at", None),
        "document_id": getattr(done, "document_id", None),
    }


def _find(task_id: UUID, by: Actor) -> TaskView | None:
    """The task; None when the identifier is that of a dossier still to be received."""
    try:
        return process.task(task_id, by=by)
    except Refused:
        queries.dossier(task_id, by=by)  # refuses in turn when there is no such thing
        return None


def _receive(dossier_id: UUID, body: CompletionIn, by: Actor, at: datetime) -> Any:
    match body.outcome or "accept":
        case "accept":
            return services.accept(dossier_id, by=by, at=at)
        case "refuse":
            return services.refuse(dossier_id, body.ground, body.note, by=by, at=at)
        case "request_supplement":
            return _supplement(dossier_id, body, by, at)
        case other:
            raise _unknown(other, OUTCOMES["receive"])


def _complete(task: TaskView, body: CompletionIn, by: Actor, at: datetime) -> Any:
    known = OUTCOMES.get(task.does, PLAIN)
    outcome = body.outcome or known[0]
    if outcome not in known:
        raise _unknown(outcome, known)
    version = task.version if body.version is None else body.version
    dossier_id = task.subject_id
    if outcome == "request_supplement":
        return _supplement(dossier_id, body, by, at)
    if outcome == "return":
        return services.return_for_rework(task.id, body.ground, reason=body.note, version=version, by=by, at=at)
    if outcome in {"grant", "reject"}:
        if task.does in {"appraise", "draft_result"}:
            _draft(dossier_id, outcome, body, by, at)
        return services.complete_step(task.id, "drafted", note=body.note, version=version, by=by, at=at)
    if outcome == "done":
        return services.complete_step(task.id, "done", note=body.note, version=version, by=by, at=at)
    deciding: dict[str, Callable[[], Any]] = {
        "approve": lambda: services.approve(dossier_id, by=by, at=at),
        "number": lambda: services.number(dossier_id, by=by, at=at),
        "sign": lambda: services.sign_and_issue(dossier_id, by=by, at=at),
        "deliver": lambda: services.deliver(dossier_id, evidence=body.evidence, by=by, at=at),
    }
    return deciding[outcome]()


def _draft(dossier_id: UUID, outcome: str, body: CompletionIn, by: Actor, at: datetime) -> None:
    """Draft the result: what the procedure proposes, overridden by the caller's values; or a refusal with its reason."""
    if outcome == "reject":
        refusal = {"ground": body.ground, "reason": body.note} | body.values
        services.draft_result(dossier_id, refusal, kind=ResultKind.REFUSED, by=by, at=at)
        return
    with tenancy.scope(by):
        proposed = {field.key: field.value for field in queries.result_fields(dossier_id, by=by)}
    services.draft_result(dossier_id, proposed | body.values, by=by, at=at)


def _supplement(dossier_id: UUID, body: CompletionIn, by: Actor, at: datetime) -> Any:
    items = [SupplementItem(field=one.field, words=one.words) for one in body.items]
    return services.request_supplement(dossier_id, items, reason=body.note, by=by, at=at)


def _unknown(outcome: str, known: list[str]) -> Refused:
    return Refused("task.outcome-unknown", outcome=outcome, known=", ".join(known))


def _task(task: TaskView, row: DossierRow) -> dict[str, Any]:
    return {
        "id": task.id,
        "dossier_id": task.subject_id,
        "reference": row.reference,
        "name": task.name,
        "does": task.does,
        "role": task.role,
        "procedure_name": row.procedure_name,
        "applicant_name": row.applicant_name,
        "assignee_name": task.assignee_name,
        "due_at": task.due_at,
        "version": task.version,
        "outcomes": OUTCOMES.get(task.does, PLAIN),
    }


def _reception(row: DossierRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "dossier_id": row.id,
        "reference": row.reference,
        "name": "Tiếp nhận",
        "does": "receive",
        "role": "reception_officer",
        "procedure_name": row.procedure_name,
        "applicant_name": row.applicant_name,
        "assignee_name": "",
        "due_at": row.answer_due_at,
        "version": 0,
        "outcomes": OUTCOMES["receive"],
    }
