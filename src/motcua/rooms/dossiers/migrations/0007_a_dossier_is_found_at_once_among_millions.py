"""A dossier is found at once among millions: by a name without marks, and by procedure and status in their order.

Names are kept a second time without marks, from the front and from the given name; both are made by the database
itself, so no way of writing a name can forget them. Plain comparisons of text may use an index under row-level security,
patterns may not.
"""

from django.db import migrations, models
from django.db.models import Q

MARKED = (
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ",
    "a" * 17 + "e" * 11 + "i" * 5 + "o" * 17 + "u" * 11 + "y" * 5 + "d",
)
FOLD = f"""
create function dossiers_plain_name(name text) returns text language sql immutable parallel safe strict as $$
  select btrim(regexp_replace(translate(lower(normalize(name, NFC)), '{MARKED[0]}', '{MARKED[1]}'), '[^a-z0-9]+', ' ', 'g'))
$$;
create function dossiers_given_name_first(name text) returns text language sql immutable parallel safe strict as $$
  select coalesce(string_agg(word, ' ' order by place desc), '')
    from regexp_split_to_table(public.dossiers_plain_name(name), ' ') with ordinality as words(word, place)
$$;
"""  # noqa: S608 (two literals of our own)
COLUMNS = """
alter table dossiers_dossier
  add column name_plain text generated always as (dossiers_plain_name(applicant_name)) stored,
  add column name_given_first text generated always as (dossiers_given_name_first(applicant_name)) stored;
"""


def _index(*fields: str, name: str, condition: Q | None = None) -> migrations.AddIndex:
    return migrations.AddIndex(
        model_name="dossier", index=models.Index(fields=list(fields), name=name, condition=condition)
    )


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0006_several_agencies_one_dossier")]
    operations = [
        migrations.RunSQL(
            sql=FOLD,
            reverse_sql="drop function if exists dossiers_given_name_first(text), dossiers_plain_name(text)",
        ),
        migrations.RunSQL(
            sql=COLUMNS,
            reverse_sql="alter table dossiers_dossier drop column name_plain, drop column name_given_first",
        ),
        migrations.RunSQL(
            sql=[
                "create index dossier_by_name on dossiers_dossier (agency_id, name_plain)",
                "create index dossier_by_given_name on dossiers_dossier (agency_id, name_given_first)",
            ],
            reverse_sql=["drop index dossier_by_name", "drop index dossier_by_given_name"],
        ),
        _index("agency_id", "code", name="dossier_by_code", condition=Q(code__isnull=False)),
        _index("agency_id", "procedure_code", "-submitted_at", "id", name="dossier_by_procedure"),
        _index("agency_id", "status", "-submitted_at", "id", name="dossier_latest_by_status"),
    ]
