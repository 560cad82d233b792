"""A counter may use what is known of somebody only while he stands there: whom it met, and when."""

import motcua.kernel.ids
from django.db import migrations, models

from motcua.kernel.rls import tenant_policy


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0004_a_colleague_stands_in_for_who_is_away'),
    ]

    operations = [
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.UUIDField(default=motcua.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agency_id', models.UUIDField()),
                ('person_id', models.UUIDField()),
                ('met_at', models.DateTimeField()),
                ('met_by', models.UUIDField()),
            ],
            options={
                'verbose_name': 'lượt tiếp',
                'indexes': [models.Index(fields=['person_id', 'agency_id', '-met_at'], name='meeting_of_the_day')],
            },
        ),
        tenant_policy("identity_meeting", agency="agency_id", owner="person_id"),
    ]
