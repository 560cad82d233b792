"""Wrong results are corrected after the end; the database knows the changes of status that belong to it.

The pairs are those of rules/states.py; a test compares the two.
"""

import django.db.models.deletion
import motcua.kernel.ids
import motcua.rooms.dossiers.types.states
from django.db import migrations, models

from motcua.kernel.rls import tenant_policy

PAIRS = {
    "submitted": "supplement_before_acceptance refused_reception accepted withdrawn",
    "supplement_before_acceptance": "submitted refused_reception withdrawn stopped",
    "accepted": "in_appraisal supplement_after_appraisal awaiting_payment submitted_for_approval withdrawn stopped",
    "in_appraisal": "supplement_after_appraisal awaiting_payment submitted_for_approval withdrawn stopped",
    "supplement_after_appraisal": "in_appraisal withdrawn stopped",
    "awaiting_payment": "in_appraisal withdrawn stopped",
    "submitted_for_approval": "returned_for_rework approved withdrawn stopped",
    "returned_for_rework": "submitted_for_approval supplement_after_appraisal awaiting_payment withdrawn stopped",
    "approved": "returned_for_rework signing withdrawn stopped",
    "signing": "issued",
    "issued": "delivered",
}
CORRECTING = {
    "delivered": "correction_requested",
    "correction_requested": "corrected delivered",
    "corrected": "correction_requested",
}


def transitions(pairs: dict[str, str]) -> str:
    values = ", ".join(f"('{before}', '{after}')" for before, line in pairs.items() for after in line.split())
    return (
        "create or replace function dossiers_transitions() returns table (before text, after text) "
        f"language sql immutable parallel safe as $$ values {values} $$;"
    )




