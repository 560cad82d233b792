"""Ways from a case to its money, and to what happens after its end."""

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel.acts import may
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.dossiers.types import DossierView, Method, Status

NOT_STOPPED = frozenset({Status.SUBMITTED, Status.SIGNING, Status.REFUSED_RECEPTION, Status.WITHDRAWN, Status.STOPPED})


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
