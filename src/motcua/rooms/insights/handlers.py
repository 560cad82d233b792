"""Facts become figures. Each handler writes its own columns or folds all facts, so order and repetition do no harm."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.kernel import events, tenancy
from motcua.kernel.events import Fact
from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers.events import (
    DossierAccepted,
    DossierStopped,
    DossierSubmitted,
    DossierWithdrawn,
    FinanceChanged,
    ReceptionRefused,
    ResultIssued,
    ResultRefused,
    ResultsGathered,
)
from motcua.rooms.feedback.events import DossierRated
from motcua.rooms.feedback.types import RatingKind
from motcua.rooms.insights import recounting, writing
from motcua.rooms.insights.types import Outcome


def on_submitted(fact: DossierSubmitted, *, key: str, at: datetime) -> None:
    del key, at
    _begin(fact)


def _begin(fact: DossierSubmitted) -> None:
    with tenancy.scope(SYSTEM, writes=True), connection.cursor() as cursor:
        cursor.execute(
            "insert into insights_dossierfigure (dossier_id, agency, procedure, channel, submitted_at, outcome, paid_online, seen_until) "
            "values (%s, %s, %s, %s, %s, 'open', false, %s) on conflict (dossier_id) do nothing",
            [
                fact.subject_id,
                fact.agency_id,
                fact.procedure_code or fact.procedure_key,
                fact.method,
                fact.occurred_at,
                fact.occurred_at,
            ],
        )


def on_accepted(fact: DossierAccepted, *, key: str, at: datetime) -> None:
    del key, at
    _note(fact.subject_id, fact.occurred_at, accepted_at=fact.occurred_at)


def on_result(fact: ResultIssued | ResultRefused | ResultsGathered, *, key: str, at: datetime) -> None:
    del key, at
    outcome = Outcome.REJECTED if fact.kind == "refused" else Outcome.GRANTED
    _end(fact.subject_id, fact.occurred_at, fact.completed_at, outcome)


def on_ended(fact: ReceptionRefused | DossierWithdrawn | DossierStopped, *, key: str, at: datetime) -> None:
    del key, at
    outcome = {
        ReceptionRefused: Outcome.NOT_ACCEPTED,
        DossierWithdrawn: Outcome.WITHDRAWN,
        DossierStopped: Outcome.STOPPED,
    }[type(fact)]
    _end(fact.subject_id, fact.occurred_at, fact.occurred_at, outcome)


def on_finance(fact: FinanceChanged, *, key: str, at: datetime) -> None:
    del key, at
    if fact.state == "paid":
        _note(fact.subject_id, fact.occurred_at, paid_online=True)


def on_rated(fact: DossierRated, *, key: str, at: datetime) -> None:
    del key, at
    column = "ease" if fact.kind == RatingKind.EASE else "grade"
    _note(fact.subject_id, fact.occurred_at, **{column: fact.grade})


def on_work(fact: Fact, *, key: str, at: datetime) -> None:
    """Fold the whole dossier again: who has the work, since when, whom it waits for."""
    del key, at
    if writing.write([fact.subject_id]) == 0 and _begun(fact.subject_id):
        writing.write([fact.subject_id])


def _begun(dossier_id: UUID) -> bool:
    """Begin the figure from the stored submission, for whatever overtook its delivery; tell whether there is one."""
    with tenancy.scope(SYSTEM):
        facts = events.history(dossier_id)
    submitted = next((fact for fact in facts if isinstance(fact, DossierSubmitted)), None)
    if submitted is not None:
        _begin(submitted)
    return submitted is not None


def keep_counted(at: datetime) -> int:
    """Count again what an upgrade counts differently, a while each time; for the periodic jobs."""
    return recounting.go_on(at)


def _end(dossier_id: UUID, seen: datetime, ended: datetime, outcome: Outcome) -> None:
    """The first ending counts: nothing that is done to the dossier afterwards makes it more punctual, or less."""
    _note(dossier_id, seen)
    with tenancy.scope(SYSTEM, writes=True), connection.cursor() as cursor:
        cursor.execute(
            "update insights_dossierfigure set completed_at = %s, outcome = %s "
            "where dossier_id = %s and (completed_at is null or completed_at > %s)",
            [ended, outcome.value, dossier_id, ended],
        )


def _note(dossier_id: UUID, seen: datetime, **columns: Any) -> None:
    """Write these columns of a dossier's row; a fact that overtakes the submission begins the row itself."""
    if not _written(dossier_id, seen, columns) and _begun(dossier_id):
        _written(dossier_id, seen, columns)


def _written(dossier_id: UUID, seen: datetime, columns: dict[str, Any]) -> bool:
    assignments = "".join(f"{name} = %s, " for name in columns)
    with tenancy.scope(SYSTEM, writes=True), connection.cursor() as cursor:
        cursor.execute(
            f"update insights_dossierfigure set {assignments}seen_until = greatest(seen_until, %s) where dossier_id = %s",  # noqa: S608 (names of our own)
            [*columns.values(), seen, dossier_id],
        )
        return bool(cursor.rowcount)
