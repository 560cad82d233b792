"""Whether a dossier was late when it was asked about is kept: what was asked then stays true when the date moves.

Expand only: rows of older releases stay empty and are read by the date that was promised when they were made.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0004_a_grade_of_each_kind")]

    operations = [
        migrations.AddField("complaint", "late", models.BooleanField(null=True)),
        migrations.AddField("complaint", "late_again", models.BooleanField(null=True)),
    ]
