"""Why the promised day can no longer be put off: for whoever looks for the way and does not find it."""

from datetime import datetime

from django.utils.translation import gettext as _

from motcua.rooms.calendar.rules import extension_notice_due
from motcua.rooms.dossiers.types import DossierRow


def why_not(row: DossierRow, *, extended: bool, at: datetime) -> str:
    """Empty while the day may still be put off, or nothing is promised (NĐ 118/2025 Art. 19.6)."""
    due_at = row.current_due_at
    if due_at is None or row.completed_at is not None or at <= extension_notice_due(due_at):
        return ""
    if row.member:
        return _("The promised day is that of the whole linked dossier: only its lead office may put it off.")
    if extended:
        return _("The day was put off once. The law allows no second time.")
    if at <= due_at:
        return _("Too late to put the day off: it had to be told a day before. Finish in time if it can be done.")
    return _("The day can no longer be put off. The applicant reads an apology on his page and may ask for the reason.")