class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0011_a_colleague_has_it_open'),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('state', models.CharField(choices=[(motcua.rooms.dossiers.types.states.CorrectionState['REQUESTED'], motcua.rooms.dossiers.types.states.CorrectionState['REQUESTED']), (motcua.rooms.dossiers.types.states.CorrectionState['DRAFTED'], motcua.rooms.dossiers.types.states.CorrectionState['DRAFTED']), (motcua.rooms.dossiers.types.states.CorrectionState['APPROVED'], motcua.rooms.dossiers.types.states.CorrectionState['APPROVED']), (motcua.rooms.dossiers.types.states.CorrectionState['NUMBERED'], motcua.rooms.dossiers.types.states.CorrectionState['NUMBERED']), (motcua.rooms.dossiers.types.states.CorrectionState['SIGNING'], motcua.rooms.dossiers.types.states.CorrectionState['SIGNING']), (motcua.rooms.dossiers.types.states.CorrectionState['CORRECTED'], motcua.rooms.dossiers.types.states.CorrectionState['CORRECTED']), (motcua.rooms.dossiers.types.states.CorrectionState['DECLINED'], motcua.rooms.dossiers.types.states.CorrectionState['DECLINED'])], max_length=10)),
                ('wrong', models.BinaryField()),
                ('by_applicant', models.BooleanField()),
                ('asked_by', models.UUIDField()),
                ('asked_by_name', models.CharField(blank=True, default='', max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('old_document_id', models.UUIDField()),
                ('kind', models.CharField(blank=True, choices=[(motcua.rooms.dossiers.types.states.ResultKind['GRANTED'], motcua.rooms.dossiers.types.states.ResultKind['GRANTED']), (motcua.rooms.dossiers.types.states.ResultKind['REFUSED'], motcua.rooms.dossiers.types.states.ResultKind['REFUSED'])], default='', max_length=8)),
                ('values', models.BinaryField(null=True)),
                ('document_id', models.UUIDField(null=True)),
                ('document_version', models.PositiveIntegerField(default=0)),
                ('drafter_id', models.UUIDField(null=True)),
                ('drafter_name', models.CharField(blank=True, default='', max_length=200)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_reason', models.TextField(blank=True, default='')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['asked_at', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='dossier',
            name='an_issued_dossier_has_its_result',
        ),
        migrations.RemoveConstraint(
            model_name='dossier',
            name='a_delivered_dossier_says_when',
        ),
        migrations.AddField(
            model_name='dossier',
            name='lost_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='dossier',
            name='status',
            field=models.CharField(choices=[(motcua.rooms.dossiers.types.states.Status['SUBMITTED'], 'Đã nộp, chờ tiếp nhận'), (motcua.rooms.dossiers.types.states.Status['SUPPLEMENT_BEFORE'], 'Cần bổ sung'), (motcua.rooms.dossiers.types.states.Status['REFUSED_RECEPTION'], 'Không được tiếp nhận'), (motcua.rooms.dossiers.types.states.Status['ACCEPTED'], 'Đã tiếp nhận'), (motcua.rooms.dossiers.types.states.Status['IN_APPRAISAL'], 'Đang giải quyết'), (motcua.rooms.dossiers.types.states.Status['SUPPLEMENT_AFTER'], 'Cần bổ sung'), (motcua.rooms.dossiers.types.states.Status['AWAITING_PAYMENT'], 'Chờ nộp tiền'), (motcua.rooms.dossiers.types.states.Status['FOR_APPROVAL'], 'Đang trình duyệt'), (motcua.rooms.dossiers.types.states.Status['REWORK'], 'Đang giải quyết'), (motcua.rooms.dossiers.types.states.Status['APPROVED'], 'Đã duyệt, chờ phát hành'), (motcua.rooms.dossiers.types.states.Status['SIGNING'], 'Đang ký số'), (motcua.rooms.dossiers.types.states.Status['ISSUED'], 'Đã có kết quả'), (motcua.rooms.dossiers.types.states.Status['DELIVERED'], 'Đã trả kết quả'), (motcua.rooms.dossiers.types.states.Status['CORRECTION_REQUESTED'], 'Đang sửa kết quả sai'), (motcua.rooms.dossiers.types.states.Status['CORRECTED'], 'Đã trả kết quả đã sửa'), (motcua.rooms.dossiers.types.states.Status['WITHDRAWN'], 'Đã rút hồ sơ'), (motcua.rooms.dossiers.types.states.Status['STOPPED'], 'Đã dừng giải quyết')], default=motcua.rooms.dossiers.types.states.Status['SUBMITTED'], max_length=32),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', [motcua.rooms.dossiers.types.states.Status['ISSUED'], motcua.rooms.dossiers.types.states.Status['DELIVERED'], motcua.rooms.dossiers.types.states.Status['CORRECTION_REQUESTED'], motcua.rooms.dossiers.types.states.Status['CORRECTED']]), _negated=True), models.Q(('completed_at__isnull', False), ('result_document_id__isnull', False)), _connector='OR'), name='an_issued_dossier_has_its_result'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('delivered_at__isnull', False), ('status__in', (motcua.rooms.dossiers.types.states.Status['DELIVERED'], motcua.rooms.dossiers.types.states.Status['CORRECTION_REQUESTED'], motcua.rooms.dossiers.types.states.Status['CORRECTED']))), models.Q(models.Q(('status__in', (motcua.rooms.dossiers.types.states.Status['DELIVERED'], motcua.rooms.dossiers.types.states.Status['CORRECTION_REQUESTED'], motcua.rooms.dossiers.types.states.Status['CORRECTED'])), _negated=True), ('delivered_at', None)), _connector='OR'), name='a_delivered_dossier_says_when'),
        ),
        migrations.AddField(
            model_name='correction',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='dossiers.dossier'),
        ),
        migrations.AddIndex(
            model_name='correction',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['agency_id', 'due_at', 'id'], name='correction_waiting'),
        ),
        migrations.AddIndex(
            model_name='correction',
            index=models.Index(condition=models.Q(('document_id__isnull', False)), fields=['document_id'], name='correction_document'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('dossier',), name='one_correction_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ['corrected', 'declined'])), models.Q(models.Q(('state__in', ['corrected', 'declined']), _negated=True), ('ended_at', None)), _connector='OR'), name='a_correction_says_when_it_ended'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'declined']), ('document_id__isnull', False), _connector='OR'), name='a_correction_at_work_has_its_document'),
        ),
        migrations.RunSQL(transitions(PAIRS | CORRECTING), transitions(PAIRS)),
        tenant_policy("dossiers_correction", agency="agency_id", owner="owner_id"),
    ]
