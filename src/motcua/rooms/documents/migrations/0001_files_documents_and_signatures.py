"""Files people hand in, documents the office draws up, their numbers, approvals and signatures."""

import django.db.models.deletion
import motcua.kernel.ids
import motcua.rooms.documents.types
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [("kernel", "0001_ground")]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField(null=True)),
                ('owner_id', models.UUIDField(null=True)),
                ('subject_id', models.UUIDField()),
                ('kind', models.CharField(choices=[('submission_receipt', 'submission_receipt'), ('reception_slip', 'reception_slip'), ('supplement_request', 'supplement_request'), ('refusal_slip', 'refusal_slip'), ('result', 'result'), ('result_refusal', 'result_refusal'), ('payment_receipt', 'payment_receipt'), ('apology', 'apology'), ('stop_notice', 'stop_notice'), ('other', 'other')], max_length=30)),
                ('title', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('pending', 'pending'), ('ready', 'ready'), ('failed', 'failed'), ('signing', 'signing'), ('signed', 'signed'), ('revoked', 'revoked')], default=motcua.rooms.documents.types.DocumentState['PENDING'], max_length=10)),
                ('draft', models.BooleanField(default=False)),
                ('version', models.IntegerField(default=1)),
                ('values', models.BinaryField()),
                ('values_digest', models.CharField(max_length=64)),
                ('holder_initials', models.CharField(default='', max_length=60)),
                ('verification_code', models.CharField(max_length=20, unique=True)),
                ('number', models.IntegerField(null=True)),
                ('number_text', models.CharField(default='', max_length=80)),
                ('dated_on', models.DateField(null=True)),
                ('content', models.CharField(default='', max_length=64)),
                ('sha256', models.CharField(default='', max_length=64)),
                ('size', models.IntegerField(default=0)),
                ('fault', models.CharField(default='', max_length=500)),
                ('drafted_by', models.UUIDField()),
                ('drafted_at', models.DateTimeField()),
                ('ordered_at', models.DateTimeField(null=True)),
                ('ordered_by', models.UUIDField(null=True)),
                ('signed_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_by', models.UUIDField(null=True)),
                ('revoked_reason', models.CharField(default='', max_length=500)),
            ],
            options={
                'verbose_name': 'văn bản',
            },
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('form_code', models.CharField(default='', max_length=80)),
                ('regulation', models.CharField(max_length=60)),
                ('version', models.CharField(max_length=20)),
                ('source', models.TextField()),
            ],
            options={
                'verbose_name': 'mẫu văn bản',
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('version', models.IntegerField()),
                ('purpose', models.CharField(choices=[('personal', 'personal'), ('seal', 'seal')], max_length=10)),
                ('values_digest', models.CharField(max_length=64)),
                ('drafter_id', models.UUIDField()),
                ('approver_id', models.UUIDField()),
                ('approver_name', models.CharField(max_length=120)),
                ('approver_title', models.CharField(max_length=160)),
                ('authority_prefix', models.CharField(default='', max_length=160)),
                ('approved_at', models.DateTimeField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
            ],
            options={
                'verbose_name': 'phê duyệt',
            },
        ),
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField(null=True)),
                ('owner_id', models.UUIDField(null=True)),
                ('subject_id', models.UUIDField(null=True)),
                ('purpose', models.CharField(default='', max_length=80)),
                ('name', models.CharField(max_length=160)),
                ('media_type', models.CharField(default='', max_length=100)),
                ('size', models.BigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('blob', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('quarantine', 'quarantine'), ('clean', 'clean'), ('refused', 'refused'), ('unreadable', 'unreadable')], default=motcua.rooms.documents.types.FileState['QUARANTINE'], max_length=12)),
                ('reason', models.CharField(default='', max_length=60)),
                ('reason_params', models.JSONField(default=dict)),
                ('pages', models.IntegerField(null=True)),
                ('notes', models.JSONField(default=list)),
                ('limits', models.JSONField(default=dict)),
                ('taken_in_at', models.DateTimeField()),
                ('taken_in_by', models.UUIDField()),
                ('inspected_at', models.DateTimeField(null=True)),
                ('attached_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'tệp',
                'indexes': [models.Index(condition=models.Q(('subject_id__isnull', False)), fields=['subject_id'], name='file_by_subject'), models.Index(condition=models.Q(('subject_id__isnull', True)), fields=['owner_id'], name='file_loose_by_owner'), models.Index(condition=models.Q(('state', motcua.rooms.documents.types.FileState['QUARANTINE'])), fields=['taken_in_at'], name='file_waiting')],
                'constraints': [models.UniqueConstraint(fields=('agency_id', 'id'), name='file_unique_in_agency'), models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='file_is_not_empty'), models.CheckConstraint(condition=models.Q(models.Q(('subject_id__isnull', False), ('attached_at__isnull', False)), models.Q(('subject_id__isnull', True), ('attached_at__isnull', True)), _connector='OR'), name='file_attachment_is_whole'), models.CheckConstraint(condition=models.Q(('state', motcua.rooms.documents.types.FileState['QUARANTINE']), ('inspected_at__isnull', False), _connector='OR'), name='file_verdict_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='RegisterBook',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('year', models.IntegerField()),
                ('kind', models.CharField(max_length=40)),
                ('symbol', models.CharField(max_length=60)),
                ('last_number', models.IntegerField(default=0)),
                ('opened_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'sổ đăng ký văn bản',
                'constraints': [models.UniqueConstraint(fields=('agency_id', 'year', 'kind'), name='one_book_a_kind_and_year'), models.UniqueConstraint(fields=('agency_id', 'id'), name='book_unique_in_agency')],
            },
        ),
        migrations.AddField(
            model_name='document',
            name='book',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.registerbook'),
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('purpose', models.CharField(choices=[('personal', 'personal'), ('seal', 'seal')], max_length=10)),
                ('key_name', models.CharField(max_length=80)),
                ('field_name', models.CharField(max_length=40)),
                ('input_sha256', models.CharField(max_length=64)),
                ('prepared', models.CharField(max_length=64)),
                ('tbs_digest', models.CharField(max_length=128)),
                ('ordered_by', models.UUIDField()),
                ('ordered_at', models.DateTimeField()),
                ('leased_until', models.DateTimeField()),
                ('attempts', models.IntegerField(default=0)),
                ('fault', models.CharField(default='', max_length=500)),
                ('certificate', models.CharField(default='', max_length=300)),
                ('content', models.CharField(default='', max_length=64)),
                ('sha256', models.CharField(default='', max_length=64)),
                ('made_at', models.DateTimeField(null=True)),
                ('approval', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.approval')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
            ],
            options={
                'verbose_name': 'chữ ký số',
            },
        ),
        migrations.AddField(
            model_name='document',
            name='template',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.template'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.UniqueConstraint(fields=('document', 'version', 'purpose'), name='one_approval_a_signature'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.CheckConstraint(condition=models.Q(('drafter_id', models.F('approver_id')), _negated=True), name='drafter_does_not_approve'),
        ),
        migrations.AddIndex(
            model_name='signature',
            index=models.Index(condition=models.Q(('made_at__isnull', True)), fields=['leased_until'], name='signature_waiting'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('document', 'purpose'), name='one_signature_a_purpose'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('made_at__isnull', True), models.Q(('content', ''), _negated=True), _connector='OR'), name='made_signature_has_bytes'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['subject_id', 'drafted_at'], name='document_by_subject'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(condition=models.Q(('sha256', ''), _negated=True), fields=['sha256'], name='document_by_digest'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(fields=('agency_id', 'id'), name='document_unique_in_agency'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('book__isnull', False), ('number__isnull', False), ('dated_on__isnull', False)), models.Q(('book__isnull', True), ('number__isnull', True), ('dated_on__isnull', True)), _connector='OR'), name='document_number_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True)), _connector='OR'), name='document_revocation_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ordered_at__isnull', False), ('ordered_by__isnull', False)), models.Q(('ordered_at__isnull', True), ('ordered_by__isnull', True)), _connector='OR'), name='document_order_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(fields=('book', 'number'), name='number_taken_once_in_a_book'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', [motcua.rooms.documents.types.DocumentKind['RESULT'], motcua.rooms.documents.types.DocumentKind['RESULT_REFUSAL']]), ('state', motcua.rooms.documents.types.DocumentState['SIGNED'])), fields=('subject_id',), name='one_current_signed_result'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', motcua.rooms.documents.types.DocumentState['SIGNED']), _negated=True), models.Q(('draft', False), ('signed_at__isnull', False)), _connector='OR'), name='signed_document_is_no_draft'),
        ),
    ]
