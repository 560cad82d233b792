"""A dossier has one grade for how easy it was to hand in and one for how it was handled.

Expand: grades given so far are of the handling, as they were counted; a release before this one goes on writing those.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0003_an_answer_is_counted_again")]

    operations = [
        migrations.AddField(
            "rating",
            "kind",
            models.CharField(
                choices=[("ease", "ease"), ("handling", "handling")], db_default="handling", default="handling", max_length=10
            ),
        ),
        migrations.AddConstraint(
            "rating", models.UniqueConstraint(fields=("dossier_id", "kind"), name="one_grade_of_a_kind")
        ),
        migrations.AlterField("rating", "dossier_id", models.UUIDField()),
    ]
