"""Questions about people, sessions and officers. Asked in the caller's scope; row-level security does the rest."""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from motcua.kernel import audit, clock
from motcua.kernel.asking import ask
from motcua.kernel.errors import Refused
from motcua.kernel.models import AuditEntry
from motcua.kernel.rows import fetch, fetch_one
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind, Office
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.identity import accounts, cards, rules
from motcua.rooms.identity.authorisations import as_view
from motcua.rooms.identity.duty import OnDuty, on_duty
from motcua.rooms.identity.models import (
    Absence,
    Account,
    Authorisation,
    DeskArrangement,
    Meeting,
    OfficeHolding,
    Organisation,
    Person,
    Representation,
    Session,
    ValueReport,
)
from motcua.rooms.identity.titles import signing_titles
from motcua.rooms.identity.types import (
    AbsenceView,
    AuthorisationView,
    Capacity,
    CardRead,
    Contact,
    DeskSettings,
    KnownFact,
    KnownFacts,
    OfficerListed,
    PersonListed,
    Reading,
    SavedFilter,
    SessionEntry,
    SessionSeen,
)

__all__ = ["OnDuty", "on_duty", "signing_titles"]
READINGS_SHOWN = 100
DESK = ("reception_officer", "cashier")
SEEN = (
    "account_id", "name", "acting_as", "person_id", "agency_id", "organisation_id", "assurance", "offices",
)  # fmt: skip
OF_SESSION = (
    "session_id", "authentication_level", "authenticated_at", "expires_at", "shared_device", "in_place_of", "absent_name",
)  # fmt: skip
AT_COUNTER_FOR = timedelta(hours=12)


def session_seen(token: str, at: datetime) -> SessionSeen | None:
    """The living session behind a cookie, in one statement; None when it ended, expired or lost its office."""
    row = _one_row("identity_session_seen", SEEN + OF_SESSION, token, at)
    if row is None:
        return None
    return SessionSeen(
        id=row["session_id"],
        actor=_actor(row),
        authentication_level=row["authentication_level"],
        authenticated_at=row["authenticated_at"],
        expires_at=row["expires_at"],
        shared_device=row["shared_device"],
    )


def actor_for_session(token: str, at: datetime) -> Actor | None:
    """Who acts behind a session cookie, in one statement."""
    seen = session_seen(token, at)
    return seen.actor if seen else None


def actor_for_token(bearer: str, at: datetime) -> Actor | None:
    """Who acts behind an API token, in one statement."""
    row = _one_row("identity_token_seen", SEEN, bearer, at)
    return _actor(row) if row else None


def known_facts(person_id: UUID, *, organisation_id: UUID | None = None) -> KnownFacts:
    """Values the state already knows of this person, and of the organisation acted for, each with its source.

    Without `organisation_id` the organisation is the one whose representation was confirmed last, if any.
    """
    person = fetch_one(Person, "where id = %s", [person_id])
    if person is None:
        return KnownFacts(person_id=person_id)
    facts = {name: _fact(stored) for name, stored in person.facts().items()}
    represented = fetch(Representation, "where person_id = %s order by confirmed_at desc, id", [person_id])
    last = next((one for one in represented if organisation_id in (None, one.organisation_id)), None)
    if last is not None:
        facts |= {name: _fact(stored) for name, stored in last.organisation.facts().items()}
    return KnownFacts(person_id=person_id, facts=facts)


def read_card(text: str) -> CardRead:
    """What a scanned card says; changes and looks up nothing. Refused: card.mangled, card.not-a-card"""
    try:
        return cards.read(text)
    except cards.Mangled:
        raise Refused("card.mangled") from None
    except cards.NotACard:
        raise Refused("card.not-a-card") from None


def is_at_counter(person_id: UUID, *, by: Actor, at: datetime) -> bool:
    """Tell whether the desk of the officer's agency met this person a short while ago."""
    if not any(by.holds(role) for role in DESK) or by.agency_id is None:
        return False
    lately = Meeting.objects.filter(person_id=person_id, agency_id=by.agency_id, met_at__gt=at - AT_COUNTER_FOR)
    return lately.exists()


def facts_at_counter(person_id: UUID, *, by: Actor, at: datetime) -> KnownFacts:
    """What is known of the person standing at the officer's counter; the reading is recorded for him to see.

    Refused: act.out-of-reach
    """
    if not is_at_counter(person_id, by=by, at=at):
        raise Refused("act.out-of-reach")
    with scope(SYSTEM):
        known = known_facts(person_id)
    if not known.facts:
        raise Refused("act.out-of-reach")
    audit.record_read(
        by, subject="person", subject_id=person_id, purpose="counter", owner_id=person_id, agency_id=by.agency_id
    )
    return known


def contact(person_id: UUID) -> Contact:
    """Where messages for a person go; empty parts when nothing is known."""
    known = known_facts(person_id)
    return Contact(
        email=str(known.value("contact_email") or known.value("email") or ""),
        phone=str(known.value("contact_phone") or known.value("phone") or ""),
    )


def person_of(account_id: UUID) -> UUID | None:
    """The person behind an account, where the asker may see it."""
    return Account.objects.filter(id=account_id).order_by("id").values_list("person_id", flat=True).first()


