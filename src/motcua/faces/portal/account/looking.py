"""Who looked at my data: one line for a person, a day and a dossier, in words anybody understands."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.identity.types import Reading

REFERENCE = re.compile(r"H\d[\w.]*-\d{6}-\d+|MC-[\w-]+")
KINDS_READ = {
    "dossier": gettext_noop("Dossier"),
    "file": gettext_noop("Paper sent with a dossier"),
    "document": gettext_noop("Document"),
    "answers": gettext_noop("Answers of a form"),
    "person": gettext_noop("Personal details"),
    "control slip": gettext_noop("Control slip of a dossier"),
    "register": gettext_noop("Line of the register of dossiers"),
    "refund": gettext_noop("Money to be given back, with the account it goes to"),
    "search": gettext_noop("Search for a person"),
    "part of a group": gettext_noop("One part of a linked dossier"),
}
WHY = {
    "consultation": gettext_noop("To give an opinion on a dossier"),
    "download": gettext_noop("To handle a dossier: the file was downloaded"),
    "counter": gettext_noop("To take in a dossier at the counter"),
}
HANDLING = gettext_noop("To handle a dossier")


def rows(readings: Iterable[Reading], *, by: Actor) -> list[dict[str, Any]]:
    """The readings as lines of a table, the latest first."""
    found = list(readings)
    about = _references(found, by=by)
    groups: dict[tuple[str, str, str], list[Reading]] = {}
    for one in found:
        who = ", ".join(part for part in (one.who, one.agency_name) if part) or _("The system")
        why = _why(one, about)
        groups.setdefault((f"{clock.local(one.at).date()}", who, why), []).append(one)
    return [_row(who, why, looks) for (_day, who, why), looks in groups.items()]


def _row(who: str, why: str, looks: list[Reading]) -> dict[str, Any]:
    kinds = dict.fromkeys(_(KINDS_READ.get(one.what, KINDS_READ["person"])) for one in looks)
    times = ngettext("looked %(n)s time", "looked %(n)s times", len(looks)) % {"n": len(looks)}
    latest: datetime = max(one.at for one in looks)
    return {"at": latest, "who": who, "what": f"{', '.join(kinds)} · {times}", "why": why, "href": None}


def _why(one: Reading, about: Mapping[UUID, str]) -> str:
    reference = one.purpose if REFERENCE.fullmatch(one.purpose) else about.get(one.subject_id or UUID(int=0))
    if reference:
        return _("To handle %(reference)s") % {"reference": reference}
    if one.purpose in WHY:
        return _(WHY[one.purpose])
    return one.purpose if " " in one.purpose else _(HANDLING)


def _references(readings: list[Reading], *, by: Actor) -> dict[UUID, str]:
    """The dossier each file that was looked at belongs to."""
    wanted = [one.subject_id for one in readings if one.what == "file" and one.subject_id]
    files = documents.files_by_id(list(dict.fromkeys(wanted)), by=by) if wanted else []
    place = {file.id: file.subject_id for file in files if file.subject_id}
    named = {row.id: row.reference for row in dossiers.rows(list(set(place.values())), by=by)} if place else {}
    return {file_id: named[dossier_id] for file_id, dossier_id in place.items() if dossier_id in named}
