"""One person may file for another: for which procedures, from when to when, on what evidence, ended by either."""

import motcua.kernel.ids
from django.db import migrations, models

from motcua.kernel.rls import tenant_policy


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0005_a_counter_knows_whom_it_met'),
    ]

    operations = [
        migrations.CreateModel(
            name='Authorisation',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('relation', models.CharField(choices=[('authorised', 'authorised'), ('child', 'child')], max_length=10)),
                ('principal_id', models.UUIDField()),
                ('principal_name', models.CharField(max_length=200)),
                ('representative_id', models.UUIDField()),
                ('representative_name', models.CharField(max_length=200)),
                ('procedures', models.JSONField(default=list)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('evidence', models.CharField(blank=True, default='', max_length=500)),
                ('agency_id', models.UUIDField(null=True)),
                ('declared_at', models.DateTimeField()),
                ('declared_by', models.UUIDField()),
                ('verified_at', models.DateTimeField(null=True)),
                ('verified_by', models.UUIDField(null=True)),
                ('verified_by_name', models.CharField(blank=True, default='', max_length=200)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.UUIDField(null=True)),
            ],
            options={
                'verbose_name': 'uỷ quyền',
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['representative_id'], name='authorisation_held'), models.Index(fields=['principal_id'], name='authorisation_given')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='authorisation_ends_after_it_began'), models.CheckConstraint(condition=models.Q(('principal_id', models.F('representative_id')), _negated=True), name='nobody_authorises_himself'), models.CheckConstraint(condition=models.Q(models.Q(('verified_at__isnull', False), ('verified_by__isnull', False)), models.Q(('verified_at__isnull', True), ('verified_by__isnull', True)), _connector='OR'), name='authorisation_is_verified_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), _connector='OR'), name='authorisation_is_ended_by_somebody')],
            },
        ),
        tenant_policy(
            "identity_authorisation", agency="agency_id", owner="principal_id", other_owner="representative_id"
        ),
    ]
