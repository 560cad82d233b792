"""Questions about work: whose it is, what is late, how much there is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import F, Q, QuerySet

from motcua.kernel.acts import may
from motcua.kernel.errors import Refused
from motcua.kernel.rows import count_each
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.process.models import OPEN_STATES, Instance, Task
from motcua.rooms.process.services.holding import IN_CHARGE, target
from motcua.rooms.process.services.planning import definition_of
from motcua.rooms.process.types import Step, TaskCounts, TaskFilters, TaskPage, TaskState, TaskView

MOST_COUNTED = 1_000


def task(task_id: UUID, *, by: Actor) -> TaskView:
    """One task of the actor's agency. Refused: act.out-of-reach"""
    row = Task.objects.filter(id=task_id).order_by().first()
    if row is None or not may(by, "process.read", target(row)):
        raise Refused("act.out-of-reach")
    return _view(row)


def tasks(*, by: Actor, filters: TaskFilters | None = None, after: str | None = None, limit: int = 50) -> TaskPage:
    """The work the actor may do or distributes, most urgent first, page by page (`after` is the last page's token)."""
    rows = _filtered(by, filters or TaskFilters())
    if after:
        rows = rows.filter(_beyond(after))
    found = list(rows.order_by(F("due_at").asc(nulls_last=True), "id")[: limit + 1])
    page = found[:limit]
    shown = tuple(_view(row) for row in page)
    return TaskPage(shown, shown[-1].place if len(found) > limit else None)


def tasks_of(subject_id: UUID) -> list[TaskView]:
    """Every task there was for one subject, oldest first; the caller has checked who asks."""
    return [_view(row) for row in Task.objects.filter(subject_id=subject_id).order_by("opened_at", "id")]


def open_tasks(subject_ids: Sequence[UUID]) -> list[TaskView]:
    """What is to be done for these subjects."""
    rows = Task.objects.filter(subject_id__in=list(subject_ids), state__in=OPEN_STATES)
    return [_view(row) for row in rows.order_by("opened_at", "id")]


def subjects_at(unit_id: UUID) -> QuerySet[Task, UUID]:
    """Which subjects a unit ever had work on, to be asked inside another question."""
    return Task.objects.filter(unit_id=unit_id).order_by().values_list("subject_id", flat=True)


def rework_steps(task_id: UUID) -> list[tuple[str, str]]:
    """The earlier steps a task may be returned to: (key, name), latest first."""
    row = Task.objects.filter(id=task_id).select_related("instance__definition").order_by().first()
    if row is None:
        return []
    definition = definition_of(row.instance)
    done = Task.objects.filter(instance_id=row.instance_id, state=TaskState.DONE).exclude(step_key=definition.first)
    steps = dict(done.order_by("done_at", "id").values_list("step_key", "name"))
    steps.pop(row.step_key, None)
    return list(reversed(steps.items()))


def next_step(task_id: UUID) -> Step | None:
    """The step that follows this task, when there is only one that can."""
    row = Task.objects.filter(id=task_id).select_related("instance__definition").order_by().first()
    definition = definition_of(row.instance) if row else None
    if row is None or definition is None or row.step_key not in definition.nodes:
        return None
    following = {flow.to for flow in definition.step(row.step_key).flows}
    only = next(iter(following)) if len(following) == 1 else ""
    return definition.step(only).step if only in definition.nodes else None


def counts(
    *, by: Actor, at: datetime, soon: timedelta = timedelta(days=2), since: datetime | None = None
) -> TaskCounts:
    """How much work the actor sees, and did since then; counted to a bound, never over a whole table."""
    # What is late stands first in the order of due dates: one bounded look counts it and all of them truly.
    ahead = _filtered(by, TaskFilters()).order_by(F("due_at").asc(nulls_last=True), "id")
    dues = list(ahead.values_list("due_at", flat=True)[:MOST_COUNTED])
    wanted = (TaskFilters(mine=True), TaskFilters(unassigned=True), TaskFilters(due_from=at, due_before=at + soon))
    asked = (*(_filtered(by, one) for one in wanted), _done(by, since or at))
    mine, unassigned, due_soon, done = count_each(*asked, most=MOST_COUNTED)
    return TaskCounts(
        mine=mine,
        unassigned=unassigned,
        due_soon=due_soon,
        overdue=sum(due is not None and due < at for due in dues),
        open=len(dues),
        done=done,
        limit=MOST_COUNTED,
    )


