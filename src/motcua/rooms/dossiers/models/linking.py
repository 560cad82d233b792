"""The parts of a group dossier (hồ sơ liên thông)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id
from motcua.rooms.dossiers.types import Outcome


class GroupMember(models.Model):
    """One procedure of a group dossier (thủ tục thành phần): where it goes, and the dossier it became.

    Made when the group is accepted; without a dossier while it waits for the result of another member. Holds nothing
    personal: every agency of the group reads it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="members")
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    place = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True, default="")
    version_id = models.UUIDField()
    at_agency_id = models.UUIDField()
    planned_due_at = models.DateTimeField(null=True)
    dossier_id = models.UUIDField(null=True, unique=True)
    hours = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    """Working hours the member's own clock counts, from the day it could start."""
    started_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=[(o, o) for o in Outcome], blank=True, default="")
    answers_id = models.UUIDField(null=True)
    """The answers of the member that the joint form has taken over."""
    joint_id = models.UUIDField(null=True)
    """The joint answers the member has been fed with."""
    behind = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    """Questions of the member that were answered otherwise after its decision: it keeps its version."""
    handed_at = models.DateTimeField(null=True)
    """When its result was given out on paper, where the set is collected at the counter."""

    class Meta:
        ordering: ClassVar = ["group", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "key"], name="a_member_is_in_its_group_once"),
            models.CheckConstraint(
                condition=Q(dossier_id=None, started_at=None) | Q(dossier_id__isnull=False, started_at__isnull=False),
                name="a_started_member_has_its_dossier",
            ),
        ]

    def __str__(self) -> str:
        return self.name
