"""What a case shows, in words: answers with their source, papers as pages, the history, the days that were counted."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.faces.desk.asking import english, language
from motcua.faces.kit import due
from motcua.faces.kit.counted import Counted, counted
from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar import queries as calendar
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.types import DocumentRef, FileState, StoredFile
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import DossierRow, DossierView, PaperPlace, TimelineEntry
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms
from motcua.rooms.forms.kinds import KINDS
from motcua.rooms.forms.types import Field, Known, SummaryPage, SummaryRow

MOST_PAGES = 30
A_DAY = 8  # working hours
PAUSED = frozenset({"supplement_before_acceptance", "supplement_after_appraisal", "awaiting_payment"})
OWN_WORDS = frozenset({"typed", "self-declared"})


class Pinned(Protocol):
    """Whatever is shown of a dossier knows the version of the procedure it was filed under."""

    @property
    def version_id(self) -> UUID: ...


def summary(view: DossierView, actor: Actor) -> tuple[list[SummaryPage], dict[str, Any]]:
    """The form as it was handed in, page by page, and the answers themselves."""
    held = forms.answers(view.answers_id, by=actor)
    form = catalogue.version(view.version_id).form
    today = clock.local(view.row.submitted_at).date()
    return logic.summary(form, held.answers, held.provenance, today=today, language=language()), held.answers


def answers(pages: Sequence[SummaryPage], view: Pinned, *, compared: bool = True) -> list[dict[str, Any]]:
    """The answers page by page, each value with its source; papers have a place of their own on the page.

    Not `compared`: what was said by whoever files for another, and no register knows, is marked as such.
    """
    form = catalogue.version(view.version_id).form
    found = []
    for page in pages:
        rows = [row for row in page.rows if form.by_key[row.field].kind != "file"]
        told = [_answer(row, form.by_key[row.field]) for row in rows if row.lines]
        for one in told:
            one["uncompared"] = not compared and not one["verified"]
        blank = [row.label.of(language()) for row in rows if not row.lines]
        if rows:
            found.append({"title": page.title.of(language()), "rows": told, "blank": blank})
    return found


def _answer(row: SummaryRow, field: Field) -> dict[str, Any]:
    known = row.known
    named = known is not None and known.source not in OWN_WORDS
    return {
        "label": row.label.of(language()),
        "lines": row.lines,
        "source": source_name(known) if known and named else None,
        "at": known.obtained_at if known and named else None,
        "verified": bool(known and known.verified and not known.disputed),
        "disputed": bool(known and known.disputed),
        "was": "; ".join(KINDS[field.kind].shown(field, known.was, language())) if known and known.was else "",
    }


def source_name(known: Known) -> str:
    """Who says so, in plain words."""
    names: dict[str, Callable[[], str]] = {
        "e-identity": lambda: _("VNeID"),
        "identity-card": lambda: _("the identity card"),
        "identity-card-checked": lambda: _("the identity card, compared with its bearer"),
        "told-at-the-counter": lambda: _("what was said at the counter"),
    }
    return names.get(known.source, lambda: known.source)()


def paper_fields(view: Pinned) -> dict[str, str]:
    """The questions that are answered with files, by key, with their labels."""
    form = catalogue.version(view.version_id).form
    return {field.key: field.label.of(language()) for field in form.fields() if field.kind == "file"}


def papers(view: DossierView, held: dict[str, Any], actor: Actor) -> list[dict[str, Any]]:
    """Everything handed in, named by the paper it stands for, then anything that belongs to none."""
    files = {str(one.id): one for one in documents.files_of(view.id, by=actor)}
    found, placed = [], set()
    for key, label in paper_fields(view).items():
        own = [one for one in map(str, held.get(key) or ()) if one in files and one not in placed]
        placed.update(own)
        names = [label] if len(own) == 1 else [f"{label} {n}/{len(own)}" for n in range(1, len(own) + 1)]
        found += [_paper(files[one], name) for one, name in zip(own, names, strict=True)]
    return found + [_paper(one, "") for file_id, one in files.items() if file_id not in placed]


def paper_places(view: DossierView) -> list[dict[str, Any]]:
    """Who holds the paper now, in words; also for the counter and for lists."""
    found = queries.paper_places(view)
    return [{"words": _place(one), "since": one.since, "late": one.late, "is_result": one.is_result} for one in found]


def _place(one: PaperPlace) -> str:
    agency = agencies.agency(one.agency_id)
    name = agency.name if agency else ""
    return {
        "desk": _("at %(agency)s, waits to leave") if one.goes_on else _("at %(agency)s"),
        "carrier": _("on its way with %(carrier)s to %(agency)s"),
        "lost": _("did not arrive at %(agency)s, looked for"),
        "applicant": _("with the applicant"),
    }[one.holder] % {"agency": name, "carrier": one.carrier}


def _paper(file: StoredFile, label: str) -> dict[str, Any]:
    return {
        "file": file,
        "title": label or file.name,
        "name": file.name if label else "",
        "href": reverse("desk:file", args=[file.id]),
        "pages": _pages(file) if file.usable else [],
        "checking": file.state == FileState.QUARANTINE,
    }


def _pages(file: StoredFile) -> list[dict[str, Any]]:
    return [
        {
            "number": n,
            "url": reverse("desk:file-page", args=[file.id, n]),
            "alt": _("Page %(n)s of %(name)s") % {"n": n, "name": file.name},
        }
        for n in range(1, min(file.pages or 1, MOST_PAGES) + 1)
    ]


def official(view: DossierView, actor: Actor) -> list[DocumentRef]:
    """What the office itself has written in this case."""
    return documents.documents(view.id, by=actor)


ENDINGS = frozenset({"refused", "withdrawn", "stopped"})
"""Ends of a dossier that no green tick stands beside."""


def timeline(view: DossierView) -> list[dict[str, Any]]:
    """The history, what still waits last."""
    return entries(view.timeline, still=stands_still(view.row))


def entries(lines: Sequence[TimelineEntry], *, still: bool = False) -> list[dict[str, Any]]:
    """Lines of a history as the page shows them."""
    return [_entry(entry, still=still) for entry in lines]


def _entry(entry: TimelineEntry, *, still: bool) -> dict[str, Any]:
    now = "no" if entry.kind in ENDINGS else "done" if entry.done else "now"
    return {
        "title": entry.title_en if english() and entry.title_en else entry.title,
        "at": entry.at if entry.done else None,
        "unit": entry.unit or None,
        "person": entry.who or None,
        "text": entry.detail if entry.kind != "accepted" else None,
        "state": "late" if entry.late else now,
        "due": None if entry.done else due.chip(entry.due_at, clock.now(), paused=still),
    }


def explanation(view: DossierView) -> Counted | None:
    """How the due date was counted, day by day; None before acceptance."""
    due_at = view.row.current_due_at
    return counted(view.due_explanation, clock.local(due_at).date() if due_at else None)


def chip(view: DossierView) -> due.Chip:
    """Until when, or what became of it and when."""
    row = view.row
    if row.ended_without_result and row.ended_at is not None:
        return due.ended(row.ended_at)
    due_at = row.current_due_at or row.answer_awaited
    in_hours = "giờ" in str(view.due_explanation.get("limit", "")) if view.due_explanation else False
    hours = hours_left(row.agency_id, due_at, always=in_hours)
    return due.chip(due_at, clock.now(), closed_at=row.completed_at, paused=stands_still(row), working_hours=hours)


def hours_left(agency_id: UUID, due_at: datetime | None, *, always: bool = False) -> float | None:
    """The working hours left when there are fewer than a day of them, or the limit itself is in hours."""
    now = clock.now()
    if due_at is None or due_at <= now:
        return None
    left = calendar.working_hours_left(agency_id, now, due_at)
    return left if always or left < A_DAY else None


def stands_still(row: DossierRow) -> bool:
    """Tell whether the clock is stopped by law, so that no date counts down."""
    return row.status in PAUSED


def asked_papers(view: DossierView) -> list[dict[str, str]]:
    """What the applicant is asked for: the name of each question or paper, and what is wrong with it."""
    if view.open_supplement is None:
        return []
    form = catalogue.version(view.version_id).form
    return [
        {
            "label": form.by_key[item.field].label.of(language()) if item.field in form.by_key else "",
            "words": item.words,
        }
        for item in view.open_supplement.items
    ]


def ended_ground(view: DossierView) -> tuple[str, str] | None:
    """The ground of law on which a dossier was not taken in, refused or stopped, and its source."""
    family = {"refused_reception": "reception_refusal", "stopped": "stop"}.get(view.row.status)
    found = queries.grounds_for(family) if family else []
    return next(
        ((one.words_en if english() else one.words, one.law) for one in found if one.key == view.ended_ground), None
    )
