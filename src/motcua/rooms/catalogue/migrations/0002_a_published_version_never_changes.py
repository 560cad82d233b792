"""The database itself refuses to change what a dossier is pinned to.

Only the status and the last day of a version may still move; a version is never deleted.
"""

from django.db import migrations

REFUSE = """
create function catalogue_version_is_frozen() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a published version is never deleted' using errcode = 'integrity_constraint_violation';
  end if;
  if (old.id, old.procedure_id, old.number, old.definition, old.sha256, old.decision_number, old.decided_on,
      old.effective_from, old.published_at, old.published_by)
     is distinct from
     (new.id, new.procedure_id, new.number, new.definition, new.sha256, new.decision_number, new.decided_on,
      new.effective_from, new.published_at, new.published_by) then
    raise exception 'a published version never changes' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger catalogue_version_is_frozen before update or delete on catalogue_procedureversion
  for each row execute function catalogue_version_is_frozen();
"""
ALLOW = """
drop trigger catalogue_version_is_frozen on catalogue_procedureversion;
drop function catalogue_version_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_the_catalogue_of_procedures")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
