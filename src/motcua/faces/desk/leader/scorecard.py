"""L1 and L2: what to do now, then the figures; from the whole down to the dossier."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest
from motcua.faces.desk.leader import asking, figures, listing, urgent, words
from motcua.faces.desk.leader.asking import Asked
from motcua.faces.kit import periods as kit_periods
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.insights import queries as insights
from motcua.rooms.insights.types import Lines, Score

LYING = ("overdue", "unanswered", "at_risk", "in_time")


@require_GET
@power("insights.oversee")
def scorecard(request: DeskRequest) -> HttpResponse:
    """L1: three things to do now, where they lie, then the figures of the period."""
    asked, at = asking.read(request), clock.now()
    lines = insights.scores(asked.narrowed, group=_group(asked), by=request.actor, at=at)
    weeks = insights.trend(asked.narrowed, by=request.actor, at=at)
    page = {
        "asked": asked,
        "cards": urgent.cards(insights.urgent(asked.narrowed, by=request.actor, at=at), asked, at),
        "groups": figures.groups(lines.total, weeks, asked),
        "stacks": _stacks(lines, asked),
        "as_of": lines.as_of,
        "recounting": insights.recounting(),
        "periods": periods(asked, "desk:leader"),
        "rules": insights.RULES,
    }
    return render(request, "desk/leader/scorecard.html", menu.page(request, "leader", **page))


@require_GET
@power("insights.oversee")
def drill(request: DeskRequest) -> HttpResponse:
    """L2: agencies, then units, then procedures, then the dossiers that are in process there."""
    asked, at = asking.read(request), clock.now()
    group = _group(asked)
    lines = insights.scores(asked.narrowed, group=group, by=request.actor, at=at)
    cases = None
    if group is None:
        cases = insights.cases("in_process", asked.narrowed, page=listing.number(request), by=request.actor, at=at)
    page = {
        "asked": asked,
        "crumbs": crumbs(asked),
        "title": asking.procedure_words(asked.procedure) if asked.procedure else asked.place,
        "table": _table(lines, asked, group) if group else None,
        "total": figures.line(lines.total, asked),
        "rows": listing.rows(cases, request.actor, at) if cases else [],
        "more": listing.more(request, cases) if cases else None,
        "as_of": lines.as_of,
        "periods": periods(asked, "desk:leader-units"),
        "rules": insights.RULES,
    }
    return render(request, "desk/leader/drill.html", menu.page(request, "leader", **page))


@require_GET
@power("insights.oversee")
def figure(request: DeskRequest) -> HttpResponse:
    """One figure: what it counts, by which rule, and the dossiers behind it."""
    asked, at = asking.read(request), clock.now()
    key = request.GET.get("so", "")
    if key not in insights.MEASURES and key not in insights.RATES:
        raise Refused("act.out-of-reach")
    lines = insights.scores(asked.narrowed, by=request.actor, at=at)
    parts = insights.RATES.get(key)
    listed = parts is None and insights.MEASURES[key].listed
    cases = None
    if listed:
        cases = insights.cases(key, asked.narrowed, page=listing.number(request), by=request.actor, at=at)
    page = {
        "asked": asked,
        "key": key,
        "title": words.label(key),
        "value": figures.value(lines.total, key),
        "definitions": [figures.defined(lines.total, one, asked) for one in parts or (key,)],
        "rest": figures.defined(lines.total, figures.REST[key], asked) if key in figures.REST else None,
        "rate": parts is not None,
        "target": figures.target(key, asked) if parts else None,
        "listed": listed,
        "rows": listing.rows(cases, request.actor, at) if cases else [],
        "more": listing.more(request, cases) if cases else None,
        "as_of": lines.as_of,
        "periods": periods(asked, "desk:leader-figure", so=key),
        "rules": insights.RULES,
    }
    return render(request, "desk/leader/figure.html", menu.page(request, "leader", **page))


def periods(asked: Asked, name: str, **more: str) -> list[dict[str, Any]]:
    return [
        {"label": said, "href": reverse(name) + asked.link(ky=key, **more), "current": key == asked.period_key}
        for key, said in kit_periods.offered(asking.USUAL).items()
    ]


def crumbs(asked: Asked) -> list[tuple[str, str | None]]:
    """The way down to here."""
    address = reverse("desk:leader-units")
    home = agencies.agency(asked.reach.home)
    found: list[tuple[str, str | None]] = [
        (_("Overview"), reverse("desk:leader") + asked.link(don_vi="", thu_tuc="", co_quan=""))
    ]
    if asked.reach.upper and home:
        found.append((_("All agencies"), address + asked.link(co_quan="", don_vi="", thu_tuc="")))
    if asked.agency:
        found.append((asking.agency_words(asked.agency), address + asked.link(don_vi="", thu_tuc="")))
    if asked.unit or asked.nowhere:
        found.append((asked.place, address + asked.link(thu_tuc="")))
    if asked.procedure:
        found.append((asking.procedure_words(asked.procedure), None))
    found[-1] = (found[-1][0], None)
    return found


def _group(asked: Asked) -> str | None:
    """What the rows of the next level are."""
    if asked.many:
        return "agency"
    if asked.unit is None and not asked.nowhere:
        return "unit"
    return None if asked.procedure else "procedure"


def _named(score: Score, group: str) -> tuple[str, dict[str, str]]:
    """The name of a row, and what narrows the question to it."""
    if group == "agency":
        agency = agencies.agency(score.key)
        return (asking.agency_words(agency), {"co_quan": agency.key}) if agency else ("–", {})
    if group == "procedure":
        return asking.procedure_words(score.key), {"thu_tuc": score.key}
    unit = agencies.unit(score.key) if score.key else None
    return (unit.name, {"don_vi": unit.key}) if unit else (_("Not handed to a unit yet"), {"don_vi": asking.NOWHERE})


def _table(lines: Lines, asked: Asked, group: str) -> dict[str, Any]:
    head = {"agency": _("Office"), "unit": _("Unit"), "procedure": _("Procedure")}[group]
    rows = []
    for score in lines.rows:
        name, narrower = _named(score, group)
        href = reverse("desk:leader-units") + asked.link(**narrower) if narrower else None
        aim = insights.target("on_time_rate", score.key, asked.period.last) if group == "agency" else None
        rows.append(figures.line(score, asked, aim, **narrower) | {"name": name, "href": href})
    rows.sort(key=lambda row: (-row["overdue"], -row["at_risk"], row["name"]))
    return {"columns": figures.columns(head, targets=group == "agency"), "rows": rows}


def _stacks(lines: Lines, asked: Asked, most: int = 8) -> list[dict[str, Any]]:
    """Open dossiers of each place, the worst first; the name leads down, each number to exactly the dossiers it counts."""
    group = _group(asked) or "procedure"
    found: list[dict[str, Any]] = []
    for score in sorted(lines.rows, key=lambda one: (-one["overdue"], -one["at_risk"], str(one.key))):
        parts = [score[view] for view in LYING]
        if any(parts):
            name, narrower = _named(score, group)
            address = reverse("desk:leader-figure")
            hrefs = [address + asked.link(so=view, **narrower) for view in LYING]
            down = reverse("desk:leader-units") + asked.link(**narrower)
            found.append({"label": name, "parts": parts, "hrefs": hrefs, "href": down})
    return found[:most]
