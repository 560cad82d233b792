"""A person comes to a counter: found by the personal identifier, or written down as who the card says."""

from dataclasses import asdict
from datetime import datetime

from motcua.kernel import audit, crypto, tenancy
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.identity import accounts, rules
from motcua.rooms.identity.models import Account, Meeting, Person
from motcua.rooms.identity.types import AT_COUNTER, CARD, CARD_CHECKED, E_IDENTITY, Address, CardRead, PersonMet

ID_DIGITS = 12
COMPARED = ("full_name", "birth_date", "gender")


@act("identity.meet_person", law="reception/at-the-counter")
def meet_person(card: CardRead, *, checked: bool = False, by: Actor, at: datetime) -> PersonMet:
    """Find the person of this identifier, or write down who came. `checked`: the card was compared with its bearer.

    What the e-identity said is never overwritten. The person owns what is filed for him from now on; when he signs in
    with the same identifier one day, it is his account's.

    Refused: person.number-wrong, person.name-missing, act.not-permitted
    """
    permit(by, "identity.meet_person", Target(agency_id=by.agency_id))
    number = "".join(card.personal_id.split())
    if not rules.PERSONAL_ID.match(number):
        raise Refused("person.number-wrong", count=sum(one.isdigit() for one in number))
    with tenancy.scope(SYSTEM, writes=True):
        person = accounts.find_person(number)
        if person is None and not card.full_name.strip():
            raise Refused("person.name-missing")
        met = _met(person, card, number, checked=checked, at=at)
    if by.agency_id is not None:
        Meeting.objects.create(agency_id=by.agency_id, person_id=met.person_id, met_at=at, met_by=by.id)
    audit_note(subject=met.person_id, owner=met.person_id, new=met.is_new, checked=checked)
    audit.record_read(
        by,
        subject="person",
        subject_id=met.person_id,
        purpose="counter",
        owner_id=met.person_id,
        agency_id=by.agency_id,
    )
    return met


def _met(person: Person | None, card: CardRead, number: str, *, checked: bool, at: datetime) -> PersonMet:
    source = AT_COUNTER if not card.scanned else CARD_CHECKED if checked else CARD
    said = _said(card, number)
    if person is None:
        blind = crypto.blind(number, purpose=accounts.BLIND)
        person = Person(personal_id_blind=blind, assurance=0, created_at=at, refreshed_at=at)
        person.keep(rules.renewed({}, said, source=source, at=at))
        person.save(force_insert=True)
        return PersonMet(person.id, has_account=False, is_new=True)
    known = person.facts()
    proved = {name for name, fact in known.items() if fact["source"] == E_IDENTITY}
    differs = tuple(
        name for name in COMPARED if name in proved and said.get(name) not in (None, "", known[name]["value"])
    )
    fresh = {name: value for name, value in said.items() if name not in proved}
    if fresh and card.scanned:
        person.keep(rules.renewed(known, fresh, source=source, at=at))
        person.save(update_fields=["particulars"])
    has_account = Account.objects.filter(person_id=person.id).exists()
    return PersonMet(person.id, has_account=has_account, is_new=False, differs=differs)


def _said(card: CardRead, number: str) -> dict[str, object]:
    values: dict[str, object] = {
        "personal_id": number,
        "full_name": " ".join(card.full_name.split())[:200],
        "birth_date": card.birth_date,
        "gender": card.gender,
        "phone": "".join(card.phone.split()),
        "residence": asdict(_placed(card.address)) if card.address else None,
    }
    return {name: value for name, value in values.items() if value not in ("", None)}


def _placed(words: str) -> Address:
    """The address of a card with its province and commune, where they are told by today's names."""
    parts = [part.strip() for part in words.split(",") if part.strip()]
    province = next((one for one in agencies.provinces() if parts and rules.same_place(one.name, parts[-1])), None)
    if province is None:
        return Address(detail=words)
    ward = next(
        (one for one in agencies.communes(province.code) if len(parts) > 1 and rules.same_place(one.name, parts[-2])),
        None,
    )
    if ward is None:
        return Address(detail=words)
    return Address(province.code, province.name, ward.code, ward.name, ", ".join(parts[:-2]))
