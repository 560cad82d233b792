"""The way from a case to its money."""

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel.acts import may
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.dossiers.types import DossierView, Status


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
