"""Complaints of lateness, what the ladder passed up to the leader, and which dossiers belong together.

Expand: filled by the recount that begins by itself after the upgrade; `Recount` keeps how far it came.
"""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('insights', '0004_wrong_results_owed_in_time'),
    ]

    operations = [
        migrations.CreateModel(
            name='Recount',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('version', models.TextField(blank=True, default='')),
                ('seq', models.BigIntegerField(default=0)),
                ('read_all', models.BooleanField(default=False)),
                ('dossier_id', models.UUIDField(default=uuid.UUID('00000000-0000-0000-0000-000000000000'))),
                ('done_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='dossierfigure',
            name='complained_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='dossierfigure',
            name='complaint_due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='dossierfigure',
            name='complaint_missed',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='dossierfigure',
            name='group_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='dossierfigure',
            name='passed_up_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='dossierfigure',
            index=models.Index(condition=models.Q(('complained_at__isnull', False)), fields=['agency', 'complained_at'], name='figure_complained'),
        ),
        migrations.AddConstraint(
            model_name='recount',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='recount_is_one_row'),
        ),
    ]
