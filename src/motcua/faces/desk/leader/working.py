"""S18: the work of units and officers, with definitions and without an order of merit; and everybody's own figures."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import DeskRequest
from motcua.faces.desk.leader import asking, scorecard
from motcua.faces.desk.leader.asking import Asked
from motcua.faces.kit import formats, periods
from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.insights import queries as insights
from motcua.rooms.insights import services
from motcua.rooms.insights.types import OfficerWork, Waiting, Waits, WorkLine

HOURS_A_DAY = 8


def does_words(does: str) -> str:
    """A kind of step in words."""
    return {
        "receive": _("Receiving"),
        "appraise": _("Appraisal"),
        "consult": _("Opinion"),
        "draft_result": _("Drafting the result"),
        "approve": _("Approval"),
        "number": _("Numbering"),
        "sign": _("Signature"),
        "deliver": _("Handing over"),
    }.get(does, _("Other work"))


@require_GET
@power("insights.oversee")
def work(request: DeskRequest) -> HttpResponse:
    """Agencies, then units, then the steps and the officers of a unit."""
    asked, at = asking.read(request), clock.now()
    group = "agency" if asked.many else "step" if asked.unit else "unit"
    lines = insights.work(asked.narrowed, group=group, by=request.actor, at=at)
    own_house = asked.agency is None or asked.agency.id == request.actor.agency_id
    people = insights.officers(asked.narrowed, by=request.actor, at=at) if asked.unit and own_house else ()
    page = {
        "asked": asked,
        "title": asked.place,
        "crumbs": _crumbs(asked),
        "head": {"agency": _("Office"), "unit": _("Unit"), "step": _("Step")}[group],
        "rows": sorted((_row(one, asked, group) for one in lines), key=lambda row: row["name"]),
        "waits": sorted(
            (_waits(one, asked, group) for one in insights.waits(asked.narrowed, group=group, by=request.actor, at=at)),
            key=lambda row: row["name"],
        ),
        "people": [officer(one) for one in people],
        "elsewhere": bool(asked.unit) and not own_house,
        "as_of": insights.complete_until(at),
        "periods": scorecard.periods(asked, "desk:leader-work"),
        "rules": insights.RULES,
    }
    return render(request, "desk/leader/work.html", menu.page(request, "leader", **page))


@require_GET
@power("insights.own_work")
def own(request: DeskRequest) -> HttpResponse:
    """What the officer himself did, and what he was reminded of."""
    at = clock.now()
    key, period = periods.asked(request.GET, asking.USUAL)
    whole, steps = insights.own_work(period, by=request.actor, at=at)
    page = {
        "period": period,
        "one": officer(whole) if whole else None,
        "rows": [{"name": does_words(one.key), "href": None} | numbers(one) for one in steps],
        "reminders": [
            {"it": one, "href": reverse("desk:case", args=[one.dossier_id])}
            for one in insights.reminders(by=request.actor)
        ],
        "as_of": insights.complete_until(at),
        "periods": [
            {"label": said, "href": f"{reverse('desk:own-work')}?ky={one}", "current": one == key}
            for one, said in periods.offered(asking.USUAL).items()
        ],
        "rules": insights.RULES,
    }
    return render(request, "desk/leader/own.html", menu.page(request, "own", **page))


@require_POST
@power("insights.see_reminders")
def seen(request: DeskRequest) -> HttpResponse:
    """Take the reminders off the menu."""
    services.see_reminders(by=request.actor, at=clock.now())
    return redirect("desk:own-work")


def numbers(one: WorkLine) -> dict[str, Any]:
    """A row of work in words. Under ten pieces the times and shares are not told."""
    few = _("too few to compare")
    return {
        "received": formats.number(one.received),
        "done": formats.number(one.done),
        "open": formats.number(one.open),
        "open_late": formats.number(one.open_late),
        "late": one.open_late > 0,
        "in_time": formats.percent(one.in_time_rate) if one.in_time_rate is not None else few,
        "median": hours(one.median_hours) if one.enough else few,
        "ninety": hours(one.ninety_hours) if one.enough else few,
        "enough": one.enough,
        "sent_back": formats.number(one.sent_back),
        "moved": formats.number(one.moved),
    }


def officer(one: OfficerWork) -> dict[str, Any]:
    """One officer's row: numbers, what they are made of, and the usual time for the same mix."""
    return {
        "name": one.line.name,
        **numbers(one.line),
        "usual": hours(one.usual_hours) if one.usual_hours is not None else _("too few to compare"),
        "asked": formats.number(one.asked),
        "asked_again": formats.number(one.asked_again),
        "mix": [
            {
                "what": does_words(part.does),
                "procedure": asking.procedure_words(part.procedure),
                "count": formats.number(part.count),
            }
            for part in one.mix
        ],
    }


def hours(value: float | None) -> str:
    """Working time: 45 phút, 3,5 giờ, 2,1 ngày làm việc."""
    if value is None:
        return "–"
    if value < 1:
        n = max(1, round(value * 60))
        return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}
    if value < 2 * HOURS_A_DAY:
        return _decimal(ngettext("%(n)s hour", "%(n)s hours", 2), value)
    return _decimal(ngettext("%(n)s working day", "%(n)s working days", 2), value / HOURS_A_DAY)


def _decimal(said: str, value: float) -> str:
    return said % {"n": formats.number(round(value, 1)).removesuffix(",0").removesuffix(".0")}


def _row(one: WorkLine, asked: Asked, group: str) -> dict[str, Any]:
    name, narrower = _place(one.key, group)
    href = reverse("desk:leader-work") + asked.link(**narrower) if narrower else None
    return {"name": name, "href": href} | numbers(one)


def _place(key: Any, group: str) -> tuple[str, dict[str, str]]:
    if group == "step":
        return does_words(key), {}
    if group == "agency":
        agency = agencies.agency(key)
        return (asking.agency_words(agency), {"co_quan": agency.key}) if agency else ("–", {})
    unit = agencies.unit(key) if key else None
    return (unit.name, {"don_vi": unit.key}) if unit else (_("Not handed to a unit yet"), {})


def _waits(one: Waits, asked: Asked, group: str) -> dict[str, Any]:
    name = asked.place if group == "step" else _place(one.key, group)[0]
    said = {w.value: formats.number(one.counts.get(w.value, 0)) for w in Waiting if w.value}
    return {"name": name, "href": None} | said


def _crumbs(asked: Asked) -> list[tuple[str, str | None]]:
    address = reverse("desk:leader-work")
    found: list[tuple[str, str | None]] = [(_("Overview"), reverse("desk:leader") + asked.link(don_vi="", thu_tuc=""))]
    found.append((_("Work of units and officers"), address + asked.link(co_quan="", don_vi="", thu_tuc="")))
    if asked.agency and asked.reach.upper:
        found.append((asking.agency_words(asked.agency), address + asked.link(don_vi="", thu_tuc="")))
    if asked.unit:
        found.append((asked.unit.name, None))
    found[-1] = (found[-1][0], None)
    return found
