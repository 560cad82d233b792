"""Invariant I8: after any decrees, late, taken back, overlapping, carried out in any order and twice, every stored end is what
counting from scratch gives under the decrees that stand; with a pause and an extension among them.

What stands is kept here in plain lists; working time is built from them without looking at the product's tables.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.calendar import queries as calendar_read
from motcua.rooms.calendar import services as calendar
from motcua.rooms.calendar.content import shipped_calendar
from motcua.rooms.calendar.events import CalendarChanged
from motcua.rooms.calendar.rules import (
    WorkCalendar,
    add_working_hours,
    answer_due,
    counted,
    due_at,
    working_hours_between,
)
from motcua.rooms.calendar.types import DayRule, DeclarationKind, Decree, Pause, Place, TimeLimit, Week
from motcua.rooms.dossiers import handlers, queries, testing
from motcua.rooms.dossiers import services as dossiers
from motcua.rooms.dossiers.events import TermsRecounted
from motcua.rooms.dossiers.rules.folding import fold
from motcua.rooms.dossiers.testing import AT, HOME, PEOPLE, STEPS, citizen
from motcua.rooms.dossiers.types import DossierView
from motcua.rooms.feedback import handlers as feedback_handlers
from motcua.rooms.feedback import queries as feedback_read
from motcua.rooms.feedback import services as feedback

LAN = citizen()
MORNING, AFTERNOON, EVENING = (450, 690), (780, 1020), (1050, 1170)
PLACES = (Place(), Place(province_code="79"), Place(agency_id=HOME))  # from the widest to the narrowest
ELSEWHERE = Place(agency_id=agency_id("hcm25_w26743"))
TOMORROW, MOMENT = date(2026, 11, 19), timedelta(minutes=15)
ENDS = {key: sum(share for *_, share in STEPS[: place + 1]) for place, (key, *_) in enumerate(STEPS)}
SHAPES = {
    DeclarationKind.DAY_OFF: (), DeclarationKind.CLOSURE: (), DeclarationKind.WORKED: (MORNING,),
    DeclarationKind.HOURS: (AFTERNOON, EVENING),
}  # fmt: skip
declared = st.tuples(
    st.sampled_from([*SHAPES, DeclarationKind.WEEK]), st.integers(0, 9), st.integers(0, 2),
    st.sampled_from([*PLACES, ELSEWHERE]),
)  # fmt: skip
step = st.one_of(declared, st.tuples(st.just("take_back"), st.integers(0, 5)), st.just(("pause",)), st.just(("carry",)))


@dataclass
class World:
    """Five cases of one office, what was decreed, and what has not been carried out yet."""

    running: UUID
    paused: UUID
    extended: UUID
    new: UUID
    late: UUID
    at: datetime = AT + timedelta(hours=1)
    standing: list[tuple[UUID, Place, Decree]] = field(default_factory=list)
    pending: list[CalendarChanged] = field(default_factory=list)
    stopped_at: datetime | None = None
    pauses: list[Pause] = field(default_factory=list)

    def do(self, one: Sequence[Any], dice: random.Random) -> None:
        self.at += MOMENT
        if one[0] == "take_back":
            self._take_back(one[1])
        elif one[0] == "pause":
            self._pause()
        elif one[0] == "carry":
            self.carry(dice)
        else:
            self._declare(*one)

    def _declare(self, kind: DeclarationKind, offset: int, length: int, place: Place) -> None:
        first = TOMORROW + timedelta(days=offset)
        last = first if kind == DeclarationKind.WEEK else first + timedelta(days=length)
        weekly = tuple((day, (MORNING, EVENING)) for day in range(offset % 3, 6))
        decree = Decree(
            kind, first, last, f"{len(self.standing)}/QĐ", TOMORROW, "Thử", hours=SHAPES.get(kind, ()),
            weekly=weekly if kind == DeclarationKind.WEEK else (),
        )  # fmt: skip
        try:
            made = calendar.declare(decree, place, by=SYSTEM, at=self.at)
        except Refused as no:
            assert no.code == "calendar.declared-already"  # noqa: PT017 (the rest is done when it is not refused)
            return
        self.standing.append((made, place, decree))
        self.pending.append(self._announced(made))

    def _take_back(self, place: int) -> None:
        if self.standing:
            made, *_ = self.standing.pop(place % len(self.standing))
            calendar.take_back(made, number="0/QĐ", reason="Bãi bỏ", by=SYSTEM, at=self.at)
            self.pending.append(self._announced(made))

    def _announced(self, made: UUID) -> CalendarChanged:
        with scope(SYSTEM), connection.cursor() as cursor:
            cursor.execute("select calendar_id from calendar_declaration where id = %s", [made])
            fact = events.history(cursor.fetchone()[0])[-1]
        assert isinstance(fact, CalendarChanged)
        return fact

    def _pause(self) -> None:
        if self.stopped_at is None:
            dossiers.pause(self.paused, "financial_obligation", reason="Thuế", by=PEOPLE.case, at=self.at)
            self.stopped_at = self.at
        else:
            dossiers.resume(self.paused, by=PEOPLE.case, at=self.at)
            self.pauses.append(Pause(self.stopped_at, self.at, "Thuế"))
            self.stopped_at = None

    def carry(self, dice: random.Random) -> None:
        """Carry out what is pending, in any order, some of it twice."""
        todo = self.pending + [fact for fact in self.pending if dice.random() < 0.3]
        dice.shuffle(todo)
        for fact in todo:
            key = f"{fact.occurred_at}"
            handlers.on_calendar_changed(fact, key=key, at=self.at)
            told = TermsRecounted(
                self.at, fact.agency_id, fact.subject_id, fact.province_code, fact.first, fact.last, fact.ground,
                fact.occurred_at,
            )  # fmt: skip
            feedback_handlers.on_terms_recounted(told, key=key, at=self.at)
        self.pending.clear()

    def calendar(self) -> WorkCalendar:
        """Working time of the office as the standing decrees make it, from the widest place to the narrowest."""
        shipped = shipped_calendar()
        exceptions: dict[date, DayRule] = dict(shipped.exceptions)
        weeks: list[Week] = []
        for place in PLACES:
            theirs = [decree for _, where, decree in self.standing if where == place]
            own = sorted(
                (Week(one.first, one.weekly, one.source) for one in theirs if one.weekly), key=lambda week: week.since
            )
            weeks = [week for week in weeks if not own or week.since < own[0].since] + own
            for decree in (one for one in theirs if not one.weekly):
                for n in range((decree.last - decree.first).days + 1):
                    exceptions[decree.first + timedelta(days=n)] = DayRule(SHAPES[decree.kind], "Thử", decree.source)
        return WorkCalendar(exceptions=exceptions, weeks=weeks)


def seen(dossier_id: UUID, at: datetime) -> DossierView:
    with scope(SYSTEM):
        return queries.dossier(dossier_id, by=SYSTEM, at=at)


def steps_are_laid_out(view: DossierView, since: datetime, working: WorkCalendar) -> None:
    due = view.row.current_due_at
    assert due is not None
    for task in (one for one in view.tasks if one.state in {"open", "claimed"}):
        part = ENDS[task.step_key]
        hours = working_hours_between(since, due, working)
        expected = min(due, add_working_hours(since, float(part) * hours, working)) if part < 1 and hours > 0 else due
        assert task.due_at is not None
        assert abs(task.due_at - expected) <= timedelta(seconds=1), task.step_key


def everything_is_as_from_scratch(world: World, put_off: datetime) -> None:
    working = world.calendar()
    for dossier_id in (world.running, world.paused, world.extended):
        view = seen(dossier_id, world.at)
        if dossier_id == world.paused and world.stopped_at is not None:
            continue  # its clock stands; it is counted when it runs on
        term = TimeLimit.model_validate(view.due_explanation["term"])
        pauses = world.pauses if dossier_id == world.paused else []
        scratch = counted(AT, term, pauses, working).due_at
        assert view.row.current_due_at == (put_off if dossier_id == world.extended else scratch)
        steps_are_laid_out(view, AT, working)
        with scope(SYSTEM):
            state = fold(events.history(dossier_id))
        assert (state.current_due_at, state.original_due_at) == (view.row.current_due_at, view.row.original_due_at)
    assert seen(world.new, world.at).row.answer_due_at == answer_due(AT, 8, working)
    with scope(LAN):
        asked = feedback_read.complaint(world.late, by=LAN)
    assert asked is not None
    assert asked.answer_due_at == due_at(AT, TimeLimit(amount=3), working).due_at  # type: ignore[arg-type]


def a_world() -> tuple[World, datetime]:
    testing.world()
    calendar.load_shipped(by=SYSTEM, at=AT - timedelta(days=30))
    late = testing.accepted(LAN, at=AT - timedelta(days=14)).dossier_id
    running, paused, extended = (testing.accepted(LAN).dossier_id for _ in range(3))
    new = testing.filed(LAN).dossier_id
    dossiers.complete_step(testing.task(paused, "appraise").id, by=PEOPLE.case, at=AT)
    promised = seen(extended, AT).row.current_due_at
    assert promised is not None
    put_off = promised + timedelta(days=7)
    dossiers.extend(extended, put_off, ground="needs_more_time", reason="Xác minh", by=PEOPLE.head, at=AT)
    feedback.complain(late, by=LAN, at=AT)
    return World(running, paused, extended, new, late), put_off


def test_whatever_is_decreed_every_end_is_as_if_counted_from_scratch(db: None) -> None:
    start, put_off = a_world()
    begin = partial(World, start.running, start.paused, start.extended, start.new, start.late)

    @given(st.lists(step, min_size=1, max_size=7), st.randoms(use_true_random=False))
    @settings(max_examples=25, deadline=None)
    def whatever(plan: list[Sequence[Any]], dice: random.Random) -> None:
        with transaction.atomic():
            calendar_read.forget()
            world = begin()
            for one in plan:
                world.do(one, dice)
                if not world.pending:
                    everything_is_as_from_scratch(world, put_off)
            world.at += MOMENT
            world.carry(dice)
            everything_is_as_from_scratch(world, put_off)
            transaction.set_rollback(True)
        calendar_read.forget()

    whatever()
