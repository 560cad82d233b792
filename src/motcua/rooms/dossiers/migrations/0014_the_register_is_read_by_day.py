"""The register asks for what an agency accepted in a period, in that order."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0013_a_dossier_says_who_filed_it_for_its_owner'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(condition=models.Q(('accepted_at__isnull', False)), fields=['agency_id', 'accepted_at', 'code'], name='dossier_register'),
        ),
    ]
