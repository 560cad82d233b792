"""A group dossier and its members: one submission, several agencies.

Who has a dossier of the group reads which members there are. A group is issued out of the work of its members, without
a decision of its own: that one change of status is lawful for the dossier that leads a group, and for no other.
"""

import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.ids
from motcua.kernel.rls import tenant_policy

BEFORE = """
  if new.status <> old.status
     and not exists (select 1 from dossiers_transitions() t where t.before = old.status and t.after = new.status) then
"""
NOW = """
  if new.status <> old.status
     and not (new.group_id = new.id and old.status = 'in_appraisal' and new.status = 'issued')
     and not exists (select 1 from dossiers_transitions() t where t.before = old.status and t.after = new.status) then
"""
REWRITE = """
do $do$
declare body text := pg_get_functiondef('dossiers_lawful_change()'::regprocedure);
begin
  if position($a${old}$a$ in body) = 0 then
    raise exception 'dossiers_lawful_change reads otherwise than this migration expects';
  end if;
  execute replace(body, $a${old}$a$, $b${new}$b$);
end $do$;
"""
GIVEN_ONCE = "new.agency_id <> old.agency_id"
GIVEN_ONCE_NOW = "new.agency_id <> old.agency_id or new.group_id is distinct from old.group_id"


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0005_opinions_are_asked_and_kept"), ("kernel", "0001_ground")]

    operations = [
        migrations.AddField(
            model_name="dossier", name="group_id", field=models.UUIDField(null=True)
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("group_id__isnull", False)), fields=["group_id"], name="dossier_of_group"
            ),
        ),
        migrations.RunSQL(
            REWRITE.format(old=BEFORE.strip("\n"), new=NOW.strip("\n")),
            REWRITE.format(old=NOW.strip("\n"), new=BEFORE.strip("\n")),
        ),
        migrations.RunSQL(
            REWRITE.format(old=GIVEN_ONCE, new=GIVEN_ONCE_NOW), REWRITE.format(old=GIVEN_ONCE_NOW, new=GIVEN_ONCE)
        ),
        migrations.CreateModel(
            name="GroupMember",
            fields=[
                (
                    "id",
                    models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("agency_id", models.UUIDField()),
                ("owner_id", models.UUIDField()),
                ("place", models.PositiveSmallIntegerField()),
                ("key", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=300)),
                ("name_en", models.CharField(blank=True, default="", max_length=300)),
                ("version_id", models.UUIDField()),
                ("at_agency_id", models.UUIDField()),
                ("planned_due_at", models.DateTimeField(null=True)),
                ("dossier_id", models.UUIDField(null=True, unique=True)),
                ("hours", models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ("started_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[(o, o) for o in ("granted", "refused", "withdrawn", "stopped", "not_started")],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "ordering": ["group", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("group", "key"), name="a_member_is_in_its_group_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dossier_id", None), ("started_at", None)),
                            models.Q(("dossier_id__isnull", False), ("started_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_started_member_has_its_dossier",
                    ),
                ],
            },
        ),
        tenant_policy(
            "dossiers_groupmember",
            agency="agency_id",
            owner="owner_id",
            shared="dossiers_dossier:group_id=group_id",
        ),
    ]
