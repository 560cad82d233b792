"""Weekly patterns, and dated exceptions each with its source. Public facts: no policy."""

import django.db.models.deletion
import motcua.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='OfficeCalendar',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='Tên lịch')),
                ('applies_to', models.UUIDField(null=True, unique=True)),
                ('weekly', models.JSONField(default=dict)),
                ('weekly_source', models.TextField(blank=True, default='')),
                ('known_until', models.DateField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='DayException',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('date', models.DateField()),
                ('intervals', models.JSONField(default=list)),
                ('reason', models.CharField(max_length=200)),
                ('source', models.TextField()),
                ('confidence', models.CharField(choices=[('official', 'Theo văn bản'), ('law', 'Theo luật'), ('estimated', 'Dự kiến')], max_length=10)),
                ('announced_on', models.DateField(null=True)),
                ('known_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days', to='calendar.officecalendar')),
            ],
            options={
                'ordering': ['date', 'known_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('calendar', 'date'), name='one_current_exception_per_day'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='every_exception_has_a_source')],
            },
        ),
    ]
