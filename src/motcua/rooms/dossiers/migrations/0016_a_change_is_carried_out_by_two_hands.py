"""The two halves of the open dossiers are counted again side by side."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0015_an_office_keeps_its_sentences'),
    ]

    operations = [
        migrations.AddField(
            model_name='recomputation',
            name='half',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name='recomputation',
            name='cause',
            field=models.CharField(max_length=120),
        ),
        migrations.AddConstraint(
            model_name='recomputation',
            constraint=models.UniqueConstraint(fields=('cause', 'half'), name='a_change_is_carried_out_once'),
        ),
    ]
