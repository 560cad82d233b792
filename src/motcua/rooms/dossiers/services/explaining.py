"""Explanations of many due dates written as one JSON text: days they share are written out once.

The history keeps the sentences only; the days of a date that no longer holds follow from what was known then.
"""

import json
from collections.abc import Callable, Sequence
from uuid import UUID

from motcua.rooms.calendar.types import CountedDay, Deadline
from motcua.rooms.dossiers.reading.running import Row


class Told:
    """Explanations of many dates: days they share are written out once."""

    def __init__(self) -> None:
        self._days: dict[int, str] = {}
        self._keep: list[CountedDay] = []  # an id names a day only while the day lives

    def moves(self, moves: Sequence[tuple[Row, Deadline, str]], new_id: Callable[[], UUID]) -> str:
        """The rows of a statement that writes them all, as one JSON text."""
        return "[" + ",".join([self._move(row, deadline, text, new_id()) for row, deadline, text in moves]) + "]"

    def _move(self, row: Row, deadline: Deadline, text: str, change: UUID) -> str:
        due = deadline.due_at.isoformat() if deadline.due_at else ""
        head = json.dumps(deadline.head(text), ensure_ascii=False)
        days = ",".join([self._day(step) for step in deadline.steps])
        return (
            f'{{"id":"{row.id}","change":"{change}","agency":"{row.agency_id}","owner":"{row.owner_id}",'
            f'"before":"{row.question.promised.isoformat()}","due":"{due}","head":{head},'
            f'"explanation":{head[:-1]},"steps":[{days}]}}}}'
        )

    def _day(self, step: CountedDay) -> str:
        known = self._days.get(id(step))
        if known is None:
            self._keep.append(step)
            known = self._days[id(step)] = json.dumps(step.as_dict(), ensure_ascii=False)
        return known
