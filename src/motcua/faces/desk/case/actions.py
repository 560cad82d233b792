"""Each button of the case page: one act, then on to the page that shows what it changed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.faces.desk.asking import ELSEWHERE, DeskRequest, typed_id, typed_number
from motcua.faces.desk.case import views
from motcua.faces.kit import notices
from motcua.faces.kit.formats import datetime as spoken
from motcua.faces.kit.powers import power
from motcua.faces.kit.proof import fresh_proof
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import DossierView
from motcua.rooms.process import queries as process

FIELDS = {
    "note.empty": "text",
    "task.reason-missing": "reason",
    "process.no-such-step": "step",
    "task.unit-elsewhere": "unit",
    "task.nobody-there": "colleague",
    "delivery.evidence-missing": "evidence",
}
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Fault:
    """Why nothing was done. `form` is the form that was sent, `field` the one to mend, if it is a matter of one."""

    words: str
    form: str
    field: str = ""
    seen: str = ""

    def at(self, form: str, field: str) -> str | None:
        return self.words if (self.form, self.field) == (form, field) else None


def _answer(
    request: DeskRequest,
    dossier_id: UUID,
    act: Callable[[], Any],
    done: str,
    *,
    form: str,
    onwards: str = "",
    undo: str = "",
) -> HttpResponse:
    """Do it; say so on the next page, or show the case again with why not and what was typed."""
    goes_on = request.POST.get("next") == "yes" and bool(onwards)
    following = _following(request, dossier_id, onwards) if goes_on else None
    try:
        act()
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        with tenancy.scope(request.actor):
            shown = views.values(request, dossier_id, typed=request.POST.dict())
            shown["fault"] = Fault(no.message, form, FIELDS.get(no.code, ""), _latest(no, shown["view"]))
            return render(request, "desk/case.html", shown, status=no.http_status)
    if following:
        done = _named(request, dossier_id, done, form)
    address = reverse("desk:case", args=[following or dossier_id])
    return notices.add(redirect(f"{address}?view={onwards}" if following else address), "ok", done, undo or None)


def _named(request: DeskRequest, dossier_id: UUID, done: str, form: str) -> str:
    """The same, of whom it is said: it stands above another person's name."""
    with tenancy.scope(request.actor):
        row = queries.find(dossier_id, by=request.actor)
    about = {"name": row.applicant_name, "code": row.reference, "done": done}
    if form == "accept":
        return _("Accepted the dossier of %(name)s (%(code)s). The next dossier is open now.") % about
    return _("%(name)s (%(code)s): %(done)s The next dossier is open now.") % about


def _latest(no: Refused, view: DossierView) -> str:
    """When somebody was quicker: what he did, who he is and when."""
    last = next((line for line in reversed(view.timeline) if line.done and line.who), None)
    if no.http_status != CONFLICT or last is None or "who" in no.params:
        return ""
    return _("Last done: %(what)s, %(who)s, %(when)s.") % {"what": last.title, "who": last.who, "when": spoken(last.at)}


def _following(request: DeskRequest, dossier_id: UUID, view: str) -> UUID | None:
    """What stands below it in the list it leaves: that one opens by itself."""
    with tenancy.scope(request.actor):
        return views.next_of(request, dossier_id, view)


def _refuse_elsewhere(request: DeskRequest, dossier_id: UUID, task_id: UUID) -> None:
    """An address names a task of this very dossier, within reach, or nothing. Refused: act.out-of-reach"""
    with tenancy.scope(request.actor):
        if process.task(task_id, by=request.actor).subject_id != dossier_id:
            raise Refused("act.out-of-reach")


