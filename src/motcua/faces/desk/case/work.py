"""What can be done with a dossier now, by this officer: one main action, the others beside it."""

from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.faces.desk.case import linked, owing
from motcua.faces.desk.postponing import why_not
from motcua.faces.kit.roles import role_name
from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar.rules import extension_notice_due
from motcua.rooms.dossiers.types import DossierView, FinanceState, Status
from motcua.rooms.identity import queries as identity
from motcua.rooms.process import queries as process
from motcua.rooms.process.types import TaskView

IN_CHARGE = ("dispatcher", "unit_head")
PLAIN = frozenset({"appraise", "draft_result", "work", "consult"})
DECIDING = frozenset({"approve", "number", "sign"})
PAUSED = frozenset({Status.SUPPLEMENT_BEFORE, Status.SUPPLEMENT_AFTER, Status.AWAITING_PAYMENT})
AFTER_DRAFTING = frozenset({"task", "approve", "number", "sign"})
KINDS = {"appraise": "appraise", "draft_result": "appraise", "approve": "approve", "number": "number", "sign": "sign",
         "deliver": "deliver"}  # fmt: skip


@dataclass
class Work:
    """The panel beside the case. `waits_for` says whose turn it is when it is not this officer's."""

    title: str = ""
    lead: str = ""
    kind: str = "none"
    task: TaskView | None = None
    others: list[dict[str, str]] = field(default_factory=list)
    rework: list[tuple[str, str]] = field(default_factory=list)
    units: list[tuple[str, str]] = field(default_factory=list)
    colleagues: list[tuple[str, str]] = field(default_factory=list)
    mine: bool = False
    waits_for: list[str] = field(default_factory=list)
    passes_on: str = ""
    note: str = ""


def to_do(view: DossierView, actor: Actor) -> Work:
    """Choose the panel for this officer."""
    work = _chosen(view, actor)
    if "dossiers.extend" in view.may:
        work.note = why_not(view.row, extended=bool(view.extension_count), at=clock.now())
    return work


def _chosen(view: DossierView, actor: Actor) -> Work:
    if view.row.status == Status.SUBMITTED and "dossiers.accept" in view.may:
        return _reception(view)
    if view.row.leads and view.row.accepted_at is not None and view.row.completed_at is None:
        return Work(waits_for=linked.waiting(view, actor), others=_extension(view))
    if view.row.status in PAUSED:
        return Work(waits_for=_whose_turn(view), others=owing.ways(view, actor) + owing.stopping(view))
    waiting = [task for task in view.tasks if task.state in {"open", "claimed"}]
    mine = next((task for task in waiting if _is_for(actor, task)), None)
    if mine is not None:
        return _task(view, mine, actor)
    led = next((task for task in waiting if _leads(actor, task)), None)
    work = Work(
        waits_for=_whose_turn(view),
        task=led,
        others=_extension(view) + owing.stopping(view) if waiting else owing.afterwards(view),
    )
    if led is not None:
        work.colleagues = _colleagues(led, actor)
    return work


def _reception(view: DossierView) -> Work:
    case = {"dossier_id": view.id}
    others = [
        {"label": _("Ask for what is missing"), "href": reverse("desk:supplement", kwargs=case)},
        {"label": _("Refuse reception"), "href": reverse("desk:refusal", kwargs=case)},
    ]
    if view.row.finance_state == FinanceState.OWED:
        lead = _("It can be accepted as soon as the payment arrives.")
        return Work(_("The fee is not paid yet"), lead, "unpaid", others=others)
    lead = _("Accepting starts the legal clock and gives the applicant the appointment slip.")
    return Work(_("Accept this dossier"), lead, "accept", others=others)


