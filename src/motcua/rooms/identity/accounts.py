"""From an identifier to its person and account; shared by the acts that make or find them. Needs the system's scope."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from motcua.kernel import clock, crypto
from motcua.rooms.identity import rules
from motcua.rooms.identity.models import Absence, Account, OfficeHolding, Organisation, Person, Representation
from motcua.rooms.identity.types import Capacity, IdentityClaims, OrganisationClaims

BLIND = "identity_person.personal_id"


def new_token() -> str:
    """256 random bits, safe in a header and a cookie."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """What is stored and looked up instead of a token."""
    return hashlib.sha256(token.encode()).digest()


def find_person(personal_id: str) -> Person | None:
    blind = crypto.blind(personal_id, purpose=BLIND)
    return Person.objects.filter(personal_id_blind=blind).order_by("id").first()


def known_person(claims: IdentityClaims, *, at: datetime) -> Person:
    """Hold the person of these claims, made if new, with the values refreshed."""
    blind = crypto.blind(claims.personal_id, purpose=BLIND)
    held = Person.objects.select_for_update().filter(personal_id_blind=blind).order_by("id")
    person = held.first()
    if person is None:
        person = _filled(Person(personal_id_blind=blind, created_at=at), claims, at)
        try:
            with transaction.atomic():
                person.save(force_insert=True)
        except IntegrityError:  # the same person signed in for the first time in two places at once
            person = held.get()
        else:
            return person
    _filled(person, claims, at).save()
    return person


def _filled(person: Person, claims: IdentityClaims, at: datetime) -> Person:
    person.keep(rules.renewed(person.facts(), rules.particulars(claims), source=claims.source, at=at))
    person.assurance, person.refreshed_at = claims.assurance, at
    return person


def account_of(person: Person, *, name: str, at: datetime) -> Account:
    """The person's account, made if new; its name follows the e-identity."""
    account, made = Account.objects.get_or_create(person=person, defaults={"display_name": name, "created_at": at})
    if not made and account.display_name != name:
        account.display_name = name
        account.save(update_fields=["display_name"])
    return account


def represented(person: Person, claims: OrganisationClaims, *, source: str, at: datetime) -> Organisation:
    """The organisation the person may act for, with its values refreshed."""
    organisation = Organisation.objects.select_for_update().filter(tax_code=claims.tax_code).order_by("id").first()
    if organisation is None:
        organisation = Organisation(tax_code=claims.tax_code)
    values = rules.organisation_particulars(claims)
    organisation.keep(rules.renewed(organisation.facts(), values, source=source, at=at))
    organisation.name, organisation.refreshed_at = claims.name, at
    organisation.save()
    Representation.objects.update_or_create(
        person=person, organisation=organisation, defaults={"source": source, "confirmed_at": at}
    )
    return organisation


def current_offices(account: Account, *, at: datetime) -> list[OfficeHolding]:
    day = clock.local(at).date()
    return list(
        OfficeHolding.objects.filter(
            Q(held_to__isnull=True) | Q(held_to__gte=day), account=account, ended_at__isnull=True, held_from__lte=day
        )
        .select_related("agency")
        .order_by("agency__name", "agency_id", "role")
    )


def capacities(account: Account, *, at: datetime) -> tuple[Capacity, ...]:
    """Every way the account may act today, the citizen's first, then its own offices, then those of absent colleagues."""
    own = _by_agency(current_offices(account, at=at))
    return (Capacity(None, "", ("citizen",)), *own, *_in_place(account, {one.agency_id for one in own}, at=at))


def absences_covered(account_id: UUID, *, at: datetime) -> list[Absence]:
    """Those the account stands in for today."""
    day = clock.local(at).date()
    rows = Absence.objects.filter(substitute_id=account_id, ended_at__isnull=True, starts_on__lte=day, ends_on__gte=day)
    return list(rows.select_related("account", "agency").order_by("account_name", "id"))


def _in_place(account: Account, agencies: set[UUID | None], *, at: datetime) -> list[Capacity]:
    found = []
    for absence in absences_covered(account.id, at=at):
        held = [one for one in current_offices(absence.account, at=at) if one.agency_id == absence.agency_id]
        roles = tuple(dict.fromkeys(one.role for one in held if one.role not in rules.NEVER_PASSED_ON))
        if roles and absence.agency_id in agencies:
            found.append(Capacity(absence.agency_id, absence.agency.name, roles, absence.id, absence.account_name))
    return found


def _by_agency(offices: Iterable[OfficeHolding]) -> list[Capacity]:
    return [
        Capacity(agency_id, held[0].agency.name, tuple(dict.fromkeys(one.role for one in held)))
        for agency_id, group in groupby(offices, key=lambda one: one.agency_id)
        if (held := list(group))
    ]
