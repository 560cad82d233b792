"""What was handed in and never paid for is closed by the clock; the database knows the change of status.

The pairs are those of rules/states.py; a test compares the two.
"""

from django.db import migrations

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
    "issued": "delivered",
    "delivered": "correction_requested",
    "correction_requested": "corrected delivered",
    "corrected": "correction_requested",
}
BEFORE = PAIRS | {"submitted": "supplement_before_acceptance refused_reception accepted withdrawn"}


def transitions(pairs: dict[str, str]) -> str:
    values = ", ".join(f"('{before}', '{after}')" for before, line in pairs.items() for after in line.split())
    return (
        "create or replace function dossiers_transitions() returns table (before text, after text) "
        f"language sql immutable parallel safe as $$ values {values} $$;"
    )


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0017_who_was_reminded_when_time_ran_out")]

    operations = [migrations.RunSQL(transitions(PAIRS), transitions(BEFORE))]
