"""An officer's lists with their filters and counts while the agency keeps ten thousand, a hundred thousand, a million.

The rows are copies of one dossier that was really accepted, written set-based as the owner of the cluster; one in fifty is
at work, the others were delivered. What is asked is what the browser asks: whole pages over HTTP.
"""

import time
from typing import Any

from tests.bench.measures import Bench, slowest_page
from tests.bench.procedure import CODE
from tests.bench.recomputing import accepted_one
from tests.bench.world import officer

SIZES = (10_000, 100_000, 1_000_000)
OFFICER, OFFICER_NAME = "079184020686", "Vũ Khánh Thơm"
OPEN_EACH = 50
PAGES = {
    "unit": "view=unit",
    "overdue": "view=overdue",
    "of one procedure": f"view=all&procedure={CODE}",
    "by state": "view=all&status=delivered",
    "by channel": "view=unit&method=online",
    "all": "view=all",
}
DOSSIERS = """
insert into dossiers_dossier (
  id, agency_id, reception_agency_id, owner_id, procedure_key, procedure_code, procedure_name, version_id, answers_id,
  method, case_key, result_channel, applicant_name, phone_digest, receipt_number, code, status, finance_state,
  delivery_state, sync_state, submitted_at, submitted_by, answer_due_at, accepted_at, accepted_by, clock_from,
  original_due_at, current_due_at, due_explanation, extension_count, completed_at, delivered_at, ended_at,
  result_document_id, version, ended_ground, ended_reason, result_kind)
select uuid_in(overlay(overlay(md5('list' || g) placing '7' from 13) placing '8' from 17)::cstring), d.agency_id,
       d.reception_agency_id, d.owner_id, d.procedure_key, d.procedure_code, d.procedure_name, d.version_id, d.answers_id,
       d.method, d.case_key, d.result_channel, 'Nguyễn Văn Danh ' || g, d.phone_digest, 'LIST-' || g, 'LIST.' || g,
       case when g %% {each} = 0 then 'accepted' else 'delivered' end, d.finance_state, d.delivery_state, d.sync_state,
       at, d.submitted_by, at + interval '1 day', at, d.accepted_by, at, at + interval '3 days', at + interval '3 days',
       '{{}}'::jsonb, 0, done, done, done, case when g %% {each} = 0 then null else d.id end, 1, '', '', ''
  from generate_series(%(first)s::integer, %(last)s::integer) g
  cross join lateral (select now() - g %% 400 * interval '1 day' - g %% 3600 * interval '1 second' as at) t
  cross join lateral (select case when g %% {each} = 0 then null else at + interval '2 days' end as done) u,
  dossiers_dossier d where d.id = %(model)s
"""
CASES = """
insert into process_instance (id, subject_id, agency_id, owner_id, definition_id, marking, context, home_unit_id,
  started_at, due_at, reference, title, party, version)
select gen_random_uuid(), d.id, d.agency_id, d.owner_id, i.definition_id, i.marking, null, i.home_unit_id,
       d.clock_from, d.current_due_at, d.code, i.title, d.applicant_name, 1
  from dossiers_dossier d, process_instance i
 where d.receipt_number like 'LIST-%%' and d.status = 'accepted' and i.subject_id = %(model)s
   and not exists (select 1 from process_instance known where known.subject_id = d.id)
"""
TASKS = """
insert into process_task (id, instance_id, subject_id, agency_id, owner_id, token, step_key, name, does, role, unit_id,
  state, opened_at, due_at, assignee_name, done_by_name, outcome, note, reference, title, party, version)
select gen_random_uuid(), i.id, i.subject_id, i.agency_id, i.owner_id, t.token, t.step_key, t.name, t.does,
       'unit_head', %(unit)s, 'open', i.started_at, i.due_at, '', '', '', '', i.reference, t.title, i.party, 1
  from process_instance i, process_task t
 where i.reference like 'LIST.%%' and t.subject_id = %(model)s and t.state = 'open'
   and not exists (select 1 from process_task known where known.instance_id = i.id)
"""


def worklist(bench: Bench) -> None:
    """Every list at every size; the slowest page decides."""
    bench.installation.stop_worker()
    model = accepted_one(bench)
    token, unit = _head_of_unit()
    before = 0
    for size in SIZES:
        began = time.perf_counter()
        _grow(bench, model, unit, first=before + 1, last=size)
        print(f"  {size:,} dossiers after {time.perf_counter() - began:.0f} s", flush=True)
        before = size
        _pages(bench, token, size)
    bench.installation.start_worker()


def _grow(bench: Bench, model: Any, unit: Any, *, first: int, last: int) -> None:
    with bench.installation.superuser() as owner:
        owner.execute("set session_replication_role = replica")
        owner.execute("set synchronous_commit = off")
        asked = {"first": first, "last": last, "model": model, "unit": unit}
        for statement in (DOSSIERS.format(each=OPEN_EACH), CASES, TASKS):
            owner.execute(statement, asked)
        owner.execute("analyze dossiers_dossier, process_instance, process_task")


def _pages(bench: Bench, token: str, size: int) -> None:
    slowest, words = slowest_page(bench, token, {name: f"/can-bo/viec?{query}" for name, query in PAGES.items()})
    most = 300 if size == SIZES[-1] else None
    bench.table.add(f"work-list, {size:,} dossiers, slowest page", slowest, "ms p95", most=most, words=words)


def _head_of_unit() -> tuple[str, Any]:
    """The session of a demonstration officer who heads a unit, and that unit."""
    token, actor = officer(OFFICER, OFFICER_NAME)
    return token, next(one.unit_id for one in actor.offices if one.role == "unit_head")
