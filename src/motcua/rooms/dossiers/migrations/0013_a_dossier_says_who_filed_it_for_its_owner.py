"""A dossier is its principal's; who filed it for him, and by what authorisation, stands beside."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0012_wrong_results_are_corrected'),
    ]

    operations = [
        migrations.AddField(
            model_name='dossier',
            name='authorisation_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='dossier',
            name='representative_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='dossier',
            name='representative_name',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.AddField(
            model_name='draft',
            name='authorisation_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='draft',
            name='representative_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='draft',
            name='representative_name',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(condition=models.Q(('representative_id__isnull', False)), fields=['representative_id', '-submitted_at'], name='dossier_of_representative'),
        ),
    ]
