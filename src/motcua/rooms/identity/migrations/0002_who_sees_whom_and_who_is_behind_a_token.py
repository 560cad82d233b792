"""Nobody reads another's identity rows; a token is turned into its actor by one reviewed function.

The functions look past row-level security, because there is no actor yet when they are asked. Each takes a digest (or
identifiers of officers), answers about that one thing only, and puts the scope back as it found it.
"""

from django.db import migrations

from motcua.kernel.rls import tenant_policy


def policy(table: str, rule: str) -> migrations.RunSQL:
    """A policy with a rule of its own; otherwise as `tenant_policy`."""
    return migrations.RunSQL(
        sql=[
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"create policy {table}_tenant on {table} using ({rule}) with check ({rule})",
        ],
        reverse_sql=[
            f"drop policy if exists {table}_tenant on {table}",
            f"alter table {table} no force row level security",
            f"alter table {table} disable row level security",
        ],
    )


REPRESENTED = (
    "(select motcua_system()) or exists (select 1 from identity_representation r"
    " where r.organisation_id = identity_organisation.id and r.person_id = (select motcua_person()))"
)
OWN_OR_COLLEAGUE = (
    "(select motcua_system()) or person_id = (select motcua_person()) or exists (select 1 from identity_officeholding h"
    " where h.account_id = identity_account.id and h.agency_id = (select motcua_agency()))"
)

OFFICES = """
create function identity_offices(p_account uuid, p_agency uuid, p_at timestamptz) returns text
language sql stable set search_path = public as $$
  select json_agg(json_build_object('role', role, 'unit', unit_id) order by role, unit_id)::text
    from identity_officeholding
   where account_id = p_account and agency_id = p_agency and ended_at is null
     and held_from <= (p_at at time zone 'Asia/Ho_Chi_Minh')::date
     and (held_to is null or held_to >= (p_at at time zone 'Asia/Ho_Chi_Minh')::date)
$$;
"""

SESSION = """
create function identity_session_seen(p_token bytea, p_at timestamptz)
returns table (session_id uuid, account_id uuid, name text, acting_as text, person_id uuid, agency_id uuid,
  organisation_id uuid, assurance smallint, authentication_level smallint, authenticated_at timestamptz,
  expires_at timestamptz, shared_device boolean, offices text)
language plpgsql volatile set search_path = public as $$
declare
  v_scope text := coalesce(current_setting('motcua.system', true), '');
  s identity_session%rowtype;
  v_name text;
  v_offices text := '[]';
begin
  perform set_config('motcua.system', 'on', true);
  select * into s from identity_session t where t.token_digest = p_token;
  if found and s.ended_at is null and p_at < s.expires_at
     and p_at < s.last_seen_at + s.idle_minutes * interval '1 minute' then
    select a.display_name into v_name from identity_account a where a.id = s.account_id and a.active;
    if s.acting_as = 'officer' then
      v_offices := identity_offices(s.account_id, s.agency_id, p_at);
    end if;
    if v_name is not null and v_offices is not null then
      if p_at > s.last_seen_at + interval '1 minute' then
        update identity_session t set last_seen_at = p_at
         where t.id = s.id and t.last_seen_at < p_at - interval '1 minute';
      end if;
      return query select s.id, s.account_id, v_name, s.acting_as::text, s.person_id, s.agency_id, s.organisation_id,
        s.assurance, s.authentication_level, s.authenticated_at, s.expires_at, s.shared_device, v_offices;
    end if;
  end if;
  perform set_config('motcua.system', v_scope, true);
end $$;
"""

TOKEN = """
create function identity_token_seen(p_token bytea, p_at timestamptz)
returns table (token_id uuid, account_id uuid, name text, acting_as text, person_id uuid, agency_id uuid,
  organisation_id uuid, assurance smallint, offices text)
language plpgsql stable set search_path = public as $$
declare
  v_scope text := coalesce(current_setting('motcua.system', true), '');
begin
  perform set_config('motcua.system', 'on', true);
  return query
    select t.id, a.id, a.display_name::text, t.acting_as::text, t.person_id, t.agency_id, t.organisation_id,
           coalesce(p.assurance, 0::smallint), coalesce(o.offices, '[]')
      from identity_apitoken t
      join identity_account a on a.id = t.account_id and a.active
      left join identity_person p on p.id = t.person_id
      left join lateral identity_offices(t.account_id, t.agency_id, p_at) as o(offices) on true
     where t.token_digest = p_token and t.revoked_at is null and p_at < t.expires_at
       and (t.acting_as <> 'officer' or o.offices is not null);
  perform set_config('motcua.system', v_scope, true);
end $$;
"""

NAMES = """
create function identity_officer_names(p_accounts uuid[]) returns table (account_id uuid, name text)
language plpgsql stable set search_path = public as $$
declare
  v_scope text := coalesce(current_setting('motcua.system', true), '');
begin
  perform set_config('motcua.system', 'on', true);
  return query select a.id, a.display_name::text from identity_account a
    where a.id = any(p_accounts) and a.kind = 'officer';
  perform set_config('motcua.system', v_scope, true);
end $$;
"""

UNDO = """
drop function if exists identity_officer_names(uuid[]), identity_token_seen(bytea, timestamptz),
  identity_session_seen(bytea, timestamptz), identity_offices(uuid, uuid, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_people_accounts_offices_sessions"), ("kernel", "0001_ground")]
    operations = [
        tenant_policy("identity_person", agency=None, owner="id"),
        tenant_policy("identity_representation", agency=None, owner="person_id"),
        policy("identity_organisation", REPRESENTED),
        tenant_policy("identity_officeholding"),
        policy("identity_account", OWN_OR_COLLEAGUE),
        tenant_policy("identity_session", agency=None, owner="person_id"),
        tenant_policy("identity_apitoken", agency=None, owner="person_id"),
        tenant_policy("identity_valuereport", agency=None, owner="owner_id"),
        migrations.RunSQL(sql=OFFICES + SESSION + TOKEN + NAMES, reverse_sql=UNDO),
    ]
