"""How easy people found it to hand in, beside how content they are with the handling.

Expand: filled by the recount that begins by itself after the upgrade.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insights", "0005_complaints_and_what_was_passed_up")]

    operations = [migrations.AddField("dossierfigure", "ease", models.SmallIntegerField(null=True))]
