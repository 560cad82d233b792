"""C10: everything in one view, where each value comes from, what it costs; and one button."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.faces.kit.formats import money
from motcua.faces.kit.powers import power
from motcua.faces.portal.apply import kept
from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.faces.portal.apply.drafting import OpenDraft, language, open_draft, opened, page_url, procedure_of
from motcua.faces.portal.apply.fields import source_name
from motcua.faces.portal.pay.presenting import made_of
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers import services
from motcua.rooms.dossiers.types import CHANNEL_OF_ANSWER, RESULT_DELIVERY
from motcua.rooms.forms import logic
from motcua.rooms.forms.types import Fault, SummaryPage, SummaryRow
from motcua.rooms.payments.types import payable, total

CONSENT = "consent"
OWN_TO_CHANGE = frozenset({"phone", "email"})
"""Kinds of known values a person may simply replace: nobody knows his own telephone better."""


@require_http_methods(["GET", "POST"])
@kept.survives_expiry
@power("citizen")
def check(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """Show everything; hand it in when nothing is missing."""
    if request.method == "POST" and request.POST.get(CONSENT) == "yes":
        return kept.forget(request, _hand_in(request, draft_id), draft_id)
    with scope(request.actor):
        view = dossiers.find_draft(draft_id, by=request.actor)
        if view is None:
            dossiers.find(draft_id, by=request.actor)  # handed in already, or nobody's business
            return redirect("apply:confirmation", dossier_id=draft_id)
        draft = opened(view, None, by=request.actor)
        if request.method != "POST":
            return _page(request, draft)
        return _page(request, draft, missing=[*_missing(draft), _unconfirmed()], status=422)


def _hand_in(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """Hand in, after what the page found different from the draft: where it goes, how the result comes back.

    A draft becomes one dossier and gives one receipt however often this is sent: its id is the key.
    """
    at = clock.now()
    try:
        if agency := _identifier(request.POST.get("agency")):
            services.choose_agency(draft_id, agency, by=request.actor, at=at)
        if channel := request.POST.get("channel"):
            services.choose_options(draft_id, result_channel=channel, by=request.actor, at=at)
        if pledge := procedure_of(draft_id, by=request.actor).form.pledge:
            services.save_draft(draft_id, {pledge.key: True}, by=request.actor, at=at)
        receipt = services.submit(draft_id, by=request.actor, at=at)
    except Refused as no:
        return _refused(request, draft_id, no)
    if receipt.obligation_id and receipt.amount:
        return redirect(f"/thanh-toan/{receipt.obligation_id}")
    return redirect("apply:confirmation", dossier_id=receipt.dossier_id)


def _refused(request: CitizenRequest, draft_id: UUID, no: Refused) -> HttpResponse:
    """Everything that is wrong at once, each with the way to it."""
    with scope(request.actor):
        if dossiers.find_draft(draft_id, by=request.actor) is None:
            dossiers.find(draft_id, by=request.actor)
            return redirect("apply:confirmation", dossier_id=draft_id)
        draft = open_draft(draft_id, by=request.actor)
        missing = _missing(draft) or [{"href": None, "words": no.message}]
        return _page(request, draft, missing=missing, status=no.http_status)


def _identifier(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _missing(draft: OpenDraft) -> list[dict[str, Any]]:
    found = _linked(draft, draft.faults)
    if draft.agency is None:
        words = _("Choose the office that is to decide")
        found.append({"href": reverse("apply:agency", args=[draft.id]), "words": words})
    return found


def _unconfirmed() -> dict[str, Any]:
    return {"href": f"#{CONSENT}", "words": _("Tick the box to confirm that what was declared is true")}


def _linked(draft: OpenDraft, faults: Any) -> list[dict[str, Any]]:
    return [{"href": _where(draft, fault), "words": fault.words.of(language())} for fault in faults]


def _where(draft: OpenDraft, fault: Fault) -> str:
    key = fault.field.partition(".")[0]
    return f"{page_url(draft.id, draft.form.page_of[key].key)}?ve=kiem-tra&sua={key}#{fault.id}"


def _page(
    request: CitizenRequest, draft: OpenDraft, *, missing: list[dict[str, Any]] | None = None, status: int = 200
) -> HttpResponse:
    pages = logic.summary(draft.form, draft.answers, draft.kept.provenance, today=draft.today, language=language())
    lines = dossiers.fees_of_draft(draft.view, draft.definition, draft.sight, by=request.actor)
    due = total(payable(lines))
    asked = sum(not state.skipped for state in draft.states)
    held = dossiers.authority_of(draft.id, by=request.actor)
    compared = held is None or held.verified
    context = {
        "draft": draft,
        "title": _("Check and submit"),
        "number": asked + 1,
        "total": asked + 1,
        "sections": [_section(draft, page, compared) for page in pages if not _pledged(draft, page)],
        "uncompared": not compared,
        "office": _office(draft),
        "lines": [{"name": line.name, "amount": line.amount, "made": made_of(line)} for line in lines],
        "due": due,
        "later": any(line.amount is None for line in lines),
        "button": _("Submit and pay %(amount)s") % {"amount": money(due)} if due else _("Submit the dossier"),
        "consent": _consent(request, draft, missing),
        "missing": _linked(draft, draft.faults) if missing is None else missing,
        "differs": _differs(draft),
        "first_look": missing is None,
        "back_url": _back(draft),
    }
    return render(request, "portal/apply/check.html", context, status=status)


def _differs(draft: OpenDraft) -> dict[str, str]:
    """What the answers say otherwise than the draft notes; the form brings it along."""
    found = {}
    if draft.agency is not None and draft.agency.id != draft.view.agency_id:
        found["agency"] = str(draft.agency.id)
    channel = CHANNEL_OF_ANSWER.get(str(draft.sight.get(RESULT_DELIVERY, "")))
    if channel is not None and channel != draft.view.result_channel:
        found["channel"] = str(channel)
    return found


def _section(draft: OpenDraft, page: SummaryPage, compared: bool) -> dict[str, Any]:
    """One topic: its answers, who vouches for which of them, one way to change what may be changed."""
    rows = [_row(draft, row, compared) for row in page.rows]
    vouched = {(row["source"], row["source_at"]) for row in rows if row["source"]}
    one = next(iter(vouched)) if len(vouched) == 1 else (None, None)
    mine = [row["field"] for row in rows if row["changed"]]
    also = "".join(f"&sua={row['field']}" for row in rows if row["changed"] and row["source"])
    heading = page.title.of(language())
    return {
        "heading": heading,
        "alone": len(rows) == 1 and heading.casefold().startswith(rows[0]["label"].casefold()),
        "rows": rows,
        "source": one[0],
        "source_at": one[1],
        "change_url": f"{page_url(draft.id, page.page)}?ve=kiem-tra{also}#{mine[0]}" if mine else None,
        "reports": [row for row in rows if row["report_url"]],
    }


def _pledged(draft: OpenDraft, page: SummaryPage) -> bool:
    """The promise is asked below, in the words of its own page."""
    return draft.form.pledge is not None and page.rows[0].field == draft.form.pledge.key


def _office(draft: OpenDraft) -> dict[str, Any]:
    name = draft.agency.name if draft.agency else _("not chosen yet")
    return {
        "heading": _("Which office decides"),
        "rows": [{"label": _("Office"), "lines": [name], "source": None, "mark": None}],
        "alone": True,
        "source": None,
        "change_url": reverse("apply:agency", args=[draft.id]),
        "reports": [],
    }


def _row(draft: OpenDraft, row: SummaryRow, compared: bool) -> dict[str, Any]:
    known = row.known
    certain = known is not None and known.verified and not known.disputed
    own = not certain or draft.form.by_key[row.field].kind in OWN_TO_CHANGE
    files = [draft.files[one] for one in row.files if one in draft.files]
    return {
        "field": row.field,
        "label": row.label.of(language()),
        "lines": [f"{file.name} ({file.size_text})" for file in files] or row.lines,
        "source": source_name(known) if certain and known else None,
        "source_at": known.obtained_at.date() if certain and known and known.obtained_at else None,
        "mark": None if certain or compared or not row.lines else _("not compared yet"),
        "changed": own,
        "report_url": None if own else reverse("apply:dispute", args=[draft.id, row.field]),
    }


def _consent(request: CitizenRequest, draft: OpenDraft, missing: list[dict[str, Any]] | None) -> dict[str, Any]:
    """The one promise of the whole filing: in the words of the form where it has its own."""
    label = _("I confirm that what is declared here is true, and that the office may look up my data for this dossier")
    if draft.form.pledge is not None:
        label = _("%(pledge)s. The office may look up my data for this dossier") % {
            "pledge": draft.form.pledge.label.of(language()).rstrip(".")
        }
    words = next((one["words"] for one in missing or () if one["href"] == f"#{CONSENT}"), None)
    return {
        "name": CONSENT,
        "id": CONSENT,
        "label": label,
        "hint": None,
        "value": request.POST.get(CONSENT) == "yes",
        "error": words,
        "required": True,
        "options": [],
        "attrs": {},
    }


def _back(draft: OpenDraft) -> str:
    asked = [state for state in draft.states if not state.skipped]
    return page_url(draft.id, asked[-1].key) if asked else reverse("apply:start", args=[draft.view.procedure_code])
