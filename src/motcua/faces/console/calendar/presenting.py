"""A year of a working calendar in words, month by month; what a decree would do to open due dates."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.faces.console.calendar.asking import Spoken, Typed
from motcua.faces.kit import formats
from motcua.faces.kit.counted import weekday
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar.types import DeclarationKind, DeclarationView, Decree, Holiday, Intervals, Week
from motcua.rooms.dossiers.types import Forecast

CONFIDENCE = {"official": "ok", "law": "ok", "estimated": "warning"}


def kinds() -> dict[str, tuple[str, str]]:
    """What can be declared, each with a hint."""
    return {
        DeclarationKind.DAY_OFF: (_("Day off"), _("One day, or several in a row")),
        DeclarationKind.SWAP: (_("Swap of days"), _("A working day off, and a day of rest worked instead")),
        DeclarationKind.CLOSURE: (_("Emergency closure"), _("Storm, flood, epidemic: offices are closed")),
        DeclarationKind.WORKED: (_("Day of rest that is worked"), _("With the usual hours, unless others are written")),
        DeclarationKind.HOURS: (_("Other opening hours"), _("Closed for a part of the day")),
        DeclarationKind.WEEK: (_("Working week"), ""),
    }


def months(days: Sequence[Holiday]) -> list[dict[str, Any]]:
    """The days of a year under their months, days in a row for one reason as one line; empty months are left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for day in days:
        lines = found.setdefault(formats.month(day.date), [])
        before = lines[-1] if lines else None
        if before and before["last"] + timedelta(days=1) == day.date and before["same"] == _same(day):
            before["last"] = day.date
        else:
            lines.append(_line(day))
    return [{"title": month, "days": lines} for month, lines in found.items()]


def _same(day: Holiday) -> tuple[Any, ...]:
    return (day.reason, day.source, day.confidence, day.place, day.hours)


def _line(day: Holiday) -> dict[str, Any]:
    certain = _("estimated") if day.confidence == "estimated" else _("official")
    return {
        "first": day.date,
        "last": day.date,
        "same": _same(day),
        "weekday": weekday(day.date),
        "open": day.open,
        "hours": spelled(day.hours) if day.open else "",
        "reason": day.reason,
        "source": day.source,
        "certain": certain,
        "kind": CONFIDENCE.get(day.confidence, "neutral"),
        "place": where(day.place),
    }


def where(key: str) -> str:
    """A place that is not the whole country, in words."""
    if not key:
        return ""
    kind, _dash, rest = key.partition("-")
    if kind == "province":
        return agencies.place_name(rest)
    return _("this agency only")


def declared(view: DeclarationView) -> dict[str, Any]:
    """One declaration in the list."""
    decree = view.decree
    return {
        "id": view.id,
        "title": f"{kinds()[decree.kind][0]}: {days_of(decree)}",
        "reason": decree.reason,
        "source": decree.source,
        "who": view.declared_by,
        "at": view.declared_at,
        "back_at": view.taken_back_at,
        "back_number": view.taken_back_number,
        "back_reason": view.taken_back_reason,
        "back_who": view.taken_back_by,
    }


def days_of(decree: Decree) -> str:
    """«24/11/2026», «24/11/2026 – 26/11/2026», «28/12/2026, worked on 26/12/2026», «from 1/1/2027 on»."""
    first, last = formats.date(decree.first), formats.date(decree.last)
    if decree.kind == DeclarationKind.WEEK:
        return _("from %(day)s on") % {"day": first}
    days = first if decree.first == decree.last else f"{first} – {last}"
    if decree.worked_on:
        days = _("%(days)s, worked on %(other)s") % {"days": days, "other": formats.date(decree.worked_on)}
    return f"{days}, {spelled(decree.hours)}" if decree.hours else days


def spelled(hours: Sequence[tuple[int, int]]) -> str:
    return ", ".join(f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}" for a, b in hours)


def summary(typed: Typed) -> list[dict[str, Any]]:
    """What is about to be declared, for the last look."""
    decree, spoken = typed.decree, typed.spoken
    if decree is None or spoken is None:
        return []
    week = [{"label": _("Opening hours"), "value": "; ".join(week_lines(dict(decree.weekly)))}]
    return [
        {"label": _("Where it holds"), "value": spoken.words},
        {"label": _("What is declared"), "value": kinds()[decree.kind][0]},
        {"label": _("Days"), "value": days_of(decree)},
        *(week if decree.kind == DeclarationKind.WEEK else []),
        {"label": _("Decision that declares it"), "value": decree.source},
        {"label": _("Reason"), "value": decree.reason},
    ]


