"""A pause names its ground by the key grounds.yaml gives it, whoever stopped the clock.

Expand: older rows, and rows that an older release still writes, stood on the only ground there was, which is the
column's default. Their words stay as they are.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0025_copies_of_a_result_are_asked_for'),
    ]

    operations = [
        migrations.AddField(
            model_name='pause',
            name='ground_key',
            field=models.CharField(db_default='financial_obligation', max_length=40),
        ),
    ]
