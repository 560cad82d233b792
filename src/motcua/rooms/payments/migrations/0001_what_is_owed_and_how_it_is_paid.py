"""What is owed, each try to pay it, what gateways reported, the ledger, refunds and receipts."""

import django.db.models.deletion
import motcua.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('reference', models.CharField(max_length=30, unique=True)),
                ('gateway', models.CharField(max_length=20)),
                ('amount', models.BigIntegerField()),
                ('state', models.CharField(choices=[('created', 'created'), ('sent', 'sent'), ('unknown', 'unknown'), ('paid', 'paid'), ('failed', 'failed'), ('expired', 'expired'), ('refunding', 'refunding'), ('refunded', 'refunded')], default='created', max_length=12)),
                ('address', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('outcome_code', models.CharField(blank=True, max_length=20)),
                ('next_check_at', models.DateTimeField(null=True)),
                ('checked_at', models.DateTimeField(null=True)),
                ('checks', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='GatewayTransaction',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField(null=True)),
                ('owner_id', models.UUIDField(null=True)),
                ('gateway', models.CharField(max_length=20)),
                ('number', models.CharField(max_length=40)),
                ('amount', models.BigIntegerField()),
                ('bank', models.CharField(blank=True, max_length=20)),
                ('content', models.BinaryField(null=True)),
                ('paid_at', models.DateTimeField(null=True)),
                ('heard_at', models.DateTimeField()),
                ('parked', models.CharField(choices=[('unknown_reference', 'unknown_reference'), ('wrong_amount', 'wrong_amount')], max_length=20, null=True)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('attempt', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transactions', to='payments.attempt')),
            ],
        ),
        migrations.CreateModel(
            name='Obligation',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('subject_id', models.UUIDField()),
                ('occasion', models.CharField(default='on_submission', max_length=40)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('payer_name', models.CharField(blank=True, max_length=200)),
                ('fee_lines', models.JSONField()),
                ('total', models.BigIntegerField()),
                ('currency', models.CharField(default='VND', max_length=3)),
                ('state', models.CharField(choices=[('open', 'open'), ('paid', 'paid'), ('waived', 'waived'), ('cancelled', 'cancelled')], default='open', max_length=12)),
                ('raised_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('waived_by', models.UUIDField(null=True)),
                ('waiver_reason', models.CharField(max_length=500, null=True)),
                ('waiver_evidence', models.CharField(max_length=500, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['owner_id', 'state'], name='obligation_of_owner')],
                'constraints': [models.UniqueConstraint(fields=('agency_id', 'id'), name='obligation_within_agency'), models.UniqueConstraint(fields=('agency_id', 'subject_id', 'occasion'), name='obligation_once_per_occasion'), models.CheckConstraint(condition=models.Q(('total__gt', 0)), name='obligation_is_above_zero'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'paid', 'waived', 'cancelled'])), name='obligation_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='obligation_closed_with_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('waived_by__isnull', False), ('waiver_reason__isnull', False), ('waiver_evidence__isnull', False)), models.Q(('waived_by__isnull', True), ('waiver_reason__isnull', True), ('waiver_evidence__isnull', True)), _connector='OR'), name='obligation_waiver_is_whole')],
            },
        ),
        migrations.AddField(
            model_name='attempt',
            name='obligation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='payments.obligation'),
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('entry_id', models.UUIDField()),
                ('account', models.CharField(max_length=40)),
                ('amount', models.BigIntegerField()),
                ('currency', models.CharField(default='VND', max_length=3)),
                ('posted_at', models.DateTimeField()),
                ('obligation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='payments.obligation')),
            ],
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('amount', models.BigIntegerField()),
                ('issued_at', models.DateTimeField()),
                ('document_id', models.UUIDField(null=True)),
                ('obligation', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='receipt', to='payments.obligation')),
            ],
        ),
        migrations.CreateModel(
            name='ReceiptBook',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency_id', 'year'), name='receipt_book_once')],
            },
        ),
        migrations.CreateModel(
            name='RefundCase',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('amount', models.BigIntegerField()),
                ('reason', models.CharField(choices=[('surplus', 'surplus'), ('closed', 'closed'), ('withdrawn', 'withdrawn'), ('decided', 'decided')], max_length=12)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('state', models.CharField(choices=[('open', 'open'), ('sent', 'sent'), ('refunded', 'refunded'), ('refused', 'refused')], default='open', max_length=12)),
                ('opened_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('evidence', models.CharField(blank=True, max_length=200)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(null=True)),
                ('obligation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='payments.obligation')),
                ('transaction', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='refund', to='payments.gatewaytransaction')),
            ],
        ),
        migrations.AddIndex(
            model_name='gatewaytransaction',
            index=models.Index(condition=models.Q(('parked__isnull', False), ('resolved_at__isnull', True)), fields=['heard_at'], name='transaction_parked'),
        ),
        migrations.AddConstraint(
            model_name='gatewaytransaction',
            constraint=models.UniqueConstraint(fields=('gateway', 'number'), name='transaction_heard_once'),
        ),
        migrations.AddConstraint(
            model_name='gatewaytransaction',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='transaction_is_above_zero'),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(condition=models.Q(('state__in', ['created', 'sent', 'unknown'])), fields=['next_check_at'], name='attempt_due_for_a_look'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(fields=('agency_id', 'id'), name='attempt_within_agency'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['created', 'sent', 'unknown'])), fields=('agency_id', 'obligation'), name='attempt_one_open_per_obligation'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'paid')), fields=('agency_id', 'obligation'), name='attempt_one_paid_per_obligation'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='attempt_is_above_zero'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['created', 'sent', 'unknown', 'paid', 'failed', 'expired', 'refunding', 'refunded'])), name='attempt_state_known'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['agency_id', 'account', 'posted_at'], name='posting_by_account'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.UniqueConstraint(fields=('agency_id', 'entry_id', 'account'), name='posting_once_per_entry_and_account'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='posting_is_not_zero'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('agency_id', 'year', 'number'), name='receipt_number_once'),
        ),
        migrations.AddIndex(
            model_name='refundcase',
            index=models.Index(condition=models.Q(('state__in', ['open', 'sent'])), fields=['next_try_at'], name='refund_due'),
        ),
        migrations.AddConstraint(
            model_name='refundcase',
            constraint=models.UniqueConstraint(fields=('agency_id', 'id'), name='refund_within_agency'),
        ),
        migrations.AddConstraint(
            model_name='refundcase',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='refund_is_above_zero'),
        ),
        migrations.AddConstraint(
            model_name='refundcase',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'sent', 'refunded', 'refused'])), name='refund_state_known'),
        ),
    ]
