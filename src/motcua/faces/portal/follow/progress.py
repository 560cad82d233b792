"""The public progress of one dossier in words: where it lies, by when, nothing of the person."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.faces.kit import due
from motcua.faces.portal.follow.showing import ENDINGS, gathered
from motcua.kernel import clock
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers.types import PublicProgress, TimelineEntry

OVER = frozenset({"withdrawn", "stopped", "refused_reception"})
"""Ended without a result: nothing is promised and nothing is owed any more."""
PAUSED = frozenset({"supplement_before_acceptance", "supplement_after_appraisal", "awaiting_payment"})


def progress_page(request: HttpRequest, found: PublicProgress) -> HttpResponse:
    """Show the progress; never kept by a cache."""
    english = (get_language() or "vi").startswith("en")
    agency = agencies.agency(found.agency_id)
    context = {
        "p": found,
        "late": found.late and found.completed_at is None,
        "sign_in": _way_in(found),
        "new_date": found.due_at if found.late and found.due_at and found.due_at > clock.now() else None,
        "status": found.status_words_en if english else found.status_words,
        "agency": agency.name if agency else "",
        "over": found.status in OVER,
        "promised": found.due_at or found.answer_due_at,
        "chip": _chip(found),
        "entries": _entries(gathered([one for one in found.timeline if one.public]), english=english),
    }
    response = render(request, "portal/follow/progress.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _way_in(found: PublicProgress) -> dict[str, str]:
    """What is there to do after signing in, and the address that leads through the sign-in to that part of the page."""
    if found.completed_at is not None:
        words, part = _("Sign in, take the result and grade the office"), "danh-gia"
    elif found.late:
        words, part = _("Sign in and ask why it is late"), "hoi"
    else:
        words, part = _("Sign in to see this dossier"), ""
    wanted = {"ma": found.reference} | ({"phan": part} if part else {})
    href = f"/dang-nhap?{urlencode({'next': f'/ho-so?{urlencode(wanted)}'})}"
    return {"words": words, "href": href, "kind": "primary" if part else "secondary"}


def _chip(found: PublicProgress) -> due.Chip | None:
    if found.status in OVER or not (found.due_at or found.answer_due_at):
        return None
    paused = found.status in PAUSED
    return due.chip(found.due_at or found.answer_due_at, clock.now(), closed_at=found.completed_at, paused=paused)


def _entries(lines: list[TimelineEntry], *, english: bool) -> list[dict[str, Any]]:
    """What was done, what is being done now, what comes after."""
    entries = [_entry(one, english=english) for one in lines]
    now = next((entry for entry in entries if entry["state"] == "next"), None)
    if now:
        now["state"] = "now"
    return entries


def _entry(one: TimelineEntry, *, english: bool) -> dict[str, Any]:
    return {
        "title": one.title_en if english else one.title,
        "at": one.at if one.done else None,
        "unit": one.unit,
        "person": None,
        "text": one.detail or None,
        "state": "late" if one.late else "no" if one.kind in ENDINGS else "done" if one.done else "next",
        "due": None,
    }