def person_by_personal_id(personal_id: str) -> UUID | None:
    """The person with this identifier, by its blind index; answered to himself and to the system."""
    person = accounts.find_person(personal_id)
    return person.id if person else None


def organisations(*, by: Actor) -> list[tuple[UUID, str, str]]:
    """(identifier, name, tax code) of every organisation the asker may act for."""
    if by.person_id is None:
        return []
    rows = Organisation.objects.filter(representations__person_id=by.person_id).order_by("name", "id")
    return [(one.id, one.name, one.tax_code) for one in rows]


def capacities(*, by: Actor, at: datetime) -> tuple[Capacity, ...]:
    """Every way the asker's own account may act today."""
    with scope(SYSTEM):
        account = Account.objects.filter(id=by.id, active=True).order_by("id").first()
        return accounts.capacities(account, at=at) if account else ()


def absences(*, by: Actor, at: datetime) -> list[AbsenceView]:
    """Absences of the asker's agency that run or are coming, the first first."""
    if by.agency_id is None:
        return []
    rows = Absence.objects.filter(agency_id=by.agency_id, ended_at__isnull=True, ends_on__gte=clock.local(at).date())
    return [_absence(one) for one in rows.order_by("starts_on", "account_name", "id")]


def desk_settings(*, by: Actor) -> DeskSettings:
    """How the asker arranged his desk; as it comes when he did not."""
    found = fetch_one(DeskArrangement, "where agency_id = %s and account_id = %s", [by.agency_id, by.id])
    if found is None:
        return DeskSettings()
    kept = {name: value for name, value in found.settings.items() if name in DeskSettings.__dataclass_fields__}
    return DeskSettings(**kept | {"filters": tuple(SavedFilter(**one) for one in kept.get("filters", ()))})


def stands_in_for(*, by: Actor, at: datetime) -> list[AbsenceView]:
    """The colleagues the asker himself stands in for today; none while he already acts in somebody's place."""
    if by.agency_id is None or by.in_place_of is not None:
        return []
    day = clock.local(at).date()
    own = "where substitute_id = %s and agency_id = %s and ended_at is null and starts_on <= %s and ends_on >= %s"
    return [
        _absence(one) for one in fetch(Absence, f"{own} order by account_name, id", [by.id, by.agency_id, day, day])
    ]


def _absence(row: Absence) -> AbsenceView:
    return AbsenceView(
        row.id, row.account_id, row.account_name, row.substitute_id, row.substitute_name, row.starts_on, row.ends_on,
        row.ground,
    )  # fmt: skip


def officers(*, by: Actor, at: datetime, role: str | None = None, unit_id: UUID | None = None) -> list[OfficerListed]:
    """Colleagues at the asker's agency who hold an office today, by name."""
    if by.agency_id is None:
        return []
    day = clock.local(at).date()
    held = OfficeHolding.objects.filter(
        Q(held_to__isnull=True) | Q(held_to__gte=day),
        agency_id=by.agency_id,
        ended_at__isnull=True,
        held_from__lte=day,
        account__active=True,
    )
    if role:
        held = held.filter(role=role)
    if unit_id:
        held = held.filter(Q(unit_id=unit_id) | Q(unit_id__isnull=True))
    rows = held.select_related("account").order_by("account__display_name", "role", "id")
    return [OfficerListed(one.account_id, one.account.display_name, one.role, one.unit_id) for one in rows]


