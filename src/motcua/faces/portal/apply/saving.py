"""Saving as one types, and sending a picture at once: for pages with JavaScript."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from motcua.faces.kit.powers import power
from motcua.faces.portal.apply import elsewhere
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.faces.portal.apply.drafting import procedure_of
from motcua.faces.portal.apply.pages import marks_of
from motcua.faces.portal.apply.receiving import Draft, Received, add
from motcua.kernel import clock
from motcua.kernel.types import ActorKind
from motcua.rooms.dossiers import services
from motcua.rooms.forms import logic
from motcua.rooms.forms.types import AnswersView

MOST_FIELDS = 200


@require_POST
@power("public")
def save(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """Save the fields named by `_fields`. A stranger's page is told to keep what it holds: 401."""
    if request.actor.kind != ActorKind.CITIZEN:
        return JsonResponse({"code": "session.ended"}, status=401)
    form = procedure_of(draft_id, by=request.actor).form
    names, at = request.POST.getlist("_fields")[:MOST_FIELDS], clock.now()
    seen, told = marks_of(request.POST), {}

    def typed(kept: AnswersView) -> dict[str, Any]:
        changes = logic.parse_some(form, names, request.POST, kept.answers)
        told["elsewhere"] = " ".join(elsewhere.changed(form, changes, kept, seen))
        told["seen"] = elsewhere.seen_again(form, changes, seen)
        return changes

    version = services.save_draft(draft_id, cast("Any", typed), by=request.actor, at=at)
    return JsonResponse({"version": version, "saved_at": at.isoformat()} | told)


@require_POST
@power("public")
def upload(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """Take in the file of one field: 201, or 422 with the reason."""
    if request.actor.kind != ActorKind.CITIZEN:
        return JsonResponse({"code": "session.ended"}, status=401)
    to = procedure_of(draft_id, by=request.actor).form.by_key.get(request.POST.get("name", ""))
    file = request.FILES.get("file")
    if to is None or to.kind != "file" or file is None:
        return JsonResponse({"code": "request.incomplete"}, status=400)
    received = Received()
    stored = add(to, file, Draft(draft_id), received.changes, received, by=request.actor)
    if stored is None:
        return JsonResponse({"reason": received.refused[to.key]}, status=422)
    services.save_draft(draft_id, received.changes, by=request.actor, at=clock.now())
    return JsonResponse({"id": str(stored.id), "name": stored.name, "state": stored.state}, status=201)
