"""Several dossiers at once. Each is an act of its own with its own evidence; those refused stay and say why.

Taking and giving work can be taken back, by the opposite act. Accepting cannot: a code was issued and the clock runs.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest, typed_id, typed_number, way_back
from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.dossiers import queries, services
from motcua.rooms.identity import queries as identity
from motcua.rooms.process import queries as process

MOST_AT_ONCE = 50
NOBODY = UUID(int=0)
UNDO_SALT = "motcua.desk.undo"
UNDO_SECONDS = 300
IN_CHARGE = frozenset({"dispatcher", "unit_head"})
WORKERS = frozenset({"case_officer", "reception_officer", "records_clerk", "cashier"})
OF_TASKS = frozenset({"unit", "unassigned", "due_soon", "overdue"})


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be done with everything that is ticked."""

    href: str
    label: str
    hint: str = ""
    colleagues: tuple[tuple[str, str], ...] = ()


def offered(request: DeskRequest, view: str) -> list[Offer]:
    """What this officer can do with several ticked lines of this list, the usual first."""
    roles, found = request.actor.roles, []
    if view == "reception" and "reception_officer" in roles:
        hint = _("Each is checked again; one that cannot be accepted stays here.")
        found.append(Offer(reverse("desk:accept-many"), _("Accept the chosen"), hint))
    if view == "to_approve":
        hint = _("As each was drafted when this list was opened; what changed since stays here.")
        found.append(Offer(reverse("desk:approve-many"), _("Approve the chosen"), hint))
    if view in OF_TASKS | {"mine"} and IN_CHARGE & roles:
        found.append(Offer(reverse("desk:assign-many"), _("Give"), colleagues=_colleagues(request)))
    if view in OF_TASKS and WORKERS & roles:
        found.append(Offer(reverse("desk:claim-many"), _("Take for myself")))
    return found


def _colleagues(request: DeskRequest) -> tuple[tuple[str, str], ...]:
    """Whoever works in the units the officer distributes for."""
    actor, units = request.actor, request.actor.unit_ids
    found = identity.officers(by=actor, at=clock.now())
    return tuple({str(one.account_id): one.name for one in found if not units or one.unit_id in units}.items())


@require_POST
@power("dossiers.accept")
def accept_many(request: DeskRequest) -> HttpResponse:
    """Accept the ticked dossiers, each as it was when the list was opened; those refused stay and say why."""

    def accept(dossier_id: UUID, **who: Any) -> None:
        seen = typed_id(request.POST.get(f"answers-{dossier_id}", "")) or NOBODY
        services.accept(dossier_id, seen_answers=seen, **who)

    done, refused = each(request, accept)
    said = ngettext("%(n)s dossier accepted.", "%(n)s dossiers accepted.", done) % {"n": done}
    return told(request, done, refused, said, "reception")


@require_POST
@power("dossiers.approve")
def approve_many(request: DeskRequest) -> HttpResponse:
    """Approve the ticked results in the version that was before the leader's eyes."""

    def approve(dossier_id: UUID, **who: Any) -> None:
        seen = typed_number(request, f"version-{dossier_id}")
        if seen is None:
            raise Refused("result.not-drafted")
        services.approve(dossier_id, seen_version=seen, **who)

    done, refused = each(request, approve)
    said = ngettext("%(n)s result approved.", "%(n)s results approved.", done) % {"n": done}
    return told(request, done, refused, said, "to_approve")


@require_POST
@power("officer")
def claim_many(request: DeskRequest) -> HttpResponse:
    """Take the ticked tasks for oneself; it can be taken back."""
    taken: list[tuple[UUID, UUID]] = []

    def claim(task_id: UUID, **who: Any) -> None:
        taken.append((services.claim(task_id, **who), NOBODY))

    done, refused = each(request, claim, "task")
    said = ngettext("%(n)s piece of work is yours now.", "%(n)s pieces of work are yours now.", done) % {"n": done}
    return told(request, done, refused, said, "unit", undo=_undo_address(taken))


