"""Two papers side by side, or a paper beside what was filled in. Everything is a link, so it works without scripts."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest
from motcua.faces.desk.case import reading
from motcua.faces.desk.case.views import opened
from motcua.faces.kit.powers import power

FORM = "form"
SIZES = 3
SIDES = ("l", "r")


@dataclass(frozen=True, slots=True)
class Pane:
    """What one side shows: which paper (or the form), which page, how large, how it is turned."""

    side: str
    what: str = ""
    page: int = 1
    size: int = 0
    turn: int = 0

    @property
    def asked(self) -> dict[str, str]:
        """The pane as it stands in an address; what is usual is left out."""
        parts = {"": self.what, "p": self.page, "z": self.size, "x": self.turn}
        usual = {"p": 1, "z": 0, "x": 0}
        return {f"{self.side}{name}": str(value) for name, value in parts.items() if value != usual.get(name, "")}


@require_GET
@power("officer")
def comparison(request: DeskRequest, dossier_id: UUID) -> HttpResponse:
    """Show two things of one dossier beside each other; the reading is recorded as every look at it."""
    view = opened(request, dossier_id)
    form, held = reading.summary(view, request.actor)
    papers = {str(one["file"].id): one for one in reading.papers(view, held, request.actor) if one["pages"]}
    offered = [(FORM, _("What was filled in")), *[(key, one["title"]) for key, one in papers.items()]]
    left = _asked(request.GET, "l", papers, usual=next(iter(papers), FORM))
    right = _asked(request.GET, "r", papers, usual=FORM)
    address = reverse("desk:comparison", args=[dossier_id])
    page = {
        "view": view,
        "row": view.row,
        "offered": offered,
        "panes": [_shown(left, right, papers, address), _shown(right, left, papers, address)],
        "pages": reading.answers(form, view),
    }
    return render(request, "desk/comparison.html", menu.page(request, "work", **page))


def _asked(asked: QueryDict, side: str, papers: dict[str, Any], *, usual: str) -> Pane:
    what = asked.get(side, usual)
    if what != FORM and what not in papers:
        what = usual
    most = len(papers[what]["pages"]) if what in papers else 1
    return Pane(
        side,
        what,
        page=max(1, min(most, _number(asked.get(f"{side}p", ""), 1))),
        size=_number(asked.get(f"{side}z", ""), 0) % SIZES,
        turn=_number(asked.get(f"{side}x", ""), 0) % 4,
    )


def _number(text: str, usual: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else usual  # noqa: PLR2004


def _shown(pane: Pane, other: Pane, papers: dict[str, Any], address: str) -> dict[str, Any]:
    """A pane with the addresses of everything that can be done to it, the other side unchanged."""

    def to(**change: int) -> str:
        return f"{address}?{urlencode(replace(pane, **change).asked | other.asked)}#{pane.side}"  # type: ignore[arg-type]

    paper = papers.get(pane.what)
    pages = paper["pages"] if paper else []
    found = {"pane": pane, "other": other.asked, "paper": paper, "picture": None, "last": len(pages)}
    if paper:
        one = pages[pane.page - 1]
        marks = {"xoay": pane.turn, "to": 1 if pane.size else 0}
        query = urlencode({name: value for name, value in marks.items() if value})
        found["picture"] = one | {"url": f"{one['url']}?{query}" if query else one["url"]}
    return found | {
        "before": to(page=pane.page - 1) if pane.page > 1 else None,
        "after": to(page=pane.page + 1) if pane.page < len(pages) else None,
        "smaller": to(size=pane.size - 1) if pane.size else None,
        "larger": to(size=pane.size + 1) if pane.size < SIZES - 1 else None,
        "turned": to(turn=(pane.turn + 1) % 4),
    }
