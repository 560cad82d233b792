"""The public progress of one dossier in words: where it lies, by when, nothing of the person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

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
