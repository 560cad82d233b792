"""One line of a list: the dossier, with whom it is, until when, and what was checked by machine."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest
from motcua.faces.desk.case.reading import hours_left, stands_still
from motcua.faces.kit import due
from motcua.kernel import clock
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.types import FileState
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import DossierRow, FinanceState, Status, WorklistRow
from motcua.rooms.forms import queries as forms
from motcua.rooms.forms.types import Standing

# Nobody has said yes to what is only waited for: grey, never green.
FAULTY, UNKNOWN, COMPLETE = "faulty", "unknown", "complete"
BROKEN = frozenset({FileState.REFUSED, FileState.UNREADABLE})


def lines(request: DeskRequest, rows: Sequence[WorklistRow], view: str = "") -> list[dict[str, Any]]:
    """Every row of a list in words; its address remembers the list."""
    ids = [row.dossier.id for row in rows]
    states = documents.file_states(ids, by=request.actor) if ids else {}
    drafts = queries.drafted(ids, by=request.actor) if view == "to_approve" and ids else {}
    answered = forms.standings([row.dossier.answers_id for row in rows if row.dossier.answers_id], by=request.actor)
    there = queries.colleagues_at(ids, by=request.actor)
    found = []
    for row in rows:
        one = row.dossier
        standing = answered.get(one.answers_id) if one.answers_id else None
        more = {
            "check": check(one, states.get(one.id, set()), standing),
            "draft": drafts.get(one.id),
            "colleagues": there.get(one.id, ()),
        }
        found.append(_line(row, view) | more)
    return found


def check(row: DossierRow, files: set[FileState], standing: Standing | None) -> dict[str, str]:
    """What the machine knows of a dossier's completeness. `state` is faulty, unknown or complete."""
    if row.status == Status.SUBMITTED and row.finance_state == FinanceState.OWED:
        return {"state": FAULTY, "words": _("Fee not paid")}
    if files & BROKEN:
        return {"state": FAULTY, "words": _("A file cannot be read")}
    if FileState.QUARANTINE in files:
        return {"state": UNKNOWN, "words": _("Files still being checked")}
    if standing is not None and standing.disputed + standing.changed:
        return {"state": FAULTY, "words": _("Differs from the register")}
    if standing is None or not standing.verified:
        return {"state": UNKNOWN, "words": _("Not compared with a register")}
    paid = row.finance_state == FinanceState.PAID
    return {"state": COMPLETE, "words": _("Complete, fee paid") if paid else _("Complete")}


def _line(row: WorklistRow, view: str) -> dict[str, Any]:
    dossier = row.dossier
    return {
        "dossier": dossier,
        "href": reverse("desk:case", args=[dossier.id]) + (f"?view={view}" if view else ""),
        "step": row.step_name or menu.status_words(dossier),
        "unit": unit_name(row.unit_id),
        "assignee": row.assignee_name,
        "task_id": row.task_id,
        "done_at": row.done_at,
        "chip": _chip(row),
        "fee": dossier.finance_state if dossier.finance_state in {FinanceState.OWED, FinanceState.PAID} else None,
    }


def _chip(row: WorklistRow) -> due.Chip:
    dossier = row.dossier
    if dossier.ended_without_result and dossier.ended_at is not None:
        return due.ended(dossier.ended_at)
    return due.chip(
        row.due_at,
        clock.now(),
        closed_at=dossier.completed_at,
        paused=stands_still(dossier),
        working_hours=hours_left(dossier.agency_id, row.due_at),
    )


def unit_name(unit_id: UUID | None) -> str:
    unit = agencies.unit(unit_id) if unit_id else None
    return unit.name if unit else ""
