"""What the people one may sign in as wait for: a dossier that is late, one that is due soon, one done and not graded."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import yaml

from motcua.config import env
from motcua.config.demo import life
from motcua.kernel import clock, tenancy
from motcua.kernel.types import SYSTEM, Actor, ActorKind
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import due_at
from motcua.rooms.calendar.types import TimeLimit
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Card
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.identity import queries as identity

PERSON = "khoa"
LONGEST_HOURS = 80 * 24
Wishing = Callable[[Card, Actor, life.Staff, datetime, random.Random], life.Wish]


@dataclass(frozen=True)
class Fate:
    """What becomes of a dossier, told by when it was promised, seen from now."""

    earliest: timedelta
    latest: timedelta
    done: bool = False


LATE = Fate(-timedelta(days=4), -timedelta(hours=3))
DUE_SOON = Fate(timedelta(hours=4), timedelta(hours=47))
NOT_GRADED = Fate(-timedelta(days=12), -timedelta(days=3), done=True)
DUE_NEXT = Fate(timedelta(hours=4), timedelta(days=12))  # before a week-end or Tết nothing is due within two days
FATES = ((LATE,), (DUE_SOON, DUE_NEXT), (NOT_GRADED,))


def lives(
    staffs: list[life.Staff],
    now: datetime,
    rng: random.Random,
    *,
    cards: Callable[[life.Staff], list[Card]],
    wish: Wishing,
) -> Iterator[tuple[datetime, life.Life]]:
    """The instant of filing and the life of each; none when another part has his ward, or he has dossiers already."""
    person, ward = _person()
    staff = next((s for s in staffs if (a := agencies.agency(s.agency_id)) and a.ward_code == ward), None)
    if person is None or staff is None:
        return
    with tenancy.scope(person):
        if dossiers.mine(by=person):
            return
    fitting = [card for card in cards(staff) if not card.key.startswith("linked_")]
    for fates in FATES:
        rng.shuffle(fitting)
        found = next((one for fate in fates if (one := _together(fitting, fate, staff, now))), None)
        if found:
            at, chosen = found
            yield (
                at,
                life.awaited([wish(card, person, staff, at, rng) for card in chosen], staff, rng, done=fates[0].done),
            )


def _together(cards: list[Card], fate: Fate, staff: life.Staff, now: datetime) -> tuple[datetime, list[Card]] | None:
    """The procedures of the limit most of them have: not everybody may have everything."""
    of_limit: dict[TimeLimit, list[Card]] = {}
    for card in cards:
        if definition := catalogue.version(card.version_id):
            limit = catalogue.time_limit(definition, "online", {}, on=clock.local(now).date())
            of_limit.setdefault(limit, []).append(card)
    for limit, found in sorted(of_limit.items(), key=lambda one: -len(one[1])):
        if at := filed_at(limit, fate, staff, now):
            return at, found
    return None


def filed_at(limit: TimeLimit, fate: Fate, staff: life.Staff, now: datetime) -> datetime | None:
    """The last full hour of handing in with which the promised date falls where the fate wants it."""
    last = clock.local(now).replace(minute=0, second=0, microsecond=0)
    for hours in range(2, LONGEST_HOURS):
        begin = last - timedelta(hours=hours)
        taken_in = life.taken_in_at(begin, staff)
        due = due_at(taken_in, limit, calendar_for(staff.agency_id, taken_in)).due_at if taken_in < now else None
        if due is not None and now + fate.earliest <= due <= now + fate.latest:
            return begin
    return None


def _person() -> tuple[Actor | None, str]:
    people = yaml.safe_load((env.load().content_dir / "content" / "people.yaml").read_text(encoding="utf-8"))["people"]
    entry = next(one for one in people if one["key"] == PERSON)
    with tenancy.scope(SYSTEM):
        found = identity.person_by_personal_id(entry["personal_id"])
    ward = str(entry["address"]["ward_code"])
    if found is None:
        return None, ward
    name, level = entry["full_name"], entry["assurance"]
    return Actor(id=found, kind=ActorKind.CITIZEN, name=name, person_id=found, assurance=level), ward
