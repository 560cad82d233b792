"""A person comes with his dossier to another counter than the one he began at; that counter stands in too."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0021_a_result_is_corrected_before_it_is_handed_over'),
    ]

    operations = [
        migrations.AddField(
            model_name='share',
            name='at_counter',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
