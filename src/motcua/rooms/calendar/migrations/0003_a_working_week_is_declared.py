"""A working week can be declared by decree and taken back, beside what files say of it. Expand; the wider rule that no two
weeks begin on one day goes, one for each origin comes.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

KINDS = ["day_off", "swap", "closure", "worked", "hours", "week"]


class Migration(migrations.Migration):
    dependencies = [("calendar", "0002_declared_days_and_what_was_known")]

    operations = [
        migrations.AlterField(
            "declaration", "kind", models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=10)
        ),
        migrations.AddField(
            "declaration", "weekly", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)
        ),
        migrations.AddField(
            "workingweek",
            "declaration",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="weeks", to="calendar.declaration"
            ),
        ),
        migrations.AddConstraint(
            "workingweek",
            models.UniqueConstraint(
                condition=Q(declaration=None, superseded_at=None),
                fields=["calendar", "since"],
                name="one_current_week_of_a_file_from_a_day_on",
            ),
        ),
        migrations.AddConstraint(
            "workingweek",
            models.UniqueConstraint(
                condition=Q(declaration__isnull=False, superseded_at=None),
                fields=["calendar", "since"],
                name="one_declared_week_from_a_day_on",
            ),
        ),
        migrations.RemoveConstraint("workingweek", "one_current_week_from_a_day_on"),
    ]
