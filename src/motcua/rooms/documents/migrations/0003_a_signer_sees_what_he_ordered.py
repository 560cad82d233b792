"""A signer sees what he ordered, the latest first, however many documents there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_rows_belong_to_agency_and_owner")]
    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("ordered_at__isnull", False)),
                fields=["ordered_by", "ordered_at"],
                name="document_by_signer",
            ),
        ),
    ]
