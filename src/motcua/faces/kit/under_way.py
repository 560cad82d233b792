"""How a dossier that is already under way is told to whoever is about to begin the same procedure."""

from django.utils.translation import gettext as _

from motcua.faces.kit.formats import date, datetime
from motcua.rooms.dossiers.types import DossierRow


def told(row: DossierRow) -> str:
    """When it was handed in and until when what comes next is promised."""
    handed_in = date(row.submitted_at)
    if row.current_due_at is not None:
        words = _("submitted on %(day)s, result promised for %(when)s")
        return words % {"day": handed_in, "when": date(row.current_due_at)}
    if row.unpaid:
        return _("submitted on %(day)s, the fee is not paid yet") % {"day": handed_in}
    if row.answer_awaited is None:
        return _("submitted on %(day)s, waits for the applicant to complete it") % {"day": handed_in}
    return _("submitted on %(day)s, answer by %(when)s") % {"day": handed_in, "when": datetime(row.answer_awaited)}
