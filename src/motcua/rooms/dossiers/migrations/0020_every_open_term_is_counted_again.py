"""A change of the calendar reaches every term counted in working time, not the due date alone.

Expand only. Rows of older releases lack since when an answer is owed and the days of an opinion: both are worked out.
"""

from django.db import migrations, models

WALKS = ["dossiers", "groups", "answer", "supplement", "consultation", "correction", "paper", "timer"]


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0019_a_group_tells_one_truth")]

    operations = [
        migrations.AddField("dossier", "answer_from", models.DateTimeField(null=True)),
        migrations.AddField("consultation", "days", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(
            "recomputation",
            "walk",
            models.CharField(
                choices=[(walk, walk) for walk in WALKS], db_default="dossiers", default="dossiers", max_length=12
            ),
        ),
        migrations.AddField("recomputation", "terms", models.PositiveIntegerField(db_default=0, default=0)),
    ]
