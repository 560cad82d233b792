"""Who had which work, who was asked and reminded; and of each dossier whom it waits for.

Expand: new columns are empty until `motcua figures rebuild` has folded the old facts once.
"""

import motcua.kernel.ids
from django.db import migrations, models

from motcua.kernel.rls import tenant_policy


class Migration(migrations.Migration):

    dependencies = [
        ('insights', '0001_figures_one_row_a_dossier'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('dossier_id', models.UUIDField()),
                ('officer_id', models.UUIDField()),
                ('officer_name', models.CharField(max_length=200)),
                ('reference', models.CharField(max_length=60)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('by_id', models.UUIDField()),
                ('by_name', models.CharField(max_length=200)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SupplementAsk',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('dossier_id', models.UUIDField()),
                ('agency_id', models.UUIDField()),
                ('unit_id', models.UUIDField(null=True)),
                ('officer_id', models.UUIDField()),
                ('officer_name', models.TextField(blank=True, default='')),
                ('stage', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('again', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['asked_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='WorkPiece',
            fields=[
                ('task_id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('dossier_id', models.UUIDField()),
                ('agency_id', models.UUIDField()),
                ('unit_id', models.UUIDField(null=True)),
                ('procedure', models.TextField()),
                ('step_key', models.TextField()),
                ('step_name', models.TextField(blank=True)),
                ('does', models.TextField()),
                ('role', models.TextField()),
                ('opened_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('officer_id', models.UUIDField(null=True)),
                ('officer_name', models.TextField(blank=True, default='')),
                ('held_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('gone_at', models.DateTimeField(null=True)),
                ('outcome', models.TextField(blank=True, default='')),
                ('sent_back', models.BooleanField(default=False)),
                ('hours', models.FloatField(null=True)),
            ],
            options={
                'ordering': ['opened_at', 'task_id'],
            },
        ),
        migrations.AddField(
            model_name='dossierfigure',
            name='answer_due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='dossierfigure',
            name='asked',
            field=models.SmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='dossierfigure',
            name='clock_due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='dossierfigure',
            name='sent_back',
            field=models.SmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='dossierfigure',
            name='step_does',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='dossierfigure',
            name='step_due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='dossierfigure',
            name='step_held',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='dossierfigure',
            name='step_unit',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='dossierfigure',
            name='unit',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='dossierfigure',
            name='waits_for',
            field=models.TextField(choices=[('', ''), ('reception', 'reception'), ('officer', 'officer'), ('consulted', 'consulted'), ('applicant', 'applicant'), ('payment', 'payment')], db_default='', default=''),
        ),
        migrations.AddField(
            model_name='dossierfigure',
            name='waits_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='dossierfigure',
            index=models.Index(fields=['agency', 'completed_at'], name='figure_agency_completed'),
        ),
        migrations.AddIndex(
            model_name='dossierfigure',
            index=models.Index(fields=['agency', 'submitted_at'], name='figure_agency_submitted'),
        ),
        migrations.AddIndex(
            model_name='dossierfigure',
            index=models.Index(condition=models.Q(('completed_at', None)), fields=['agency', 'clock_due_at'], name='figure_open'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(fields=['agency_id', 'officer_id', '-at'], name='reminders_of_officer'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('dossier_id', 'on', 'officer_id'), name='reminded_once_a_day'),
        ),
        migrations.AddIndex(
            model_name='supplementask',
            index=models.Index(fields=['agency_id', 'asked_at'], name='ask_of_agency'),
        ),
        migrations.AddIndex(
            model_name='workpiece',
            index=models.Index(fields=['dossier_id'], name='piece_of_dossier'),
        ),
        migrations.AddIndex(
            model_name='workpiece',
            index=models.Index(fields=['agency_id', 'done_at'], name='piece_done'),
        ),
        migrations.AddIndex(
            model_name='workpiece',
            index=models.Index(fields=['agency_id', 'opened_at'], name='piece_opened'),
        ),
        migrations.AddIndex(
            model_name='workpiece',
            index=models.Index(condition=models.Q(('done_at', None), ('gone_at', None)), fields=['agency_id', 'unit_id'], name='piece_open'),
        ),
        tenant_policy("insights_workpiece"),
        tenant_policy("insights_supplementask"),
        tenant_policy("insights_reminder"),
    ]
