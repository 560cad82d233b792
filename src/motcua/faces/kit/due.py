"""What a due chip says: how long is left, whether it is late, whether the clock stands still."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.faces.kit import formats
from motcua.kernel.clock import local

SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Chip:
    """`state` is far | soon | today | late | paused | done | late-done | ended | none; `words` say the same for everybody."""

    state: str
    words: str
    due_at: datetime | None = None


def chip(
    due_at: datetime | None,
    at: datetime,
    *,
    closed_at: datetime | None = None,
    paused: bool = False,
    working_hours: float | None = None,
) -> Chip:
    """Choose the chip for something due at `due_at`, seen at `at`.

    `working_hours` are those left, where they tell more than days do.
    """
    if due_at is None:
        return Chip("none", _("No due time"))
    if closed_at is not None:
        return _closed(due_at, closed_at)
    if paused:
        return Chip("paused", _("Clock stopped by law"), due_at)
    if at > due_at:
        return Chip("late", _("Late by %(time)s") % {"time": _length(at - due_at)}, due_at)
    if local(at).date() == local(due_at).date():
        return Chip("today", _("Today %(time)s") % {"time": formats.time(due_at)}, due_at)
    return _left(due_at, at, working_hours)


def ended(at: datetime) -> Chip:
    """Choose the chip for what ended without a result; its state, shown beside it, says how."""
    return Chip("ended", _("Ended on %(day)s") % {"day": formats.date(at)})


def _left(due_at: datetime, at: datetime, working_hours: float | None) -> Chip:
    if working_hours is not None:
        n = max(1, round(working_hours))
        words = ngettext("%(n)s working hour left", "%(n)s working hours left", n) % {"n": n}
        return Chip("soon", words, due_at)
    left = due_at - at
    return Chip("soon" if left <= SOON else "far", _("%(time)s left") % {"time": _length(left)}, due_at)


def _closed(due_at: datetime, closed_at: datetime) -> Chip:
    if closed_at > due_at:
        return Chip("late-done", _("Done late"), due_at)
    early = due_at - closed_at
    words = _("Done %(time)s early") % {"time": _length(early)} if early >= timedelta(days=1) else _("Done on time")
    return Chip("done", words, due_at)


def _length(span: timedelta) -> str:
    if span >= timedelta(days=1):
        return ngettext("%(n)s day", "%(n)s days", span.days) % {"n": span.days}
    if span >= timedelta(hours=1):
        hours = int(span.total_seconds() // 3600)
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    minutes = max(1, int(span.total_seconds() // 60))
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
