"""After a decree the time to answer a complaint is counted again, from when it began. Expand only."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_people_ask_why_a_dossier_is_late")]

    operations = [migrations.AddField("complaint", "answer_from", models.DateTimeField(null=True))]
