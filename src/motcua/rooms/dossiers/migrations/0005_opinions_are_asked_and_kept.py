"""Opinions asked of others, and the sharing of a dossier with whoever is asked.

Expand: a share may say which agency gave it and whose dossier it is, so that both can give and end it.
"""

import django.db.models.deletion
import motcua.kernel.ids
from django.db import migrations, models

from motcua.kernel.rls import tenant_policy

FURTHER = """
create policy dossiers_consultation_asked on dossiers_consultation
  using (to_agency_id = (select motcua_agency())) with check (to_agency_id = (select motcua_agency()));
create policy dossiers_share_given on dossiers_share
  using (given_by = (select motcua_agency()) or owner_id = (select motcua_person()))
  with check (given_by = (select motcua_agency()) or owner_id = (select motcua_person()));
"""
UNDO = """
drop policy dossiers_share_given on dossiers_share;
drop policy dossiers_consultation_asked on dossiers_consultation;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0004_paper_goes_from_desk_to_desk'),
    ]

    operations = [
        migrations.AddField(
            model_name='share',
            name='given_by',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='share',
            name='owner_id',
            field=models.UUIDField(null=True),
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('to_agency_id', models.UUIDField()),
                ('to_unit_id', models.UUIDField(null=True)),
                ('question', models.BinaryField()),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.UUIDField()),
                ('asked_by_name', models.CharField(max_length=200)),
                ('due_at', models.DateTimeField()),
                ('answer', models.BinaryField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.UUIDField(null=True)),
                ('answered_by_name', models.CharField(blank=True, default='', max_length=200)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_because', models.CharField(blank=True, default='', max_length=300)),
                ('late_told_at', models.DateTimeField(null=True)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='dossiers.dossier')),
            ],
            options={
                'ordering': ['asked_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('answered_at', None), ('closed_at', None)), fields=['to_agency_id', 'due_at', 'id'], name='consultation_waiting'), models.Index(fields=['dossier', 'asked_at'], name='consultation_of_dossier')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None), ('closed_at', None)), fields=('dossier', 'to_agency_id', 'to_unit_id'), name='one_open_consultation_of_a_place', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('answer', None), ('answered_at', None)), models.Q(('answer__isnull', False), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='an_opinion_has_its_giver'), models.CheckConstraint(condition=models.Q(('answered_at', None), ('closed_at', None), _connector='OR'), name='a_consultation_ends_in_one_way')],
            },
        ),
        tenant_policy("dossiers_consultation", agency="agency_id", owner="owner_id"),
        migrations.RunSQL(FURTHER, UNDO),
    ]
