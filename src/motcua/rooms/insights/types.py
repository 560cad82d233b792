"""What the room of figures answers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from motcua.rooms.dossiers.types import DossierRow
from motcua.rooms.process.types import TaskView

SMALLEST_SHOWN = 5


def small(count: int) -> bool:
    """So few that somebody could be recognised."""
    return 0 < count < SMALLEST_SHOWN


class Channel(StrEnum):
    ONLINE = "online"
    COUNTER = "counter"
    POSTAL = "postal"


class Outcome(StrEnum):
    """How a dossier ended. Every ending counts as resolved (rule of the published definitions)."""

    OPEN = "open"
    GRANTED = "granted"
    REJECTED = "rejected"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


class Waiting(StrEnum):
    """Whom an open dossier waits for."""

    NOBODY = ""
    RECEPTION = "reception"
    OFFICER = "officer"
    CONSULTED = "consulted"
    APPLICANT = "applicant"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class Cell:
    """A count as the public may see it: None when it is between 1 and 4, so that nobody can be recognised, and when such
    a one could be had by taking this from a total.
    """

    exact: int
    aside: bool = False

    @property
    def shown(self) -> int | None:
        return None if self.aside or small(self.exact) else self.exact


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both counted, on the Vietnamese calendar."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Figures:
    """The lines of the statutory table 07 for one agency, procedure or both (TT 09/2026/TT-BTP).

    Received in the period by channel, carried over, resolved before the day, on the day and after it, in process within
    and beyond the due time; satisfaction among those who answered.
    Beside the table: how easy those received found it to hand in, what the ladder passed up to the leader in the period, and complaints of lateness made in it.
    """

    agency_id: UUID | None
    procedure: str | None
    online: Cell
    counter: Cell
    postal: Cell
    carried_over: Cell
    early: Cell
    on_day: Cell
    late: Cell
    open_in_time: Cell
    open_late: Cell
    grades: Cell
    satisfied: Cell
    ease_grades: Cell
    found_easy: Cell
    passed_up: Cell
    complaints: Cell
    complaints_kept: Cell
    complaints_missed: Cell
    mean_hours: float | None = None
    legal_hours: float | None = None
    aside: frozenset[str] = frozenset()

    @property
    def received(self) -> Cell:
        return self._sum("received", self.online, self.counter, self.postal)

    @property
    def resolved(self) -> Cell:
        return self._sum("resolved", self.early, self.on_day, self.late)

    @property
    def in_process(self) -> Cell:
        return self._sum("in_process", self.open_in_time, self.open_late)

    def _sum(self, name: str, *parts: Cell) -> Cell:
        return Cell(sum(part.exact for part in parts), name in self.aside)

    @property
    def on_time_rate(self) -> float | None:
        """Resolved no later than due, of all resolved; None under five, and when it would tell a few late ones."""
        told = self.late.shown is not None and self.resolved.shown is not None
        return _rate(self.early.exact + self.on_day.exact, self.resolved.exact) if told else None

    @property
    def on_time_floor(self) -> float | None:
        """At least so much was on time, where the exact rate would tell how few were late."""
        told = small(self.late.exact) and self.resolved.shown is not None
        return 1 - (SMALLEST_SHOWN - 1) / self.resolved.exact if told else None

    @property
    def online_rate(self) -> float | None:
        told = self.online.shown is not None and self.received.shown is not None
        return _rate(self.online.exact, self.received.exact) if told else None

    @property
    def online_floor(self) -> float | None:
        """At least so much came online, where the exact rate would tell how few did not."""
        rest = self.counter.exact + self.postal.exact
        told = self.online_rate is None and small(rest) and self.received.shown is not None
        return 1 - (SMALLEST_SHOWN - 1) / self.received.exact if told else None

    @property
    def satisfaction_rate(self) -> float | None:
        """Grades 4 and 5, of all grades; None under five."""
        told = self.satisfied.shown is not None and self.grades.shown is not None
        return _rate(self.satisfied.exact, self.grades.exact) if told else None

    @property
    def ease_rate(self) -> float | None:
        """Grades 4 and 5 for handing in, of all such grades; None under five."""
        told = self.found_easy.shown is not None and self.ease_grades.shown is not None
        return _rate(self.found_easy.exact, self.ease_grades.exact) if told else None

    @property
    def complaint_rate(self) -> float | None:
        """Complaints of lateness answered in time, of all that do not wait in time any more; None under five."""
        told = self.complaints_kept.shown is not None and self.complaints_missed.shown is not None
        settled = self.complaints_kept.exact + self.complaints_missed.exact
        return _rate(self.complaints_kept.exact, settled) if told else None


def _rate(part: int, whole: int) -> float | None:
    return None if whole < SMALLEST_SHOWN else part / whole


@dataclass(frozen=True, slots=True)
class Board:
    """The transparency page: the total, a row each, and how fresh it is."""

    period: Period
    total: Figures
    rows: tuple[Figures, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Reminded:
    """Who was reminded of a dossier."""

    dossier_id: UUID
    officers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """One line of the targets as it is written: for which office (None: for all), from when, by which source, how much.

    `holds`: the measures for which this line is the one that counts for the office asked about.
    """

    agency_id: UUID | None
    since: date
    source: str
    shares: dict[str, float]
    holds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a leader asks for inside his reach: a period, and perhaps an agency, a unit, a procedure.

    `nowhere`: only what no unit has been given yet.
    """

    period: Period
    agency_id: UUID | None = None
    unit_id: UUID | None = None
    procedure: str | None = None
    nowhere: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """Every measure of one row, exact; `key` is the agency, unit or procedure. Leaders only: nothing is hidden."""

    key: Any
    counts: dict[str, int]
    median_days: float | None = None

    def __getitem__(self, measure: str) -> int:
        return self.counts.get(measure, 0)

    def rate(self, numerator: str, denominator: str) -> float | None:
        """None when nothing was counted."""
        return self[numerator] / self[denominator] if self[denominator] else None


