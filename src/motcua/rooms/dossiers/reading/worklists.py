"""Work-lists of the desk: dossiers to receive, and the tasks of one's roles and units, page by page."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from motcua.kernel.errors import Refused
from motcua.kernel.ids import parse_receipt_number
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.reading.rows import row_of
from motcua.rooms.dossiers.rules.states import FINAL, WAITS_FOR_APPLICANT
from motcua.rooms.dossiers.types import DossierRow, Status, Worklist, WorklistCounts, WorklistFilters, WorklistRow
from motcua.rooms.process import queries as process
from motcua.rooms.process.types import TaskFilters, TaskView

SOON = timedelta(days=2)
MOST_COUNTED = 1_000
TASK_VIEWS = frozenset({"mine", "unit", "unassigned", "due_soon", "overdue"})
RECEIVERS = ("reception_officer", "dispatcher", "unit_head")


def worklist(by: Actor, filters: WorklistFilters, *, at: datetime, after: str | None, limit: int) -> Worklist:
    if filters.view in TASK_VIEWS:
        return _of_tasks(by, filters, at=at, after=after, limit=limit)
    return _of_dossiers(by, filters, at=at, after=after, limit=limit)


def counts(by: Actor, *, at: datetime) -> WorklistCounts:
    """How much there is behind each view, counted to a bound."""
    tasks = process.counts(by=by, at=at, soon=SOON)
    return WorklistCounts(
        reception=_count(_reception(by)),
        mine=tasks.mine,
        unit=tasks.open,
        unassigned=tasks.unassigned,
        due_soon=tasks.due_soon,
        overdue=tasks.overdue,
        waiting=_count(_agency(by).filter(status__in=WAITS_FOR_APPLICANT)),
    )


def rows(ids: Sequence[UUID], *, by: Actor, at: datetime) -> list[DossierRow]:
    """These dossiers, as far as the actor's agency or person reaches, in the order asked."""
    found = {row.id: row for row in visible(by).filter(id__in=list(ids)).order_by("id")}
    return [row_of(found[one], at) for one in ids if one in found]


def visible(by: Actor) -> QuerySet[Dossier]:
    """What the actor may know of at all; row-level security says the same."""
    if by.kind == ActorKind.SYSTEM:
        return Dossier.objects.all()
    if by.agency_id is not None:
        return Dossier.objects.filter(Q(agency_id=by.agency_id) | Q(reception_agency_id=by.agency_id))
    return Dossier.objects.filter(owner_id=by.person_id) if by.person_id else Dossier.objects.none()


def sees(row: Dossier, by: Actor) -> bool:
    """The same as `visible`, of one row at hand."""
    if by.kind == ActorKind.SYSTEM:
        return True
    if by.agency_id is not None:
        return by.agency_id in {row.agency_id, row.reception_agency_id}
    return by.person_id is not None and row.owner_id == by.person_id


def _of_tasks(by: Actor, filters: WorklistFilters, *, at: datetime, after: str | None, limit: int) -> Worklist:
    page = process.tasks(
        by=by,
        filters=TaskFilters(
            mine=filters.view == "mine",
            unassigned=filters.view == "unassigned",
            unit_id=filters.unit_id,
            does=filters.does,
            due_before=at + SOON if filters.view == "due_soon" else None,
            overdue_at=at if filters.view == "overdue" else None,
            text=filters.text,
        ),
        after=after,
        limit=limit,
    )
    known = {row.id: row for row in rows([task.subject_id for task in page.tasks], by=by, at=at)}
    lines = [_line(known[task.subject_id], task, at) for task in page.tasks if task.subject_id in known]
    kept = [line for line in lines if _fits(line.dossier, filters)]
    return Worklist(tuple(kept), page.next_after)


def _of_dossiers(by: Actor, filters: WorklistFilters, *, at: datetime, after: str | None, limit: int) -> Worklist:
    urgent = filters.view == "reception"
    found = _filtered(by, filters)
    column = "answer_due_at" if urgent else "submitted_at"
    if after:
        found = found.filter(_beyond(after, column, forward=urgent))
    order = (column, "id") if urgent else (f"-{column}", "-id")
    page = list(found.order_by(*order)[: limit + 1])
    shown = page[:limit]
    tasks = {task.subject_id: task for task in process.open_tasks([row.id for row in shown])} if not urgent else {}
    lines = tuple(_line(row_of(row, at), tasks.get(row.id), at) for row in shown)
    more = f"{getattr(shown[-1], column).isoformat()}|{shown[-1].id}" if len(page) > limit else None
    return Worklist(lines, more)


def _filtered(by: Actor, filters: WorklistFilters) -> QuerySet[Dossier]:
    match filters.view:
        case "reception":
            found = _reception(by)
        case "waiting":
            found = _agency(by).filter(status__in=WAITS_FOR_APPLICANT)
        case "done":
            found = _agency(by).filter(Q(status__in=FINAL) | Q(status=Status.ISSUED))
        case "all":
            found = _agency(by)
        case _:
            raise Refused("worklist.view-unknown", view=filters.view)
    if filters.procedure:
        found = found.filter(Q(procedure_code=filters.procedure) | Q(procedure_key=filters.procedure))
    if filters.status:
        found = found.filter(status=filters.status)
    return found.filter(_named(filters.text)) if filters.text.strip() else found


def _named(text: str) -> Q:
    """By code or receipt number as typed, else by a part of the name."""
    plain = text.strip()
    receipt = parse_receipt_number(plain)
    if receipt:
        return Q(receipt_number=receipt)
    return Q(code__istartswith=plain) | Q(applicant_name__icontains=plain) | Q(procedure_name__icontains=plain)


def _fits(row: DossierRow, filters: WorklistFilters) -> bool:
    by_procedure = not filters.procedure or filters.procedure in {row.procedure_code, row.procedure_key}
    return by_procedure and (not filters.status or filters.status == row.status)


def _reception(by: Actor) -> QuerySet[Dossier]:
    if by.kind != ActorKind.SYSTEM and not any(by.holds(role) for role in RECEIVERS):
        return Dossier.objects.none()
    return _agency(by).filter(status=Status.SUBMITTED)


def _agency(by: Actor) -> QuerySet[Dossier]:
    if by.kind == ActorKind.SYSTEM:
        return Dossier.objects.all()
    if by.agency_id is None:
        return Dossier.objects.none()
    return Dossier.objects.filter(agency_id=by.agency_id)


def _line(row: DossierRow, task: TaskView | None, at: datetime) -> WorklistRow:
    if task is None:
        due = row.answer_due_at if row.status == Status.SUBMITTED else row.current_due_at
        return WorklistRow(row, due_at=due, late=row.late)
    return WorklistRow(
        row,
        task_id=task.id,
        step_name=task.name,
        does=task.does,
        unit_id=task.unit_id,
        assignee_name=task.assignee_name,
        due_at=task.due_at,
        late=task.late(at) or row.late,
    )


def _beyond(after: str, column: str, *, forward: bool) -> Q:
    instant, _, last = after.partition("|")
    try:
        there, last_id = datetime.fromisoformat(instant), UUID(last)
    except ValueError:
        raise Refused("worklist.place-unknown") from None
    way = "gt" if forward else "lt"
    return Q(**{f"{column}__{way}": there}) | Q(**{column: there, f"id__{way}": last_id})


def _count(found: QuerySet[Dossier]) -> int:
    return found.order_by()[:MOST_COUNTED].count()
