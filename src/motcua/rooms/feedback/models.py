"""Grades people give. Respondents stay confidential (NĐ 118/2025 Art. 29): officers see figures, never who."""

from django.db import models

from motcua.kernel.ids import new_id
from motcua.rooms.feedback.types import RatingKind


class Rating(models.Model):
    """One grade of a kind for one dossier (đánh giá): how easy it was to hand in, how it was handled."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    dossier_id = models.UUIDField()
    kind = models.CharField(
        max_length=10,
        choices=[(k.value, k.value) for k in RatingKind],
        default=RatingKind.HANDLING,
        db_default=RatingKind.HANDLING.value,
    )
    grade = models.SmallIntegerField()
    comment_sealed = models.BinaryField(null=True)
    rated_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-rated_at", "id")
        constraints = [
            models.CheckConstraint(condition=models.Q(grade__gte=1, grade__lte=5), name="rating_grade_1_to_5"),
            models.UniqueConstraint(fields=["dossier_id", "kind"], name="one_grade_of_a_kind"),
        ]


class Complaint(models.Model):
    """«Hồ sơ này trễ hẹn»: one a dossier, answered by the office in a set time, opened again once at most.

    `round` is 1, or 2 after the person said that the answer did not help; the words of both sides lie sealed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    dossier_id = models.UUIDField(unique=True)
    unit_id = models.UUIDField(null=True)
    reference = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    """The date promised when it was asked; it stays when another is promised."""
    late = models.BooleanField(null=True)
    """Whether it was late when it was asked, else the question was whether it will be done in time; empty in rows of
    older releases."""
    late_again = models.BooleanField(null=True)
    """The same when it was asked once more."""
    sentence_sealed = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    round = models.SmallIntegerField(default=1)
    answer_due_at = models.DateTimeField()
    answer_from = models.DateTimeField(null=True)
    """Since when the office's time to answer runs; empty in rows of older releases: since it was made."""
    waiting = models.BooleanField(default=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("answer_due_at", "id")
        constraints = [models.CheckConstraint(condition=models.Q(round__in=[1, 2]), name="complaint_reopened_once")]
        indexes = [
            models.Index(
                fields=["agency_id", "answer_due_at", "id"],
                condition=models.Q(waiting=True),
                name="complaint_to_answer",
            )
        ]

    @property
    def was_late(self) -> bool:
        """Tell whether it was asked why it is late; in rows of older releases, by the date promised then."""
        return self.made_at > self.due_at if self.late is None else self.late

    @property
    def ahead(self) -> bool:
        """Tell whether the round that waits asks about a date that was still to come."""
        return not (self.was_late if self.round == 1 or self.late_again is None else self.late_again)


class Answer(models.Model):
    """What the office answered in one round; never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="answers")
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    round = models.SmallIntegerField()
    words_sealed = models.BinaryField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    in_time = models.BooleanField()

    class Meta:
        ordering = ("at", "id")
        constraints = [models.UniqueConstraint(fields=["complaint", "round"], name="one_answer_a_round")]
