"""How far the open due dates have been counted again after a calendar changed."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from motcua.kernel.ids import new_id
from motcua.rooms.dossiers.types import Portion, RecountStage, Walk


class Recomputation(models.Model):
    """One change of a calendar carried into the open dossiers (tính lại hạn), portion by portion.

    Each portion moves `after` on in the transaction that moves its dossiers: a kill loses nothing and repeats nothing.
    Two halves of the dossiers go side by side, each a row of its own. Dossiers accepted by a process that had not heard
    of the change yet are looked at in a second round. `walk` says which of the clocks a round has come to.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cause = models.CharField(max_length=120)
    half = models.PositiveSmallIntegerField(default=0, db_default=0)
    calendar_id = models.UUIDField()
    agency_id = models.UUIDField(null=True)
    province_code = models.CharField(max_length=4, blank=True, default="")
    first = models.DateField()
    last = models.DateField()
    ground = models.TextField()
    known_at = models.DateTimeField()
    stage = models.CharField(max_length=12, choices=[(s, s) for s in RecountStage], default=RecountStage.ALL)
    walk = models.CharField(
        max_length=12, choices=[(w, w) for w in Walk], default=Walk.DOSSIERS, db_default=Walk.DOSSIERS
    )
    after = models.UUIDField(null=True)
    looked = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    later = models.PositiveIntegerField(default=0)
    terms = models.PositiveIntegerField(default=0, db_default=0)
    """How many other terms moved: answers, completions, opinions, corrections, papers, timers."""
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["begun_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cause", "half"], name="a_change_is_carried_out_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["finished_at"], condition=~models.Q(stage="done"), name="recomputation_under_way")
        ]

    def __str__(self) -> str:
        return self.ground[:60]

    def pass_on(self, done: Portion, *, at: datetime) -> None:
        """Note a portion; without a last row the walk is over, and with the last walk the round."""
        self.looked, self.moved, self.later = (
            self.looked + done.looked,
            self.moved + done.moved,
            self.later + done.later,
        )
        self.terms, self.after = self.terms + done.terms, done.after
        if done.after is not None:
            return
        following = Walk(self.walk).following
        self.walk = following or Walk.DOSSIERS
        if following is None and self.stage == RecountStage.ALL:
            self.stage, self.finished_at = RecountStage.STRAGGLERS, at
        elif following is None:
            self.stage = RecountStage.DONE
