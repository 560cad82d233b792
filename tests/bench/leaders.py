"""A leader's pages while the figures of a hundred thousand dossiers and as many pieces of work lie behind them."""

from typing import Any

from tests.bench.measures import Bench, slowest_page
from tests.bench.world import officer

SIGNING, SIGNING_NAME = "079095021645", "Đỗ Anh Sơn"
COUNT = 100_000
PAGES = {
    "overview": "/can-bo/dieu-hanh",
    "overdue and at risk": "/can-bo/dieu-hanh/qua-han",
    "work of units": "/can-bo/dieu-hanh/cong-viec",
    "one number's dossiers": "/can-bo/dieu-hanh/so-lieu?so=received",
}
FIGURES = """
insert into insights_dossierfigure (dossier_id, agency, procedure, channel, submitted_at, accepted_at, due_at,
  completed_at, outcome, paid_online, grade, seen_until, unit, step_unit, clock_due_at, step_due_at, waits_for,
  waits_since, asked)
select gen_random_uuid(), %(agency)s, 'P' || n %% 40, 'online', at, at, at + interval '5 days',
       case when n %% 50 <> 0 then at + (n %% 7) * interval '1 day' end,
       case when n %% 50 <> 0 then 'granted' else 'open' end, false, case when n %% 3 = 0 then 1 + n %% 5 end, at, u.unit,
       u.unit, case when n %% 50 = 0 then at + interval '5 days' end,
       case when n %% 50 = 0 then at + interval '4 days' end, case when n %% 50 = 0 then 'officer' else '' end, at,
       n %% 20 / 19
  from generate_series(1, %(count)s) n
  cross join lateral (select now() - (n %% 1000) * interval '9 hours' as at) t
  cross join lateral (select md5('unit' || n %% 6)::uuid as unit) u
"""
PIECES = """
insert into insights_workpiece (task_id, dossier_id, agency_id, unit_id, procedure, step_key, step_name, does, role,
  opened_at, due_at, officer_id, officer_name, done_at, hours, outcome, sent_back)
select gen_random_uuid(), gen_random_uuid(), %(agency)s, md5('unit' || n %% 6)::uuid, 'P' || n %% 40, 's', 's',
       (array['appraise', 'approve', 'sign'])[1 + n %% 3], 'case_officer', at, at + interval '1 day',
       md5((n %% 60)::text)::uuid, 'Cán bộ ' || n %% 60, case when n %% 50 <> 0 then at + interval '20 hours' end,
       case when n %% 50 <> 0 then n %% 30 end, '', n %% 100 = 0
  from generate_series(1, %(count)s) n
  cross join lateral (select now() - (n %% 1000) * interval '9 hours' as at) t
"""


def leader(bench: Bench) -> None:
    """Every page with its numbers; the slowest decides. The rows are of one ward, so nobody reads more at once."""
    token, actor = officer(SIGNING, SIGNING_NAME)
    bench.installation.stop_worker()
    with bench.installation.superuser() as owner:
        asked: dict[str, Any] = {"agency": actor.agency_id, "count": COUNT}
        for statement in (FIGURES, PIECES):
            owner.execute(statement, asked)
        owner.execute("analyze insights_dossierfigure, insights_workpiece")
    slowest, words = slowest_page(bench, token, PAGES)
    bench.table.add(f"leader, {COUNT:,} dossiers, slowest page", slowest, "ms p95", words=words)
    bench.installation.start_worker()
