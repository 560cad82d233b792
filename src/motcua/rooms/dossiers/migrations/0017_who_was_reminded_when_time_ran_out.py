"""Each rung of the ladder of reminders is taken once, and says so for ever."""

import django.db.models.deletion
import motcua.kernel.ids
from django.db import migrations, models

from motcua.kernel.rls import append_only, tenant_policy


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0016_a_change_is_carried_out_by_two_hands'),
    ]

    operations = [
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('rung', models.CharField(max_length=20)),
                ('due_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('draft_document_id', models.UUIDField(null=True)),
                ('proposed_due_at', models.DateTimeField(null=True)),
                ('proposed_reason', models.TextField(blank=True, default='')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('dossier', 'rung'), name='each_rung_once')],
            },
        ),
        tenant_policy("dossiers_escalation"),
        append_only("dossiers_escalation"),
    ]
