"""A member knows which joint answers fed it, and the joint form which answers of the member it has taken over.

Expand: what is empty for members begun before is read from their facts.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0018_an_unpaid_dossier_is_closed")]

    operations = [
        migrations.AddField(model_name="groupmember", name="answers_id", field=models.UUIDField(null=True)),
        migrations.AddField(model_name="groupmember", name="joint_id", field=models.UUIDField(null=True)),
        migrations.AddField(
            model_name="groupmember",
            name="behind",
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
    ]
