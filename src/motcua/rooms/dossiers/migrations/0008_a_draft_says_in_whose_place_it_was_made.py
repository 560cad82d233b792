"""A draft says in whose place it was made, so that four eyes are not the same two twice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0007_a_dossier_is_found_at_once_among_millions")]
    operations = [
        migrations.AddField(model_name="resultdraft", name="drafted_in_place_of", field=models.UUIDField(null=True)),
    ]
