"""What is declared by decree stands beside what files say, and weekly patterns are dated and known from an instant on.

Expand: the weekly pattern that was in force is copied into its first row. Public facts: no policy.
"""

import django.db.models.deletion
import motcua.kernel.ids
from django.db import migrations, models


FIRST_WEEKS = """
insert into calendar_workingweek (id, calendar_id, since, weekly, source, known_until, known_at)
select gen_random_uuid(), c.id, date '2015-01-01', c.weekly, c.weekly_source, c.known_until,
       coalesce((select min(known_at) from calendar_dayexception d where d.calendar_id = c.id), timestamptz '2015-01-01')
  from calendar_officecalendar c where c.weekly <> '{}'::jsonb
"""


class Migration(migrations.Migration):

    dependencies = [
        ('calendar', '0001_dated_working_time'),
    ]

    operations = [
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('day_off', 'day_off'), ('swap', 'swap'), ('closure', 'closure'), ('worked', 'worked'), ('hours', 'hours')], max_length=10)),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('worked_on', models.DateField(null=True)),
                ('hours', models.JSONField(default=list)),
                ('number', models.CharField(max_length=60)),
                ('decided_on', models.DateField()),
                ('reason', models.CharField(max_length=200)),
                ('declared_at', models.DateTimeField()),
                ('declared_by', models.UUIDField()),
                ('declared_by_name', models.CharField(blank=True, default='', max_length=200)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('taken_back_by', models.UUIDField(null=True)),
                ('taken_back_by_name', models.CharField(blank=True, default='', max_length=200)),
                ('taken_back_number', models.CharField(blank=True, default='', max_length=60)),
                ('taken_back_reason', models.CharField(blank=True, default='', max_length=200)),
            ],
            options={
                'ordering': ['-declared_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='WorkingWeek',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateField()),
                ('weekly', models.JSONField()),
                ('source', models.TextField(blank=True, default='')),
                ('known_until', models.DateField()),
                ('known_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['since', 'known_at', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='dayexception',
            name='one_current_exception_per_day',
        ),
        migrations.AddField(
            model_name='officecalendar',
            name='province_code',
            field=models.CharField(blank=True, db_default='', default='', max_length=4),
        ),
        migrations.AddConstraint(
            model_name='officecalendar',
            constraint=models.UniqueConstraint(condition=models.Q(('province_code', ''), _negated=True), fields=('province_code',), name='one_calendar_a_province'),
        ),
        migrations.AddConstraint(
            model_name='officecalendar',
            constraint=models.CheckConstraint(condition=models.Q(('applies_to', None), ('province_code', ''), _connector='OR'), name='a_calendar_is_of_a_province_or_an_office'),
        ),
        migrations.AddField(
            model_name='declaration',
            name='calendar',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='calendar.officecalendar'),
        ),
        migrations.AddField(
            model_name='dayexception',
            name='declaration',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='days', to='calendar.declaration'),
        ),
        migrations.AddConstraint(
            model_name='dayexception',
            constraint=models.UniqueConstraint(condition=models.Q(('declaration', None), ('superseded_at', None)), fields=('calendar', 'date'), name='one_current_exception_of_a_file_per_day'),
        ),
        migrations.AddConstraint(
            model_name='dayexception',
            constraint=models.UniqueConstraint(condition=models.Q(('declaration__isnull', False), ('superseded_at', None)), fields=('calendar', 'date'), name='one_current_declaration_per_day'),
        ),
        migrations.AddField(
            model_name='workingweek',
            name='calendar',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='weeks', to='calendar.officecalendar'),
        ),
        migrations.AddConstraint(
            model_name='declaration',
            constraint=models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='a_declaration_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='declaration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='a_declaration_has_number_and_reason'),
        ),
        migrations.AddConstraint(
            model_name='declaration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False)), models.Q(('taken_back_at__isnull', True), ('taken_back_by__isnull', True)), _connector='OR'), name='taking_back_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='workingweek',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('calendar', 'since'), name='one_current_week_from_a_day_on'),
        ),
        migrations.RunSQL(FIRST_WEEKS, migrations.RunSQL.noop),
    ]
