"""An entry is appended to a chain that is there without trying to begin it anew each time.

The try cost as much as the entry: every act and every reading of personal data writes one.
"""

from django.db import migrations

APPEND = """
create or replace function kernel_audit_append(p_chain text, p_entries text[]) returns bigint
language plpgsql security definer set search_path = public as $$
declare
  v_seq bigint; v_head text; v_hash text; v_entry text;
begin
  select seq, head into v_seq, v_head from kernel_auditchain where chain = p_chain for update;
  if not found then
    insert into kernel_auditchain (chain, seq, head) values (p_chain, 0, repeat('0', 64)) on conflict do nothing;
    select seq, head into v_seq, v_head from kernel_auditchain where chain = p_chain for update;
  end if;
  foreach v_entry in array p_entries loop
    v_seq := v_seq + 1;
    v_hash := encode(sha256(convert_to(v_head || '|' || v_seq || '|' || v_entry, 'UTF8')), 'hex');
    insert into kernel_audit (chain, seq, entry, previous, hash) values (p_chain, v_seq, v_entry, v_head, v_hash);
    v_head := v_hash;
  end loop;
  update kernel_auditchain set seq = v_seq, head = v_head where chain = p_chain;
  return v_seq;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_ground")]
    operations = [migrations.RunSQL(sql=APPEND, reverse_sql=migrations.RunSQL.noop)]
