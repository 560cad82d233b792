"""Grades people give. Respondents stay confidential (NĐ 118/2025 Art. 29): officers see figures, never who."""

from django.db import models

from motcua.kernel.ids import new_id


class Rating(models.Model):
    """One grade for one dossier (đánh giá)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    dossier_id = models.UUIDField(unique=True)
    grade = models.SmallIntegerField()
    comment_sealed = models.BinaryField(null=True)
    rated_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-rated_at", "id")
        constraints = [
            models.CheckConstraint(condition=models.Q(grade__gte=1, grade__lte=5), name="rating_grade_1_to_5")
        ]
