"""A hundred thousand open dossiers counted again after a decree: made set-based from one that was really accepted."""

import json
import time
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from tests.bench import world
from tests.bench.machine import use
from tests.bench.measures import Bench, Cost

OPEN_DOSSIERS = 100_000
TERMS = (3, 5, 7, 10, 15)
START_DAYS = 4

# A dossier begins as submitted, says a trigger; then it is accepted. Started within an hour, each at its own second.
CLONE = """
with kinds as (
  select row_number() over () - 1 as n, count(*) over () as of, k.*
    from jsonb_to_recordset(%(kinds)s::jsonb) as k(since timestamptz, due timestamptz, explanation jsonb)
), ids as (
  select g, uuid_in(overlay(overlay(md5(g::text) placing '7' from 13) placing '8' from 17)::cstring) as id
    from generate_series(1, %(count)s) g
)
insert into dossiers_dossier (
  id, agency_id, reception_agency_id, owner_id, procedure_key, procedure_code, procedure_name, version_id, answers_id,
  method, case_key, result_channel, applicant_name, phone_digest, receipt_number, code, status, finance_state,
  delivery_state, sync_state, submitted_at, submitted_by, answer_due_at, accepted_at, accepted_by, clock_from,
  original_due_at, current_due_at, due_explanation, extension_count, version, ended_ground, ended_reason, result_kind)
select ids.id, d.agency_id, d.reception_agency_id, d.owner_id, d.procedure_key, d.procedure_code, d.procedure_name,
       d.version_id, d.answers_id, d.method, d.case_key, d.result_channel, d.applicant_name, d.phone_digest,
       'BENCH-' || g, 'BENCH.' || g, 'submitted', d.finance_state, d.delivery_state, d.sync_state, d.submitted_at,
       d.submitted_by, d.answer_due_at, k.since + g %% 3600 * interval '1 second', d.accepted_by,
       k.since + g %% 3600 * interval '1 second', k.due, k.due, k.explanation, 0, 1, '', '', ''
  from ids join kinds k on k.n = g %% k.of, dossiers_dossier d where d.id = %(model)s
"""
ACCEPT = "update dossiers_dossier set status = 'accepted', version = 2 where receipt_number like 'BENCH-%'"
CASES = """
insert into process_instance (id, subject_id, agency_id, owner_id, definition_id, marking, context, home_unit_id,
  started_at, due_at, reference, title, party, version)
select gen_random_uuid(), d.id, d.agency_id, d.owner_id, i.definition_id, i.marking, null, i.home_unit_id,
       d.clock_from, d.current_due_at, d.code, i.title, i.party, 1
  from dossiers_dossier d, process_instance i where d.receipt_number like 'BENCH-%%' and i.subject_id = %(model)s
"""
TASKS = """
insert into process_task (id, instance_id, subject_id, agency_id, owner_id, token, step_key, name, does, role, unit_id,
  state, opened_at, due_at, assignee_name, done_by_name, outcome, note, reference, title, party, version)
select gen_random_uuid(), i.id, i.subject_id, i.agency_id, i.owner_id, t.token, t.step_key, t.name, t.does, t.role,
       t.unit_id, 'open', i.started_at, i.due_at, '', '', '', '', i.reference, t.title, t.party, 1
  from process_instance i, process_task t
 where i.reference like 'BENCH.%%' and t.subject_id = %(model)s and t.state = 'open'
"""


def recompute(bench: Bench) -> None:
    """A day off is declared for the whole country while a hundred thousand clocks run, and every date moves."""
    from motcua.kernel import clock
    from motcua.rooms.calendar.types import Place
    from motcua.rooms.dossiers import handlers, queries

    bench.installation.stop_worker()
    world.drain()
    print(f"  making {OPEN_DOSSIERS:,} open dossiers", flush=True)
    day = _clones(bench)
    _preview(bench, day)
    fact = _declared(day)
    began = time.perf_counter()
    with Cost(bench.installation) as cost:
        while handlers.on_calendar_changed(fact, key="bench", at=clock.now()):
            pass
    spent = time.perf_counter() - began
    done = queries.recounts(Place())[0]
    assert done.moved >= OPEN_DOSSIERS, done
    words = f"{done.moved / spent:,.0f}/s, each with a fact, a history row, steps anew and a notice queued"
    bench.table.add(f"recompute {OPEN_DOSSIERS:,} open dossiers", spent, "s", most=60, words=words)
    bench.table.add("  CPU of the database", cost.database, "s")
    bench.table.add("  largest process", use([_own()]).largest_mb, "MB")


