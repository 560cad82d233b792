"""When a wrong result has to be corrected. Expand: filled by the next fold of the facts."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('insights', '0003_opinions_waited_for_and_work_passed_on'),
    ]

    operations = [
        migrations.AddField(
            model_name='dossierfigure',
            name='correction_due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='dossierfigure',
            index=models.Index(condition=models.Q(('correction_due_at__isnull', False)), fields=['correction_due_at'], name='figure_correction'),
        ),
    ]
