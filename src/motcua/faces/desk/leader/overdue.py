"""L3: what is overdue or soon will be, why, and what a leader does about it: remind, give to somebody else."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest, typed_id, way_back
from motcua.faces.desk.leader import asking, listing, words
from motcua.faces.desk.leader.asking import Asked
from motcua.faces.desk.postponing import why_not
from motcua.faces.kit import formats, notices
from motcua.faces.kit.powers import may_open, power
from motcua.faces.kit.roles import role_name
from motcua.kernel import clock, tenancy, vietnamese
from motcua.kernel.errors import Refused
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers import services as dossiers
from motcua.rooms.identity import queries as identity
from motcua.rooms.insights import queries as insights
from motcua.rooms.insights import services
from motcua.rooms.insights.types import Passage

VIEWS = (
    "overdue", "passed_up", "complaint_late", "complaint_open", "at_risk", "unanswered", "nobodys", "consult_late",
    "correction_late", "waiting",
)  # fmt: skip
ALWAYS = frozenset({"overdue", "at_risk"})
MOST_AT_ONCE = 50
MOST_NAMED = 4
CHOSEN = "chon"


@require_GET
@power("insights.oversee")
def risk(request: DeskRequest) -> HttpResponse:
    """The list, the longest overdue first, with the reason of each."""
    asked, at = asking.read(request), clock.now()
    view = request.GET.get("xem", "")
    view = view if view in VIEWS else "overdue"
    lines = insights.scores(asked.narrowed, group="agency" if asked.many else "unit", by=request.actor, at=at)
    cases = insights.cases(view, asked.narrowed, page=listing.number(request), by=request.actor, at=at)
    page = {
        "asked": asked,
        "view": view,
        "title": words.label(view),
        "definition": words.definition(view),
        "tabs": _tabs(asked, view, lines.total.counts),
        "rows": listing.rows(cases, request.actor, at),
        "chosen": request.GET.getlist(CHOSEN),
        "here": reverse("desk:leader-risk") + asked.link(xem=view, trang=str(cases.page) if cases.page > 1 else ""),
        "more": listing.more(request, cases),
        "colleagues": colleagues(request, asked),
        "everywhere": reverse("desk:leader-risk") + asked.link(xem=view, co_quan="", don_vi="", thu_tuc=""),
        "narrow": asked.unit is not None
        or asked.nowhere
        or bool(asked.procedure)
        or (asked.reach.upper and asked.agency is not None),
        "as_of": lines.as_of,
    }
    return render(request, "desk/leader/risk.html", menu.page(request, "leader", **page))


def _tabs(asked: Asked, view: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "label": words.label(key),
            "href": reverse("desk:leader-risk") + asked.link(xem=key),
            "current": key == view,
            "count": formats.number(counts.get(key, 0)),
        }
        for key in VIEWS
        if counts.get(key) or key == view or key in ALWAYS
    ]


def colleagues(request: DeskRequest, asked: Asked) -> list[tuple[str, str]]:
    """Who could be given work: officers of the leader's own agency, by unit. From above nobody is given work."""
    if not may_open(request.actor, "dossiers.assign") or (asked.agency and asked.agency.id != request.actor.agency_id):
        return []
    found: dict[str, str] = {}
    for one in identity.officers(by=request.actor, at=clock.now()):
        unit = agencies.unit(one.unit_id) if one.unit_id else None
        if one.role not in {"signing_authority", "auditor", "business_admin", "technical_admin"}:
            said = ", ".join(part for part in (role_name(one.role), unit.name if unit else "") if part)
            found.setdefault(str(one.account_id), f"{one.name} ({said})")
    return sorted(found.items(), key=lambda pair: by_given_name(pair[1].split(" (")[0]))


def by_given_name(name: str) -> tuple[Any, Any]:
    return vietnamese.sort_key(name.rsplit(maxsplit=1)[-1]), vietnamese.sort_key(name)


