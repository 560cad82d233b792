"""What a person does about his own data: says where to reach him, says what is wrong."""

import re
from datetime import datetime
from uuid import UUID

from motcua.kernel import crypto, events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.identity import rules
from motcua.rooms.identity.events import ValueReported
from motcua.rooms.identity.models import Person, ValueReport
from motcua.rooms.identity.types import SELF_DECLARED

EMAIL = re.compile(r"^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$")
PHONE = re.compile(r"^0\d{9}$")
LONGEST_REMARK = 1000


@act("identity.declare_contact")
def declare_contact(email: str, phone: str, *, by: Actor, at: datetime) -> None:
    """Say where messages should go; empty goes back to what the e-identity says.

    Refused: act.out-of-reach, contact.email-unreadable, contact.phone-unreadable
    """
    person = _own(by, "identity.declare_contact")
    email, phone = email.strip(), re.sub(r"[\s.\-]", "", phone)
    if email and not EMAIL.match(email):
        raise Refused("contact.email-unreadable")
    if phone and not PHONE.match(phone):
        raise Refused("contact.phone-unreadable")
    facts = {name: fact for name, fact in person.facts().items() if not name.startswith("contact_")}
    declared = {name: value for name, value in (("contact_email", email), ("contact_phone", phone)) if value}
    person.keep(rules.renewed(facts, declared, source=SELF_DECLARED, at=at))
    person.save(update_fields=["particulars"])


@act("identity.report_value", law="data/right-to-correct")
def report_value(name: str, remark: str, *, by: Actor, at: datetime) -> UUID:
    """Say that a known value is wrong, and what would be right.

    Refused: act.out-of-reach, value.unknown, value.remark-missing
    """
    person = _own(by, "identity.report_value")
    if name not in person.facts():
        raise Refused("value.unknown")
    remark = remark.strip()
    if not remark or len(remark) > LONGEST_REMARK:
        raise Refused("value.remark-missing")
    report_id = new_id()
    sealed = crypto.seal(remark.encode(), context=f"identity_valuereport.remark:{report_id}", agency_id=None)
    ValueReport.objects.create(id=report_id, owner=person, name=name, remark=sealed, reported_at=at)
    events.record(ValueReported(at, None, report_id, person.id, name))
    audit_note(subject=report_id, value=name)
    return report_id


def _own(by: Actor, action: str) -> Person:
    own = Person.objects.select_for_update().filter(id=by.person_id) if by.person_id else Person.objects.none()
    person = own.order_by("id").first()
    if person is None:
        raise Refused("act.out-of-reach")
    permit(by, action, Target(owner_id=person.id))
    return person