def _preview(bench: Bench, day: date) -> None:
    """What the page shows of a day off for the whole country before it is declared, three times."""
    from motcua.kernel import clock
    from motcua.rooms.calendar import queries as calendar
    from motcua.rooms.calendar.types import DeclarationKind, Decree, Place
    from motcua.rooms.dossiers import queries

    decree, waited = Decree(DeclarationKind.DAY_OFF, day, day, "1/BENCH", clock.today(), "Nghỉ để đo"), []
    for _ in range(3):
        began = time.perf_counter()
        ahead = calendar.under(decree, Place(), clock.now())
        told = queries.forecast(Place(), *calendar.touched(decree), ahead, at=clock.now())
        waited.append(time.perf_counter() - began)
    assert told.looked >= OPEN_DOSSIERS, told
    words = f"slowest of three; {told.sampled:,} of {told.looked:,} looked at, and it says so"
    bench.table.add("  preview for the whole country", max(waited), "s", most=3, words=words)


def _clones(bench: Bench) -> date:
    """Fill the tables; answers the day off that will touch every one of them."""
    from motcua.kernel.tenancy import scope
    from motcua.kernel.types import SYSTEM

    model, day, kinds = accepted_one(bench), *_kinds()
    with scope(SYSTEM, writes=True) as _, _cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
        cursor.execute(CLONE, {"kinds": json.dumps(kinds), "count": OPEN_DOSSIERS, "model": model})
        cursor.execute(ACCEPT)
        cursor.execute(CASES, {"model": model})
        cursor.execute(TASKS, {"model": model})
    with _cursor() as cursor:
        cursor.execute("analyze dossiers_dossier, process_instance, process_task")
    return day


def accepted_one(bench: Bench) -> Any:
    """A dossier that was really handed in and accepted, to be copied."""
    from motcua.kernel import clock
    from motcua.kernel.types import SYSTEM
    from motcua.rooms.dossiers import services

    one = world.dossier(bench.people[0], bench.paper)
    services.accept(one, by=SYSTEM, at=clock.now())
    return one


def _kinds() -> tuple[date, list[dict[str, Any]]]:
    """The day off, and clocks of several lengths that began on several days before it and run beyond it."""
    from motcua.kernel import clock
    from motcua.rooms.calendar.queries import calendar_for
    from motcua.rooms.calendar.rules import due_at
    from motcua.rooms.calendar.types import LimitUnit, TimeLimit

    now = clock.local(clock.now())
    calendar = calendar_for(None, now)
    day = calendar.nth_working_day(now.date(), 2)
    kinds = []
    for back, amount in product(range(START_DAYS), TERMS):
        since = datetime.combine(now.date() - timedelta(days=back), now.time(), now.tzinfo) - timedelta(hours=2)
        limit = TimeLimit(amount=Decimal(amount + START_DAYS), unit=LimitUnit.WORKING_DAY)
        told = due_at(since, limit, calendar)
        kinds.append({"since": since.isoformat(), "due": str(told.due_at), "explanation": told.as_dict()})
    return day, kinds


def _declared(day: date) -> Any:
    from motcua.kernel import clock, events
    from motcua.kernel.tenancy import scope
    from motcua.kernel.types import SYSTEM
    from motcua.rooms.calendar import services
    from motcua.rooms.calendar.types import DeclarationKind, Decree, Place

    decree = Decree(DeclarationKind.DAY_OFF, day, day, "1/BENCH", clock.today(), "Nghỉ để đo")
    made = services.declare(decree, Place(), by=SYSTEM, at=clock.now())
    with scope(SYSTEM), _cursor() as cursor:
        cursor.execute("select calendar_id from calendar_declaration where id = %s", [made])
        return events.history(cursor.fetchone()[0])[-1]


def _cursor() -> Any:
    from django.db import connection

    return connection.cursor()


def _own() -> int:
    import os

    return os.getpid()
