"""An officer sees what he did today, however much was done before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("process", "0001_cases_and_their_tasks")]
    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "done")), fields=["done_by", "done_at"], name="task_done_by"
            ),
        ),
    ]
