"""C13, C14, C16: my dossiers, one of them from handing in to result, and what can be done with it."""

import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.faces.kit import due, notices
from motcua.faces.kit.counted import counted
from motcua.faces.kit.downloads import attachment
from motcua.faces.kit.powers import power
from motcua.faces.kit.proof import fresh_proof
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.faces.portal.follow import afterwards, lateness, linked, parting
from motcua.faces.portal.follow.money import coming_back
from motcua.faces.portal.follow.progress import OVER, PAUSED
from motcua.faces.portal.follow.refusing import refusal
from motcua.faces.portal.follow.showing import entries, places
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import DossierRow, DossierView
from motcua.rooms.feedback import queries as feedback
from motcua.rooms.notifications import queries as notifications
from motcua.rooms.notifications.types import MessageView
from motcua.rooms.payments import queries as payments

PARTS = {"hoi": "ask", "danh-gia": "rate"}


@require_GET
@power("citizen")
def dossiers(request: CitizenRequest) -> HttpResponse:
    """Three lists: what needs me, what is under way, what is done; drafts with the day they are removed.

    With the code of one of them (`ma`) it leads there, to the part he came for (`phan`): so comes who followed a
    dossier and then signed in.
    """
    others_drafts, others = queries.filed_for_others(by=request.actor, at=clock.now())
    found = [*queries.mine(by=request.actor, at=clock.now()), *others]
    if code := request.GET.get("ma", ""):
        named = next((row for row in found if code in {row.reference, row.receipt_number}), None)
        if named is not None:
            return redirect(_part_of(named.id, request.GET.get("phan", "")))
    rows = [_line(row) for row in found]
    drafts = [
        {
            "title": draft.procedure_name,
            "href": reverse("apply:resume", args=[draft.id]),
            "hint": _("Saved %(saved)s, kept until %(until)s")
            % {"saved": _day(draft.saved_at), "until": _day(draft.expires_at)},
            "discard": reverse("apply:discard", args=[draft.id]),
        }
        for draft in [*queries.drafts(by=request.actor), *others_drafts]
    ]
    groups = [
        (_("Needs me"), [r for r in rows if r["needs"]]),
        (_("Under way"), [r for r in rows if not r["needs"] and not r["done"]]),
        (_("Done"), [r for r in rows if r["done"] and not r["needs"]]),
    ]
    return render(
        request, "portal/follow/dossiers.html", {"groups": groups, "drafts": drafts, "any": bool(rows or drafts)}
    )


@require_GET
@power("citizen")
def dossier(request: CitizenRequest, dossier_id: UUID) -> HttpResponse:
    """Where it lies, with whom, by when, and the one thing to do. A part of a group is shown on the group's page.

    Which part of the page is meant (`phan`) comes as a question of the address: what follows «#» is lost at the sign-in.
    """
    view = queries.dossier(dossier_id, by=request.actor)
    part = request.GET.get("phan", "")
    if view.row.member and view.row.group_id is not None:
        own_place = parting.place_of(view.row, by=request.actor).back
        return redirect(_part_of(view.row.group_id, part) if part in PARTS else own_place)
    if part in PARTS:
        return redirect(_part_of(dossier_id, part))
    return render(request, "portal/follow/dossier.html", page(request, view))


def _part_of(dossier_id: UUID, part: str) -> str:
    place = PARTS.get(part)
    return reverse("follow:dossier", args=[dossier_id]) + (f"#{place}" if place else "")


def page(request: CitizenRequest, view: DossierView, **more: Any) -> dict[str, Any]:
    """Everything the page of one dossier shows."""
    actor, at, row = request.actor, clock.now(), view.row
    agency = agencies.agency(row.agency_id)
    over = row.status in OVER
    owed = None if over else next((one for one in payments.obligations(row.id, by=actor) if one.is_open), None)
    given = feedback.rating(row.id, by=actor) if row.completed_at else None
    return {
        "view": view,
        "row": row,
        "status": _words(row),
        "agency": agency.name if agency else "",
        "over": over,
        "refusal": refusal(view, agency, by=actor),
        "chip": None
        if over or row.unpaid
        else due.chip(
            row.current_due_at or row.answer_due_at, at, closed_at=row.completed_at, paused=row.status in PAUSED
        ),
        "entries": entries(view.timeline),
        **linked.shown(row, catalogue.version(view.version_id), by=actor),
        "papers": _papers(view, actor),
        "places": places(queries.paper_places(view, at=at)),
        "files": documents.files_of(row.id, by=actor),
        "owed": owed,
        "result_url": reverse("follow:result", args=[row.id]) if row.completed_at and row.result_document_id else None,
        "may_withdraw": "dossiers.withdraw" in view.may and row.completed_at is None and row.status not in ENDED,
        **afterwards.offered(view, actor),
        "money": coming_back(view, actor),
        "may_amend": queries.amendable(view),
        "grade": given.grade if given else None,
        "explanation": counted(view.due_explanation, _local_day(row.current_due_at)),
        "lateness": lateness.shown(view, request),
        "fault": None,
    } | more


ENDED = OVER | {"issued", "delivered", "signing"}


@require_GET
@power("citizen")
def result(request: CitizenRequest, dossier_id: UUID) -> HttpResponse:
    """The signed result, byte for byte as issued. Refused: result.not-issued"""
    row = queries.find(dossier_id, by=request.actor)
    if row.completed_at is None or row.result_document_id is None:
        raise Refused("result.not-issued")
    content = documents.document_content(row.result_document_id, by=request.actor, purpose="own")
    return attachment(content, f"ket-qua-{row.reference}.pdf", "application/pdf")


