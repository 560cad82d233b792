"""Drafts, dossiers, what is asked, noted, paused and counted about them."""

import django.db.models.deletion
import motcua.kernel.ids
import motcua.rooms.dossiers.types
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('reception_agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('procedure_key', models.CharField(max_length=60)),
                ('procedure_code', models.CharField(max_length=20)),
                ('procedure_name', models.CharField(max_length=300)),
                ('version_id', models.UUIDField()),
                ('answers_id', models.UUIDField()),
                ('method', models.CharField(choices=[(motcua.rooms.dossiers.types.Method['ONLINE'], motcua.rooms.dossiers.types.Method['ONLINE']), (motcua.rooms.dossiers.types.Method['COUNTER'], motcua.rooms.dossiers.types.Method['COUNTER']), (motcua.rooms.dossiers.types.Method['POSTAL'], motcua.rooms.dossiers.types.Method['POSTAL'])], max_length=10)),
                ('case_key', models.CharField(blank=True, default='', max_length=60)),
                ('result_channel', models.CharField(choices=[(motcua.rooms.dossiers.types.ResultChannel['PORTAL'], motcua.rooms.dossiers.types.ResultChannel['PORTAL']), (motcua.rooms.dossiers.types.ResultChannel['COUNTER'], motcua.rooms.dossiers.types.ResultChannel['COUNTER']), (motcua.rooms.dossiers.types.ResultChannel['POST'], motcua.rooms.dossiers.types.ResultChannel['POST'])], max_length=10)),
                ('applicant_name', models.CharField(max_length=200)),
                ('phone_digest', models.BinaryField(max_length=32, null=True)),
                ('receipt_number', models.CharField(max_length=20, unique=True)),
                ('code', models.CharField(max_length=60, null=True, unique=True)),
                ('status', models.CharField(choices=[(motcua.rooms.dossiers.types.Status['SUBMITTED'], 'Đã nộp, chờ tiếp nhận'), (motcua.rooms.dossiers.types.Status['SUPPLEMENT_BEFORE'], 'Cần bổ sung'), (motcua.rooms.dossiers.types.Status['REFUSED_RECEPTION'], 'Không được tiếp nhận'), (motcua.rooms.dossiers.types.Status['ACCEPTED'], 'Đã tiếp nhận'), (motcua.rooms.dossiers.types.Status['IN_APPRAISAL'], 'Đang giải quyết'), (motcua.rooms.dossiers.types.Status['SUPPLEMENT_AFTER'], 'Cần bổ sung'), (motcua.rooms.dossiers.types.Status['AWAITING_PAYMENT'], 'Chờ nộp tiền'), (motcua.rooms.dossiers.types.Status['FOR_APPROVAL'], 'Đang trình duyệt'), (motcua.rooms.dossiers.types.Status['REWORK'], 'Đang giải quyết'), (motcua.rooms.dossiers.types.Status['APPROVED'], 'Đã duyệt, chờ phát hành'), (motcua.rooms.dossiers.types.Status['SIGNING'], 'Đang ký số'), (motcua.rooms.dossiers.types.Status['ISSUED'], 'Đã có kết quả'), (motcua.rooms.dossiers.types.Status['DELIVERED'], 'Đã trả kết quả'), (motcua.rooms.dossiers.types.Status['WITHDRAWN'], 'Đã rút hồ sơ'), (motcua.rooms.dossiers.types.Status['STOPPED'], 'Đã dừng giải quyết')], default=motcua.rooms.dossiers.types.Status['SUBMITTED'], max_length=32)),
                ('finance_state', models.CharField(choices=[(motcua.rooms.dossiers.types.FinanceState['NOTHING'], motcua.rooms.dossiers.types.FinanceState['NOTHING']), (motcua.rooms.dossiers.types.FinanceState['OWED'], motcua.rooms.dossiers.types.FinanceState['OWED']), (motcua.rooms.dossiers.types.FinanceState['PAID'], motcua.rooms.dossiers.types.FinanceState['PAID']), (motcua.rooms.dossiers.types.FinanceState['WAIVED'], motcua.rooms.dossiers.types.FinanceState['WAIVED']), (motcua.rooms.dossiers.types.FinanceState['CANCELLED'], motcua.rooms.dossiers.types.FinanceState['CANCELLED'])], default=motcua.rooms.dossiers.types.FinanceState['NOTHING'], max_length=12)),
                ('delivery_state', models.CharField(choices=[(motcua.rooms.dossiers.types.DeliveryState['NOT_READY'], motcua.rooms.dossiers.types.DeliveryState['NOT_READY']), (motcua.rooms.dossiers.types.DeliveryState['READY'], motcua.rooms.dossiers.types.DeliveryState['READY']), (motcua.rooms.dossiers.types.DeliveryState['DELIVERED'], motcua.rooms.dossiers.types.DeliveryState['DELIVERED'])], default=motcua.rooms.dossiers.types.DeliveryState['NOT_READY'], max_length=10)),
                ('sync_state', models.CharField(choices=[(motcua.rooms.dossiers.types.SyncState['PENDING'], motcua.rooms.dossiers.types.SyncState['PENDING']), (motcua.rooms.dossiers.types.SyncState['SENT'], motcua.rooms.dossiers.types.SyncState['SENT']), (motcua.rooms.dossiers.types.SyncState['FAILED'], motcua.rooms.dossiers.types.SyncState['FAILED'])], default=motcua.rooms.dossiers.types.SyncState['PENDING'], max_length=8)),
                ('submitted_at', models.DateTimeField()),
                ('submitted_by', models.UUIDField()),
                ('answer_due_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('accepted_by', models.UUIDField(null=True)),
                ('clock_from', models.DateTimeField(null=True)),
                ('original_due_at', models.DateTimeField(null=True)),
                ('current_due_at', models.DateTimeField(null=True)),
                ('due_explanation', models.JSONField(default=dict)),
                ('extension_count', models.PositiveSmallIntegerField(default=0)),
                ('completed_at', models.DateTimeField(null=True)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_ground', models.CharField(blank=True, default='', max_length=60)),
                ('ended_reason', models.TextField(blank=True, default='')),
                ('slip_document_id', models.UUIDField(null=True)),
                ('result_document_id', models.UUIDField(null=True)),
                ('result_kind', models.CharField(blank=True, choices=[(motcua.rooms.dossiers.types.ResultKind['GRANTED'], motcua.rooms.dossiers.types.ResultKind['GRANTED']), (motcua.rooms.dossiers.types.ResultKind['REFUSED'], motcua.rooms.dossiers.types.ResultKind['REFUSED'])], default='', max_length=8)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-submitted_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('owner_id', models.UUIDField()),
                ('reception_agency_id', models.UUIDField(null=True)),
                ('agency_id', models.UUIDField(null=True)),
                ('procedure_key', models.CharField(max_length=60)),
                ('procedure_code', models.CharField(max_length=20)),
                ('procedure_name', models.CharField(max_length=300)),
                ('version_id', models.UUIDField()),
                ('answers_id', models.UUIDField(unique=True)),
                ('method', models.CharField(choices=[(motcua.rooms.dossiers.types.Method['ONLINE'], motcua.rooms.dossiers.types.Method['ONLINE']), (motcua.rooms.dossiers.types.Method['COUNTER'], motcua.rooms.dossiers.types.Method['COUNTER']), (motcua.rooms.dossiers.types.Method['POSTAL'], motcua.rooms.dossiers.types.Method['POSTAL'])], default=motcua.rooms.dossiers.types.Method['ONLINE'], max_length=10)),
                ('case_key', models.CharField(blank=True, default='', max_length=60)),
                ('result_channel', models.CharField(choices=[(motcua.rooms.dossiers.types.ResultChannel['PORTAL'], motcua.rooms.dossiers.types.ResultChannel['PORTAL']), (motcua.rooms.dossiers.types.ResultChannel['COUNTER'], motcua.rooms.dossiers.types.ResultChannel['COUNTER']), (motcua.rooms.dossiers.types.ResultChannel['POST'], motcua.rooms.dossiers.types.ResultChannel['POST'])], default=motcua.rooms.dossiers.types.ResultChannel['PORTAL'], max_length=10)),
                ('started_by', models.UUIDField()),
                ('created_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-saved_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DueChange',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('by', models.UUIDField()),
                ('cause', models.CharField(max_length=20)),
                ('ground', models.TextField(blank=True, default='')),
                ('before', models.DateTimeField(null=True)),
                ('after', models.DateTimeField(null=True)),
                ('explanation', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('author_id', models.UUIDField()),
                ('author_name', models.CharField(max_length=200)),
                ('written_at', models.DateTimeField()),
                ('text', models.BinaryField()),
            ],
            options={
                'ordering': ['written_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('ground', models.TextField()),
                ('by', models.UUIDField()),
            ],
            options={
                'ordering': ['since', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('dossier_id', models.UUIDField()),
                ('agency_id', models.UUIDField()),
                ('since', models.DateTimeField()),
            ],
            options={
                'ordering': ['since', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SupplementRequest',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('reception_agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('stage', models.CharField(choices=[(motcua.rooms.dossiers.types.Stage['RECEPTION'], motcua.rooms.dossiers.types.Stage['RECEPTION']), (motcua.rooms.dossiers.types.Stage['APPRAISAL'], motcua.rooms.dossiers.types.Stage['APPRAISAL'])], max_length=10)),
                ('ground', models.CharField(max_length=60)),
                ('reason', models.TextField()),
                ('again_because', models.TextField(blank=True, default='')),
                ('items', models.JSONField()),
                ('answers_id', models.UUIDField(null=True)),
                ('requested_at', models.DateTimeField()),
                ('requested_by', models.UUIDField()),
                ('requested_by_name', models.CharField(blank=True, default='', max_length=200)),
                ('due_at', models.DateTimeField()),
                ('document_id', models.UUIDField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['requested_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DayCounter',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('day', models.DateField()),
                ('last', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ['day'],
                'constraints': [models.UniqueConstraint(fields=('agency_id', 'day'), name='one_counter_a_unit_and_day')],
            },
        ),
        migrations.CreateModel(
            name='ResultDraft',
            fields=[
                ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='draft_result', serialize=False, to='dossiers.dossier')),
                ('agency_id', models.UUIDField()),
                ('kind', models.CharField(choices=[(motcua.rooms.dossiers.types.ResultKind['GRANTED'], motcua.rooms.dossiers.types.ResultKind['GRANTED']), (motcua.rooms.dossiers.types.ResultKind['REFUSED'], motcua.rooms.dossiers.types.ResultKind['REFUSED'])], max_length=8)),
                ('values', models.BinaryField()),
                ('document_id', models.UUIDField()),
                ('document_version', models.PositiveIntegerField()),
                ('drafter_id', models.UUIDField()),
                ('drafter_name', models.CharField(max_length=200)),
                ('drafted_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['drafted_at'],
            },
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['owner_id', '-submitted_at', 'id'], name='dossier_of_owner'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(condition=models.Q(('status', motcua.rooms.dossiers.types.Status['SUBMITTED'])), fields=['reception_agency_id', 'answer_due_at', 'id'], name='dossier_reception'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['agency_id', 'status', 'current_due_at', 'id'], name='dossier_by_status'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['agency_id', '-submitted_at', 'id'], name='dossier_latest'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(condition=models.Q(('accepted_at__isnull', False), ('completed_at', None), ('ended_at', None)), fields=['current_due_at'], name='dossier_open_due'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.UniqueConstraint(fields=('agency_id', 'id'), name='dossier_within_agency'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False), ('code__isnull', False), ('clock_from__isnull', False)), models.Q(('accepted_at__isnull', True), ('accepted_by__isnull', True), ('code__isnull', True), ('clock_from__isnull', True)), _connector='OR'), name='dossier_acceptance_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('extension_count__lte', 1)), name='dossier_is_extended_once_at_most'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', [motcua.rooms.dossiers.types.Status['ISSUED'], motcua.rooms.dossiers.types.Status['DELIVERED']]), _negated=True), models.Q(('completed_at__isnull', False), ('result_document_id__isnull', False)), _connector='OR'), name='an_issued_dossier_has_its_result'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('delivered_at__isnull', False), ('status', motcua.rooms.dossiers.types.Status['DELIVERED'])), models.Q(models.Q(('status', motcua.rooms.dossiers.types.Status['DELIVERED']), _negated=True), ('delivered_at', None)), _connector='OR'), name='a_delivered_dossier_says_when'),
        ),
        migrations.AddIndex(
            model_name='draft',
            index=models.Index(fields=['owner_id', '-saved_at'], name='draft_of_owner'),
        ),
        migrations.AddIndex(
            model_name='draft',
            index=models.Index(fields=['expires_at'], name='draft_expiry'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('method', motcua.rooms.dossiers.types.Method['ONLINE']), ('reception_agency_id__isnull', False), _connector='OR'), name='a_draft_at_the_counter_has_a_counter'),
        ),
        migrations.AddField(
            model_name='duechange',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='due_changes', to='dossiers.dossier'),
        ),
        migrations.AddField(
            model_name='note',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='dossiers.dossier'),
        ),
        migrations.AddField(
            model_name='pause',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='dossiers.dossier'),
        ),
        migrations.AddConstraint(
            model_name='share',
            constraint=models.UniqueConstraint(fields=('dossier_id', 'agency_id'), name='a_dossier_is_shared_once'),
        ),
        migrations.AddField(
            model_name='supplementrequest',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supplements', to='dossiers.dossier'),
        ),
        migrations.AddIndex(
            model_name='duechange',
            index=models.Index(fields=['dossier', 'at'], name='due_change_of_dossier'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('dossier',), name='one_open_pause'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='a_pause_ends_after_it_began'),
        ),
        migrations.AddIndex(
            model_name='supplementrequest',
            index=models.Index(condition=models.Q(('answered_at', None), ('closed_at', None)), fields=['due_at'], name='supplement_silence'),
        ),
        migrations.AddConstraint(
            model_name='supplementrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None), ('closed_at', None)), fields=('dossier',), name='one_open_supplement_request'),
        ),
    ]
