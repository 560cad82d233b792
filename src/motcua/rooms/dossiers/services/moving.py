"""A due date moves: the row, its history, the steps laid out anew, and the fact that tells of it."""

from datetime import datetime
from typing import Any

from motcua.kernel.types import Actor
from motcua.rooms.dossiers.events import DueChanged
from motcua.rooms.dossiers.models import Dossier, DueChange
from motcua.rooms.dossiers.services.holding import announce, kept
from motcua.rooms.process import services as process


def move(
    dossier: Dossier, due: datetime, *, cause: str, ground: str, explanation: dict[str, Any], by: Actor, at: datetime
) -> None:
    """Promise another date for a dossier that is held."""
    before, dossier.current_due_at = dossier.current_due_at, due
    if explanation:
        dossier.due_explanation = explanation
    kept(dossier)
    write_history(dossier, cause, ground, before, due, explanation, by=by, at=at)
    process.reschedule(dossier.id, due_at=due, started_at=dossier.clock_from or at, by=by, at=at)
    announce(
        DueChanged, dossier, by=by, at=at, cause=cause, ground=ground, before=before, due_at=due,
        explanation=str(explanation.get("text", "")),
    )  # fmt: skip


def write_history(
    dossier: Dossier,
    cause: str,
    ground: str,
    before: datetime | None,
    after: datetime | None,
    explanation: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Keep one move of a date for ever."""
    DueChange.objects.create(
        dossier=dossier, agency_id=dossier.agency_id, owner_id=dossier.owner_id, at=at, by=by.id, cause=cause,
        ground=ground, before=before, after=after, explanation=explanation,
    )  # fmt: skip
