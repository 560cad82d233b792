"""Before the first dossier: accounts of the demonstration people, signing keys of those who sign, seals of agencies."""

from motcua.config import content
from motcua.kernel import clock, tenancy
from motcua.kernel.types import SYSTEM, Actor, ActorKind
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.services import KeyHolder
from motcua.rooms.identity import queries as identity

SIGNERS = ("signing_authority", "unit_head")


def settle() -> int:
    """Load the people and let the certification authority certify whoever signs; safe to repeat."""
    content.people()
    holders: dict[str, KeyHolder] = {}
    with tenancy.scope(SYSTEM):
        for agency in agencies.agencies():
            asker = Actor(id=SYSTEM.id, kind=ActorKind.SYSTEM, agency_id=agency.id)
            listed = [o for o in identity.officers(by=asker, at=clock.now()) if o.role in SIGNERS]
            for officer in listed:
                holders[str(officer.account_id)] = KeyHolder(officer.account_id, officer.name, agency.name)
            if listed:
                holders[str(agency.id)] = KeyHolder(agency.id, agency.name, agency.name, profile="organisation")
    documents.provision_keys(list(holders.values()), by=SYSTEM, at=clock.now())
    return len(holders)
