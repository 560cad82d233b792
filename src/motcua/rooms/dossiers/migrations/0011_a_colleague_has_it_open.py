"""A colleague has it open: one row an officer, worth five minutes."""

from django.db import migrations, models

import motcua.kernel.ids
from motcua.kernel.rls import tenant_policy


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0010_applicants_change_what_they_handed_in")]
    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("agency_id", models.UUIDField()),
                ("officer_id", models.UUIDField()),
                ("dossier_id", models.UUIDField()),
                ("name", models.CharField(max_length=200)),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["name"],
                "indexes": [models.Index(fields=["agency_id", "dossier_id"], name="presence_of_dossier")],
                "constraints": [
                    models.UniqueConstraint(fields=["agency_id", "officer_id"], name="an_officer_is_in_one_place")
                ],
            },
        ),
        tenant_policy("dossiers_presence"),
    ]
