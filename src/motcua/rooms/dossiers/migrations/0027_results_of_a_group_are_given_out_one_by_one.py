"""Where the set of results is collected on paper, each part says when it was given out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0026_a_pause_names_its_ground")]

    operations = [migrations.AddField(model_name="groupmember", name="handed_at", field=models.DateTimeField(null=True))]
