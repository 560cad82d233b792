"""A colleague stands in for who is away: between two days, with the absent one's offices, and only when he says so.

A session that stands in for somebody is answered with that person's offices as long as the absence lasts. When it ends
the same session goes on with its own: no right outlives its day.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import motcua.kernel.constraints
import motcua.kernel.ids
from motcua.kernel.rls import tenant_policy

DELEGATED = """
create function identity_delegated_offices(p_absence uuid, p_account uuid, p_at timestamptz)
returns table (absent uuid, absent_name text, offices text)
language sql stable set search_path = public as $$
  select a.account_id, a.account_name::text,
         json_agg(json_build_object('role', h.role, 'unit', h.unit_id) order by h.role, h.unit_id)::text
    from identity_absence a
    join identity_officeholding h on h.account_id = a.account_id and h.agency_id = a.agency_id
   where a.id = p_absence and a.substitute_id = p_account and a.ended_at is null
     and (p_at at time zone 'Asia/Ho_Chi_Minh')::date between a.starts_on and a.ends_on
     and h.ended_at is null and h.held_from <= (p_at at time zone 'Asia/Ho_Chi_Minh')::date
     and (h.held_to is null or h.held_to >= (p_at at time zone 'Asia/Ho_Chi_Minh')::date)
     and h.role not in ('business_admin', 'technical_admin', 'procedure_controller', 'auditor')
   group by a.account_id, a.account_name
$$;
"""
SESSION = """
drop function identity_session_seen(bytea, timestamptz);
create function identity_session_seen(p_token bytea, p_at timestamptz)
returns table (session_id uuid, account_id uuid, name text, acting_as text, person_id uuid, agency_id uuid,
  organisation_id uuid, assurance smallint, authentication_level smallint, authenticated_at timestamptz,
  expires_at timestamptz, shared_device boolean, offices text{more})
language plpgsql volatile set search_path = public as $$
declare
  v_scope text := coalesce(current_setting('motcua.system', true), '');
  s identity_session%rowtype;
  v_name text;
  v_offices text := '[]';
  v_absent uuid;
  v_absent_name text;
  v_delegated text;
begin
  perform set_config('motcua.system', 'on', true);
  select * into s from identity_session t where t.token_digest = p_token;
  if found and s.ended_at is null and p_at < s.expires_at
     and p_at < s.last_seen_at + s.idle_minutes * interval '1 minute' then
    select a.display_name into v_name from identity_account a where a.id = s.account_id and a.active;
    if s.acting_as = 'officer' then
      v_offices := identity_offices(s.account_id, s.agency_id, p_at);
    end if;
    {delegated}
    if v_name is not null and v_offices is not null then
      if p_at > s.last_seen_at + interval '1 minute' then
        update identity_session t set last_seen_at = p_at
         where t.id = s.id and t.last_seen_at < p_at - interval '1 minute';
      end if;
      return query select s.id, s.account_id, v_name, s.acting_as::text, s.person_id, s.agency_id, s.organisation_id,
        s.assurance, s.authentication_level, s.authenticated_at, s.expires_at, s.shared_device,
        coalesce(v_delegated, v_offices){told};
    end if;
  end if;
  perform set_config('motcua.system', v_scope, true);
end $$;
"""
WITH = SESSION.format(
    more=", in_place_of uuid, absent_name text",
    delegated="""if s.absence_id is not null and v_offices is not null then
      select d.absent, d.absent_name, d.offices into v_absent, v_absent_name, v_delegated
        from identity_delegated_offices(s.absence_id, s.account_id, p_at) d;
    end if;""",
    told=", v_absent, v_absent_name",
)
WITHOUT = SESSION.format(more="", delegated="", told="")


class Migration(migrations.Migration):
    dependencies = [("identity", "0003_people_come_to_a_counter_without_an_account"), ("agencies", "0001_the_tree_of_agencies")]
    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("account_name", models.CharField(max_length=200)),
                ("substitute_name", models.CharField(max_length=200)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("ground", models.CharField(max_length=300)),
                ("declared_by", models.UUIDField()),
                ("declared_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="absences", to="identity.account")),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency")),
                ("substitute", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.account")),
            ],
            options={
                "verbose_name": "vắng mặt",
                "indexes": [
                    models.Index(fields=["agency", "ends_on"], name="absence_of_agency"),
                    models.Index(fields=["substitute", "ends_on"], name="absence_by_substitute"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_begins"),
                    models.CheckConstraint(condition=~Q(account=F("substitute")), name="nobody_stands_in_for_himself"),
                    motcua.kernel.constraints.all_or_none("ended_at", "ended_by", name="absence_ending_is_whole"),
                ],
            },
        ),
        migrations.AddField(
            model_name="session",
            name="absence",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.absence"),
        ),
        tenant_policy("identity_absence"),
        migrations.RunSQL(sql=DELEGATED, reverse_sql="drop function if exists identity_delegated_offices(uuid, uuid, timestamptz)"),
        migrations.RunSQL(sql=WITH, reverse_sql=WITHOUT),
    ]
