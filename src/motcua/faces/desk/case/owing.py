"""Ways from a case to its money, and to what happens after its end."""

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.faces.kit import formats
from motcua.kernel.acts import may
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.dossiers.types import DossierView, FinanceState, Method, Status
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments.types import RefundReason

BESIDE_THE_FEE = frozenset({RefundReason.SURPLUS, RefundReason.CLOSED})
NOT_STOPPED = frozenset({Status.SUBMITTED, Status.SIGNING, Status.REFUSED_RECEPTION, Status.WITHDRAWN, Status.STOPPED})


def standing(view: DossierView, actor: Actor) -> tuple[str, str] | None:
    """Where the fee stands, in words, and the kind of its tag; with sum and day once it goes back."""
    state = view.row.finance_state
    plain = {
        FinanceState.OWED: (_("Fee not paid"), "warning"),
        FinanceState.PAID: (_("Fee paid"), "ok"),
        FinanceState.WAIVED: (_("Fee waived"), "ok"),
    }
    if state not in {FinanceState.REFUNDING, FinanceState.REFUNDED}:
        return plain.get(FinanceState(state))
    cases = [one for one in payments.repayments_of(view.id, by=actor) if one.reason not in BESIDE_THE_FEE]
    if not cases:  # at another office's counter: it is not told how much
        return (_("Fee given back") if state == FinanceState.REFUNDED else _("Fee being given back")), "neutral"
    amount = formats.money(sum(one.amount for one in cases))
    if state == FinanceState.REFUNDED:
        day = max((one.closed_at for one in cases if one.closed_at), default=None)
        return _("Fee given back: %(amount)s, %(day)s") % {"amount": amount, "day": formats.date(day)}, "neutral"
    day = max((one.due_at for one in cases if one.due_at), default=None)
    return _("Fee being given back: %(amount)s, by %(day)s") % {"amount": amount, "day": formats.date(day)}, "warning"


def ways(view: DossierView, actor: Actor) -> list[dict[str, str]]:
    """The link beside a case, for those who can do something about its money."""
    if view.row.completed_at is not None:
        return []
    owed = view.row.finance_state == "owed"
    waiving = owed and may(actor, "payments.waive", Target(agency_id=view.row.agency_id))
    href = reverse("desk:notice", args=[view.id])
    if view.row.status == Status.AWAITING_PAYMENT and "dossiers.take_back_obligation" in view.may:
        return [{"label": _("See what is owed, take it back"), "href": href}]
    if waiving:
        return [{"label": _("See what is owed, let the applicant off"), "href": href}]
    return []


def afterwards(view: DossierView) -> list[dict[str, str]]:
    """The links beside a case whose result is with the applicant."""
    found = []
    if view.row.completed_at is not None and "dossiers.request_correction" in view.may:
        href = reverse("desk:correction", args=[view.id])
        found.append({"label": _("The result is wrong: correct it"), "href": href})
    if view.row.completed_at is not None and {"dossiers.request_copy", "dossiers.grant_copy"} & view.may:
        found.append({"label": _("Copy of the result"), "href": reverse("desk:copy", args=[view.id])})
    if {"dossiers.reissue", "dossiers.record_loss"} & view.may and had_papers(view):
        found.append({"label": _("Something was lost"), "href": reverse("desk:lost", args=[view.id])})
    return found


def had_papers(view: DossierView) -> bool:
    """Tell whether the office holds, or ever held, anything to lose: not of an online dossier that ended before acceptance."""
    row = view.row
    return not (row.ended_without_result and row.accepted_at is None and row.method == Method.ONLINE)


def stopping(view: DossierView) -> list[dict[str, str]]:
    """The way to close a dossier without a decision, while there is none."""
    undecided = view.row.completed_at is None and view.row.status not in NOT_STOPPED
    if "dossiers.stop" not in view.may or not undecided:
        return []
    return [{"label": _("Stop without a decision"), "href": reverse("desk:stop", args=[view.id])}]
