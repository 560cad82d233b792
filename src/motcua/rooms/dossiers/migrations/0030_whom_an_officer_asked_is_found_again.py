"""The picker of opinions offers whom an officer asked lately: found by him, the latest first.

Expand: an index only.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0029_a_fee_may_go_back'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='consultation',
            index=models.Index(fields=['asked_by', '-asked_at'], name='consultation_asked_by'),
        ),
    ]
