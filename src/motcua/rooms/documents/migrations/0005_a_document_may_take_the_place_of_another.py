"""The right document names the wrong one: the wrong one is void the moment the right one is signed, not later."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_an_organisation_is_named_in_full")]

    operations = [migrations.AddField("document", "replaces_id", models.UUIDField(null=True))]
