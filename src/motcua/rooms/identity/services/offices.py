"""Who may act for which agency, from when to when. Ending an office takes effect with the next request."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from motcua.kernel import clock, events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.identity.events import OfficeEnded, OfficeGranted
from motcua.rooms.identity.models import Account, ApiToken, OfficeHolding, Session
from motcua.rooms.identity.types import AccountKind, OfficeGrant


@act("identity.grant_office")
def grant_office(account_id: UUID, office: OfficeGrant, *, by: Actor, at: datetime) -> UUID:
    """Give an account an office; answers the holding's identifier.

    Refused: act.not-permitted, office.self-granted, office.unit-elsewhere, office.already-held, account.unknown
    """
    permit(by, "identity.grant_office", Target(agency_id=office.agency_id))
    if account_id == by.id:
        raise Refused("office.self-granted")
    unit = agencies.unit(office.unit_id) if office.unit_id else None
    if office.unit_id and (unit is None or unit.agency_id != office.agency_id):
        raise Refused("office.unit-elsewhere")
    holding = OfficeHolding(
        account_id=account_id,
        agency_id=office.agency_id,
        unit_id=office.unit_id,
        role=office.role,
        title=office.title.strip(),
        capacity=office.capacity,
        held_from=office.held_from or clock.local(at).date(),
        held_to=office.held_to,
        substitutes_for_id=office.substitutes_for,
        granted_by=by.id,
    )
    with scope(SYSTEM, writes=True):
        if not Account.objects.filter(id=account_id).update(kind=AccountKind.OFFICER):
            raise Refused("account.unknown", name=str(account_id))
        try:
            with transaction.atomic():
                holding.save(force_insert=True)
        except IntegrityError:
            raise Refused("office.already-held") from None
    events.record(OfficeGranted(at, office.agency_id, holding.id, account_id, office.role))
    audit_note(subject=holding.id, account=account_id, role=office.role)
    return holding.id


@act("identity.end_office")
def end_office(holding_id: UUID, *, by: Actor, at: datetime) -> None:
    """End an office at once; what the account held elsewhere stays.

    Refused: act.out-of-reach, act.not-permitted, office.already-ended
    """
    holding = OfficeHolding.objects.select_for_update().filter(id=holding_id).order_by("id").first()
    if holding is None:
        raise Refused("act.out-of-reach")
    permit(by, "identity.end_office", Target(agency_id=holding.agency_id))
    holding.end(by=by, at=at)
    holding.save(update_fields=["ended_at", "ended_by"])
    events.record(OfficeEnded(at, holding.agency_id, holding.id, holding.account_id, holding.role))
    audit_note(subject=holding.id, account=holding.account_id, role=holding.role)


@act("identity.close_account")
def close_account(account_id: UUID, *, by: Actor, at: datetime) -> None:
    """Close an account: its sessions and tokens stop working with the next request.

    Refused: act.not-permitted, account.unknown
    """
    permit(by, "identity.close_account", Target())
    with scope(SYSTEM, writes=True):
        if not Account.objects.filter(id=account_id).update(active=False):
            raise Refused("account.unknown", name=str(account_id))
        Session.objects.filter(account_id=account_id, ended_at__isnull=True).update(ended_at=at)
        ApiToken.objects.filter(account_id=account_id, revoked_at__isnull=True).update(revoked_at=at)
    audit_note(subject=account_id)
