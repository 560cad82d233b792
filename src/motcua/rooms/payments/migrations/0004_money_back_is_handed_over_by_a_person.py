"""Cash and transfers that go back are handed over by a person: who, how, to which account; and what was paid twice."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0003_cash_over_the_counter'),
    ]

    operations = [
        migrations.AddField(
            model_name='refundcase',
            name='account',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='refundcase',
            name='by_hand_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='refundcase',
            name='doubled_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='refundcase',
            name='doubled_settled_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='refundcase',
            name='doubled_words',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='refundcase',
            name='due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='refundcase',
            name='paid_by',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='refundcase',
            name='paid_by_name',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='refundcase',
            name='slip_document_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='refundcase',
            name='slip_number',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='refundcase',
            name='way',
            field=models.CharField(blank=True, choices=[('gateway', 'gateway'), ('cash', 'cash'), ('transfer', 'transfer')], max_length=10),
        ),
        migrations.AlterField(
            model_name='refundcase',
            name='reason',
            field=models.CharField(choices=[('surplus', 'surplus'), ('closed', 'closed'), ('decided', 'decided'), ('withdrawn', 'withdrawn'), ('not_taken', 'not_taken'), ('stopped', 'stopped')], max_length=12),
        ),
        migrations.AddIndex(
            model_name='refundcase',
            index=models.Index(condition=models.Q(('state__in', ['open', 'sent', 'refused'])), fields=['agency_id', 'opened_at'], name='refund_waiting'),
        ),
        migrations.AddIndex(
            model_name='refundcase',
            index=models.Index(condition=models.Q(('way', 'cash')), fields=['agency_id', 'closed_at'], name='refund_cash_of_the_day'),
        ),
    ]
