"""The ladder begins anew when another date is promised: each rung is taken once a date, no longer once a dossier."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0023_paper_goes_in_stretches'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.UniqueConstraint(fields=('dossier', 'rung', 'due_at'), name='each_rung_once_a_date'),
        ),
        migrations.RemoveConstraint(model_name='escalation', name='each_rung_once'),
    ]
