"""A dossier says when its fee is on its way back, and when it is back."""

import motcua.rooms.dossiers.types.states
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0028_opening_without_a_part_in_it_has_a_reason'),
    ]

    operations = [
        migrations.AlterField(
            model_name='dossier',
            name='finance_state',
            field=models.CharField(choices=[(motcua.rooms.dossiers.types.states.FinanceState['NOTHING'], motcua.rooms.dossiers.types.states.FinanceState['NOTHING']), (motcua.rooms.dossiers.types.states.FinanceState['OWED'], motcua.rooms.dossiers.types.states.FinanceState['OWED']), (motcua.rooms.dossiers.types.states.FinanceState['PAID'], motcua.rooms.dossiers.types.states.FinanceState['PAID']), (motcua.rooms.dossiers.types.states.FinanceState['WAIVED'], motcua.rooms.dossiers.types.states.FinanceState['WAIVED']), (motcua.rooms.dossiers.types.states.FinanceState['CANCELLED'], motcua.rooms.dossiers.types.states.FinanceState['CANCELLED']), (motcua.rooms.dossiers.types.states.FinanceState['REFUNDING'], motcua.rooms.dossiers.types.states.FinanceState['REFUNDING']), (motcua.rooms.dossiers.types.states.FinanceState['REFUNDED'], motcua.rooms.dossiers.types.states.FinanceState['REFUNDED'])], default=motcua.rooms.dossiers.types.states.FinanceState['NOTHING'], max_length=12),
        ),
    ]
