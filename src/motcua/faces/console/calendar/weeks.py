"""A working week that an administrator typed, weekday by weekday, as a decree."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.faces.console.calendar import asking, presenting
from motcua.faces.console.calendar.asking import Spoken, Typed
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.calendar import queries
from motcua.rooms.calendar.types import DeclarationKind, Decree, Intervals, Week

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def as_it_is(spoken: Spoken, today: date, at: datetime) -> Typed:
    """The form before anything was typed: the week that holds there today."""
    now = dict(holding(queries.weeks_of(spoken.place, at), today).days)
    hours = {key: presenting.spelled(now.get(place, ())) for place, key in enumerate(DAYS)}
    return Typed({"place": spoken.key} | hours, {})


def holding(weeks: Sequence[Week], day: date) -> Week:
    """The week that holds on a day; the first one holds for everything before it too."""
    return next((week for week in reversed(weeks) if week.since <= day), weeks[0])


def read(actor: Actor, post: Mapping[str, str], *, today: date) -> Typed:
    """The working week that was typed, or the errors at its fields."""
    values: dict[str, Any] = {name: str(post.get(name, "")).strip() for name in ("place", "number", "reason", *DAYS)}
    names = ("first", "decided_on")
    values |= {name: {part: post.get(f"{name}-{part}", "") for part in ("day", "month", "year")} for name in names}
    errors: dict[str, str] = {}
    first = asking.day(values, "first", errors)
    if first is None:
        errors.setdefault("first", _("Write the day, for example 27 3 2027"))
    decided = asking.day(values, "decided_on", errors)
    weekly: list[tuple[int, Intervals]] = [(n, asking.hours(values, key, errors)) for n, key in enumerate(DAYS)]
    if errors or first is None:
        return Typed(values, errors)
    decree = Decree(
        DeclarationKind.WEEK, first, first, values["number"], decided or today, values["reason"],
        weekly=tuple(day for day in weekly if day[1]),
    )  # fmt: skip
    faults = queries.faults(decree)
    told = {"mon" if name == "weekly" else name: Refused(code).message for name, code in faults.items()}
    return Typed(values, told, None if told else decree, asking.chosen(actor, values["place"]))


def fields(typed: Typed, his: Sequence[Spoken]) -> dict[str, dict[str, Any]]:
    """The fields of the form with what was typed."""
    common = presenting.fields(typed, his)
    common["first"] |= {"label": _("From this day on"), "hint": _("Days before it stay as they are")}
    week = {
        key: presenting.field(typed, key, name, required=False)
        for key, name in zip(DAYS, presenting.weekdays(), strict=True)
    }
    return common | week