@dataclass(frozen=True, slots=True)
class Lines:
    """The total, a row each, and how fresh they are."""

    total: Score
    rows: tuple[Score, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Week:
    """What was resolved in the week that began on this Monday, and how much of it on time."""

    monday: date
    resolved: int
    on_time: int


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier behind a number, and why it stands where it stands."""

    row: DossierRow
    task: TaskView | None
    unit_id: UUID | None
    waits_for: Waiting
    waits_since: datetime | None
    clock_due_at: datetime | None
    step_due_at: datetime | None
    asked: int
    sent_back: int
    reminded_at: datetime | None
    complained_at: datetime | None = None
    complaint_due_at: datetime | None = None
    passed_up_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cases:
    cases: tuple[Case, ...]
    page: int
    more: bool


@dataclass(frozen=True, slots=True)
class ReminderView:
    """A reminder as its officer sees it."""

    id: UUID
    dossier_id: UUID
    reference: str
    title: str
    by_name: str
    at: datetime
    due_at: datetime | None
    seen_at: datetime | None


ENOUGH_TO_COMPARE = 10


@dataclass(frozen=True, slots=True)
class WorkLine:
    """Pieces of work of one agency, unit, step or officer: opened and done in the period, open now, and the time they took.

    `median_hours` and `ninety_hours` are working time; None when fewer than ten pieces were done.
    """

    key: Any
    name: str
    received: int
    done: int
    open: int
    open_late: int
    timed: int
    in_time: int
    median: float | None
    ninety: float | None
    sent_back: int
    moved: int

    @property
    def enough(self) -> bool:
        return self.done >= ENOUGH_TO_COMPARE

    @property
    def median_hours(self) -> float | None:
        return self.median if self.enough else None

    @property
    def ninety_hours(self) -> float | None:
        return self.ninety if self.enough else None

    @property
    def in_time_rate(self) -> float | None:
        """Done no later than planned, of all done that had a planned time; None under ten."""
        return self.in_time / self.timed if self.timed >= ENOUGH_TO_COMPARE else None


@dataclass(frozen=True, slots=True)
class Mix:
    """How many pieces of one kind an officer did, and the median of that kind in the agency."""

    procedure: str
    does: str
    count: int
    usual_hours: float


@dataclass(frozen=True, slots=True)
class OfficerWork:
    """One officer: his numbers, what they are made of, and the time the agency usually needs for the same mix."""

    line: WorkLine
    mix: tuple[Mix, ...]
    usual: float | None
    asked: int
    asked_again: int

    @property
    def usual_hours(self) -> float | None:
        return self.usual if self.line.enough else None


@dataclass(frozen=True, slots=True)
class Waits:
    """Whom the open dossiers of a place wait for: how many each."""

    key: UUID | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """Work changed hands: taken, given, put-back, handed-over; or somebody was reminded. `who` has or hears it now."""

    at: datetime
    kind: str
    who: str
    by_name: str
    unit_id: UUID | None = None
