"""Read models: one row a dossier, fed by facts, without personal data. They can be rebuilt from the facts at any time."""

from django.db import models

from motcua.rooms.insights.types import Channel, Outcome


class DossierFigure(models.Model):
    """What the public figures need to know of one dossier (số liệu hồ sơ): dates, channel, outcome, grade."""

    dossier_id = models.UUIDField(primary_key=True, editable=False)
    agency = models.UUIDField()
    procedure = models.TextField()
    channel = models.TextField(choices=[(c.value, c.value) for c in Channel])
    submitted_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    outcome = models.TextField(choices=[(o.value, o.value) for o in Outcome], default=Outcome.OPEN)
    paid_online = models.BooleanField(default=False)
    grade = models.SmallIntegerField(null=True)
    seen_until = models.DateTimeField()

    class Meta:
        db_table = "insights_dossierfigure"
        ordering = ("submitted_at", "dossier_id")
        indexes = [
            models.Index(fields=["agency", "procedure", "accepted_at"], name="figure_agency_procedure"),
            models.Index(fields=["accepted_at"], name="figure_accepted"),
            models.Index(fields=["completed_at"], name="figure_completed"),
        ]