@require_GET
@power("insights.oversee")
def case(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """The dossier and its reason: where it is, with whom, since when; the reading is recorded."""
    at = clock.now()
    found = insights.case(dossier_id, by=request.actor, at=at)
    asked = asking.read(request)
    own = found.row.agency_id == request.actor.agency_id
    agency = agencies.agency(found.row.agency_id)
    page = {
        "asked": asked,
        "one": listing.row(found, request.actor, at),
        "own": own,
        "may_put_off": own and may_open(request.actor, "dossiers.extend"),
        "why_not": why_not(found.row, extended=False, at=at),
        "agency": agency,
        "history": [_entry(one) for one in insights.history(dossier_id, by=request.actor, at=at)],
        "passages": [_passage(one) for one in insights.passages(dossier_id, by=request.actor, at=at)] if own else [],
        "colleagues": colleagues(request, asked) if own and found.task else [],
        "back": reverse("desk:leader-risk"),
    }
    return render(request, "desk/leader/case.html", menu.page(request, "leader", **page))


def _passage(one: Passage) -> dict[str, Any]:
    unit = agencies.unit(one.unit_id) if one.unit_id else None
    said = {
        "taken": _("%(who)s took the work"),
        "given": _("%(by)s gave the work to %(who)s"),
        "put-back": _("%(by)s put the work back"),
        "handed-over": _("%(by)s passed the work on to %(unit)s"),
        "reminded": _("%(by)s reminded %(who)s"),
    }[one.kind]
    return {"at": one.at, "words": said % {"who": one.who, "by": one.by_name, "unit": unit.name if unit else ""}}


def _entry(entry: Any) -> dict[str, Any]:
    """A step that is open says its own time in words: beside it the lateness of the dossier would read as another one."""
    state = "late" if entry.late else "done" if entry.done else "now"
    until = None if entry.done or entry.due_at is None else formats.datetime(entry.due_at)
    return {
        "title": entry.title, "at": entry.at if entry.done else None, "unit": entry.unit or None,
        "person": entry.who or None, "text": _("This step is due %(time)s.") % {"time": until} if until else None,
        "state": state, "due": None,
    }  # fmt: skip


@require_POST
@power("insights.remind")
def remind(request: DeskRequest) -> HttpResponse:
    """Remind of the chosen dossiers, each once a day."""
    told: dict[str, None] = {}

    def act(dossier_id: UUID) -> None:
        told.update(dict.fromkeys(services.remind(dossier_id, by=request.actor, at=clock.now()).officers))

    done, refused = _each(_chosen(request), act)
    said = ngettext("Reminded of %(n)s dossier: %(who)s.", "Reminded of %(n)s dossiers: %(who)s.", done)
    return _told(request, done, refused, said % {"n": done, "who": _names(list(told))})


def _names(officers: list[str]) -> str:
    """Whom the reminder reached; when there are many, the first of them and how many more."""
    first, more = officers[:MOST_NAMED], len(officers) - MOST_NAMED
    said = ngettext("%(n)s other", "%(n)s others", more) % {"n": more}
    return ", ".join([*first, said] if more > 0 else first)


@require_POST
@power("dossiers.assign")
def assign(request: DeskRequest) -> HttpResponse:
    """Give the present step of the chosen dossiers to one officer."""
    colleague = typed_id(request.POST.get("colleague", ""))
    if colleague is None:
        asked = dict.fromkeys(_chosen(request), _("Choose the officer who shall go on with it."))
        return _told(request, 0, asked, "")

    def act(dossier_id: UUID) -> None:
        with tenancy.scope(request.actor):
            task = insights.case(dossier_id, by=request.actor, at=clock.now()).task
        if task is None:
            raise Refused("reminder.nothing-waits")
        dossiers.assign(task.id, colleague, version=task.version, by=request.actor, at=clock.now())

    done, refused = _each(_chosen(request), act)
    said = ngettext("%(n)s dossier was given to the officer.", "%(n)s dossiers were given to the officer.", done)
    return _told(request, done, refused, said % {"n": done})


def _chosen(request: DeskRequest) -> list[UUID]:
    """One by its own button, else everything ticked."""
    only = typed_id(request.POST.get("only", ""))
    ticked = [only] if only else [typed_id(text) for text in request.POST.getlist("dossier")]
    return [one for one in ticked if one is not None][:MOST_AT_ONCE]


def _each(chosen: list[UUID], act: Callable[[UUID], None]) -> tuple[int, dict[UUID, str]]:
    done, refused = 0, dict[UUID, str]()
    for dossier_id in chosen:
        try:
            act(dossier_id)
        except Refused as no:
            if no.code in ELSEWHERE and len(chosen) == 1:
                raise
            refused[dossier_id] = no.message
        else:
            done += 1
    return done, refused


def _told(request: DeskRequest, done: int, refused: dict[UUID, str], words_done: str) -> HttpResponse:
    """Back to the list with what was done; what was refused is still chosen there."""
    back = way_back(request, reverse("desk:leader-risk"))
    if refused and "only" not in request.POST:
        back += ("&" if "?" in back else "?") + urlencode([(CHOSEN, str(one)) for one in refused])
    if not done and not refused:
        return notices.add(HttpResponseRedirect(back), "info", _("Nothing was chosen. Tick at least one dossier."))
    parts = [words_done] if done else []
    for reason, n in Counter(refused.values()).items():
        about = ngettext("%(n)s dossier: %(reason)s", "%(n)s dossiers: %(reason)s", n) % {"n": n, "reason": reason}
        parts.append(about if len(refused) + done > 1 else reason)
    return notices.add(HttpResponseRedirect(back), "warning" if refused else "ok", " ".join(parts))
