"""Answers are kept sealed, seen only by their owner until they are submitted to an agency."""

from django.db import migrations, models

import motcua.kernel.ids
from motcua.kernel.rls import tenant_policy


class Migration(migrations.Migration):
    initial = True

    dependencies = [("kernel", "0001_ground")]

    operations = [
        migrations.CreateModel(
            name="AnswerSet",
            fields=[
                (
                    "id",
                    models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("owner_id", models.UUIDField()),
                ("agency_id", models.UUIDField(null=True)),
                ("content", models.BinaryField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField()),
                ("locked_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["owner_id", "-saved_at"], name="answer_set_of_owner")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "id"), name="answer_set_within_agency"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("locked_at__isnull", True), ("locked_at__gte", models.F("saved_at")), _connector="OR"
                        ),
                        name="answer_set_quiet_once_locked",
                    ),
                ],
            },
        ),
        tenant_policy("forms_answerset", agency="agency_id", owner="owner_id"),
    ]
