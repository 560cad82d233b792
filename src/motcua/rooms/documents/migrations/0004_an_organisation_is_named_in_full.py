"""An organisation is no person: a verification page names it in full, which needs more room than initials."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_a_signer_sees_what_he_ordered")]

    operations = [
        migrations.AlterField(
            model_name="document",
            name="holder_initials",
            field=models.CharField(default="", max_length=200),
        )
    ]
