"""The database keeps the law too: who may see a row, which status may follow which, what never changes again.

The pairs of states are those of rules/states.py; a test compares the two.
"""

from django.db import migrations

from motcua.kernel.rls import append_only, tenant_policy

PAIRS = {
    "submitted": "supplement_before_acceptance refused_reception accepted withdrawn",
    "supplement_before_acceptance": "submitted refused_reception withdrawn stopped",
    "accepted": "in_appraisal supplement_after_appraisal awaiting_payment submitted_for_approval withdrawn stopped",
    "in_appraisal": "supplement_after_appraisal awaiting_payment submitted_for_approval withdrawn stopped",
    "supplement_after_appraisal": "in_appraisal withdrawn stopped",
    "awaiting_payment": "in_appraisal withdrawn stopped",
    "submitted_for_approval": "returned_for_rework approved withdrawn stopped",
    "returned_for_rework": "submitted_for_approval supplement_after_appraisal awaiting_payment withdrawn stopped",
    "approved": "returned_for_rework signing withdrawn stopped",
    "signing": "issued",
    "issued": "delivered",
}
VALUES = ", ".join(f"('{before}', '{after}')" for before, line in PAIRS.items() for after in line.split())

PAIRS_IN_SQL = f"""
create function dossiers_transitions() returns table (before text, after text) language sql immutable parallel safe as
$$ values {VALUES} $$;
"""

CHECK = """
create function dossiers_lawful_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.status <> 'submitted' then
      raise exception 'a dossier begins as submitted, not as %', new.status using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if new.status <> old.status
     and not exists (select 1 from dossiers_transitions() t where t.before = old.status and t.after = new.status) then
    raise exception 'a dossier cannot go from % to %', old.status, new.status using errcode = 'check_violation';
  end if;
  if (old.code is not null and new.code is distinct from old.code) or new.receipt_number <> old.receipt_number
     or new.version_id <> old.version_id or new.owner_id <> old.owner_id or new.agency_id <> old.agency_id
     or new.submitted_at <> old.submitted_at
     or (old.accepted_at is not null and new.accepted_at is distinct from old.accepted_at)
     or (old.completed_at is not null and new.completed_at is distinct from old.completed_at) then
    raise exception 'what a dossier was given once never changes' using errcode = 'check_violation';
  end if;
  if new.version <= old.version then
    raise exception 'every change of a dossier counts its version on' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger dossiers_dossier_lawful before insert or update on dossiers_dossier
  for each row execute function dossiers_lawful_change();
revoke delete, truncate on dossiers_dossier from motcua_app;
"""

UNDO = """
drop trigger dossiers_dossier_lawful on dossiers_dossier;
drop function dossiers_lawful_change();
drop function dossiers_transitions();
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_drafts_and_dossiers"), ("kernel", "0001_ground")]

    operations = [
        migrations.RunSQL(PAIRS_IN_SQL + CHECK, UNDO),
        append_only("dossiers_duechange"),
        tenant_policy("dossiers_draft", agency="reception_agency_id", owner="owner_id"),
        tenant_policy("dossiers_share", agency="agency_id"),
        tenant_policy(
            "dossiers_dossier", agency="agency_id", owner="owner_id", shared="dossiers_share:dossier_id=id"
        ),
        tenant_policy("dossiers_supplementrequest", agency="agency_id", owner="owner_id"),
        tenant_policy("dossiers_daycounter", agency="agency_id"),
        tenant_policy("dossiers_duechange", agency="agency_id", owner="owner_id"),
        tenant_policy("dossiers_pause", agency="agency_id", owner="owner_id"),
        tenant_policy("dossiers_note", agency="agency_id"),
        tenant_policy("dossiers_resultdraft", agency="agency_id"),
    ]
