"""«Báo sai»: a value of a database is wrong in the eyes of the person, who may give the right one."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.faces.portal.apply import kept
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.faces.portal.apply.drafting import OpenDraft, language, open_draft
from motcua.faces.portal.apply.fields import source_name
from motcua.kernel import clock
from motcua.kernel.tenancy import scope
from motcua.rooms.dossiers import services
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms_read
from motcua.rooms.forms import services as forms
from motcua.rooms.forms.shown import Dressing, shown
from motcua.rooms.forms.types import Field, FieldState, Known


@require_http_methods(["GET", "POST"])
@kept.survives_expiry
@power("citizen")
def dispute(request: CitizenRequest, draft_id: UUID, field: str) -> HttpResponse:
    """Show what the database says and ask for what is right."""
    with scope(request.actor):
        draft = open_draft(draft_id, by=request.actor)
        asked, known = draft.form.by_key.get(field), draft.kept.provenance.get(field)
        if asked is None or known is None:
            raise Http404
        if request.method != "POST":
            return _page(request, draft, asked, known)
        kind = logic.kind_of(asked)
        value = forms_read.named({field: kind.parse(asked, kind.gather(asked, field, request.POST))})[field]
        wrong = logic.fault_of(asked, value, draft.sight, today=draft.today)
        if request.POST.get("_action", "").startswith("address:"):
            return _page(request, draft, asked, known, value=value)
        if wrong is not None:
            return _page(request, draft, asked, known, value=value, error=wrong.of(language()), status=422)
    at = clock.now()
    forms.report_wrong(draft.kept.id, field, by=request.actor, at=at)
    services.save_draft(draft_id, {field: value}, by=request.actor, at=at)
    response = notices.add(
        redirect("apply:check", draft_id=draft_id), "ok", _("The mistake is reported and the right value is noted")
    )
    return kept.forget(request, response, draft_id)


def _page(
    request: CitizenRequest,
    draft: OpenDraft,
    asked: Field,
    known: Known,
    *,
    value: object = None,
    error: str | None = None,
    status: int = 200,
) -> HttpResponse:
    now = logic.value_of(asked, draft.answers)
    dress = Dressing(language(), {asked.key: error} if error else {}, draft.files, "", source_name)
    state = FieldState(asked, logic.kind_of(asked).blank if value is None else value, None, asked=True)
    row = {
        "label": asked.label.of(language()),
        "lines": logic.kind_of(asked).shown(asked, known.was if known.disputed else now, language()),
        "source": source_name(known),
        "source_at": known.obtained_at,
    }
    context = {
        "draft": draft,
        "title": _("Report a mistake"),
        "row": row,
        "question": shown(state, dress),
        "faults": [{"id": asked.key, "words": error}] if error else [],
        "back_url": reverse("apply:check", args=[draft.id]),
    }
    return render(request, "portal/apply/dispute.html", context, status=status)