def _task(view: DossierView, task: TaskView, actor: Actor) -> Work:
    work = Work(_title(task), task.name, KINDS.get(task.does, "task"), task=task, mine=task.assignee_id in actor.hands)
    case = {"dossier_id": view.id}
    if work.kind == "task":
        work.passes_on = passing(task.id)
    if task.does in PLAIN:
        if "dossiers.request_supplement" in view.may:
            href = reverse("desk:supplement", kwargs=case)
            work.others.append({"label": _("Ask the applicant for what is missing"), "href": href})
        if "dossiers.consult" in view.may:
            href = reverse("desk:consult", kwargs=case)
            work.others.append({"label": _("Ask another unit or agency for an opinion"), "href": href})
        if "dossiers.raise_obligation" in view.may:
            work.others.append({"label": _("Ask the applicant to pay"), "href": reverse("desk:notice", kwargs=case)})
        work.units = [(str(u.id), u.name) for u in agencies.units(view.row.agency_id) if u.id != task.unit_id]
    work.others += _extension(view) + owing.stopping(view)
    if "dossiers.complete_step" in view.may and task.does in DECIDING | {"work"}:
        work.rework = process.rework_steps(task.id)
    if _leads(actor, task):
        work.colleagues = _colleagues(task, actor)
    return work


def passing(task_id: UUID) -> str:
    """What finishing a task does, by the step that follows it; plainly finishing it when that is not known."""
    following = process.next_step(task_id)
    words = {
        "approve": _("Put before the signer"),
        "number": _("Pass on to be numbered"),
        "sign": _("Put before the signer"),
        "deliver": _("Pass on to be handed over"),
        "appraise": _("Pass on to be examined"),
        "draft_result": _("Pass on to be drafted"),
    }
    if following is None:
        return _("Finish this step")
    if following.does in words:
        return words[following.does]
    return _("Pass on to the head of the unit") if following.role == "unit_head" else _("Finish this step")


def _extension(view: DossierView) -> list[dict[str, str]]:
    """The way to a new date, while there is still time to apologise."""
    due_at = view.row.current_due_at
    if "dossiers.extend" not in view.may or view.row.member or view.extension_count or due_at is None:
        return []
    if clock.now() > extension_notice_due(due_at):
        return []
    href = reverse("desk:extension", kwargs={"dossier_id": view.id})
    return [{"label": _("Apologise and put the date off"), "href": href}]


def _title(task: TaskView) -> str:
    titles = {
        "appraise": _("Examine and draft the result"),
        "draft_result": _("Examine and draft the result"),
        "approve": _("Approve the result"),
        "number": _("Give the result its number"),
        "sign": _("Sign and issue"),
        "deliver": _("Hand the result over"),
        "consult": _("Give an opinion"),
    }
    return titles.get(task.does, task.name)


def _is_for(actor: Actor, task: TaskView) -> bool:
    if task.assignee_id is not None:
        return task.assignee_id in actor.hands
    return task.agency_id == actor.agency_id and actor.holds(task.role, task.unit_id)


def _leads(actor: Actor, task: TaskView) -> bool:
    return task.agency_id == actor.agency_id and any(actor.holds(role, task.unit_id) for role in IN_CHARGE)


def _colleagues(task: TaskView, actor: Actor) -> list[tuple[str, str]]:
    """Who may be given the task: whoever holds its role at its unit, but for him who has it."""
    found = identity.officers(by=actor, at=clock.now(), role=task.role, unit_id=task.unit_id)
    return [(str(one.account_id), one.name) for one in found if one.account_id != task.assignee_id]


def _whose_turn(view: DossierView) -> list[str]:
    if view.row.status == Status.AWAITING_PAYMENT:
        return [_("The applicant has something to pay.")]
    if view.open_supplement is not None:
        return [_("The applicant is completing the dossier.")]
    waiting = [task for task in view.tasks if task.state in {"open", "claimed"}]
    if waiting:
        return [f"{task.name}: {_who(task)}" for task in waiting]
    if view.row.status == Status.SUBMITTED:
        return [_("It waits for reception: %(who)s.") % {"who": role_name("reception_officer")}]
    return []


def _who(task: TaskView) -> str:
    """The person who has it, else the role and unit it belongs to."""
    unit = _unit_name(task.unit_id)
    if task.assignee_name:
        return f"{task.assignee_name} ({unit})"
    return f"{role_name(task.role)}, {unit}"


def _unit_name(unit_id: UUID | None) -> str:
    unit = agencies.unit(unit_id) if unit_id else None
    return unit.name if unit else "–"
