"""What the other rooms and the faces see of people, organisations, officers and sessions."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import TextChoices

from motcua.kernel.types import Actor
from motcua.rooms.identity.standing import SigningTitles, Standing

__all__ = ["SigningTitles", "Standing"]
E_IDENTITY = "e-identity"
SELF_DECLARED = "self-declared"
CARD = "identity-card"
"""Read from the QR code of a card that nobody has compared with its bearer."""
CARD_CHECKED = "identity-card-checked"
"""Read from a card that an officer compared with its bearer."""
AT_COUNTER = "told-at-the-counter"
PROVED = frozenset({E_IDENTITY, CARD_CHECKED})
"""Sources whose word needs no further check."""


class AccountKind(TextChoices):
    """Whether somebody may also act for an agency."""

    CITIZEN = "citizen", "người dân"
    OFFICER = "officer", "cán bộ"
    PARTNER = "partner", "đối tác"


class ActingAs(TextChoices):
    CITIZEN = "citizen", "người dân"
    OFFICER = "officer", "cán bộ"
    PARTNER = "partner", "đối tác"


class Role(StrEnum):
    """The roles an office can carry."""

    RECEPTION_OFFICER = "reception_officer"
    DISPATCHER = "dispatcher"
    CASE_OFFICER = "case_officer"
    UNIT_HEAD = "unit_head"
    SIGNING_AUTHORITY = "signing_authority"
    RECORDS_CLERK = "records_clerk"
    CASHIER = "cashier"
    BUSINESS_ADMIN = "business_admin"
    TECHNICAL_ADMIN = "technical_admin"
    PROCEDURE_CONTROLLER = "procedure_controller"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Address:
    """A two-level address: province, ward, and the rest in words."""

    province_code: str = ""
    province_name: str = ""
    ward_code: str = ""
    ward_name: str = ""
    detail: str = ""

    @property
    def in_words(self) -> str:
        return ", ".join(part for part in (self.detail, self.ward_name, self.province_name) if part)


@dataclass(frozen=True, slots=True)
class OrganisationClaims:
    """What the e-identity says of an organisation somebody signs in for."""

    tax_code: str
    name: str
    enterprise_code: str = ""
    address: Address | None = None
    representative: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdClaims:
    """What the registers know of a person's marriage and household. Empty: they said nothing, not that there is none."""

    spouse_full_name: str = ""
    spouse_personal_id: str = ""
    spouse_birth_date: str = ""
    spouse_residence: Address | None = None
    marriage_number: str = ""
    marriage_date: str = ""
    marriage_place: str = ""
    household_head_name: str = ""
    household_head_id: str = ""


@dataclass(frozen=True, slots=True)
class IdentityClaims:
    """What is taken over from the e-identity. Everything else it sends is dropped before this is made."""

    personal_id: str
    full_name: str
    birth_date: str = ""
    """ISO date, or the year alone."""
    gender: str = ""
    phone: str = ""
    email: str = ""
    residence: Address | None = None
    current_residence: Address | None = None
    assurance: int = 1
    organisation: OrganisationClaims | None = None
    household: HouseholdClaims | None = None
    authentication_level: int = 1
    proved_seconds_ago: int = 0
    source: str = E_IDENTITY


@dataclass(frozen=True, slots=True)
class CardRead:
    """What the QR code of an identity card says, or what was typed instead of it."""

    personal_id: str
    full_name: str = ""
    birth_date: str = ""
    gender: str = ""
    address: str = ""
    phone: str = ""
    old_id: str = ""
    issued_on: str = ""
    scanned: bool = True


@dataclass(frozen=True, slots=True)
class PersonMet:
    """A person at the counter: known by an account, known from an earlier visit, or new."""

    person_id: UUID
    has_account: bool
    is_new: bool
    differs: tuple[str, ...] = ()
    """Names of values in which the card says something else than the e-identity."""


@dataclass(frozen=True, slots=True)
class KnownFact:
    """One value, where it comes from and when it was obtained."""

    value: object
    source: str
    obtained_at: datetime


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """Everything known of a person, and of the organisation acted for, by name.

    Names: full_name, personal_id, birth_date, gender, phone, email, residence, current_residence, assurance;
    marital_status, spouse_full_name, spouse_personal_id, spouse_birth_date, spouse_residence, marriage_number,
    marriage_date, marriage_place, household_head_name, household_head_id;
    organisation_name, tax_code, enterprise_code, organisation_address, organisation_representative. Addresses are
    dicts with province_code, province_name, ward_code, ward_name, detail; assurance is a number; others are text.
    """

    person_id: UUID
    facts: dict[str, KnownFact] = field(default_factory=dict)

    def value(self, name: str) -> object:
        """The bare value, or None when it is not known."""
        return self.facts[name].value if name in self.facts else None

    def values(self) -> dict[str, object]:
        return {name: fact.value for name, fact in self.facts.items()}


