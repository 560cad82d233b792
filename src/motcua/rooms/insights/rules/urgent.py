"""Which three things a leader should do now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

MOST = 3
OWN_HAND = "to_decide"
NOT_DUE = -timedelta(days=36_500)
PROMISED = frozenset({"overdue", "passed_up", "unanswered", "correction_late", "complaint_late"})


@dataclass(frozen=True, slots=True)
class Urgent:
    """Something that waits: how much of it, since when it is late (or when it will be), and where most of it lies."""

    kind: str
    count: int
    due_at: datetime | None = None
    place: UUID | None = None
    at_place: int = 0

    def delay(self, at: datetime) -> timedelta:
        """How long past its time the worst of it is; negative while there is time left."""
        return at - self.due_at if self.due_at else NOT_DUE


def three(found: Iterable[Urgent], at: datetime) -> tuple[Urgent, ...]:
    """The worst first: broken promises to people, then by delay; what is late stands before what is not.

    Published on the page, so that nobody wonders why a thing stands first. When everything overdue was passed up to the
    leader already, it is said once. What waits for his own hand and is late always keeps a place: nobody else can do it.
    """
    there = [one for one in found if one.count > 0]
    passed_up = next((one.count for one in there if one.kind == "passed_up"), 0)
    there = [one for one in there if one.kind != "overdue" or one.count > passed_up]
    ranked = sorted(there, key=lambda one: (one.kind not in PROMISED, -one.delay(at), one.kind))
    own = [one for one in ranked[MOST:] if one.kind == OWN_HAND and one.delay(at) > timedelta(0)][:1]
    return tuple(ranked[: MOST - len(own)] + own)
