"""Terms beside the due date, counted again: answers, completions, opinions, corrections, the way of paper, timers.

Each move is a fact; whoever was told the earlier end is told the new one. What an applicant was given is never shortened.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

from motcua.kernel import clock, events
from motcua.kernel.types import Actor
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import WorkCalendar, answer_due, due_at
from motcua.rooms.calendar.types import LimitUnit, TimeLimit
from motcua.rooms.dossiers.events import TermMoved
from motcua.rooms.dossiers.models import Recomputation
from motcua.rooms.dossiers.reading.beside import Term, open_terms, write
from motcua.rooms.dossiers.reading.running import touched_by
from motcua.rooms.dossiers.rules.papers import forward_by
from motcua.rooms.dossiers.rules.recounting import may_move
from motcua.rooms.dossiers.services.answering import ANSWER_HOURS
from motcua.rooms.dossiers.services.correcting import LIMIT
from motcua.rooms.dossiers.services.supplement import SILENCE
from motcua.rooms.dossiers.types import Portion, Walk

GIVEN_TO_APPLICANTS = frozenset({Walk.SUPPLEMENT})
Count = Callable[[Term, int | None, WorkCalendar], datetime | None]


def recount(job: Recomputation, portion: int, *, by: Actor, at: datetime) -> Portion:
    """Count the next portion of one kind of terms again."""
    walk, known = Walk(job.walk), max(at, job.known_at)
    terms = open_terms(walk, touched_by(job), at, after=job.after, portion=portion)
    moves = []
    for term in terms:
        days = _days(term) if walk == Walk.CONSULTATION else None
        due = COUNTED[walk](term, days, calendar_for(term.at_agency_id, known))
        if due is not None and may_move(term.promised, due, at=at, only_later=walk in GIVEN_TO_APPLICANTS):
            moves.append((term, due, days))
    if moves:
        write(walk, [json.dumps({"id": str(t.id), "due": due.isoformat(), "days": days}) for t, due, days in moves])
    for term, due, _ in moves:
        events.record(
            TermMoved(
                at, term.agency_id, term.dossier_id, term.owner_id, by.id, by.name, str(walk), term.id, job.ground,
                term.promised, due,
            ),
            lane="bulk",
        )  # fmt: skip
    lines = tuple(f"{term.id} {term.promised.isoformat()} {due.isoformat()}" for term, due, _ in moves)
    return Portion(terms[-1].id if len(terms) == portion else None, terms=len(moves), lines=lines)


def _days(term: Term) -> int:
    """The term of an opinion; of rows of older releases by what was known when it was asked for."""
    if term.days is not None:
        return term.days
    then = calendar_for(term.at_agency_id, term.since)
    return then.working_days_between(clock.local(term.since).date(), clock.local(term.promised).date())


def _opinion(term: Term, days: int | None, calendar: WorkCalendar) -> datetime | None:
    limit = TimeLimit(amount=Decimal(days or 0), unit=LimitUnit.WORKING_DAY)
    return due_at(term.since, limit, calendar).due_at if days else None


COUNTED: Mapping[Walk, Count] = {
    Walk.ANSWER: lambda term, _, calendar: answer_due(term.since, ANSWER_HOURS, calendar),
    Walk.SUPPLEMENT: lambda term, _, calendar: due_at(term.since, SILENCE, calendar).due_at,
    Walk.CONSULTATION: _opinion,
    Walk.CORRECTION: lambda term, _, calendar: due_at(term.since, LIMIT, calendar).due_at,
    Walk.PAPER: lambda term, _, calendar: forward_by(term.since, calendar),
}
