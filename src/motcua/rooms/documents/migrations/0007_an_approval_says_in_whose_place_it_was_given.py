"""An approval says in whose place it was given, so that the absent officer, once back, can take it over and sign."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0006_notices_of_payment_and_copies_of_results'),
    ]

    operations = [
        migrations.AddField(model_name='approval', name='in_place_of', field=models.UUIDField(null=True)),
    ]
