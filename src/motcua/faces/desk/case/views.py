"""O3: one dossier. What was answered and whence, what was handed in, what happened, and the one thing to do now."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest, language
from motcua.faces.desk.case import linked, opinions, reading, work
from motcua.faces.desk.result import pages
from motcua.faces.kit.powers import power
from motcua.kernel import audit
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import DossierView


@require_GET
@power("officer")
def case(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Show the dossier to an officer of its agency; the reading is recorded for its owner to see."""
    return render(request, "desk/case.html", values(request, dossier_id))


def values(request: DeskRequest, dossier_id: UUID, **more: Any) -> dict[str, Any]:
    """Everything the case page shows; refused actions render it again with what was typed in `more`."""
    actor = request.actor
    view = opened(request, dossier_id)
    form, held = reading.summary(view, actor)
    what = work.to_do(view, actor)
    draft = queries.result_draft(view.id, by=actor) if what.kind in {"approve", "number", "sign"} else None
    page = {
        "view": view,
        "row": view.row,
        "status": menu.status_words(view.row),
        "chip": reading.chip(view),
        "pages": reading.answers(form, view),
        "papers": reading.papers(view, held, actor),
        "official": reading.official(view, actor),
        "timeline": reading.timeline(view),
        "explanation": reading.explanation(view),
        "group": linked.group(view, actor),
        "opinions": opinions.lines(view),
        "amended": [(one, queries.changes_of(view, one, by=actor, language=language())) for one in view.amendments],
        "work": what,
        "draft": draft,
        "result_pages": pages.of(view.id, actor) if draft else [],
        "agency": agencies.agency(view.row.agency_id),
        "fault": None,
        "typed": {},
    }
    return menu.page(request, "work", **(page | more))


def opened(request: DeskRequest, dossier_id: UUID) -> DossierView:
    """The dossier, and a line in its owner's list of who looked and why. Refused: act.out-of-reach"""
    view = queries.dossier(dossier_id, by=request.actor)
    audit.record_read(
        request.actor,
        subject="dossier",
        subject_id=view.id,
        purpose=view.row.reference,
        owner_id=view.owner_id,
        agency_id=view.row.agency_id,
    )
    return view
