"""Row-level security, and what may never change.

An approval is evidence: it is only ever added. The bytes of a signed document are what people hold in their hands:
the database itself refuses to point to others.
"""

from django.db import migrations

from motcua.kernel.rls import append_only, tenant_policy

FROZEN = """
create function documents_refuse_new_bytes() returns trigger language plpgsql as $$
begin
  if old.state in ('signed', 'revoked') and old.signed_at is not null
     and (new.content is distinct from old.content or new.sha256 is distinct from old.sha256
          or new.number is distinct from old.number or new.values is distinct from old.values) then
    raise exception 'a signed document never changes' using errcode = 'integrity_constraint_violation';
  end if;
  if old.state = 'revoked' and new.state <> 'revoked' then
    raise exception 'a revoked document stays revoked' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger documents_document_frozen before update on documents_document
  for each row execute function documents_refuse_new_bytes();
create function documents_refuse_new_signature() returns trigger language plpgsql as $$
begin
  if old.made_at is not null and (new.content is distinct from old.content or new.tbs_digest is distinct from old.tbs_digest) then
    raise exception 'a signature is made once' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger documents_signature_frozen before update on documents_signature
  for each row execute function documents_refuse_new_signature();
revoke delete on documents_document, documents_signature, documents_registerbook from motcua_app;
"""
THAWED = """
drop trigger if exists documents_document_frozen on documents_document;
drop trigger if exists documents_signature_frozen on documents_signature;
drop function if exists documents_refuse_new_bytes();
drop function if exists documents_refuse_new_signature();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_files_documents_and_signatures")]
    operations = [
        tenant_policy("documents_file", agency="agency_id", owner="owner_id"),
        tenant_policy("documents_document", agency="agency_id", owner="owner_id"),
        tenant_policy("documents_registerbook", agency="agency_id"),
        tenant_policy("documents_approval", agency="agency_id"),
        tenant_policy("documents_signature", agency="agency_id"),
        append_only("documents_approval"),
        migrations.RunSQL(sql=FROZEN, reverse_sql=THAWED),
    ]
