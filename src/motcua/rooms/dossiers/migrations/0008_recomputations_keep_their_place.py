"""Counting open dates again after a decree goes on where it was stopped: how far each such job has come."""

import motcua.kernel.ids
from django.db import migrations, models

from motcua.kernel.rls import tenant_policy


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0007_a_dossier_is_found_at_once_among_millions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Recomputation',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('cause', models.CharField(max_length=120, unique=True)),
                ('calendar_id', models.UUIDField()),
                ('agency_id', models.UUIDField(null=True)),
                ('province_code', models.CharField(blank=True, default='', max_length=4)),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('ground', models.TextField()),
                ('known_at', models.DateTimeField()),
                ('stage', models.CharField(choices=[('all', 'all'), ('stragglers', 'stragglers'), ('done', 'done')], default='all', max_length=12)),
                ('after', models.UUIDField(null=True)),
                ('looked', models.PositiveIntegerField(default=0)),
                ('moved', models.PositiveIntegerField(default=0)),
                ('later', models.PositiveIntegerField(default=0)),
                ('begun_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['begun_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('stage', 'done'), _negated=True), fields=['finished_at'], name='recomputation_under_way')],
            },
        ),
        tenant_policy("dossiers_recomputation"),
    ]
