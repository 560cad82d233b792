"""What can be done with a dossier now, by this officer: one main action, the others beside it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers.types import DossierView, FinanceState, Status
from motcua.rooms.process import queries as process


@dataclass
class Work:
    """The panel beside the case. `waits_for` says whose turn it is when it is not this officer's."""

    title: str = ""
    lead: str = ""
    kind: str = "none"
    task: Any = None
    others: list[dict[str, str]] = field(default_factory=list)
    rework: list[tuple[str, str]] = field(default_factory=list)
    units: list[tuple[str, str]] = field(default_factory=list)
    waits_for: str = ""


RECEIVED = {Status.SUBMITTED}
TITLES = {
    "appraise": ("appraise", "Examine and draft the result"),
    "draft_result": ("appraise", "Draft the result"),
    "approve": ("approve", "Approve the result"),
    "number": ("number", "Give the result its number"),
    "sign": ("sign", "Sign and issue"),
    "deliver": ("deliver", "Hand the result over"),
    "consult": ("task", "Give an opinion"),
    "work": ("task", "Do this step"),
}


def to_do(view: DossierView, actor: Actor) -> Work:
    """Choose the panel for this officer."""
    if view.row.status in RECEIVED and "reception_officer" in actor.roles:
        return _reception(view)
    mine = [t for t in view.tasks if t.state in {"open", "claimed"} and _for(actor, t)]
    if mine:
        return _task(view, mine[0], actor)
    return Work(waits_for=_whose_turn(view))


def _reception(view: DossierView) -> Work:
    case = {"dossier_id": view.id}
    others = [
        {"label": _("Ask for what is missing"), "href": reverse("desk:supplement", kwargs=case)},
        {"label": _("Refuse reception"), "href": reverse("desk:refusal", kwargs=case)},
    ]
    if view.row.finance_state == FinanceState.OWED:
        return Work(_("The fee is not paid yet"), _("It can be accepted as soon as the payment arrives."), "unpaid", others=others)
    return Work(_("Accept this dossier"), _("Accepting starts the legal clock and gives the applicant the appointment slip."), "accept", others=others)


def _task(view: DossierView, task: Any, actor: Actor) -> Work:
    kind, title = TITLES.get(task.does, TITLES["work"])
    work = Work(_(title), task.name, kind, task=task)
    if task.does in {"appraise", "draft_result", "work", "consult"}:
        work.others.append({"label": _("Ask the applicant for what is missing"), "href": reverse("desk:supplement", kwargs={"dossier_id": view.id})})
    work.rework = process.rework_steps(task.id) if task.does in {"approve", "number", "sign"} else []
    if task.does in {"appraise", "draft_result", "work", "consult"}:
        work.units = [(str(u.id), u.name) for u in agencies.units(view.row.agency_id) if u.id != task.unit_id]
    del actor
    return work


def _for(actor: Actor, task: Any) -> bool:
    if task.assignee_id is not None:
        return bool(task.assignee_id == actor.id)
    return task.agency_id == actor.agency_id and actor.holds(task.role, task.unit_id)


def _whose_turn(view: DossierView) -> str:
    open_tasks = [t for t in view.tasks if t.state in {"open", "claimed"}]
    if open_tasks:
        names = [_unit_name(t.unit_id) for t in open_tasks]
        return ", ".join(f"{t.name}: {t.assignee_name or name}" for t, name in zip(open_tasks, names, strict=True))
    if view.open_supplement is not None:
        return _("The applicant is completing the dossier.")
    return view.row.status_words


def _unit_name(unit_id: UUID | None) -> str:
    unit = agencies.unit(unit_id) if unit_id else None
    return unit.name if unit else "–"