@require_POST
@power("dossiers.accept")
def acceptance(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Take the dossier in."""
    seen = typed_id(request.POST.get("answers", ""))
    act = partial(services.accept, dossier_id, seen_answers=seen, by=request.actor, at=clock.now())
    done = _("Accepted. The legal clock runs and the appointment slip is being made.")
    return _answer(request, dossier_id, act, done, form="accept", onwards="reception")


@require_POST
@power("officer")
def note(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Leave a note for colleagues; the applicant does not see it."""
    act = partial(services.note, dossier_id, request.POST.get("text", ""), by=request.actor, at=clock.now())
    return _answer(request, dossier_id, act, _("Note kept."), form="note")


@require_POST
@power("officer")
def claim(request: DeskRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Take a task of the unit for oneself."""
    _refuse_elsewhere(request, dossier_id, task_id)
    act = partial(services.claim, task_id, by=request.actor, at=clock.now())
    undo = reverse("desk:release", args=[dossier_id, task_id])
    return _answer(request, dossier_id, act, _("This task is yours now."), form="claim", undo=undo)


@require_POST
@power("officer")
def release(request: DeskRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Put a task back for the colleagues."""
    _refuse_elsewhere(request, dossier_id, task_id)
    act = partial(services.release, task_id, by=request.actor, at=clock.now())
    return _answer(request, dossier_id, act, _("The task is back with the unit."), form="release")


@require_POST
@power("dossiers.assign")
def assignment(request: DeskRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Give a task to a colleague."""
    _refuse_elsewhere(request, dossier_id, task_id)

    def act() -> None:
        colleague = typed_id(request.POST.get("colleague", ""))
        if colleague is None:
            raise Refused("task.nobody-there")
        version = typed_number(request, "version")
        services.assign(task_id, colleague, version=version, by=request.actor, at=clock.now())

    return _answer(request, dossier_id, act, _("Given to the colleague."), form="assign", onwards="unassigned")


@require_POST
@power("officer")
def completion(request: DeskRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Finish a step that is neither approval, number nor signature."""
    _refuse_elsewhere(request, dossier_id, task_id)
    act = partial(
        services.complete_step,
        task_id,
        note=request.POST.get("note", ""),
        version=typed_number(request, "version"),
        by=request.actor,
        at=clock.now(),
    )
    return _answer(request, dossier_id, act, _("Step finished and passed on."), form="step", onwards="unit")


@require_POST
@power("officer")
def rework(request: DeskRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Send the dossier back to an earlier step, with the reason."""
    _refuse_elsewhere(request, dossier_id, task_id)
    act = partial(
        services.return_for_rework,
        task_id,
        request.POST.get("step", ""),
        reason=request.POST.get("reason", ""),
        version=typed_number(request, "version"),
        by=request.actor,
        at=clock.now(),
    )
    return _answer(request, dossier_id, act, _("Returned with the reason."), form="rework", onwards="unit")


@require_POST
@power("officer")
def hand_over(request: DeskRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Give a task to another unit of the agency."""
    _refuse_elsewhere(request, dossier_id, task_id)

    def act() -> None:
        unit = typed_id(request.POST.get("unit", ""))
        if unit is None:
            raise Refused("task.unit-elsewhere")
        reason, version = request.POST.get("reason", ""), typed_number(request, "version")
        services.hand_over(task_id, unit, reason=reason, version=version, by=request.actor, at=clock.now())

    return _answer(request, dossier_id, act, _("Handed over."), form="hand-over", onwards="unit")


@require_POST
@power("dossiers.approve")
def approval(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Approve the drafted result as it was seen."""
    seen = typed_number(request, "version")
    act = partial(services.approve, dossier_id, seen_version=seen, by=request.actor, at=clock.now())
    done = _("Approved. The records clerk gives it a number next.")
    return _answer(request, dossier_id, act, done, form="approve", onwards="to_approve")


@require_POST
@power("dossiers.number")
def numbering(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Give the result its number in the register book."""
    act = partial(services.number, dossier_id, by=request.actor, at=clock.now())
    return _answer(request, dossier_id, act, _("Numbered. It waits for the signature."), form="number", onwards="unit")


@require_POST
@power("dossiers.sign")
@fresh_proof("signing")
def signature(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Sign and issue."""
    act = partial(services.sign_and_issue, dossier_id, by=request.actor, at=clock.now())
    done = _("Signed. The applicant is told as soon as the result is issued.")
    return _answer(request, dossier_id, act, done, form="sign", onwards="to_sign")


@require_POST
@power("dossiers.deliver")
def delivery(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Record how the result reached its owner."""
    evidence, channel = request.POST.get("evidence", ""), request.POST.get("channel", "")
    act = partial(services.deliver, dossier_id, channel=channel, evidence=evidence, by=request.actor, at=clock.now())
    return _answer(request, dossier_id, act, _("Delivery recorded."), form="deliver", onwards="unit")
