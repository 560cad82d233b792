"""The ground every room stands on: scope functions, facts, deliveries, the audit chain, keys, idempotency, jobs.

Written as SQL because grants, policies, triggers and functions are the point of it.
"""

from django.db import migrations

SCOPE = """
create function motcua_agency() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('motcua.agency', true), '')::uuid $$;
create function motcua_person() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('motcua.person', true), '')::uuid $$;
create function motcua_system() returns boolean language sql stable parallel safe as
  $$ select coalesce(current_setting('motcua.system', true), '') = 'on' $$;
create function motcua_refuse_change() returns trigger language plpgsql as
  $$ begin raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation'; end $$;
"""

EVENTS = """
create table kernel_event (
  id uuid primary key,
  seq bigint generated always as identity unique,
  name text not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  agency_id uuid, owner_id uuid,
  subject_id uuid not null,
  payload jsonb not null
);
create index kernel_event_subject on kernel_event (subject_id, seq);
create index kernel_event_name on kernel_event (name, seq);
alter table kernel_event enable row level security;
alter table kernel_event force row level security;
create policy kernel_event_read on kernel_event for select using (
  (select motcua_system()) or agency_id = (select motcua_agency()) or owner_id = (select motcua_person()));
create policy kernel_event_write on kernel_event for insert with check (true);
create trigger kernel_event_append_only before update or delete on kernel_event
  for each row execute function motcua_refuse_change();
revoke update, delete, truncate on kernel_event from motcua_app;

create table kernel_delivery (
  id uuid primary key,
  event_id uuid not null,
  handler text not null,
  lane text not null,
  state text not null check (state in ('waiting', 'leased', 'done', 'parked')),
  attempts integer not null default 0,
  not_before timestamptz not null,
  leased_until timestamptz, lease uuid, done_at timestamptz,
  fault text not null default '',
  unique (event_id, handler)
);
create index kernel_delivery_due on kernel_delivery (lane, not_before) where state in ('waiting', 'leased');
create index kernel_delivery_parked on kernel_delivery (id) where state = 'parked';

create table kernel_job (
  name text primary key,
  next_at timestamptz not null,
  last_at timestamptz, last_seconds double precision, fault text not null default ''
);
"""

AUDIT = """
create table kernel_auditchain (chain text primary key, seq bigint not null, head text not null);
create table kernel_audit (
  chain text not null, seq bigint not null,
  entry text not null, previous text not null, hash text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  subject_id uuid generated always as ((entry::jsonb ->> 'subject')::uuid) stored,
  owner_id uuid generated always as ((entry::jsonb ->> 'owner')::uuid) stored,
  kind text generated always as (entry::jsonb ->> 'kind') stored,
  what text generated always as (entry::jsonb ->> 'what') stored,
  primary key (chain, seq)
);
create index kernel_audit_subject on kernel_audit (subject_id) where subject_id is not null;
create index kernel_audit_owner on kernel_audit (owner_id, recorded_at) where owner_id is not null;
create table kernel_auditanchor (
  id uuid primary key, at timestamptz not null, heads text not null, root text not null, token bytea
);

create function kernel_audit_append(p_chain text, p_entries text[]) returns bigint
language plpgsql security definer set search_path = public as $$
declare
  v_seq bigint; v_head text; v_hash text; v_entry text;
begin
  insert into kernel_auditchain (chain, seq, head) values (p_chain, 0, repeat('0', 64)) on conflict do nothing;
  select seq, head into v_seq, v_head from kernel_auditchain where chain = p_chain for update;
  foreach v_entry in array p_entries loop
    v_seq := v_seq + 1;
    v_hash := encode(sha256(convert_to(v_head || '|' || v_seq || '|' || v_entry, 'UTF8')), 'hex');
    insert into kernel_audit (chain, seq, entry, previous, hash) values (p_chain, v_seq, v_entry, v_head, v_hash);
    v_head := v_hash;
  end loop;
  update kernel_auditchain set seq = v_seq, head = v_head where chain = p_chain;
  return v_seq;
end $$;

alter table kernel_audit enable row level security;
create policy kernel_audit_read on kernel_audit for select using (
  (select motcua_system()) or chain = (select motcua_agency())::text or owner_id = (select motcua_person()));
create trigger kernel_audit_append_only before update or delete on kernel_audit
  for each row execute function motcua_refuse_change();
create trigger kernel_audit_no_truncate before truncate on kernel_audit
  for each statement execute function motcua_refuse_change();
revoke insert, update, delete, truncate on kernel_audit from motcua_app;
revoke insert, update, delete, truncate on kernel_auditchain from motcua_app;
revoke update, delete, truncate on kernel_auditanchor from motcua_app;
revoke execute on function kernel_audit_append(text, text[]) from public;
grant execute on function kernel_audit_append(text, text[]) to motcua_app;
grant select on kernel_audit, kernel_auditchain, kernel_auditanchor to motcua_auditor;
create policy kernel_audit_auditor on kernel_audit for select to motcua_auditor using (true);
"""

KEYS = """
create table kernel_datakey (
  id uuid primary key, holder text not null, year integer not null,
  wrapped bytea not null, created_at timestamptz not null, retired_at timestamptz
);
create unique index kernel_datakey_current on kernel_datakey (holder, year) where retired_at is null;
revoke delete, truncate on kernel_datakey from motcua_app;

create table kernel_idempotency (
  actor_id uuid not null, act text not null, key text not null,
  fingerprint text not null, answer jsonb, at timestamptz not null,
  primary key (actor_id, act, key)
);
create index kernel_idempotency_at on kernel_idempotency (at);
"""

UNDO = """
drop table if exists kernel_idempotency, kernel_datakey, kernel_auditanchor, kernel_audit, kernel_auditchain,
  kernel_job, kernel_delivery, kernel_event cascade;
drop function if exists kernel_audit_append(text, text[]), motcua_refuse_change(), motcua_system(), motcua_person(),
  motcua_agency() cascade;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(sql=SCOPE + EVENTS + AUDIT + KEYS, reverse_sql=UNDO)]