def count(*, by: Actor, filters: TaskFilters) -> int:
    """How many tasks fit; counted to a bound."""
    return _filtered(by, filters).order_by()[:MOST_COUNTED].count()


def done_by(*, by: Actor, since: datetime, after: str | None = None, limit: int = 50) -> TaskPage:
    """What the actor himself finished since then, the latest first, page by page."""
    rows = _done(by, since)
    if after:
        rows = rows.filter(_before(after))
    found = list(rows.order_by("-done_at", "-id")[: limit + 1])
    more = f"{found[limit - 1].done_at:%Y-%m-%dT%H:%M:%S.%f%z}|{found[limit - 1].id}" if len(found) > limit else None
    return TaskPage(tuple(_view(row) for row in found[:limit]), more)


def _done(by: Actor, since: datetime) -> QuerySet[Task]:
    if by.agency_id is None:
        return Task.objects.none()
    return Task.objects.filter(agency_id=by.agency_id, done_by=by.id, done_at__gte=since, state=TaskState.DONE)


def running(subject_id: UUID) -> bool:
    return Instance.objects.filter(subject_id=subject_id, ended_at=None).exists()


def _filtered(by: Actor, filters: TaskFilters) -> QuerySet[Task]:
    rows = Task.objects.filter(_visible(by)).exclude(role="system")  # what waits for other agencies is nobody's work
    if not filters.include_done:
        rows = rows.filter(state__in=OPEN_STATES)
    if filters.mine:
        rows = rows.filter(assignee_id__in=by.hands)
    if filters.unassigned:
        rows = rows.filter(assignee_id=None)
    plain = {
        "unit_id": filters.unit_id,
        "assignee_id": filters.assignee_id,
        "does__in": filters.does,
        "due_at__gte": filters.due_from,
        "due_at__lt": min((one for one in (filters.due_before, filters.overdue_at) if one), default=None),
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if filters.subject_ids is not None:
        rows = rows.filter(subject_id__in=filters.subject_ids)
    if filters.text:
        text = filters.text.strip()
        rows = rows.filter(Q(reference__istartswith=text) | Q(party__icontains=text) | Q(title__icontains=text))
    return rows


def _visible(by: Actor) -> Q:
    """An officer sees the work of his roles at his units, what he was given, and all of a unit he distributes for."""
    if by.kind == ActorKind.SYSTEM:
        return Q()
    ways = [Q(agency_id=by.agency_id, assignee_id__in=by.hands)]
    for office in by.offices:
        if office.agency_id != by.agency_id:
            continue
        way = Q(agency_id=office.agency_id)
        if office.role not in IN_CHARGE:
            way &= Q(role=office.role)
        if office.unit_id is not None:
            way &= Q(unit_id=office.unit_id) | Q(unit_id=None)
        if office.role in IN_CHARGE or office.role not in {"auditor", "procedure_controller", "business_admin"}:
            ways.append(way)
    return reduce(or_, ways)


def _before(after: str) -> Q:
    done, _, last = after.partition("|")
    try:
        instant, last_id = datetime.fromisoformat(done), UUID(last)
    except ValueError:
        raise Refused("worklist.place-unknown") from None
    return Q(done_at__lt=instant) | Q(done_at=instant, id__lt=last_id)


def _beyond(after: str) -> Q:
    due, _, last = after.partition("|")
    try:
        last_id = UUID(last)
        if not due:
            return Q(due_at=None, id__gt=last_id)
        instant = datetime.fromisoformat(due)
    except ValueError:
        raise Refused("worklist.place-unknown") from None
    return Q(due_at__gt=instant) | Q(due_at=instant, id__gt=last_id) | Q(due_at=None)


def _view(row: Task) -> TaskView:
    return TaskView(
        id=row.id,
        subject_id=row.subject_id,
        agency_id=row.agency_id,
        unit_id=row.unit_id,
        step_key=row.step_key,
        name=row.name,
        does=row.does,
        role=row.role,
        assignee_id=row.assignee_id,
        assignee_name=row.assignee_name,
        opened_at=row.opened_at,
        due_at=row.due_at,
        state=TaskState(row.state),
        version=row.version,
        done_at=row.done_at,
        done_by_name=row.done_by_name,
        done_by=row.done_by,
        outcome=row.outcome,
        note=row.note,
        reference=row.reference,
        title=row.title,
        party=row.party,
    )
