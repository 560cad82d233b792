"""Figures as groups of tiles and as lines of a table; each number leads to its definition and its dossiers."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.faces.desk.leader import words
from motcua.faces.desk.leader.asking import Asked
from motcua.faces.kit import formats
from motcua.rooms.insights import queries as insights
from motcua.rooms.insights.types import Score, Week

FEW = 5
GRADED = {"satisfaction": "graded", "ease": "ease_graded"}
CONFIDENTIAL = {"graded", "satisfied", "ease_graded", "found_easy"}
REST = {"on_time_rate": "late", "complaint_rate": "complaint_missed"}
BAD = frozenset({"late", "open_late", "passed_up", "complaint_missed"})
BESIDE = frozenset({"passed_up", "unreceived", "complaint_open"})


def groups(total: Score, weeks: Sequence[Week], asked: Asked) -> list[dict[str, Any]]:
    """Received, resolved, in process: a number and what it is made of; then the rates."""
    return [
        _group(total, asked, "received", "online", "counter", "postal"),
        _group(total, asked, "resolved", "early", "on_day", "late"),
        _group(total, asked, "in_process", "open_in_time", "open_late", "waiting", "passed_up", "unreceived"),
        _group(total, asked, "complained", "complaint_kept", "complaint_missed", "complaint_open"),
        {
            "label": _("Quality"),
            "href": None,
            "rates": [
                _rate(total, asked, "on_time_rate") | {"spark": _spark(weeks)},
                _rate(total, asked, "online_rate"),
                _rate(total, asked, "asked_rate"),
                _satisfied(total, asked),
                *([_ease(total, asked)] if total["ease_graded"] else []),
                *([_rate(total, asked, "complaint_rate")] if total["complaint_settled"] else []),
                _median(total, asked),
            ],
        },
    ]  # fmt: skip


def _median(total: Score, asked: Asked) -> dict[str, Any]:
    return {
        "label": _("Half are done within"),
        "value": words.days(total.median_days),
        "note": _("From acceptance to the result, nights and holidays included."),
        "href": _href(asked, "decided"),
        "target": None,
        "spark": None,
        "bullet": None,
    }


def _group(total: Score, asked: Asked, main: str, *parts: str) -> dict[str, Any]:
    return {
        "label": words.label(main),
        "value": formats.number(total[main]),
        "href": _href(asked, main),
        "rates": None,
        "parts": [
            {
                "label": words.label(part),
                "value": formats.number(total[part]),
                "href": _href(asked, part),
                "bad": part in BAD and total[part] > 0,
                "beside": part in BESIDE,
            }
            for part in parts
        ],
    }


def target(key: str, asked: Asked) -> insights.Target | None:
    """What the office asked about is measured against on the last day of the period."""
    return insights.target(key, asked.agency.id if asked.agency else asked.reach.home, asked.period.last)


def _rate(total: Score, asked: Asked, key: str) -> dict[str, Any]:
    numerator, denominator = insights.RATES[key]
    aim = target(key, asked)
    share = aim.share if aim else None
    rate = total.rate(numerator, denominator)
    of = _("%(part)s of %(whole)s") % {
        "part": formats.number(total[numerator]),
        "whole": formats.number(total[denominator]),
    }
    return {
        "label": words.label(key),
        "value": formats.percent(rate),
        "note": of,
        "href": _href(asked, key),
        "target": _("target %(rate)s") % {"rate": formats.percent(share)} if share is not None else None,
        "below": share is not None and rate is not None and rate < share,
        "spark": None,
        "bullet": {"share": rate, "target": share} if share is not None and rate is not None else None,
    }


def _satisfied(total: Score, asked: Asked) -> dict[str, Any]:
    """A share of fewer than five grades could tell who gave them."""
    found = _rate(total, asked, "satisfaction")
    answered = formats.percent(total.rate("graded", "resolved"))
    found["note"] = _("%(rate)s gave a grade") % {"rate": answered}
    if total["graded"] < FEW:
        found |= {"bullet": None, "value": "–", "note": _("fewer than %(n)s grades") % {"n": FEW}, "below": False}
    return found


def _ease(total: Score, asked: Asked) -> dict[str, Any]:
    """What people said of the form right after it, which is another thing than how the office served them."""
    found = _rate(total, asked, "ease")
    found["note"] = _("%(rate)s gave a grade") % {"rate": formats.percent(total.rate("ease_graded", "received"))}
    if total["ease_graded"] < FEW:
        found |= {"value": "–", "note": _("fewer than %(n)s grades") % {"n": FEW}}
    return found


def _spark(weeks: Sequence[Week]) -> dict[str, Any] | None:
    """The share on time week by week; a week without results keeps the line where it was."""
    known = [week for week in weeks if week.resolved]
    if len(known) < 2:  # noqa: PLR2004
        return None
    points = [round(week.on_time / week.resolved, 4) for week in known]
    label = _("On time week by week, from %(first)s to %(last)s") % {
        "first": formats.percent(points[0]),
        "last": formats.percent(points[-1]),
    }
    rows = [
        {
            "href": None,
            "week": formats.date(week.monday),
            "resolved": week.resolved,
            "on_time": week.on_time,
            "rate": formats.percent(week.on_time / week.resolved) if week.resolved else "–",
        }
        for week in weeks
    ]
    return {"points": points, "label": label, "rows": rows}


def value(total: Score, key: str) -> str:
    """A measure or a rate as it is written; a few grades could tell who gave them."""
    parts = insights.RATES.get(key)
    if parts is None:
        return _counted(total, key)
    if key in GRADED and total[GRADED[key]] < FEW:
        return "–"
    return formats.percent(total.rate(*parts))


def defined(total: Score, key: str, asked: Asked) -> dict[str, Any]:
    return {
        "label": words.label(key),
        "text": words.definition(key),
        "value": _counted(total, key),
        "href": _href(asked, key),
    }


def _counted(total: Score, key: str) -> str:
    hidden = key in CONFIDENTIAL and 0 < total[key] < FEW
    return _("under %(n)s") % {"n": FEW} if hidden else formats.number(total[key])


LINKED = ("overdue", "at_risk", "in_process", "received", "resolved")


def line(score: Score, asked: Asked, aim: insights.Target | None = None, **narrower: str) -> dict[str, Any]:
    """A row of the table of a level; each count leads to exactly its dossiers."""
    address = reverse("desk:leader-figure")
    return {
        "links": {key: address + asked.link(so=key, **narrower) for key in LINKED if score[key]},
        "target": formats.percent(aim.share) if aim else "–",
        "received": score["received"],
        "resolved": score["resolved"],
        "on_time": formats.percent(score.rate("on_time", "resolved")),
        "in_process": score["in_process"],
        "overdue": score["overdue"],
        "at_risk": score["at_risk"],
        "median": words.days(score.median_days),
        "asked": formats.percent(score.rate("asked", "submitted")),
    }


def columns(first: str, *, targets: bool) -> list[dict[str, str]]:
    names = {
        "overdue": _("Overdue"),
        "at_risk": _("Soon overdue"),
        "in_process": _("In process"),
        "received": _("Taken in"),
        "resolved": _("Resolved"),
        "on_time": _("On time"),
        **({"target": _("Target")} if targets else {}),
        "median": _("Half within"),
        "asked": _("Asked to complete"),
    }
    return [
        {"key": "name", "label": first, "kind": "text"},
        *({"key": k, "label": v, "kind": "number"} for k, v in names.items()),
    ]


def told(n: int) -> str:
    return ngettext("%(n)s dossier", "%(n)s dossiers", n) % {"n": formats.number(n)}


def _href(asked: Asked, key: str) -> str:
    return reverse("desk:leader-figure") + asked.link(so=key)
