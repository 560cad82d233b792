"""Cash over the counter: who took it where, and a receipt that can be void without losing its number."""

import django.db.models.deletion
import motcua.kernel.ids
from django.db import migrations, models

from motcua.kernel.rls import tenant_policy


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0002_the_ledger_guards_itself'),
    ]

    operations = [
        migrations.CreateModel(
            name='CashTaking',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('desk_agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('obligation_id', models.UUIDField()),
                ('subject_id', models.UUIDField()),
                ('code', models.CharField(blank=True, max_length=40)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('payer_name', models.CharField(blank=True, max_length=200)),
                ('amount', models.BigIntegerField()),
                ('receipt_number', models.CharField(blank=True, max_length=40)),
                ('receipt_document_id', models.UUIDField(null=True)),
                ('taken_at', models.DateTimeField()),
                ('taken_by', models.UUIDField()),
                ('taken_by_name', models.CharField(max_length=200)),
                ('voided_at', models.DateTimeField(null=True)),
                ('voided_by', models.UUIDField(null=True)),
                ('void_reason', models.CharField(max_length=500, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='receipt',
            name='voided_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='receipt',
            name='obligation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='payments.obligation'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('obligation',), name='receipt_once_per_obligation'),
        ),
        migrations.AddField(
            model_name='cashtaking',
            name='attempt',
            field=models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='cash', to='payments.attempt'),
        ),
        migrations.AddIndex(
            model_name='cashtaking',
            index=models.Index(fields=['desk_agency_id', 'taken_at'], name='cash_of_the_day'),
        ),
        migrations.AddConstraint(
            model_name='cashtaking',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='cash_is_above_zero'),
        ),
        migrations.AddConstraint(
            model_name='cashtaking',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), ('void_reason__isnull', False)), models.Q(('voided_at__isnull', True), ('voided_by__isnull', True), ('void_reason__isnull', True)), _connector='OR'), name='cash_is_voided_with_a_reason'),
        ),
        tenant_policy(
            "payments_cashtaking", agency="agency_id", other_agency="desk_agency_id", owner="owner_id"
        ),
    ]
