"""A wrong result is corrected from the moment it is signed; what it prints otherwise, and on what ground, is kept.

The pairs are those of rules/states.py; a test compares the two.
"""

from django.db import migrations, models
from django.db.models import Q

PAIRS = {
    "submitted": "supplement_before_acceptance refused_reception accepted withdrawn stopped",
    "supplement_before_acceptance": "submitted refused_reception withdrawn stopped",
    "accepted": "in_appraisal supplement_after_appraisal awaiting_payment submitted_for_approval withdrawn stopped",
    "in_appraisal": "supplement_after_appraisal awaiting_payment submitted_for_approval withdrawn stopped",
    "supplement_after_appraisal": "in_appraisal withdrawn stopped",
    "awaiting_payment": "in_appraisal withdrawn stopped",
    "submitted_for_approval": "returned_for_rework approved withdrawn stopped",
    "returned_for_rework": "submitted_for_approval supplement_after_appraisal awaiting_payment withdrawn stopped",
    "approved": "returned_for_rework signing withdrawn stopped",
    "signing": "issued",
    "issued": "delivered correction_requested",
    "delivered": "correction_requested",
    "correction_requested": "corrected delivered issued",
    "corrected": "correction_requested",
}
BEFORE = PAIRS | {"issued": "delivered", "correction_requested": "corrected delivered"}
HELD = ["delivered", "correction_requested", "corrected"]


def transitions(pairs: dict[str, str]) -> str:
    values = ", ".join(f"('{before}', '{after}')" for before, line in pairs.items() for after in line.split())
    return (
        "create or replace function dossiers_transitions() returns table (before text, after text) "
        f"language sql immutable parallel safe as $$ values {values} $$;"
    )


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0020_every_open_term_is_counted_again")]

    operations = [
        migrations.AddField("correction", "mended", models.BinaryField(null=True)),
        migrations.AddField(
            "correction", "ground", models.CharField(max_length=60, blank=True, default="", db_default="")
        ),
        migrations.RemoveConstraint("dossier", "a_delivered_dossier_says_when"),
        migrations.AddConstraint(
            "dossier",
            models.CheckConstraint(
                condition=Q(status="correction_requested")
                | Q(status__in=["delivered", "corrected"], delivered_at__isnull=False)
                | (~Q(status__in=HELD) & Q(delivered_at=None)),
                name="a_delivered_dossier_says_when",
            ),
        ),
        migrations.RunSQL(transitions(PAIRS), transitions(BEFORE)),
    ]
