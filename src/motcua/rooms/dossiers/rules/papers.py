"""Paper at a counter: which questions it answers, and by when it is passed on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

from motcua.rooms.calendar.rules import ZONE, WorkCalendar, add_working_hours, due_at
from motcua.rooms.calendar.types import LimitUnit, TimeLimit
from motcua.rooms.dossiers.types import PaperInHand, PaperPlace, PaperWay

CUT_OFF = time(15)
NEXT_DAY = TimeLimit(amount=Decimal(1), unit=LimitUnit.WORKING_DAY)
POST = TimeLimit(amount=Decimal(5), unit=LimitUnit.WORKING_DAY)


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
    if calendar.is_open(day) and here.time() <= CUT_OFF and received_at < calendar.closes_at(day):
        return calendar.closes_at(day)
    return add_working_hours(datetime.combine(day, time.max, tzinfo=ZONE), 1, calendar)


def expected_by(handed_at: datetime, calendar: WorkCalendar, *, by_post: bool = False) -> datetime:
    """When paper that leaves now should be there: within one working day (Art. 20), by post within five (ours)."""
    return due_at(handed_at, POST if by_post else NEXT_DAY, calendar).due_at or handed_at


def together(before: Iterable[PaperInHand], more: Iterable[PaperInHand]) -> list[PaperInHand]:
    """What lies there after more was brought: the same paper is counted on, not listed twice."""
    found = {one.key: one for one in before}
    for one in more:
        held = found.get(one.key, PaperInHand(one.key, one.name))
        found[one.key] = replace(
            one, originals=held.originals + one.originals, copies=held.copies + one.copies, seen=held.seen or one.seen
        )
    return list(found.values())


def places(ways: Sequence[PaperWay], *, at: datetime) -> list[PaperPlace]:
    """Who holds the paper now: one line for each way that nothing follows, in their order."""
    left = {one.after for one in ways}
    return [_place(one, at) for one in ways if one.id not in left]


def _place(way: PaperWay, at: datetime) -> PaperPlace:
    if way.received_at is not None:
        holder = "applicant" if way.to_applicant else "desk"
        return PaperPlace(way.id, holder, way.to_agency_id, way.received_at, is_result=way.is_result)
    if way.handed_at is None:
        return PaperPlace(
            way.id,
            "desk",
            way.from_agency_id,
            way.ready_at,
            late=way.overdue(at),
            goes_on=True,
            is_result=way.is_result,
        )
    holder, since = ("lost", way.lost_at) if way.lost_at else ("carrier", way.handed_at)
    late = way.missing(at) or way.lost_at is not None
    return PaperPlace(way.id, holder, way.to_agency_id, since or at, way.carrier, late=late, is_result=way.is_result)
