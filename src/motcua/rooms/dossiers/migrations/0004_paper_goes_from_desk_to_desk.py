"""Paper taken in at one counter goes to the agency that decides, signed out and in (NĐ 118/2025 Art. 18, 20)."""

import django.db.models.deletion
import motcua.kernel.ids
from django.db import migrations, models

from motcua.kernel.rls import tenant_policy


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0003_work_begins_with_acceptance'),
    ]

    operations = [
        migrations.AddField(
            model_name='dossier',
            name='papers_in_hand',
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name='draft',
            name='papers_in_hand',
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.CreateModel(
            name='PaperTransfer',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('from_agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('papers', models.JSONField()),
                ('ready_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('handed_at', models.DateTimeField(null=True)),
                ('handed_by', models.UUIDField(null=True)),
                ('handed_by_name', models.CharField(blank=True, default='', max_length=200)),
                ('carrier', models.CharField(blank=True, default='', max_length=200)),
                ('received_at', models.DateTimeField(null=True)),
                ('received_by', models.UUIDField(null=True)),
                ('received_by_name', models.CharField(blank=True, default='', max_length=200)),
                ('remark', models.CharField(blank=True, default='', max_length=500)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paper_ways', to='dossiers.dossier')),
            ],
            options={
                'ordering': ['ready_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('handed_at', None)), fields=['from_agency_id', 'due_at'], name='paper_waiting_to_leave'), models.Index(condition=models.Q(('received_at', None)), fields=['agency_id', 'handed_at'], name='paper_waiting_to_arrive')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('handed_at__isnull', False), ('handed_by__isnull', False)), models.Q(('handed_at__isnull', True), ('handed_by__isnull', True)), _connector='OR'), name='paper_is_handed_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('received_at__isnull', False), ('received_by__isnull', False)), models.Q(('received_at__isnull', True), ('received_by__isnull', True)), _connector='OR'), name='paper_is_received_by_somebody'), models.CheckConstraint(condition=models.Q(('received_at__isnull', True), ('handed_at__isnull', False), _connector='OR'), name='paper_is_handed_before_it_is_received'), models.CheckConstraint(condition=models.Q(('agency_id', models.F('from_agency_id')), _negated=True), name='paper_goes_elsewhere'), models.UniqueConstraint(condition=models.Q(('received_at', None)), fields=('dossier', 'agency_id'), name='paper_is_on_one_way_at_a_time')],
            },
        ),
        tenant_policy(
            "dossiers_papertransfer", agency="agency_id", other_agency="from_agency_id", owner="owner_id"
        ),
    ]
