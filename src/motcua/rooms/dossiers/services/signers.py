"""Who signs for the agency, and what stands above his name (NĐ 30/2020, Art. 13)."""

from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.agencies.types import Agency
from motcua.rooms.dossiers.rules.signers import office_title, signature_block, unit_title
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity.types import SigningTitles, Standing

LEADS = frozenset({Standing.HEAD, Standing.DEPUTY})
BODY = "TM. ỦY BAN NHÂN DÂN"


def block(by: Actor, agency: Agency | None) -> tuple[str, str]:
    """Title and line of authority of who decides: the head, a deputy in his place (KT.), or who was authorised (TUQ.).

    Whoever stands in for an absent leader signs in his own name (ADR 13): a leader himself in his own capacity, anybody
    else by the authority of the head of the agency.
    """
    kept, leader = _titles(by, agency)
    capacity = kept.capacity
    if by.in_place_of and capacity not in LEADS:
        capacity = Standing.BY_AUTHORITY
    return signature_block(leader, kept.title, capacity)


def signer(by: Actor, agency: Agency | None) -> dict[str, str] | None:
    """Who answers for a letter of the agency: its leader, or the head of a unit on the leader's behalf; else nobody."""
    if by.holds("signing_authority"):
        title, authority = block(by, agency)
        collective = agency is not None and agency.kind.endswith("_pc") and not authority.startswith(("TL.", "TUQ."))
        lines = [BODY, authority] if collective else [authority]
        above = "\n".join(line for line in lines if line)
        return {"name": identity.own_name(by), "title": title, "authority_prefix": above}
    office = next((o for o in by.offices if o.role == "unit_head" and o.agency_id == by.agency_id), None)
    if office is None:
        return None
    kept, leader = _titles(by, agency)
    unit = agencies.unit(office.unit_id) if office.unit_id else None
    title = kept.title or unit_title(unit.name if unit else "")
    title, authority = signature_block(leader, title, Standing.BY_ORDER)
    return {"name": identity.own_name(by), "title": title, "authority_prefix": authority}


def _titles(by: Actor, agency: Agency | None) -> tuple[SigningTitles, str]:
    kept = identity.signing_titles(by.id, agency.id) if agency else SigningTitles()
    return kept, kept.leader.upper() or office_title(agency.kind if agency else "")
