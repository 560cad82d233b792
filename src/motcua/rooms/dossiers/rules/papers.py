"""Paper at a counter: which questions it answers, and by when it is passed on."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, Protocol

from motcua.rooms.calendar.rules import ZONE, WorkCalendar, add_working_hours
from motcua.rooms.dossiers.types import PaperInHand

CUT_OFF = time(15)


class Component(Protocol):
    """A paper of the procedure."""

    @property
    def key(self) -> str: ...
    @property
    def field(self) -> str | None: ...


def answered_by_paper(components: Iterable[Component], papers: Iterable[PaperInHand]) -> frozenset[str]:
    """The file questions of the form that need no file, because the paper itself is there."""
    there = {paper.key for paper in papers if paper.there}
    return frozenset(one.field for one in components if one.field and one.key in there)


def stored(papers: Iterable[PaperInHand]) -> list[dict[str, Any]]:
    """As rows keep it; what is not there is not kept."""
    return [
        {"key": one.key, "name": one.name, "originals": one.originals, "copies": one.copies, "seen": one.seen}
        for one in papers
        if one.there
    ]


def told(rows: Iterable[Mapping[str, Any]]) -> tuple[PaperInHand, ...]:
    return tuple(PaperInHand(**row) for row in rows)


def forward_by(received_at: datetime, calendar: WorkCalendar) -> datetime:
    """By when paper leaves the counter: the same working day; after 15:00 in the first hour of the next (Art. 18)."""
    here = received_at.astimezone(ZONE)
    day: date = here.date()
    if calendar.is_open(day) and here.time() < CUT_OFF and received_at < calendar.closes_at(day):
        return calendar.closes_at(day)
    return add_working_hours(datetime.combine(day, time.max, tzinfo=ZONE), 1, calendar)
