"""An office keeps the sentences it says again and again, and each officer's reading has a measure an hour."""

from django.db import migrations, models

import motcua.kernel.ids
from motcua.kernel.rls import tenant_policy


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0014_the_register_is_read_by_day")]
    operations = [
        migrations.CreateModel(
            name="Phrase",
            fields=[
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("agency_id", models.UUIDField()),
                ("procedure_key", models.CharField(max_length=60)),
                ("field", models.CharField(max_length=80)),
                ("words", models.CharField(max_length=500)),
                ("times", models.PositiveIntegerField(default=1)),
                ("kept_by", models.UUIDField()),
                ("used_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-times", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["agency_id", "procedure_key", "field", "words"], name="a_phrase_is_kept_once"
                    )
                ],
            },
        ),
        tenant_policy("dossiers_phrase"),
        migrations.AddField(model_name="presence", name="hour_from", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="presence", name="opened", field=models.PositiveIntegerField(default=0)),
    ]