@dataclass(frozen=True, slots=True)
class Contact:
    """Where messages for a person go. What the person declared himself comes before the e-identity's."""

    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Capacity:
    """One way an account may act: as a citizen (no agency), or for an agency in these roles.

    `in_place_of` names the absent colleague whose roles they are; the account's own are chosen without `absence_id`.
    """

    agency_id: UUID | None
    agency_name: str
    roles: tuple[str, ...]
    absence_id: UUID | None = None
    in_place_of: str = ""


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """An officer's absence and who stands in, as colleagues see it."""

    id: UUID
    account_id: UUID
    account_name: str
    substitute_id: UUID
    substitute_name: str
    starts_on: date
    ends_on: date
    ground: str

    def runs(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session. The token is told once; only its digest is stored."""

    session_token: str
    account_id: UUID
    person_id: UUID | None
    acting_as: str
    agency_id: UUID | None
    capacities: tuple[Capacity, ...] = ()

    @property
    def must_choose(self) -> bool:
        """Whether there is a capacity besides the citizen's to offer."""
        return self.acting_as == ActingAs.CITIZEN and len(self.capacities) > 1


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """The living session behind a cookie: who acts, and how well that was proved."""

    id: UUID
    actor: Actor
    authentication_level: int
    authenticated_at: datetime
    expires_at: datetime
    shared_device: bool


@dataclass(frozen=True, slots=True)
class SessionEntry:
    """A line of the list of log-ins."""

    id: UUID
    acting_as: str
    created_at: datetime
    last_seen_at: datetime
    alive: bool
    shared_device: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody's look at one's personal data: who, for which agency, what and why."""

    at: datetime
    who: str
    agency_name: str
    what: str
    purpose: str
    subject_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class OfficeGrant:
    """An office to be held: at an agency, at one of its units or all of it, from a day to a day."""

    agency_id: UUID
    role: str
    unit_id: UUID | None = None
    held_from: date | None = None
    held_to: date | None = None
    title: str = ""
    """The title printed under what is signed, such as Phó Chủ tịch."""
    capacity: str = ""
    substitutes_for: UUID | None = None
    """The account whose office is exercised meanwhile (uỷ quyền, thay thế)."""


@dataclass(frozen=True, slots=True)
class OfficerListed:
    """An officer as colleagues see him when work is assigned."""

    account_id: UUID
    name: str
    role: str
    unit_id: UUID | None


@dataclass(frozen=True, slots=True)
class PersonListed:
    """A demonstration person: how to sign in, and as what."""

    handle: str
    name: str
    assurance: int
    organisation: str
    offices: tuple[tuple[str, str, str], ...]
    """(role, agency name, unit name) of each office."""


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A bearer token, told once."""

    token: str
    token_id: UUID
    name: str
    acting_as: str
    agency_name: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """Where to send the browser, and the cookie that must come back with it."""

    url: str
    cookie: str


@dataclass(frozen=True, slots=True)
class FinishedSignIn:
    """A session, and the page the person wanted."""

    signed_in: SignedIn
    next_path: str
    proved_again: bool
    """Whether this was only a stronger proof in the middle of something."""


class Relation(StrEnum):
    """Why somebody files for another."""

    AUTHORISED = "authorised"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class PersonNamed:
    """Somebody named by another: the number is what counts, the name is for lists."""

    personal_id: str
    full_name: str


@dataclass(frozen=True, slots=True)
class AuthorisationView:
    """One person may file for another."""

    id: UUID
    relation: str
    principal_id: UUID
    principal_name: str
    representative_id: UUID
    representative_name: str
    procedures: tuple[str, ...]
    """Codes of procedures; empty means all."""
    starts_on: date
    ends_on: date
    evidence: str
    verified_at: datetime | None
    verified_by_name: str
    ended_at: datetime | None

    @property
    def verified(self) -> bool:
        return self.verified_at is not None


# What a key of the desk does → the key that does it unless somebody wants another. Keys by place, not by letter typed.
DESK_KEYS = {
    "next": "KeyJ", "previous": "KeyK", "choose": "KeyX", "main": "KeyA", "ask": "KeyB", "back": "KeyU", "following": "KeyN",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter an officer gave a name; `query` is what the list's address asks for."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """How an officer likes his desk. `keys` holds only what differs from usual."""

    keys_on: bool = True
    keys: dict[str, str] = field(default_factory=dict)
    roomy: bool = False
    next_opens: bool = True
    filters: tuple[SavedFilter, ...] = ()

    def key(self, does: str) -> str:
        return self.keys.get(does, DESK_KEYS[does])