def officer_names(account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of officers, for timelines and lists of readings. Citizens' names are never answered."""
    wanted = list(dict.fromkeys(account_ids))
    if not wanted:
        return {}
    return {
        row[0]: row[1] for row in ask("select account_id, name from identity_officer_names(%s) order by name", [wanted])
    }


def own_name(by: Actor) -> str:
    """An officer's own name as it is printed under what he signs, whoever he stands in for."""
    return officer_names([by.id]).get(by.id, by.name) if by.in_place_of else by.name


def sessions(*, by: Actor, at: datetime) -> list[SessionEntry]:
    """The asker's log-ins, the latest first."""
    if by.person_id is None:
        return []
    rows = Session.objects.filter(person_id=by.person_id).order_by("-created_at", "id")[:30]
    return [
        SessionEntry(one.id, str(one.acting_as), one.created_at, one.last_seen_at, one.alive(at), one.shared_device)
        for one in rows
    ]


def authorisations(*, by: Actor) -> tuple[list[AuthorisationView], list[AuthorisationView]]:
    """Those the asker gave or that were claimed over him, and those he holds; what has ended last."""
    if by.person_id is None:
        return [], []
    rows = Authorisation.objects.filter(Q(principal_id=by.person_id) | Q(representative_id=by.person_id))
    views = [as_view(one) for one in rows.order_by(F("ended_at").asc(nulls_first=True), "-declared_at", "id")]
    given = [one for one in views if one.principal_id == by.person_id]
    return given, [one for one in views if one.representative_id == by.person_id]


def authorisation(authorisation_id: UUID, *, by: Actor) -> AuthorisationView:
    """One of them, for either side and the system. Refused: act.out-of-reach"""
    row = Authorisation.objects.filter(id=authorisation_id).order_by("id").first()
    reached = row is not None and (
        by.kind == ActorKind.SYSTEM
        or (by.person_id is not None and by.person_id in {row.principal_id, row.representative_id})
        or (by.agency_id is not None and by.agency_id == row.agency_id)
    )
    if row is None or not reached:
        raise Refused("act.out-of-reach")
    return as_view(row)


def why_not_for(held: AuthorisationView, procedure: str, *, on: date) -> str:
    """The refusal that stands against filing under it; pure, see rules.why_not_for."""
    return rules.why_not_for(held, procedure, on=on)


def may_file_for(*, by: Actor, procedure: str, on: date) -> list[AuthorisationView]:
    """Whom the asker may file this procedure for today."""
    _given, held = authorisations(by=by)
    return [one for one in held if not rules.why_not_for(one, procedure, on=on)]


def reported_values(*, by: Actor) -> dict[str, datetime]:
    """Value name → when the asker last reported it as wrong."""
    if by.person_id is None:
        return {}
    rows = ValueReport.objects.filter(owner_id=by.person_id).order_by("reported_at", "id")
    return {one.name: one.reported_at for one in rows}


def readings(*, by: Actor) -> list[Reading]:
    """Who looked at the asker's personal data, for which agency and why; the latest first."""
    if by.person_id is None:
        return []
    rows = AuditEntry.objects.filter(owner_id=by.person_id, kind="read").order_by("-recorded_at", "chain", "-seq")
    entries = [(row.chain, json.loads(row.entry)) for row in rows[: READINGS_SHOWN * 2]]
    entries = [(chain, entry) for chain, entry in entries if entry.get("actor") != str(by.id)][:READINGS_SHOWN]
    names = officer_names(UUID(entry["actor"]) for _, entry in entries)
    offices = {chain: _agency_name(chain) for chain in dict.fromkeys(chain for chain, _ in entries)}
    return [
        Reading(
            at=datetime.fromisoformat(entry["at"]),
            who=names.get(UUID(entry["actor"]), ""),
            agency_name=offices[chain],
            what=entry.get("what", ""),
            purpose=str(entry.get("notes", {}).get("purpose", "")),
            subject_id=UUID(entry["subject"]) if entry.get("subject") else None,
        )
        for chain, entry in entries
    ]


def people() -> list[PersonListed]:
    """The demonstration people with what each may do, for the command line."""
    with scope(SYSTEM):
        rows = list(Account.objects.exclude(handle=None).select_related("person").order_by("kind", "handle"))
        offices: dict[UUID, list[tuple[str, str, str]]] = {}
        for held in (
            OfficeHolding.objects.filter(ended_at__isnull=True)
            .select_related("agency", "unit")
            .order_by("agency__name", "role", "id")
        ):
            offices.setdefault(held.account_id, []).append(
                (held.role, held.agency.name, held.unit.name if held.unit else "")
            )
        represented = {
            one.person_id: one.organisation.name
            for one in Representation.objects.select_related("organisation").order_by("confirmed_at", "id")
        }
        return [
            PersonListed(
                handle=str(one.handle),
                name=one.display_name,
                assurance=one.person.assurance if one.person else 0,
                organisation=represented.get(one.person_id, "") if one.person_id else "",
                offices=tuple(offices.get(one.id, ())),
            )
            for one in rows
        ]


def _one_row(function: str, columns: tuple[str, ...], token: str, at: datetime) -> dict[str, Any] | None:
    if not token or len(token) > 200:  # noqa: PLR2004 (ours have 43 characters)
        return None
    found = ask(f"select {', '.join(columns)} from {function}(%s, %s)", [accounts.digest(token), at])  # noqa: S608 (names of our own)
    return dict(zip(columns, found[0], strict=True)) if found else None


def _actor(row: dict[str, Any]) -> Actor:
    """Officers act for their agency and own nothing; citizens own their rows and hold no office."""
    kind = ActorKind(row["acting_as"])
    officer = kind == ActorKind.OFFICER
    agency_id = row["agency_id"] if officer else None
    offices = json.loads(row["offices"] or "[]") if officer else []
    absent = row.get("absent_name")
    return Actor(
        id=row["account_id"],
        kind=kind,
        name=f"{row['name']} (thay cho {absent})" if absent else row["name"],
        person_id=None if officer else row["person_id"],
        agency_id=agency_id,
        offices=tuple(Office(o["role"], row["agency_id"], UUID(o["unit"]) if o["unit"] else None) for o in offices),
        assurance=row["assurance"],
        on_behalf_of=None if officer else row["organisation_id"],
        in_place_of=row.get("in_place_of"),
    )


def _fact(stored: dict[str, Any]) -> KnownFact:
    return KnownFact(stored["value"], stored["source"], datetime.fromisoformat(stored["obtained_at"]))


def _agency_name(chain: str) -> str:
    """The agency whose chain of evidence holds an entry; shared chains belong to none."""
    if chain.startswith("common-"):
        return ""
    agency = agencies.agency(UUID(chain))
    return agency.name if agency else ""