@require_POST
@power("dossiers.assign")
def assign_many(request: DeskRequest) -> HttpResponse:
    """Give the ticked tasks to one colleague; it can be taken back."""
    colleague = typed_id(request.POST.get("colleague", ""))
    given: list[tuple[UUID, UUID]] = []

    def assign(task_id: UUID, **who: Any) -> None:
        if colleague is None:
            raise Refused("task.nobody-there")
        with tenancy.scope(request.actor):
            before = process.task(task_id, by=request.actor).assignee_id
        given.append((services.assign(task_id, colleague, **who), before or NOBODY))

    done, refused = each(request, assign, "task")
    names = _name_of(request, colleague)
    words = ngettext("%(n)s piece of work given to %(who)s.", "%(n)s pieces of work given to %(who)s.", done)
    return told(request, done, refused, words % {"n": done, "who": names}, "unit", undo=_undo_address(given))


@require_POST
@power("officer")
def undo(request: DeskRequest) -> HttpResponse:
    """Take back what was just taken or given: each task goes to whoever had it before, or to nobody."""
    done, refused = 0, []
    for task_id, before in _to_undo(request.GET.get("b", "")):
        try:
            if before == NOBODY:
                services.release(task_id, by=request.actor, at=clock.now())
            else:
                services.assign(task_id, before, by=request.actor, at=clock.now())
        except Refused as no:
            refused.append(no.message)
        else:
            done += 1
    said = ngettext("%(n)s piece of work taken back.", "%(n)s pieces of work taken back.", done) % {"n": done}
    return told(request, done, refused, said, "unit")


def each(request: DeskRequest, act: Callable[..., Any], name: str = "dossier") -> tuple[int, list[str]]:
    """Do it for everything that is ticked; how many it was done for, and why not for the others."""
    done, refused = 0, []
    ticked = [one for text in request.POST.getlist(name) if (one := typed_id(text))]
    for one in ticked[:MOST_AT_ONCE]:
        try:
            act(one, by=request.actor, at=clock.now())
        except Refused as no:
            if no.code.startswith("session."):
                raise
            refused.append(why(request, one, no))
        else:
            done += 1
    return done, refused


def why(request: DeskRequest, one: UUID, no: Refused) -> str:
    """The same short words for all that wait for money, whatever the amounts; whose dossier has to be read again."""
    if no.code == "dossier.changed":
        with tenancy.scope(request.actor):
            row = queries.find(one, by=request.actor)
        about = {"name": row.applicant_name, "code": row.reference}
        return _("%(name)s (%(code)s) changed it after this list was opened. Read what changed, then accept.") % about
    return _("the fee is not paid yet.") if no.code == "dossier.fee-unpaid" else no.message


def told(
    request: DeskRequest, done: int, refused: list[str], words: str, view: str, *, undo: str | None = None
) -> HttpResponse:
    """Back to the list, which says how many went through and each reason why others did not."""
    back = way_back(request, menu.address(view))
    if not done and not refused:
        return notices.add(HttpResponseRedirect(back), "info", _("Nothing was chosen. Tick at least one dossier."))
    said = [words]
    for reason in dict.fromkeys(refused):
        n = refused.count(reason)
        said.append(ngettext("%(n)s stays: %(why)s", "%(n)s stay: %(why)s", n) % {"n": n, "why": reason})
    return notices.add(HttpResponseRedirect(back), "warning" if refused else "ok", " ".join(said), undo)


def _name_of(request: DeskRequest, account_id: UUID | None) -> str:
    """The name of a colleague; a dash for nobody."""
    if account_id is None:
        return "–"
    with tenancy.scope(request.actor):
        return identity.officer_names([account_id]).get(account_id, "–")


def _undo_address(changed: list[tuple[UUID, UUID]]) -> str | None:
    """Where a change is taken back: its tasks and who had each, in a signed address that soon grows old."""
    if not changed:
        return None
    plain = b"".join(task.bytes + before.bytes for task, before in changed)
    sealed = signing.TimestampSigner(salt=UNDO_SALT).sign(urlsafe_b64encode(plain).decode())
    return f"{reverse('desk:undo')}?{urlencode({'b': sealed})}"


def _to_undo(sealed: str) -> list[tuple[UUID, UUID]]:
    try:
        plain = urlsafe_b64decode(signing.TimestampSigner(salt=UNDO_SALT).unsign(sealed, max_age=UNDO_SECONDS))
    except signing.BadSignature:
        return []
    return [(UUID(bytes=plain[n : n + 16]), UUID(bytes=plain[n + 16 : n + 32])) for n in range(0, len(plain), 32)]
