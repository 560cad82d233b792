"""Lines of a dossier's history for its owner."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.faces.kit import due
from motcua.kernel import clock
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers.types import PaperPlace, TimelineEntry

ENDINGS = frozenset({"refused", "withdrawn", "stopped"})
"""Ends that nobody should see a green tick beside."""


LAST = frozenset({"step", "issued", "delivered"})
ONE_MINUTE = timedelta(minutes=1)


def entries(lines: Iterable[TimelineEntry]) -> list[dict[str, Any]]:
    """What happened and what is being done, with whom and by when."""
    return [_entry(line) for line in gathered(list(lines))]


def gathered(lines: list[TimelineEntry]) -> list[TimelineEntry]:
    """The same with signing, issuing and handing over of one minute as one line: for the applicant they are one."""
    issued = next((line for line in lines if line.kind == "issued"), None)
    if issued is None:
        return lines
    close = [line for line in lines if line.kind in LAST and line.done and abs(line.at - issued.at) < ONE_MINUTE]
    together = issued
    if any(line.kind == "delivered" for line in close):
        together = replace(
            issued, title=f"{issued.title}, đã ký số và trả", title_en=f"{issued.title_en}, signed and delivered",
            late=any(line.late for line in close),
        )  # fmt: skip
    return [together if line is issued else line for line in lines if line is issued or line not in close]


def _entry(entry: TimelineEntry) -> dict[str, Any]:
    english = (get_language() or "vi").startswith("en")
    return {
        "title": entry.title_en if english and entry.title_en else entry.title,
        "at": entry.at if entry.done else None,
        "unit": entry.unit or None,
        "person": entry.who or None,
        "text": entry.detail or None,
        "state": "late" if entry.late else "no" if entry.kind in ENDINGS else "done" if entry.done else "now",
        "due": due.chip(entry.due_at, clock.now()) if entry.due_at and not entry.done else None,
    }


def places(found: Iterable[PaperPlace]) -> list[dict[str, Any]]:
    """Who holds the paper now, and whether it is late."""
    return [{"words": _place(one), "since": one.since, "late": one.late} for one in found]


def _place(one: PaperPlace) -> str:
    agency = agencies.agency(one.agency_id)
    words = {
        "desk": _("%(what)s: at %(agency)s"),
        "carrier": _("%(what)s: on its way to %(agency)s"),
        "lost": _("%(what)s: did not arrive at %(agency)s and is looked for. You need not do anything."),
        "applicant": _("%(what)s: with you"),
    }[one.holder]
    if one.is_result and one.holder == "carrier" and one.carrier:
        words = _("%(what)s: on its way with %(carrier)s")
    what = _("The result on paper") if one.is_result else _("Your papers")
    return words % {"what": what, "agency": agency.name if agency else "", "carrier": one.carrier}
