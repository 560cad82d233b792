"""No dossier is worked on before it was accepted, whatever code may say."""

import motcua.rooms.dossiers.types
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0002_only_lawful_changes'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_at__isnull', False), ('status__in', (motcua.rooms.dossiers.types.Status['SUBMITTED'], motcua.rooms.dossiers.types.Status['SUPPLEMENT_BEFORE'], motcua.rooms.dossiers.types.Status['REFUSED_RECEPTION'], motcua.rooms.dossiers.types.Status['WITHDRAWN'], motcua.rooms.dossiers.types.Status['STOPPED'])), _connector='OR'), name='work_begins_with_acceptance'),
        ),
    ]
