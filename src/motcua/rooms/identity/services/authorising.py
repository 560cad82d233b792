"""Filing for somebody else: given by the principal, claimed by who files and then confirmed, ended by either."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from motcua.kernel import clock, crypto, tenancy
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.identity import accounts, rules
from motcua.rooms.identity.authorisations import as_view
from motcua.rooms.identity.models import Authorisation, Person
from motcua.rooms.identity.types import AT_COUNTER, SELF_DECLARED, AuthorisationView, PersonNamed, Relation

LONGEST = timedelta(days=366)
NAME, EVIDENCE = 200, 500


@act("identity.authorise", law="representation/authorised-person")
def authorise(
    representative: PersonNamed, *, procedures: Sequence[str] = (), ends_on: date, by: Actor, at: datetime
) -> AuthorisationView:
    """Let somebody file for oneself. One's own sign-in is the proof: it holds at once.

    Refused: person.number-wrong, person.name-missing, authorisation.of-oneself, authorisation.period-wrong
    """
    permit(by, "identity.authorise", Target(owner_id=by.person_id))
    other = _person(representative, source=SELF_DECLARED, at=at)
    row = _row(Relation.AUTHORISED, procedures, ends_on, by=by, at=at)
    row.principal_id, row.principal_name = _own(by), by.name[:NAME]
    row.representative_id, row.representative_name = other, representative.full_name.strip()[:NAME]
    row.verify(by=by, at=at)
    return _kept(row)


@act("identity.claim_authorisation", law="representation/authorised-person")
def claim_authorisation(
    principal: PersonNamed,
    *,
    relation: str = Relation.AUTHORISED,
    procedures: Sequence[str] = (),
    ends_on: date,
    evidence: str,
    by: Actor,
    at: datetime,
) -> AuthorisationView:
    """Say that one acts for somebody: for a child, or by a paper. The principal or an officer has to confirm a paper.

    Refused: person.number-wrong, person.name-missing, authorisation.of-oneself, authorisation.period-wrong,
    authorisation.evidence-missing
    """
    permit(by, "identity.claim_authorisation", Target(owner_id=by.person_id))
    if not evidence.strip():
        raise Refused("authorisation.evidence-missing")
    row = _row(Relation(relation), procedures, ends_on, by=by, at=at)
    row.principal_id = _person(principal, source=SELF_DECLARED, at=at)
    row.principal_name = principal.full_name.strip()[:NAME]
    row.representative_id, row.representative_name = _own(by), by.name[:NAME]
    row.evidence = evidence.strip()[:EVIDENCE]
    return _kept(row)


@act("identity.confirm_authorisation", law="representation/authorised-person")
def confirm_authorisation(authorisation_id: UUID, *, by: Actor, at: datetime) -> None:
    """The principal says, signed in himself, that the claim is true. Refused: act.out-of-reach"""
    row = _held(authorisation_id)
    permit(by, "identity.confirm_authorisation", Target(owner_id=row.principal_id))
    row.verify(by=by, at=at)
    row.save(update_fields=["verified_at", "verified_by", "verified_by_name"])
    audit_note(subject=row.id)


@act("identity.record_authorisation", law="representation/authorised-person")
def record_authorisation(
    principal: PersonNamed,
    representative_id: UUID,
    representative_name: str,
    *,
    procedures: Sequence[str] = (),
    ends_on: date,
    evidence: str,
    by: Actor,
    at: datetime,
) -> AuthorisationView:
    """At the counter: the officer saw the paper by which the person there acts for another.

    Refused: person.number-wrong, person.name-missing, authorisation.of-oneself, authorisation.period-wrong,
    authorisation.evidence-missing, act.not-permitted
    """
    permit(by, "identity.record_authorisation", Target(agency_id=by.agency_id))
    if not evidence.strip():
        raise Refused("authorisation.evidence-missing")
    row = _row(Relation.AUTHORISED, procedures, ends_on, by=by, at=at)
    row.principal_id = _person(principal, source=AT_COUNTER, at=at)
    row.principal_name = principal.full_name.strip()[:NAME]
    row.representative_id, row.representative_name = representative_id, representative_name[:NAME]
    row.evidence, row.agency_id = evidence.strip()[:EVIDENCE], by.agency_id
    row.verify(by=by, at=at)
    return _kept(row)


@act("identity.end_authorisation", law="representation/authorised-person")
def end_authorisation(authorisation_id: UUID, *, by: Actor, at: datetime) -> None:
    """Either side ends it, from now on and for what was filed under it. Refused: act.out-of-reach, authorisation.ended-already"""
    row = _held(authorisation_id)
    mine = row.representative_id if by.person_id == row.representative_id else row.principal_id
    permit(by, "identity.end_authorisation", Target(owner_id=mine))
    row.end(by=by, at=at)
    row.save(update_fields=["ended_at", "ended_by"])
    audit_note(subject=row.id)


def _row(relation: Relation, procedures: Sequence[str], ends_on: date, *, by: Actor, at: datetime) -> Authorisation:
    today = clock.local(at).date()
    if not today <= ends_on <= today + LONGEST:
        raise Refused("authorisation.period-wrong")
    return Authorisation(
        relation=relation, procedures=sorted(set(procedures)), starts_on=today, ends_on=ends_on, declared_at=at,
        declared_by=by.id,
    )  # fmt: skip


def _kept(row: Authorisation) -> AuthorisationView:
    if row.principal_id == row.representative_id:
        raise Refused("authorisation.of-oneself")
    row.save(force_insert=True)
    audit_note(subject=row.id, owner=row.principal_id)
    return as_view(row)


def _own(by: Actor) -> UUID:
    if by.person_id is None:
        raise Refused("act.out-of-reach")
    return by.person_id


def _person(named: PersonNamed, *, source: str, at: datetime) -> UUID:
    """The person of this number; written down with the name alone where nobody is known."""
    number = "".join(named.personal_id.split())
    if not rules.PERSONAL_ID.match(number):
        raise Refused("person.number-wrong", count=sum(one.isdigit() for one in number))
    name = " ".join(named.full_name.split())
    if not name:
        raise Refused("person.name-missing")
    with tenancy.scope(SYSTEM, writes=True):
        found = accounts.find_person(number)
        if found is None:
            blind = crypto.blind(number, purpose=accounts.BLIND)
            found = Person(personal_id_blind=blind, assurance=0, created_at=at, refreshed_at=at)
            found.keep(rules.renewed({}, {"personal_id": number, "full_name": name}, source=source, at=at))
            found.save(force_insert=True)
        return found.id


def _held(authorisation_id: UUID) -> Authorisation:
    row = Authorisation.objects.select_for_update().filter(id=authorisation_id).order_by("id").first()
    if row is None:
        raise Refused("act.out-of-reach")
    return row