def ahead(told: Forecast) -> dict[str, Any]:
    """What would happen to open due dates, as a headline and lines with bars."""
    number = {"num": formats.number(told.moved)}
    title = ngettext(
        "%(num)s open dossier gets another due date", "%(num)s open dossiers get another due date", told.moved
    )
    about = _("About %(num)s open dossiers get another due date")
    return {
        "none": told.moved == 0,
        "title": (about if told.sampled else title) % number,
        "looked": formats.number(told.looked),
        "agencies": told.agencies,
        "sampled": formats.number(told.sampled) if told.sampled else "",
        "earlier": told.earlier,
        "bars": [
            {"label": _moved(days), "value": count, "words": formats.number(count), "href": None}
            for days, count in told.by_days
        ],
    }  # fmt: skip


def _moved(days: int) -> str:
    if days == 0:
        return _("another hour, same day")
    if days > 0:
        return ngettext("%(num)s day later", "%(num)s days later", days) % {"num": days}
    return ngettext("%(num)s day earlier", "%(num)s days earlier", -days) % {"num": -days}


def weeks(patterns: Sequence[Week], year: int) -> list[dict[str, Any]]:
    """The working weeks that hold in a year, each from which day on, in lines of weekdays with the same hours."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = []
    for place, week in enumerate(patterns):
        following = patterns[place + 1].since if place + 1 < len(patterns) else None
        if week.since > last or (following is not None and following <= first):
            continue
        since = formats.date(week.since) if first < week.since else ""
        found.append({"since": since, "lines": week_lines(dict(week.days)), "source": week.source})
    return found


def week_lines(days: Mapping[int, Intervals]) -> list[str]:
    """«Monday to Friday: 07:30-11:30, 13:00-17:00», «Saturday: 07:30-11:30»; days of rest are left out."""
    runs: list[tuple[int, int]] = []
    for day in (one for one in range(7) if days.get(one)):
        if runs and runs[-1][1] == day - 1 and days[runs[-1][0]] == days[day]:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return [f"{_run(first, last)}: {spelled(days[first])}" for first, last in runs]


def _run(first: int, last: int) -> str:
    names = weekdays()
    return names[first] if first == last else _("%(first)s to %(last)s") % {"first": names[first], "last": names[last]}


def weekdays() -> tuple[str, ...]:
    return (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def field(
    typed: Typed, name: str, label: str, hint: str | None = None, *, required: bool = True, **more: Any
) -> dict[str, Any]:
    """One field of the form with what was typed."""
    plain: dict[str, Any] = {
        "name": name, "id": name, "label": label, "hint": hint, "value": typed.values.get(name),
        "error": typed.errors.get(name), "required": required, "options": [], "attrs": {},
    }  # fmt: skip
    return plain | more


def fields(typed: Typed, his: Sequence[Spoken]) -> dict[str, dict[str, Any]]:
    """The fields of the form with what was typed."""
    one = partial(field, typed)
    choices = [(key, words, hint) for key, (words, hint) in kinds().items() if key != DeclarationKind.WEEK]
    return {
        "place": one("place", _("Where it holds"), options=[(place.key, place.words, None) for place in his]),
        "kind": one("kind", _("What is declared"), options=choices),
        "first": one("first", _("Day, or first of several days")),
        "last": one("last", _("Last day"), _("Leave empty for one day"), required=False),
        "worked_on": one("worked_on", _("Day of rest worked instead"), _("For a swap only"), required=False),
        "hours": one(
            "hours", _("Opening hours of the day"), _("For other hours: 07:30-11:30, 13:00-17:00"), required=False
        ),
        "number": one("number", _("Number of the decision"), attrs={"maxlength": 60}),
        "decided_on": one("decided_on", _("Day of the decision"), _("Leave empty for today"), required=False),
        "reason": one("reason", _("Reason"), _("Applicants and officers read it"), attrs={"maxlength": 200}),
    }


def years(shown: int, today: date) -> list[int]:
    """The years to choose from: those with an official calendar around now, and the one shown."""
    return sorted({shown, *range(today.year - 2, today.year + 2)})
