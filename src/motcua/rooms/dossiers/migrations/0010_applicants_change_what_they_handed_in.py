"""Changes an applicant makes until the decision, and on which answers a result was drafted."""

import django.db.models.deletion
import motcua.kernel.ids
from django.db import migrations, models

from motcua.kernel.rls import tenant_policy


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0009_a_draft_says_in_whose_place_it_was_made'),
    ]

    operations = [
        migrations.AddField(
            model_name='resultdraft',
            name='answers_id',
            field=models.UUIDField(null=True),
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('before_id', models.UUIDField()),
                ('answers_id', models.UUIDField()),
                ('fields', models.JSONField(default=list)),
                ('reason', models.TextField(blank=True, default='')),
                ('begun_at', models.DateTimeField()),
                ('amended_at', models.DateTimeField(null=True)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='dossiers.dossier')),
            ],
            options={
                'ordering': ['begun_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('amended_at', None)), fields=('dossier',), name='one_amendment_at_a_time')],
            },
        ),
        tenant_policy("dossiers_amendment", agency="agency_id", owner="owner_id"),
    ]
