"""Demonstration people: content/people.yaml becomes persons, organisations, accounts and offices."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.identity import accounts, content
from motcua.rooms.identity.models import Account, OfficeHolding
from motcua.rooms.identity.types import AccountKind, OfficeGrant

SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, ten times faster


def load_people(path: Path, *, by: Actor, at: datetime) -> int:
    """Orchestrates the reading of people.yaml and the act `register_people`; answers how many people it holds.

    Refused: people.content-faulty
    """
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=SAFE)  # noqa: S506 (safe)
    except (OSError, yaml.YAMLError) as fault:
        raise Refused("people.content-faulty", reason=str(fault).splitlines()[0]) from fault
    entries = document.get("people") if isinstance(document, dict) else document
    if not isinstance(entries, list):
        raise Refused("people.content-faulty", reason="people: list expected")
    return register_people(entries, by=by, at=at)


@act("identity.register_people")
def register_people(entries: list[dict[str, Any]], *, by: Actor, at: datetime) -> int:
    """Make or refresh the accounts and offices of a list of people. Doing it again changes nothing.

    Refused: act.not-permitted, people.content-faulty
    """
    permit(by, "identity.register_people", Target())
    for entry in entries:
        try:
            _register(entry, by=by, at=at)
        except (KeyError, ValueError, TypeError) as fault:
            reason = f"{entry.get('key', '?') if isinstance(entry, dict) else '?'}: {fault}"
            raise Refused("people.content-faulty", reason=reason) from fault
    audit_note(people=len(entries))
    return len(entries)


def _register(entry: dict[str, Any], *, by: Actor, at: datetime) -> None:
    claims = content.claims_of(entry)
    person = accounts.known_person(claims, at=at)
    account = accounts.account_of(person, name=claims.full_name, at=at)
    if claims.organisation:
        accounts.represented(person, claims.organisation, source=claims.source, at=at)
    offices = entry.get("offices") or []
    account.handle = entry["key"]
    account.kind = AccountKind.OFFICER if offices else AccountKind.CITIZEN
    account.save(update_fields=["handle", "kind"])
    for office in offices:
        grant = _grant(office)
        _hold(account, grant, by=by)


def _hold(account: Account, grant: OfficeGrant, *, by: Actor) -> None:
    held = OfficeHolding.objects.filter(
        account=account, agency_id=grant.agency_id, role=grant.role, ended_at__isnull=True
    ).order_by("id")
    one = next((office for office in held if office.unit_id == grant.unit_id), None)
    if one is not None and (one.title, one.capacity) != (grant.title, grant.capacity):
        one.title, one.capacity = grant.title, grant.capacity
        one.save(update_fields=["title", "capacity"])
    if one is None:
        OfficeHolding.objects.create(
            account=account,
            agency_id=grant.agency_id,
            unit_id=grant.unit_id,
            role=grant.role,
            title=grant.title,
            capacity=grant.capacity,
            held_from=grant.held_from or content.FIRST_DAY,
            held_to=grant.held_to,
            granted_by=by.id,
        )


def _grant(office: dict[str, Any]) -> OfficeGrant:
    agency = agencies.agency_by_key(office["agency"])
    if agency is None:
        raise ValueError(f"unknown agency {office['agency']}")
    unit = None
    if office.get("unit"):
        unit = agencies.unit_by_key(agency.id, str(office["unit"]).removeprefix(f"{agency.key}_"))
        if unit is None:
            raise ValueError(f"unknown unit {office['unit']} of {agency.key}")
    return OfficeGrant(
        agency_id=agency.id,
        unit_id=unit.id if unit else None,
        role=content.role(office["role"]),
        held_from=content.day(office.get("from")),
        held_to=content.day(office.get("to")),
        title=str(office.get("title") or ""),
        capacity=content.capacity(str(office.get("capacity") or "")),
    )
