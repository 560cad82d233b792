"""A draft says in whose place it was made, so that four eyes are not the same two twice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0008_recomputations_keep_their_place")]
    operations = [
        migrations.AddField(model_name="resultdraft", name="drafted_in_place_of", field=models.UUIDField(null=True)),
    ]
