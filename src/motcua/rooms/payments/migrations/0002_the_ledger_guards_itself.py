"""Money guards itself in the database, whatever the program does.

Tenants see their own rows; postings are append-only and every statement that writes them must balance entry by entry;
an attempt only moves forward; what belongs together belongs to one agency.
"""

from django.db import migrations

from motcua.kernel.rls import append_only, tenant_policy

BALANCE = """
create function payments_entries_balance() returns trigger language plpgsql as $$
declare
  bad uuid;
begin
  select entry_id into bad from written group by entry_id having sum(amount) <> 0 or count(distinct currency) <> 1 limit 1;
  if found then
    raise exception 'ledger entry % does not sum to zero', bad using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create trigger payments_posting_balance after insert on payments_posting
  referencing new table as written for each statement execute function payments_entries_balance();
"""

FORWARD = """
create function payments_attempt_rank(state text) returns integer language sql immutable as $$
  select case state when 'created' then 0 when 'sent' then 1 when 'unknown' then 2 when 'failed' then 3
    when 'expired' then 3 when 'paid' then 4 when 'refunding' then 5 when 'refunded' then 6 end $$;
create function payments_attempt_moves_forward() returns trigger language plpgsql as $$
begin
  if old.state <> new.state and payments_attempt_rank(new.state) <= payments_attempt_rank(old.state) then
    raise exception 'an attempt cannot go from % to %', old.state, new.state using errcode = 'integrity_constraint_violation';
  end if;
  if (old.agency_id, old.owner_id, old.obligation_id, old.reference, old.gateway, old.amount)
     is distinct from (new.agency_id, new.owner_id, new.obligation_id, new.reference, new.gateway, new.amount) then
    raise exception 'what an attempt is for never changes' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger payments_attempt_forward before update on payments_attempt
  for each row execute function payments_attempt_moves_forward();
"""

TOGETHER = [
    f"alter table {table} add constraint {table}_obligation_in_agency "
    "foreign key (agency_id, obligation_id) references payments_obligation (agency_id, id)"
    for table in ("payments_attempt", "payments_posting", "payments_refundcase", "payments_receipt")
]


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_ground"), ("payments", "0001_what_is_owed_and_how_it_is_paid")]

    operations = [
        migrations.RunSQL(TOGETHER, migrations.RunSQL.noop),
        migrations.RunSQL(
            BALANCE, "drop trigger payments_posting_balance on payments_posting; drop function payments_entries_balance"
        ),
        migrations.RunSQL(
            FORWARD,
            "drop trigger payments_attempt_forward on payments_attempt; drop function payments_attempt_moves_forward; "
            "drop function payments_attempt_rank",
        ),
        append_only("payments_posting"),
        tenant_policy("payments_obligation", agency="agency_id", owner="owner_id"),
        tenant_policy("payments_attempt", agency="agency_id", owner="owner_id"),
        tenant_policy("payments_gatewaytransaction", agency="agency_id", owner="owner_id"),
        tenant_policy("payments_posting", agency="agency_id", owner="owner_id"),
        tenant_policy("payments_refundcase", agency="agency_id", owner="owner_id"),
        tenant_policy("payments_receipt", agency="agency_id", owner="owner_id"),
        tenant_policy("payments_receiptbook", agency="agency_id"),
    ]
