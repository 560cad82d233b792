"""Paper goes on and comes back: each stretch knows the one before it, when it should arrive, and who missed it.

A result on paper goes to a counter or, by post, to the applicant. Several stretches may be under way at once; only what
waits to leave is one heap. Both constraints only become wider.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0022_a_dossier_is_opened_at_another_counter'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='papertransfer',
            name='paper_goes_elsewhere',
        ),
        migrations.RemoveConstraint(
            model_name='papertransfer',
            name='paper_is_on_one_way_at_a_time',
        ),
        migrations.AddField(
            model_name='papertransfer',
            name='after',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='following', to='dossiers.papertransfer'),
        ),
        migrations.AddField(
            model_name='papertransfer',
            name='expected_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='papertransfer',
            name='is_result',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='papertransfer',
            name='lost_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='papertransfer',
            name='lost_by',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='papertransfer',
            name='lost_by_name',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.AddField(
            model_name='papertransfer',
            name='lost_note',
            field=models.CharField(blank=True, db_default='', default='', max_length=500),
        ),
        migrations.AddField(
            model_name='papertransfer',
            name='to_applicant',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name='papertransfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lost_at__isnull', False), ('lost_by__isnull', False)), models.Q(('lost_at__isnull', True), ('lost_by__isnull', True)), _connector='OR'), name='paper_is_missed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='papertransfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agency_id', models.F('from_agency_id')), _negated=True), ('to_applicant', True), _connector='OR'), name='paper_goes_elsewhere'),
        ),
        migrations.AddConstraint(
            model_name='papertransfer',
            constraint=models.UniqueConstraint(condition=models.Q(('handed_at', None)), fields=('dossier', 'from_agency_id', 'agency_id', 'is_result'), name='paper_waits_once_for_each_way'),
        ),
    ]
