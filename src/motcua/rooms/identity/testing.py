"""For tests of this room and of the rooms above: people with accounts, as if they had signed in."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.types import SYSTEM, Actor, ActorKind, Office
from motcua.rooms.agencies.types import agency_id, unit_id
from motcua.rooms.identity import queries, services
from motcua.rooms.identity.types import Address, IdentityClaims, OfficeGrant, OrganisationClaims, SignedIn

HOA = IdentityClaims(
    personal_id="079190012345",
    full_name="Nguyễn Thị Hoa",
    birth_date="1990-05-12",
    gender="female",
    phone="0901234567",
    email="hoa@example.vn",
    residence=Address("79", "Thành phố Hồ Chí Minh", "26740", "Phường Sài Gòn", "12 Lê Lợi"),
    assurance=2,
    authentication_level=2,
)
BINH = IdentityClaims(personal_id="079085004321", full_name="Trần Văn Bình", birth_date="1985", gender="male")
LAN = IdentityClaims(
    personal_id="079182000111", full_name="Phạm Thị Lan", birth_date="1982-02-03", assurance=2, authentication_level=2
)
THU_DA = OrganisationClaims(
    tax_code="0101234567", name="Công ty TNHH Thương mại Thu Đa", representative="Nguyễn Thị Hoa"
)


def signed_in(claims: IdentityClaims = HOA, *, at: datetime | None = None) -> SignedIn:
    """Sign somebody in."""
    return services.sign_in(claims, by=SYSTEM, at=at or clock.now())


def citizen(claims: IdentityClaims = HOA, *, at: datetime | None = None) -> Actor:
    """A citizen's actor, with his person and account in the database."""
    moment = at or clock.now()
    actor = queries.actor_for_session(signed_in(claims, at=moment).session_token, moment)
    assert actor is not None
    return actor


def officer(
    role: str,
    *,
    agency: str,
    unit: str | None = None,
    claims: IdentityClaims = LAN,
    title: str = "",
    capacity: str = "",
    at: datetime | None = None,
) -> Actor:
    """An officer's actor who holds this office in the database; the tree of agencies must be loaded.

    `agency` and `unit` are keys of content/agencies.yaml.
    """
    moment = at or clock.now()
    account = signed_in(claims, at=moment).account_id
    unit_key = unit_id(agency, unit) if unit else None
    grant = OfficeGrant(agency_id(agency), role, unit_key, title=title, capacity=capacity)
    services.grant_office(account, grant, by=SYSTEM, at=moment)
    token = services.choose_capacity(
        signed_in(claims, at=moment).session_token, agency_id(agency), by=_holder(account), at=moment
    ).session_token
    actor = queries.actor_for_session(token, moment)
    assert actor is not None
    return actor


def bare_officer(role: str, agency: UUID, unit: UUID | None = None, *, name: str = "Cán bộ") -> Actor:
    """An officer's actor without rows, for tests that need only permission and tenancy."""
    return Actor(
        id=UUID(int=0xABC), kind=ActorKind.OFFICER, name=name, agency_id=agency, offices=(Office(role, agency, unit),)
    )


def _holder(account_id: UUID) -> Actor:
    return Actor(id=account_id, kind=ActorKind.CITIZEN)
