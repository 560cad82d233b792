"""«Việc cần làm»: what waits for the signed-in person, the most urgent first."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.faces.kit import formats
from motcua.kernel.types import Actor
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers.types import DeliveryState, DossierRow, DraftView, FinanceState, Status

MOST = 6
SUPPLEMENTS = {Status.SUPPLEMENT_BEFORE, Status.SUPPLEMENT_AFTER}


def waiting_for(by: Actor, *, at: datetime) -> list[dict[str, Any]]:
    """Cards for the first page: supplements, payments, results to fetch, drafts."""
    rows = dossiers.mine(by=by, at=at)
    cards = [card for card in map(_of_dossier, rows) if card]
    cards.sort(key=lambda card: card["order"])
    cards += [_of_draft(draft, at) for draft in dossiers.drafts(by=by)]
    return cards[:MOST]


def _of_dossier(row: DossierRow) -> dict[str, Any] | None:
    address = f"/ho-so/{row.id}"
    if row.needs_applicant and (row.status in SUPPLEMENTS or row.leads):
        return _card(0, _("Send what is missing"), address, row.procedure_name, _("Needed"), "warning", "act")
    if row.needs_applicant and row.finance_state == FinanceState.OWED:
        return _card(1, _("Pay the fee"), address, row.procedure_name, _("Not paid"), "warning", "act")
    if row.needs_applicant:
        return _card(2, row.status_words, address, row.procedure_name, _("Needed"), "warning", "act")
    if row.delivery_state == DeliveryState.READY:
        return _card(3, _("Fetch the result"), address, row.procedure_name, _("Ready"), "ok", "")
    return None


def _of_draft(draft: DraftView, at: datetime) -> dict[str, Any]:
    saved = _("Saved %(when)s") % {"when": formats.ago(draft.saved_at, at)}
    return _card(4, _("Go on filling in"), f"/nop-ho-so/{draft.id}", f"{draft.procedure_name}. {saved}", _("Draft"))


def _card(
    order: int, title: str, href: str, text: str, tag: str, tag_kind: str = "neutral", kind: str = ""
) -> dict[str, Any]:
    return {
        "order": order, "title": title, "href": href, "text": text, "tag": tag, "tag_kind": tag_kind, "kind": kind,
    }  # fmt: skip
