"""A person who comes to a counter is written down at assurance 0; the day he signs in he is the same person."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0002_who_sees_whom_and_who_is_behind_a_token'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='person',
            name='person_assurance_is_known',
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('assurance__range', (0, 2))), name='person_assurance_is_known'),
        ),
    ]
