"""The moving clock: 90 days of filings, each life woken at its own instants, in order, one process a group of agencies."""

import heapq
import os
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.config import env
from motcua.config.demo import known, life, population
from motcua.kernel import clock, events, relay, tenancy
from motcua.kernel.errors import Refused
from motcua.kernel.types import SYSTEM, Actor, ActorKind, Office
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import package
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Card
from motcua.rooms.dossiers import queries as dossiers_read
from motcua.rooms.forms import logic
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity import services as identity_services
from motcua.rooms.notifications import services as notifications
from motcua.rooms.notifications.types import Preferences

DAYS, DOSSIERS, PEOPLE, SEED = 90, 2000, 260, 20261121
LANE = "demonstration"
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NEAR_DAYS = 400
WISHES = 3
KNOWN = {
    f"person.{name}" for name in ("full_name", "personal_id", "birth_date", "gender", "phone", "email", "residence")
}
ROLES = ("reception_officer", "case_officer", "unit_head", "signing_authority", "records_clerk")


@dataclass(frozen=True)
class Worked:
    """A worked example: its answers, and the file fields that must hold a paper."""

    answers: dict[str, Any]
    papers: tuple[str, ...]
    received_at: datetime


@dataclass
class Told:
    """What came of it."""

    filed: int
    refusals: Counter[str]


