"""Two more kinds of paper: the notice of what has to be paid, and the certified copy of a result."""

from django.db import migrations, models

KINDS = [
    "submission_receipt", "reception_slip", "supplement_request", "refusal_slip", "result", "result_refusal",
    "payment_receipt", "apology", "stop_notice", "payment_notice", "result_copy", "other",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_a_document_may_take_the_place_of_another")]

    operations = [
        migrations.AlterField(
            "document", "kind", models.CharField(max_length=30, choices=[(kind, kind) for kind in KINDS])
        )
    ]
