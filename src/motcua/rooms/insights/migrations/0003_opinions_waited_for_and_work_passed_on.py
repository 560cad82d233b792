"""Opinions a dossier waits for, and how often its work was passed on. Expand: filled by the next fold of the facts."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('insights', '0002_who_had_which_work'),
    ]

    operations = [
        migrations.AddField(
            model_name='dossierfigure',
            name='consult_due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='workpiece',
            name='moved',
            field=models.SmallIntegerField(db_default=0, default=0),
        ),
    ]
