"""What an administrator typed about days, as a decree; and the places he may speak for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar import queries
from motcua.rooms.calendar.types import DeclarationKind, Decree, Intervals, Place, spans

DATES = ("first", "last", "worked_on", "decided_on")
TEXTS = ("place", "kind", "hours", "number", "reason")
WRONG = {
    "calendar.number-missing": "number",
    "calendar.reason-missing": "reason",
    "calendar.days-out-of-order": "last",
    "calendar.swap-needs-a-day": "worked_on",
    "calendar.hours-missing": "hours",
    "calendar.week-missing": "mon",
    "calendar.declared-already": "first",
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A place an administrator keeps the calendar of. `key` is what the address and the form call it."""

    key: str
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, as it is shown again, and what it means when nothing is wrong with it."""

    values: Mapping[str, Any]
    errors: Mapping[str, str]
    decree: Decree | None = None
    spoken: Spoken | None = None


def places(actor: Actor) -> list[Spoken]:
    """The agency of the officer; its province and the country when his agency keeps their calendar."""
    agency = agencies.agency(actor.agency_id) if actor.agency_id else None
    if agency is None:
        return []
    found = [Spoken("co-quan", agency.name, Place(agency_id=agency.id))]
    province = Place(province_code=agency.province_code)
    if agency.province_code and queries.home_of(province) == agency.id:
        found.append(Spoken("tinh", agencies.place_name(agency.province_code), province))
    if queries.home_of(Place()) == agency.id:
        found.append(Spoken("ca-nuoc", _("The whole country"), Place()))
    return found


def chosen(actor: Actor, key: str) -> Spoken:
    """The place asked for if it is his, else the widest of his. Refused: act.out-of-reach"""
    his = places(actor)
    if not his:
        raise Refused("act.out-of-reach")
    return next((one for one in his if one.key == key), his[-1])


def read(actor: Actor, post: Mapping[str, str], *, today: date) -> Typed:
    """The decree that was typed, or the errors at its fields."""
    values: dict[str, Any] = {name: str(post.get(name, "")).strip() for name in TEXTS}
    values |= {name: {part: post.get(f"{name}-{part}", "") for part in ("day", "month", "year")} for name in DATES}
    errors: dict[str, str] = {}
    days = {name: day(values, name, errors) for name in DATES}
    if values["kind"] not in set(DeclarationKind) - {DeclarationKind.WEEK}:
        errors["kind"] = _("Choose what is declared")
    if days["first"] is None:
        errors.setdefault("first", _("Write the day, for example 27 3 2027"))
    opening = hours(values, "hours", errors)
    first = days["first"]
    if errors or first is None:
        return Typed(values, errors)
    decree = Decree(
        DeclarationKind(values["kind"]), first, days["last"] or first, values["number"], days["decided_on"] or today,
        values["reason"], days["worked_on"], opening,
    )  # fmt: skip
    faults = {name: Refused(code).message for name, code in queries.faults(decree).items()}
    return Typed(values, faults, None if faults else decree, chosen(actor, values["place"]))


def field_of(no: Refused) -> str:
    """The field a refusal speaks of."""
    return WRONG.get(no.code, "first")


def day(values: Mapping[str, Any], name: str, errors: dict[str, str]) -> date | None:
    """The day that was typed in three boxes, if one was."""
    boxes = values[name]
    if not any(boxes.values()):
        return None
    try:
        return date(*(int(boxes[part]) for part in ("year", "month", "day")))
    except ValueError:
        errors[name] = _("There is no such day")
        return None


def hours(values: Mapping[str, Any], name: str, errors: dict[str, str]) -> Intervals:
    """Opening hours as they were typed; none when the field is empty."""
    try:
        return spans([part for part in str(values[name]).replace(";", ",").split(",") if part.strip()])
    except ValueError:
        errors[name] = _("Write hours like 07:30-11:30, 13:00-17:00")
        return ()
