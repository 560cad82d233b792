"""Early, on time, late: measured when processing ends, against the original due date (domain rows 13 and 15)."""

from datetime import datetime, timedelta

from motcua.rooms.dossiers.rules.states import CLOCK_RUNS, FINAL
from motcua.rooms.dossiers.types import Punctuality, Status

SOON = timedelta(days=2)


def punctuality(
    status: str,
    *,
    answer_due_at: datetime,
    original_due_at: datetime | None,
    completed_at: datetime | None,
    unpaid: bool = False,
    at: datetime,
) -> Punctuality:
    """How a dossier stands with its time. Before acceptance the answer's term counts, once the fee is met."""
    if completed_at is not None:
        late = original_due_at is not None and completed_at > original_due_at
        return Punctuality.DONE_LATE if late else Punctuality.DONE_IN_TIME
    if Status(status) in FINAL:
        return Punctuality.NO_TERM
    due = _measured(status, answer_due_at, original_due_at, unpaid=unpaid)
    if due is None:
        return Punctuality.NO_TERM
    if at > due:
        return Punctuality.LATE
    return Punctuality.DUE_SOON if at > due - SOON else Punctuality.IN_TIME


def soon_from(
    status: str, *, answer_due_at: datetime, original_due_at: datetime | None, unpaid: bool = False
) -> datetime | None:
    """From when a running dossier counts as due soon; None while no term runs."""
    due = _measured(status, answer_due_at, original_due_at, unpaid=unpaid)
    return due - SOON if due else None


def _measured(
    status: str, answer_due_at: datetime, original_due_at: datetime | None, *, unpaid: bool
) -> datetime | None:
    if status == Status.SUBMITTED:
        return None if unpaid else answer_due_at
    return original_due_at if Status(status) in CLOCK_RUNS else None
