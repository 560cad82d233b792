"""O3: one dossier. What was answered and whence, what was handed in, what happened, and the one thing to do now."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.faces.desk import menu
from motcua.faces.desk.case import work
from motcua.faces.kit import due
from motcua.faces.kit.powers import power
from motcua.kernel import audit, clock
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import DossierView
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms


@require_GET
@power("officer")
def case(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show the dossier to an officer of its agency; the reading is recorded for its owner to see."""
    return render(request, "desk/case.html", values(request, dossier_id))


def values(request: HttpRequest, dossier_id: UUID, **more: Any) -> dict[str, Any]:
    """Everything the case page shows; refused actions render it again with what was typed in `more`."""
    actor = request.actor  # type: ignore[attr-defined]
    view = queries.dossier(dossier_id, by=actor)
    audit.record_read(actor, subject="dossier", subject_id=view.id, purpose=view.row.reference, owner_id=view.owner_id, agency_id=view.row.agency_id)
    return menu.page(
        request,
        "work",
        view=view,
        row=view.row,
        chip=_chip(view),
        pages=_answers(view, request),
        files=_files(view, request),
        papers=documents.documents(view.id, by=actor),
        timeline=[_entry(entry) for entry in view.timeline],
        work=work.to_do(view, actor),
        explanation=view.due_explanation,
        agency=agencies.agency(view.row.agency_id),
        **({"fault": None, "typed": {}} | more),
    )


def _chip(view: DossierView) -> due.Chip:
    row = view.row
    due_at = row.current_due_at or row.answer_due_at
    return due.chip(due_at, clock.now(), closed_at=row.completed_at, paused="supplement" in row.status)


def _answers(view: DossierView, request: HttpRequest) -> list[dict[str, Any]]:
    """The answers page by page, each value with its source."""
    held = forms.answers(view.answers_id, by=request.actor)  # type: ignore[attr-defined]
    definition = catalogue.version(view.version_id).form
    language = (get_language() or "vi")[:2]
    found = logic.summary(definition, held.answers, held.provenance, today=clock.local(view.row.submitted_at).date(), language=language)
    return [{"title": page.title.text(language), "rows": [_answer(row, language) for row in page.rows]} for page in found]


def _answer(row: Any, language: str) -> dict[str, Any]:
    source = row.known.source if row.known and not row.known.disputed else None
    note = _("Reported wrong by the applicant") if row.known and row.known.disputed else None
    lines = [*row.lines, *([note] if note else [])]
    return {
        "label": row.label.text(language),
        "lines": lines or [_("Not given")],
        "source": _source(source),
        "source_at": row.known.obtained_at if row.known else None,
    }


def _source(key: str | None) -> str | None:
    """Name a register; what the person typed himself needs no source."""
    names = {
        "e_identity": _("E-identity"),
        "population": _("National population database"),
        "account": _("E-identity"),
        "typed": None,
        "applicant": None,
    }
    return names.get(key, key) if key else None


def _files(view: DossierView, request: HttpRequest) -> list[dict[str, Any]]:
    found = documents.files_of(view.id, by=request.actor)  # type: ignore[attr-defined]
    return [
        {
            "file": one,
            "pages": [
                {"number": n, "url": f"/can-bo/tep/{one.id}/{n}.png", "alt": _("Page %(n)s of %(name)s") % {"n": n, "name": one.name}}
                for n in range(1, (one.pages or 1) + 1)
            ]
            if one.usable
            else [],
        }
        for one in found
    ]


def _entry(entry: Any) -> dict[str, Any]:
    english = (get_language() or "vi").startswith("en")
    state = "late" if entry.late else ("done" if entry.done else "now")
    return {
        "title": entry.title_en if english and entry.title_en else entry.title,
        "at": entry.at,
        "unit": entry.unit or None,
        "person": entry.who or None,
        "text": entry.detail or None,
        "state": state,
        "due": entry.due_at,
    }
