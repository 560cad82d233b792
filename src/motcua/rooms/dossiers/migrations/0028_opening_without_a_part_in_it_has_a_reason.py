"""Who has nothing to do with a dossier says why he opens it; the reason opens it for a while and is kept for review."""

import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.ids
from motcua.kernel.rls import tenant_policy


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0027_results_of_a_group_are_given_out_one_by_one")]

    operations = [
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("agency_id", models.UUIDField()),
                ("officer_id", models.UUIDField()),
                ("officer_name", models.CharField(max_length=200)),
                ("reason", models.CharField(max_length=20)),
                ("words", models.BinaryField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at", "id"],
                "indexes": [
                    models.Index(fields=["dossier", "officer_id", "-until"], name="opening_of_dossier"),
                    models.Index(fields=["agency_id", "-opened_at", "id"], name="opening_by_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("opened_at"))), name="an_opening_lasts_a_while"
                    )
                ],
            },
        ),
        tenant_policy("dossiers_opening"),
    ]