@require_GET
@power("citizen")
def document(request: CitizenRequest, dossier_id: UUID, document_id: UUID) -> HttpResponse:
    """A slip or receipt of one's dossier. Refused: act.out-of-reach, document.not-ready"""
    held = documents.document(document_id, by=request.actor)
    if held.subject_id != dossier_id:
        raise Refused("act.out-of-reach")
    name = held.name_with(queries.find(dossier_id, by=request.actor).reference)
    return attachment(documents.document_content(document_id, by=request.actor, purpose="own"), name, "application/pdf")


@require_http_methods(["GET", "POST"])
@power("citizen")
@fresh_proof("paying")
def withdrawal(request: CitizenRequest, dossier_id: UUID) -> HttpResponse:
    """Take the dossier back, until the decision is made. A page of its own: it cannot be undone."""
    if request.method == "POST":
        try:
            done = services.withdraw(
                dossier_id, reason=request.POST.get("reason", ""), by=request.actor, at=clock.now()
            )
        except Refused as no:
            with tenancy.scope(request.actor):
                return render(
                    request,
                    "portal/follow/dossier.html",
                    page(request, queries.dossier(dossier_id, by=request.actor), fault=no.message),
                    status=no.http_status,
                )
        ended = done.status in OVER  # a group of which something is decided ends with its results
        told = _("The dossier has been withdrawn.") if ended else _("What was not decided has been withdrawn.")
        return notices.add(redirect("follow:dossier", dossier_id), "ok", told)
    row = queries.find(dossier_id, by=request.actor)
    raised = list(payments.obligations(row.id, by=request.actor))
    money = {
        "paid": sum(one.total for one in raised if one.state == "paid"),
        "owed": sum(one.total for one in raised if one.is_open),
    }
    told_before = {"row": row, "money": money} | parting.consequences(row, by=request.actor)
    return render(request, "portal/follow/withdrawal.html", told_before)


@require_http_methods(["GET", "POST"])
@power("citizen")
def wrong_result(request: CitizenRequest, dossier_id: UUID) -> HttpResponse:
    """Say that the result is wrong, of a dossier or of a part; the office has three working days."""
    fault, wrong = None, request.POST.get("wrong", "")
    with tenancy.scope(request.actor):
        place = parting.place_of(queries.find(dossier_id, by=request.actor), by=request.actor)
    if request.method == "POST":
        try:
            done = services.request_correction(dossier_id, wrong, by=request.actor, at=clock.now())
        except Refused as no:
            if no.code == "act.out-of-reach":
                raise
            fault = no
        else:
            words = _("Sent. %(agency)s answers by %(day)s.") % {"agency": place.agency, "day": _day(done.due_at)}
            return notices.add(redirect(place.page), "ok", words)
    page = {
        "place": place,
        "wrong": wrong,
        "error": fault.message if fault else None,
        "faults": [{"id": "wrong", "words": fault.message}] if fault else [],
    }
    with tenancy.scope(request.actor):
        return render(request, "portal/follow/wrong_result.html", page, status=fault.http_status if fault else 200)


@require_GET
@power("citizen")
def messages(request: CitizenRequest) -> HttpResponse:
    """What the offices wrote to me."""
    found = [_message(one) for one in notifications.inbox(by=request.actor)]
    return render(request, "portal/follow/messages.html", {"messages": found})


def _message(one: MessageView) -> dict[str, Any]:
    """A message in lines; the address that ends it becomes a link to the same page."""
    site = settings.MOTCUA.public_url
    led = re.search(rf"{re.escape(site)}(/\S+)", one.body)
    dossier = reverse("follow:dossier", args=[one.subject_id]) if one.subject_id else None
    return {
        "subject": one.subject,
        "lines": [line for line in one.body.splitlines() if "://" not in line],
        "created_at": one.created_at,
        "href": led[1] if led else dossier,
        "of_dossier": led is None or led[1].partition("?")[0] == dossier,
    }


def _line(row: DossierRow) -> dict[str, Any]:
    done = row.completed_at is not None or row.status in ENDED
    owed = row.finance_state == "owed" and row.status not in OVER
    agency = agencies.agency(row.agency_id)
    return {
        "title": row.procedure_name,
        "href": reverse("follow:dossier", args=[row.id]),
        "reference": row.reference,
        "status": _words(row),
        "agency": agency.name if agency else "",
        "needs": row.needs_applicant or owed,
        "part_waits": row.leads and row.needs_applicant and row.accepted_at is not None,
        "unpaid": owed,
        "done": done,
        "good": done and row.status not in OVER and row.result_kind != "refused",
        "chip": None
        if done or row.unpaid
        else due.chip(row.current_due_at or row.answer_due_at, clock.now(), paused=row.status in PAUSED),
    }


def _words(row: DossierRow) -> str:
    return row.status_words_en if (get_language() or "vi").startswith("en") else row.status_words


def _papers(view: DossierView, actor: Actor) -> list[dict[str, Any]]:
    found = documents.documents(view.id, by=actor)
    return [
        {"title": d.title, "ready": d.usable, "href": reverse("follow:document", args=[view.id, d.id])} for d in found
    ]


def _local_day(instant: datetime | None) -> date | None:
    return clock.local(instant).date() if instant else None


def _day(instant: Any) -> str:
    local = clock.local(instant)
    return f"{local.day}/{local.month}/{local.year}"
