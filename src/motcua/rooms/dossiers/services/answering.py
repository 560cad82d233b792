"""Until when the applicant is answered: eight working hours, which begin once the dossier is there and its fee is met."""

from datetime import datetime

from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import answer_due
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.types import FinanceState, Status

ANSWER_HOURS = 8


def changed_finance(dossier: Dossier, state: FinanceState, *, at: datetime) -> datetime | None:
    """Change the row's finance; answers until when the answer is due, if that moved with it."""
    met = dossier.finance_state == FinanceState.OWED and state != FinanceState.OWED
    dossier.finance_state = state
    if not met or dossier.status != Status.SUBMITTED:
        return None
    dossier.answer_from = at
    dossier.answer_due_at = answer_due(at, ANSWER_HOURS, calendar_for(dossier.agency_id, at))
    return dossier.answer_due_at
