"""An officer arranges his desk: keys, density, what opens next, filters of his own."""

import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.ids
from motcua.kernel.rls import tenant_policy


class Migration(migrations.Migration):
    dependencies = [("identity", "0006_one_person_files_for_another")]
    operations = [
        migrations.CreateModel(
            name="DeskArrangement",
            fields=[
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("settings", models.JSONField(default=dict)),
                ("arranged_at", models.DateTimeField()),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.account")),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency")),
            ],
            options={
                "verbose_name": "cách sắp bàn làm việc",
                "constraints": [models.UniqueConstraint(fields=["agency", "account"], name="a_desk_is_arranged_once")],
            },
        ),
        tenant_policy("identity_deskarrangement"),
    ]
