"""People ask why a dossier is late; the office answers. Seen by the one who asked and by the agency he asks."""

import django.db.models.deletion
import motcua.kernel.ids
from django.db import migrations, models

from motcua.kernel.rls import append_only, tenant_policy


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0001_people_give_grades'),
    ]

    operations = [
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('dossier_id', models.UUIDField(unique=True)),
                ('unit_id', models.UUIDField(null=True)),
                ('reference', models.CharField(max_length=60)),
                ('due_at', models.DateTimeField()),
                ('sentence_sealed', models.BinaryField(null=True)),
                ('made_at', models.DateTimeField()),
                ('round', models.SmallIntegerField(default=1)),
                ('answer_due_at', models.DateTimeField()),
                ('waiting', models.BooleanField(default=True)),
                ('escalated_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('answer_due_at', 'id'),
                'indexes': [models.Index(condition=models.Q(('waiting', True)), fields=['agency_id', 'answer_due_at', 'id'], name='complaint_to_answer')],
                'constraints': [models.CheckConstraint(condition=models.Q(('round__in', [1, 2])), name='complaint_reopened_once')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('round', models.SmallIntegerField()),
                ('words_sealed', models.BinaryField()),
                ('by', models.UUIDField()),
                ('by_name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('in_time', models.BooleanField()),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='feedback.complaint')),
            ],
            options={
                'ordering': ('at', 'id'),
                'constraints': [models.UniqueConstraint(fields=('complaint', 'round'), name='one_answer_a_round')],
            },
        ),
        tenant_policy("feedback_complaint", owner="owner_id"),
        tenant_policy("feedback_answer", owner="owner_id"),
        append_only("feedback_answer"),
    ]
