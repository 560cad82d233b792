"""Who gave work to whom, when, and in time or not: the rows of a control slip, read from facts that never change."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from motcua.rooms.dossiers.events import PaperHanded
from motcua.rooms.dossiers.types import HandOver, Party
from motcua.rooms.process.events import ProcessMoved, WorkHandedOver
from motcua.rooms.process.types import TaskView

VIETNAM = timezone(timedelta(hours=7))
APPLICANT = Party(name="Người nộp hồ sơ")
GIVEN_ON = frozenset({"started", "done", "returned", "timer"})


def handovers(facts: Iterable[Any], tasks: Mapping[UUID, TaskView]) -> list[HandOver]:
    """One row a hand-over, in the order it happened. Work that waits for a parallel branch is given to nobody yet."""
    rows: list[HandOver] = []
    for fact in facts:
        if isinstance(fact, ProcessMoved) and fact.cause in GIVEN_ON:
            row = _moved(fact, tasks)
            rows += [row] if row else []
        elif isinstance(fact, WorkHandedOver):
            rows.append(_passed_on(fact, tasks))
        elif isinstance(fact, PaperHanded):
            late = "late" if fact.late else "on_time"
            rows.append(HandOver(Party(name=fact.by_name), (Party(name=fact.to),), fact.occurred_at, late, "Bản giấy"))
    return rows


def result(done_at: datetime, due_at: datetime | None) -> str:
    """Early: on a day before the one it was due. On time: that day, not after the hour."""
    if due_at is None:
        return ""
    if done_at > due_at:
        return "late"
    return "early" if done_at.astimezone(VIETNAM).date() < due_at.astimezone(VIETNAM).date() else "on_time"


def _moved(fact: ProcessMoved, tasks: Mapping[UUID, TaskView]) -> HandOver | None:
    done = tasks.get(fact.task_id) if fact.task_id else None
    takers = tuple(
        dict.fromkeys(Party(one.unit_id, _holder(tasks.get(one.id))) for one in fact.opened if one.does != "receive")
    )
    if fact.ended:
        takers = (APPLICANT,)
    if not takers:
        return None
    giver = Party(done.unit_id if done else None, fact.by_name)
    kept = result(fact.occurred_at, done.due_at) if done and fact.cause in {"done", "returned"} else ""
    note = {"returned": "Trả lại bước trước", "timer": "Hết thời gian của bước"}.get(fact.cause, "")
    if fact.cause == "returned" and done and done.note:
        note = f"{note}: {done.note}"
    return HandOver(giver, takers, fact.occurred_at, kept, note)


def _passed_on(fact: WorkHandedOver, tasks: Mapping[UUID, TaskView]) -> HandOver:
    note = "Chuyển đơn vị" + (f": {fact.note}" if fact.note else "")
    task = tasks.get(fact.task_id)
    kept = result(fact.occurred_at, task.due_at) if task else ""
    return HandOver(Party(fact.from_unit_id), (Party(fact.to_unit_id),), fact.occurred_at, kept, note)


def _holder(task: TaskView | None) -> str:
    return (task.done_by_name or task.assignee_name) if task else ""
