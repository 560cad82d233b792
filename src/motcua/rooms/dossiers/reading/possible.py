"""Whether a form is worth filling in: the same refusal its act would answer with, before anything was typed."""

from datetime import datetime

from motcua.kernel.errors import Refused
from motcua.rooms.calendar.rules import extension_notice_due
from motcua.rooms.dossiers.rules.states import CLOCK_RUNS, TAKES_OPINIONS, may_become, words
from motcua.rooms.dossiers.types import DossierRow, Status

REFUSABLE = frozenset({Status.SUBMITTED, Status.SUPPLEMENT_BEFORE})


def refuse_impossible(row: DossierRow, act: str) -> None:
    """Refused: dossier.not-awaiting-acceptance, dossier.not-possible-now"""
    status = Status(row.status)
    if act == "dossiers.refuse" and status not in REFUSABLE:
        raise Refused("dossier.not-awaiting-acceptance", status=words(status), state=status)
    if not _possible(status, act):
        raise Refused("dossier.not-possible-now", status=words(status), state=status)


def refuse_extension(so_far: int, due_at: datetime | None, *, at: datetime) -> None:
    """Refused: extension.second, extension.too-late"""
    if so_far:
        raise Refused("extension.second")
    if due_at is not None and at > extension_notice_due(due_at):
        raise Refused("extension.too-late")


def _possible(status: Status, act: str) -> bool:
    match act:
        case "dossiers.stop":
            return status != Status.SUBMITTED and may_become(status, Status.STOPPED)
        case "dossiers.extend":
            return status in CLOCK_RUNS
        case "dossiers.consult":
            return status in TAKES_OPINIONS
        case "dossiers.request_supplement":
            waiting = {Status.SUPPLEMENT_BEFORE, Status.SUPPLEMENT_AFTER}
            return status in waiting or any(may_become(status, one) for one in waiting)
    return True
