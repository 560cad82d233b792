"""A page of dossiers with the reason of each."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from motcua.faces.desk.leader import words
from motcua.faces.kit import due
from motcua.faces.kit.powers import may_open
from motcua.kernel.types import Actor
from motcua.rooms.insights.types import Case, Cases, Waiting


def number(request: HttpRequest) -> int:
    text = request.GET.get("trang", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1  # noqa: PLR2004


def rows(found: Cases, by: Actor, at: datetime) -> list[dict[str, Any]]:
    return [row(case, by, at) for case in found.cases]


def row(case: Case, by: Actor, at: datetime) -> dict[str, Any]:
    """One dossier: who handed in what, how late it is, and in whose hands it lies since when."""
    why = words.reason(case, by)
    closed = case.row.completed_at or case.ended_at
    paused = case.waits_for in {Waiting.APPLICANT, Waiting.PAYMENT}
    due_at = case.row.original_due_at or (case.row.answer_due_at if case.waits_for == Waiting.RECEPTION else None)
    return {
        "case": case,
        "row": case.row,
        "why": why,
        "for": words.length(at - why.since) if why.since and not closed else None,
        "chip": _chip(case, due_at, at, paused=paused),
        "open": closed is None,
        "complaint": _complaint(case, by, at),
        "step_late": case.step_due_at is not None and case.step_due_at < at and not closed,
        "href": reverse("desk:leader-case", args=[case.row.id]),
        "mine": reverse("desk:case", args=[case.row.id]) if words.waits_for_me(case, by) and closed is None else None,
        "may_remind": closed is None and not paused and case.reminded_at is None,
    }


def _chip(case: Case, due_at: datetime | None, at: datetime, *, paused: bool) -> due.Chip:
    if case.row.ended_without_result and case.row.ended_at is not None:
        return due.ended(case.row.ended_at)
    return due.chip(due_at, at, closed_at=case.row.completed_at, paused=paused)


def _complaint(case: Case, by: Actor, at: datetime) -> dict[str, Any] | None:
    """The applicant asked why it is late: until when an answer is waited for, and where the reader himself gives it."""
    if case.complained_at is None:
        return None
    until = case.complaint_due_at
    late = until is not None and until < at
    mine = until is not None and case.row.agency_id == by.agency_id and may_open(by, "feedback.answer_complaint")
    return {
        "at": case.complained_at,
        "until": until,
        "late": late,
        "words": words.complaint(until, late=late),
        "href": reverse("desk:answer", args=[case.row.id]) if mine else None,
    }


def more(request: HttpRequest, found: Cases) -> dict[str, str | None]:
    """The pages before and after."""
    return {
        "before": _page(request, found.page - 1) if found.page > 1 else None,
        "after": _page(request, found.page + 1) if found.more else None,
    }


def _page(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["trang"] = str(page)
    return f"{request.path}?{query.urlencode()}"
