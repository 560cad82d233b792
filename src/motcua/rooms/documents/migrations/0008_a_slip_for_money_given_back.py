"""Cash given back over the counter has a numbered slip."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0007_an_approval_says_in_whose_place_it_was_given'),
    ]

    operations = [
        migrations.AlterField(
            model_name='document',
            name='kind',
            field=models.CharField(choices=[('submission_receipt', 'submission_receipt'), ('reception_slip', 'reception_slip'), ('supplement_request', 'supplement_request'), ('refusal_slip', 'refusal_slip'), ('result', 'result'), ('result_refusal', 'result_refusal'), ('payment_receipt', 'payment_receipt'), ('apology', 'apology'), ('stop_notice', 'stop_notice'), ('payment_notice', 'payment_notice'), ('result_copy', 'result_copy'), ('refund_slip', 'refund_slip'), ('other', 'other')], max_length=30),
        ),
    ]
