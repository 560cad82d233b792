"""Cases pinned to their definitions, their tasks, and who may see them."""

import django.db.models.deletion
import motcua.kernel.ids
import motcua.rooms.process.types
from django.db import migrations, models

from motcua.kernel.rls import append_only, tenant_policy


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='PinnedDefinition',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('body', models.JSONField()),
            ],
            options={
                'ordering': ['digest'],
            },
        ),
        migrations.CreateModel(
            name='Instance',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('subject_id', models.UUIDField(unique=True)),
                ('agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField(null=True)),
                ('marking', models.JSONField()),
                ('context', models.BinaryField(null=True)),
                ('home_unit_id', models.UUIDField(null=True)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('reference', models.CharField(blank=True, default='', max_length=60)),
                ('title', models.CharField(blank=True, default='', max_length=300)),
                ('party', models.CharField(blank=True, default='', max_length=200)),
                ('version', models.PositiveIntegerField(default=1)),
                ('definition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='process.pinneddefinition')),
            ],
            options={
                'ordering': ['started_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('subject_id', models.UUIDField()),
                ('agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField(null=True)),
                ('token', models.PositiveIntegerField()),
                ('step_key', models.CharField(max_length=120)),
                ('name', models.CharField(max_length=200)),
                ('does', models.CharField(max_length=20)),
                ('role', models.CharField(max_length=40)),
                ('unit_id', models.UUIDField(null=True)),
                ('assignee_id', models.UUIDField(null=True)),
                ('assignee_name', models.CharField(blank=True, default='', max_length=200)),
                ('state', models.CharField(choices=[(motcua.rooms.process.types.TaskState['OPEN'], motcua.rooms.process.types.TaskState['OPEN']), (motcua.rooms.process.types.TaskState['CLAIMED'], motcua.rooms.process.types.TaskState['CLAIMED']), (motcua.rooms.process.types.TaskState['DONE'], motcua.rooms.process.types.TaskState['DONE']), (motcua.rooms.process.types.TaskState['CANCELLED'], motcua.rooms.process.types.TaskState['CANCELLED'])], default=motcua.rooms.process.types.TaskState['OPEN'], max_length=10)),
                ('opened_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('timer_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by', models.UUIDField(null=True)),
                ('done_by_name', models.CharField(blank=True, default='', max_length=200)),
                ('outcome', models.CharField(blank=True, default='', max_length=40)),
                ('note', models.TextField(blank=True, default='')),
                ('reference', models.CharField(blank=True, default='', max_length=60)),
                ('title', models.CharField(blank=True, default='', max_length=300)),
                ('party', models.CharField(blank=True, default='', max_length=200)),
                ('version', models.PositiveIntegerField(default=1)),
                ('instance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='process.instance')),
            ],
            options={
                'ordering': ['opened_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['open', 'claimed'])), fields=['agency_id', 'role', 'unit_id', 'due_at', 'id'], name='task_worklist'), models.Index(condition=models.Q(('state__in', ['open', 'claimed'])), fields=['agency_id', 'assignee_id', 'due_at', 'id'], name='task_mine'), models.Index(fields=['subject_id', 'opened_at'], name='task_subject'), models.Index(condition=models.Q(('state__in', ['open', 'claimed'])), fields=['timer_at'], name='task_timer')],
                'constraints': [models.UniqueConstraint(fields=('instance', 'token'), name='a_token_is_worked_once'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), ('state', motcua.rooms.process.types.TaskState['DONE'])), models.Q(models.Q(('state', motcua.rooms.process.types.TaskState['DONE']), _negated=True), ('done_at', None)), _connector='OR'), name='task_is_done_at_an_instant'), models.CheckConstraint(condition=models.Q(models.Q(('state', motcua.rooms.process.types.TaskState['CLAIMED']), _negated=True), ('assignee_id__isnull', False), _connector='OR'), name='a_claimed_task_has_a_holder')],
            },
        ),
        append_only("process_pinneddefinition"),
        tenant_policy("process_instance", agency="agency_id", owner="owner_id"),
        tenant_policy("process_task", agency="agency_id", owner="owner_id"),
    ]
