"""Answers on their way and answers that left: one sealed row for each filing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from motcua.kernel import crypto
from motcua.kernel.ids import new_id
from motcua.rooms.forms.types import AnswersView, Known


class AnswerSet(models.Model):
    """What one person has filled in (nội dung đã điền).

    Belongs to the person alone until it is locked at submission; from then on the
    competent agency reads it too and nobody changes it any more.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_id = models.UUIDField()
    agency_id = models.UUIDField(null=True)
    content = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner_id", "-saved_at"], name="answer_set_of_owner")]
        constraints = [
            UniqueConstraint(fields=["agency_id", "id"], name="answer_set_within_agency"),
            CheckConstraint(
                condition=Q(locked_at__isnull=True) | Q(locked_at__gte=F("saved_at")),
                name="answer_set_quiet_once_locked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} v{self.version}"

    def write(self, answers: dict[str, Any], provenance: dict[str, Known], *, at: datetime) -> None:
        """Seal these values into the row. Changes this row only; the service saves it."""
        marks = {key: _stored(known) for key, known in provenance.items()}
        self.content = crypto.seal_json([answers, marks], context=_context(self.id), agency_id=self.agency_id)
        self.saved_at = at

    def opened(self) -> AnswersView:
        """The row with its seal broken, for someone who may read it."""
        answers, marks = crypto.unseal_json(self.content, context=_context(self.id))
        return AnswersView(
            id=self.id,
            owner_id=self.owner_id,
            agency_id=self.agency_id,
            answers=answers,
            provenance={key: _known(mark) for key, mark in marks.items()},
            version=self.version,
            saved_at=self.saved_at,
            locked_at=self.locked_at,
        )


def _context(answer_set_id: UUID) -> str:
    return f"forms_answerset.content:{answer_set_id}"


def _stored(known: Known) -> list[Any]:
    at = known.obtained_at.isoformat() if known.obtained_at else None
    return [known.source, at, known.verified, known.disputed, known.was]


def _known(mark: list[Any]) -> Known:
    source, at, verified, disputed, was = mark
    return Known(source, datetime.fromisoformat(at) if at else None, verified, disputed, was)
