"""Bearer tokens of the API: made once, shown once, stored as a digest."""

from datetime import datetime, timedelta
from uuid import UUID

from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.identity import accounts
from motcua.rooms.identity.models import Account, ApiToken, Representation
from motcua.rooms.identity.types import ActingAs, Capacity, IssuedToken

LONGEST_DAYS = 366


@act("identity.issue_token")
def issue_token(
    name: str,
    *,
    label: str = "",
    days: int = 30,
    as_citizen: bool = False,
    agency_id: UUID | None = None,
    for_organisation: bool = False,
    by: Actor,
    at: datetime,
) -> IssuedToken:
    """Make a token for the account called `name` (its handle, its identifier or its full name).

    Officers act at their agency, the first by name unless `agency_id` says another; `as_citizen` acts for themselves.

    Refused: account.unknown, account.closed, capacity.not-held, token.too-long-lived
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused("token.too-long-lived", days=LONGEST_DAYS)
    with scope(SYSTEM, writes=True):
        account = _named(name)
        permit(by, "identity.issue_token", Target(owner_id=account.person_id))
        capacity = _capacity(accounts.capacities(account, at=at), agency_id, as_citizen=as_citizen or for_organisation)
        secret = accounts.new_token()
        token = ApiToken.objects.create(
            token_digest=accounts.digest(secret),
            name=label or f"{account.display_name}, {at:%Y-%m-%d}",
            account=account,
            person_id=account.person_id,
            acting_as=ActingAs.OFFICER if capacity.agency_id else ActingAs.CITIZEN,
            agency_id=capacity.agency_id,
            organisation_id=_organisation_of(account) if for_organisation else None,
            created_at=at,
            expires_at=at + timedelta(days=days),
        )
    audit_note(subject=token.id, owner=account.person_id, account=account.id)
    return IssuedToken(
        secret, token.id, account.display_name, str(token.acting_as), capacity.agency_name, token.expires_at
    )


@act("identity.revoke_token")
def revoke_token(token_id: UUID, *, by: Actor, at: datetime) -> None:
    """Make a token useless from now on.

    Refused: act.out-of-reach
    """
    with scope(SYSTEM, writes=True):
        token = ApiToken.objects.select_for_update().filter(id=token_id).order_by("id").first()
        if token is None:
            raise Refused("act.out-of-reach")
        permit(by, "identity.revoke_token", Target(owner_id=token.person_id))
        token.revoked_at = token.revoked_at or at
        token.save(update_fields=["revoked_at"])
    audit_note(subject=token.id)


def _named(name: str) -> Account:
    wanted = name.strip()
    found = list(Account.objects.filter(handle=wanted).order_by("id"))
    found = found or list(Account.objects.filter(display_name__iexact=wanted).order_by("id")[:2])
    if not found and len(wanted) == 36:  # noqa: PLR2004 (a UUID)
        try:
            found = list(Account.objects.filter(id=UUID(wanted)).order_by("id"))
        except ValueError:
            found = []
    if len(found) != 1:
        raise Refused("account.unknown", name=wanted)
    if not found[0].active:
        raise Refused("account.closed")
    return found[0]


def _capacity(offered: tuple[Capacity, ...], agency_id: UUID | None, *, as_citizen: bool) -> Capacity:
    if as_citizen:
        return offered[0]
    agencies = [one for one in offered if one.agency_id and agency_id in (None, one.agency_id)]
    if agency_id and not agencies:
        raise Refused("capacity.not-held")
    return agencies[0] if agencies else offered[0]


def _organisation_of(account: Account) -> UUID:
    known = Representation.objects.filter(person__account=account).order_by("confirmed_at", "id").first()
    if known is None:
        raise Refused("capacity.not-held")
    return known.organisation_id
