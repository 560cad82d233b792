"""Work-lists of the desk: dossiers to receive, and the tasks of one's roles and units, page by page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.rows import count_each
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.reading import finding
from motcua.rooms.dossiers.reading.rows import row_of
from motcua.rooms.dossiers.rules.states import FINAL, WAITS_FOR_APPLICANT
from motcua.rooms.dossiers.services.standing import is_desk_of
from motcua.rooms.dossiers.types import (
    DossierRow,
    FinanceState,
    Status,
    Worklist,
    WorklistCounts,
    WorklistFilters,
    WorklistRow,
)
from motcua.rooms.process import queries as process
from motcua.rooms.process.types import TaskFilters, TaskView

SOON = timedelta(days=2)
MOST_COUNTED = 1_000
MOST_NAMED = 99
STRETCH = 1_000  # so many lines are looked through for one page when no index knows what was asked
TASK_VIEWS = frozenset({"mine", "unit", "unassigned", "due_soon", "overdue"})
UNANSWERED = "unanswered"
ANSWERS, TASKS = "answers:", "tasks:"  # where the list of everything late goes on
UNPAID = Q(status=Status.SUBMITTED, finance_state=FinanceState.OWED)
RECEIVERS = ("reception_officer", "dispatcher", "unit_head")


def worklist(by: Actor, filters: WorklistFilters, *, at: datetime, after: str | None, limit: int) -> Worklist:
    if filters.view == "overdue" and not (filters.unit_id or filters.assignee_id or filters.does):
        return _late(by, filters, at=at, after=after, limit=limit)
    if filters.view in TASK_VIEWS:
        return _of_tasks(by, filters, at=at, after=after, limit=limit)
    return _of_dossiers(by, filters, at=at, after=after, limit=limit)


def done_today(by: Actor, *, at: datetime, after: str | None) -> Worklist:
    page = process.done_by(by=by, since=_midnight(at), after=after)
    known = {row.id: row for row in rows([task.subject_id for task in page.tasks], by=by, at=at)}
    lines = (_line(known[task.subject_id], task, at) for task in page.tasks if task.subject_id in known)
    return Worklist(tuple(lines), page.next_after)


def counts(by: Actor, *, at: datetime) -> WorklistCounts:
    """How much there is behind each view, counted to a bound."""
    tasks = process.counts(by=by, at=at, soon=SOON, since=_midnight(at))
    late = _reception(by).filter(answer_due_at__lt=at)
    asked = (_reception(by), _unpaid(by), late, _agency(by).filter(status__in=WAITS_FOR_APPLICANT))
    reception, unpaid, unanswered, waiting = count_each(*asked, most=MOST_COUNTED)
    return WorklistCounts(
        reception=reception,
        unpaid=unpaid,
        mine=tasks.mine,
        unit=tasks.open,
        unassigned=tasks.unassigned,
        due_soon=tasks.due_soon,
        overdue=min(tasks.overdue + unanswered, MOST_COUNTED),
        waiting=waiting,
        done_today=tasks.done,
    )


def count_found(filters: WorklistFilters, *, by: Actor, at: datetime) -> tuple[int, bool]:
    """How many lines a narrowed list has, counted to 99, and whether there are or may be more."""
    found = worklist(by, filters, at=at, after=None, limit=MOST_NAMED)
    return len(found.rows), found.next_after is not None


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
        return by.agency_id in {row.agency_id, row.reception_agency_id} or is_desk_of(row, by)
    return by.person_id is not None and row.owner_id == by.person_id


def _late(by: Actor, filters: WorklistFilters, *, at: datetime, after: str | None, limit: int) -> Worklist:
    """Everything late: first the answers that are owed to applicants, then the tasks."""
    if after is None or after.startswith(ANSWERS):
        wanted, place = replace(filters, view=UNANSWERED), (after or "").removeprefix(ANSWERS) or None
        found = _of_dossiers(by, wanted, at=at, after=place, limit=limit)
        if found.next_after is not None:
            return replace(found, next_after=ANSWERS + found.next_after)
        if len(found.rows) == limit:
            return replace(found, next_after=TASKS)
        rest = _of_tasks(by, filters, at=at, after=None, limit=limit - len(found.rows))
        return Worklist((*found.rows, *rest.rows), rest.next_after)
    return _of_tasks(by, filters, at=at, after=None if after == TASKS else after, limit=limit)


def _of_tasks(by: Actor, filters: WorklistFilters, *, at: datetime, after: str | None, limit: int) -> Worklist:
    """Tasks in their order; what a task does not know of its dossier is asked of a bounded stretch of them."""
    named = _named_ids(by, filters.text)
    narrow = bool(filters.procedure or filters.status or filters.method)
    wanted = _tasks_wanted(filters, named, at)
    page = process.tasks(by=by, filters=wanted, after=after, limit=STRETCH if narrow else limit)
    if not narrow:
        known = {row.id: row for row in rows([task.subject_id for task in page.tasks], by=by, at=at)}
        lines = (_line(known[task.subject_id], task, at) for task in page.tasks if task.subject_id in known)
        return Worklist(tuple(lines), page.next_after)
    ids = [task.subject_id for task in page.tasks]
    fitting = set(_fitting(visible(by), filters).filter(id__in=ids).order_by("id").values_list("id", flat=True))
    kept = [task for task in page.tasks if task.subject_id in fitting]
    known = {row.id: row for row in rows([task.subject_id for task in kept[:limit]], by=by, at=at)}
    more = kept[limit - 1].place if len(kept) > limit else page.next_after
    return Worklist(tuple(_line(known[task.subject_id], task, at) for task in kept[:limit]), more)


def _tasks_wanted(filters: WorklistFilters, named: tuple[UUID, ...] | None, at: datetime) -> TaskFilters:
    due_from, due_before = _due_span(filters.due, at)
    if filters.view == "due_soon":  # what is late has a list of its own
        due_from, due_before = max(due_from or at, at), min(due_before or at + SOON, at + SOON)
    return TaskFilters(
        mine=filters.view == "mine",
        unassigned=filters.view == "unassigned",
        unit_id=filters.unit_id,
        assignee_id=filters.assignee_id,
        does=filters.does,
        due_from=due_from,
        due_before=due_before,
        overdue_at=at if filters.view == "overdue" else None,
        subject_ids=named,
    )


def _of_dossiers(by: Actor, filters: WorklistFilters, *, at: datetime, after: str | None, limit: int) -> Worklist:
    """Dossiers in their order: what no index knows is asked of a bounded stretch, never of a whole table."""
    urgent = filters.view in {"reception", UNANSWERED}
    column = "answer_due_at" if urgent else "submitted_at"
    order = (column, "id") if urgent else (f"-{column}", "-id")
    found, narrow = _by_index(by, filters, at)
    if after:
        found = found.filter(_beyond(after, column, forward=urgent))
    if not narrow:
        page = list(found.order_by(*order)[: limit + 1])
        more = _place(page[limit - 1], column) if len(page) > limit else None
    else:
        stretch = list(found.order_by(*order).values_list("id", column)[: STRETCH + 1])
        ids = [one for one, _ in stretch[:STRETCH]]
        span = _fitting(visible(by), filters, at).filter(id__in=ids)
        page = list(span.order_by(*order)[: limit + 1])
        last = stretch[STRETCH - 1] if len(stretch) > STRETCH else None
        more = f"{last[1].isoformat()}|{last[0]}" if last else None
        more = _place(page[limit - 1], column) if len(page) > limit else more
    shown = page[:limit]
    tasks = {task.subject_id: task for task in process.open_tasks([row.id for row in shown])} if not urgent else {}
    return Worklist(tuple(_line(row_of(row, at), tasks.get(row.id), at) for row in shown), more)


def _by_index(by: Actor, filters: WorklistFilters, at: datetime) -> tuple[QuerySet[Dossier], bool]:
    """The rows an index gives in their order, and whether anything is left to be narrowed."""
    left = [bool(filters.due), bool(filters.method)]
    named = _named_ids(by, filters.text)
    match filters.view:
        case "reception" | "unpaid" | "unanswered":
            found = _unpaid(by) if filters.view == "unpaid" else _reception(by)
            found = found.filter(answer_due_at__lt=at) if filters.view == UNANSWERED else found
            left += [bool(filters.procedure), bool(filters.status)]
        case "waiting":
            found = _agency(by).filter(status__in=WAITS_FOR_APPLICANT)
            left += [bool(filters.procedure), bool(filters.status)]
        case "done":
            found = _agency(by).filter(Q(status__in=FINAL) | Q(status=Status.ISSUED))
            left += [bool(filters.procedure), bool(filters.status)]
        case "all":
            found = _agency(by)
            if filters.procedure:
                found = found.filter(procedure_code=filters.procedure)
                left.append(bool(filters.status))
            elif filters.status:
                found = found.filter(status=filters.status)
        case _:
            raise Refused("worklist.view-unknown", view=filters.view)
    if named is not None:
        found = found.filter(id__in=named)
    return found, any(left)


def _fitting(found: QuerySet[Dossier], filters: WorklistFilters, at: datetime | None = None) -> QuerySet[Dossier]:
    """Those of a bounded set of dossiers that fit what was chosen beside the view."""
    if filters.procedure:
        found = found.filter(procedure_code=filters.procedure)
    if filters.status:
        found = found.filter(status=filters.status)
    if filters.method:
        found = found.filter(method=filters.method)
    if filters.due and at is not None:
        since, until = _due_span(filters.due, at)
        waiting = Q(status=Status.SUBMITTED)
        found = found.exclude(UNPAID)
        for column, which in (("answer_due_at", waiting), ("current_due_at", ~waiting)):
            span = Q(**{f"{column}__isnull": False})
            span &= Q(**{f"{column}__gte": since}) if since else Q()
            span &= Q(**{f"{column}__lt": until}) if until else Q()
            found = found.filter(~which | span)
        found = found.filter(completed_at=None, ended_at=None)
    return found


def _due_span(due: str, at: datetime) -> tuple[datetime | None, datetime | None]:
    """From when until when something of this kind of due date is due."""
    midnight = _midnight(at) + timedelta(days=1)
    spans: dict[str, tuple[datetime | None, datetime | None]] = {
        "late": (None, at),
        "today": (at, midnight),
        "soon": (at, at + SOON),
        "later": (at + SOON, None),
    }
    return spans.get(due, (None, None))


def _midnight(at: datetime) -> datetime:
    """The beginning of the day in Vietnam."""
    return clock.local(at).replace(hour=0, minute=0, second=0, microsecond=0)


def _named_ids(by: Actor, text: str) -> tuple[UUID, ...] | None:
    """The dossiers a text names, a bounded number of them; None when nothing was typed."""
    if not text.strip():
        return None
    return finding.named(by, text)


def _place(row: Dossier, column: str) -> str:
    return f"{getattr(row, column).isoformat()}|{row.id}"


def _reception(by: Actor) -> QuerySet[Dossier]:
    """What waits to be taken in: handed in, and nothing owed for that."""
    return _handed_in(by).exclude(finance_state=FinanceState.OWED)


def _unpaid(by: Actor) -> QuerySet[Dossier]:
    return _handed_in(by).filter(finance_state=FinanceState.OWED)


def _handed_in(by: Actor) -> QuerySet[Dossier]:
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
        due = row.answer_awaited if row.status == Status.SUBMITTED else row.current_due_at
        return WorklistRow(row, due_at=due, late=row.late)
    return WorklistRow(
        row,
        task_id=task.id,
        step_name=task.name,
        does=task.does,
        unit_id=task.unit_id,
        assignee_id=task.assignee_id,
        assignee_name=task.assignee_name,
        task_version=task.version,
        done_at=task.done_at,
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