def grow(*, part: int, parts: int, dossiers: int = DOSSIERS, say: Callable[[str], object] = str) -> Told:
    """File and handle this part's share of the demonstration dossiers. Deterministic by seed and part."""
    events.keep_to(LANE)  # the workers live now, these dossiers live in the past
    with connection.cursor() as cursor:  # half the time went into waiting for a disk that has nothing real to keep
        cursor.execute("set synchronous_commit = off")
    rng = random.Random(SEED + part)
    everybody = _staffed()
    for office in everybody:
        office.elsewhere = {other.agency_id: other for other in everybody}
    staffs = [s for n, s in enumerate(s for s in everybody if _cards(s)) if n % parts == part]
    if not staffs:
        return Told(0, Counter())
    people = _people(part, parts, staffs, random.Random(part))
    now = clock.now()
    queue: list[tuple[datetime, int, life.Life]] = []
    relay.drain((LANE,))  # what a growth that was stopped in the middle had left
    for number in range(_filed_already(people), dossiers // parts):
        begin = _filing_instant(now, rng)
        staff = rng.choice(staffs)
        wishes = [_wish(staff, people, begin, rng) for _ in range(WISHES)]
        one = life.dossier(wishes, staff, rng)
        next(one)
        heapq.heappush(queue, (begin, number, one))
    for number, (begin, one) in enumerate(known.lives(staffs, now, rng, cards=_cards, wish=_wish_for)):
        next(one)
        heapq.heappush(queue, (begin, dossiers + number, one))
    return _run(queue, now, say)


def _run(queue: list[tuple[datetime, int, life.Life]], now: datetime, say: Callable[[str], object]) -> Told:
    refusals: Counter[str] = Counter()
    filed, day = len(queue), None
    while queue and queue[0][0] < now:
        at, number, one = heapq.heappop(queue)
        if clock.local(at).date() != day:
            day = clock.local(at).date()
            say(f"{day:%d/%m}")
        try:
            again = one.send(at)
        except StopIteration:
            pass
        except Refused as no:
            refusals[no.code] += 1
        else:
            heapq.heappush(queue, (max(again, at + timedelta(seconds=1)), number, one))
        relay.drain((LANE,), at=lambda moment=at: moment)  # type: ignore[misc]
    relay.drain((LANE,))
    return Told(filed, refusals)


def _filed_already(people: list[tuple[Actor, str]]) -> int:
    """How far a growth that was stopped had come: it goes on from there instead of beginning anew."""
    filed = 0
    for person, _ward in people:
        with tenancy.scope(person):
            filed += len(dossiers_read.mine(by=person))
    return filed


def _staffed() -> list[life.Staff]:
    """Agencies whose every needed role somebody holds."""
    found = []
    for agency in agencies.agencies():
        asker = Actor(id=SYSTEM.id, kind=ActorKind.SYSTEM, agency_id=agency.id)
        with tenancy.scope(SYSTEM):
            listed = identity.officers(by=asker, at=clock.now())
        offices: dict[UUID, list[Office]] = {}
        names = {}
        for one in listed:
            offices.setdefault(one.account_id, []).append(Office(one.role, agency.id, one.unit_id))
            names[one.account_id] = one.name
        officers = [
            Actor(id=a, kind=ActorKind.OFFICER, name=names[a], agency_id=agency.id, offices=tuple(held))
            for a, held in offices.items()
        ]
        if all(any(o.holds(role) or any(x.role == role for x in o.offices) for o in officers) for role in ROLES):
            found.append(life.Staff(agency.id, officers))
    return sorted(found, key=lambda s: str(s.agency_id))


def _people(part: int, parts: int, staffs: list[life.Staff], rng: random.Random) -> list[tuple[Actor, str]]:
    """(actor, ward) of invented citizens of the wards these agencies serve."""
    wards = [
        (a.ward_code, a.name)
        for s in staffs
        if (a := agencies.agency(s.agency_id)) and a.ward_code and len(a.ward_code) == 5
    ]
    entries = population.citizens(PEOPLE // parts, wards or [("26740", "Phường Sài Gòn")], rng)
    for entry in entries:
        entry["key"] = f"{entry['key']}{part}"
        entry["email"] = f"{entry['key']}@example.vn"
        entry["personal_id"] = entry["personal_id"][:6] + str(6 + part) + entry["personal_id"][7:]
        entry["address"]["ward_name"] = (
            entry["address"]["ward_name"]
            .removeprefix("Ủy ban nhân dân ")
            .removeprefix("Uỷ ban nhân dân ")
            .removeprefix("UBND ")
        )
    identity_services.register_people(entries, by=SYSTEM, at=clock.now() - timedelta(days=DAYS + 1))
    found = []
    with tenancy.scope(SYSTEM):
        for entry in entries:
            person = identity.person_by_personal_id(entry["personal_id"])
            if person:
                found.append(
                    (
                        Actor(
                            id=person, kind=ActorKind.CITIZEN, name=entry["full_name"], person_id=person, assurance=2
                        ),
                        entry["address"]["ward_code"],
                    )
                )
    for one, _ward in found:  # they read their messages on the portal: the mail sink stays for the visitor's own
        notifications.set_preferences(Preferences(email=False, sms=False), by=one, at=clock.now())
    return found


def _filing_instant(now: datetime, rng: random.Random) -> datetime:
    """More on working days and in office hours, more of late; some at night and on Sundays, as people do."""
    while True:
        day = clock.local(now).date() - timedelta(days=int(DAYS * rng.random() ** 1.25))
        if day.weekday() < 5 or rng.random() < 0.25:
            break
    hour = rng.choice((8, 8, 9, 9, 9, 10, 10, 11, 13, 14, 14, 15, 15, 16, 17, 19, 20, 21, 22))
    return datetime.combine(day, time(hour, rng.randint(0, 59)), clock.ZONE)


def _wish(staff: life.Staff, people: list[tuple[Actor, str]], begin: datetime, rng: random.Random) -> life.Wish:
    """A person of the agency's ward with one of its procedures and answers of its worked examples."""
    agency = agencies.agency(staff.agency_id)
    if agency is None:
        raise RuntimeError("the catalogue changed while the demonstration grew")
    local = [p for p, ward in people if ward == agency.ward_code] or [p for p, _ in people]
    return _wish_for(rng.choice(_cards(staff)), rng.choice(local), staff, begin, rng)


def _wish_for(card: Card, person: Actor, staff: life.Staff, begin: datetime, rng: random.Random) -> life.Wish:
    """One procedure for one person, with the answers of a worked example."""
    definition = catalogue.version(card.version_id)
    if definition is None:
        raise RuntimeError("the catalogue changed while the demonstration grew")
    worked = rng.choice(_examples()[card.key])
    known = {key for key, field in definition.form.by_key.items() if field.prefill in KNOWN}
    moved = (clock.local(begin).date() - clock.local(worked.received_at).date()).days
    answers = {k: _shifted(v, moved, worked.received_at) for k, v in worked.answers.items() if k not in known}
    return life.Wish(card.code, answers, person, staff.agency_id, worked.papers)


def _shifted(value: Any, days: int, received_at: datetime) -> Any:
    """Move the dates of an example that are near its own day to the day of this filing."""
    if isinstance(value, dict):
        return {k: _shifted(v, days, received_at) for k, v in value.items()}
    if isinstance(value, list):
        return [_shifted(v, days, received_at) for v in value]
    if not isinstance(value, str) or not ISO_DATE.fullmatch(value):
        return value
    day = date.fromisoformat(value)
    near = abs((day - received_at.date()).days) < NEAR_DAYS
    return (day + timedelta(days=days)).isoformat() if near else value


def _cards(staff: life.Staff) -> list[Card]:
    """The procedures this agency can handle from end to end with the people it has."""
    return [
        c
        for c in catalogue.procedures_of(staff.agency_id)
        if c.online_mode != "info" and _roles_held(c.version_id, staff)
    ]


def _roles_held(version_id: UUID, staff: life.Staff) -> bool:
    """Somebody holds each role of the process, and an example without papers exists."""
    definition = catalogue.version(version_id)
    if definition is None:
        return False
    usable = _examples().get(definition.key)
    roles = {n.step.role for n in definition.process.nodes.values()} - {"system"}
    return bool(usable) and all(any(x.role == role for o in staff.officers for x in o.offices) for role in roles)


@cache
def _examples() -> dict[str, list[Worked]]:
    """Answers of the worked examples, with the papers they need, by procedure."""
    root = env.load().content_dir / "procedures"
    shared = package.read_shared(root)
    found: dict[str, list[Worked]] = {}
    for folder in package.folders(root):
        one = package.load_package(folder, shared)
        papers = {key for key, field in one.form.by_key.items() if field.kind == "file"}
        for example in (e for e in one.examples.examples if e.channel == "online"):
            plain = {k: v for k, v in example.answers.items() if k not in papers}
            faults = logic.check(one.form, plain, today=clock.local(example.received_at).date())
            needed = tuple(sorted({f.field for f in faults} & papers))
            if {f.field for f in faults} <= papers:
                found.setdefault(one.procedure.key, []).append(Worked(plain, needed, example.received_at))
    return found


def be_modest() -> None:
    """Leave the processor to whoever uses the product meanwhile."""
    os.nice(10)
