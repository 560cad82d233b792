"""Signing in by the e-identity, choosing in what capacity to act, signing out."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from motcua.kernel import tenancy
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.identity import accounts, rules
from motcua.rooms.identity.models import Account, Organisation, Person, Session
from motcua.rooms.identity.types import (
    ActingAs,
    Capacity,
    FinishedSignIn,
    IdentityClaims,
    SessionSeen,
    SignedIn,
    SignInRequest,
)

OFFICER_LEVEL = 2
SHARED_IDLE_MINUTES = 10


def begin_sign_in(next_path: str, *, shared_device: bool = False, level: int = 0, fresh: bool = False) -> SignInRequest:
    """Say where to send the browser, and the cookie to give it. Asks the provider; changes nothing.

    `level` (1-4) and `fresh` demand a stronger or a new proof before something weighty.

    Refused: sign-in.provider-unreachable
    """
    from motcua.rooms.identity import oidc  # noqa: PLC0415  only processes that sign people in load the protocol

    return oidc.begin(next_path, shared_device=shared_device, level=level, fresh=fresh)


def wanted_page(cookie: str) -> str:
    """The page a sign-in under way was to lead to, so that a failed one can be begun again without losing the way."""
    from motcua.rooms.identity import oidc  # noqa: PLC0415

    return oidc.wanted_page(cookie)


def leave_address(after: str = "/") -> str:
    """Where the browser ends the provider's own session too; empty when the provider does not answer."""
    from motcua.rooms.identity import oidc  # noqa: PLC0415

    return oidc.leave_address(after)


def finish_sign_in(
    query: Mapping[str, str], cookie: str, *, previous_token: str = "", user_agent: str = "", by: Actor, at: datetime
) -> FinishedSignIn:
    """Orchestrates the end of a sign-in: asks the provider who this is, then performs the act `sign_in`.

    Call it outside any scope: there is network work before the transaction.

    Refused: sign-in.not-begun-here, sign-in.cancelled, sign-in.provider-unreachable, sign-in.answer-not-trusted,
    sign-in.level-not-reached, sign-in.identity-incomplete, account.closed
    """
    from motcua.rooms.identity import oidc  # noqa: PLC0415

    claims, flow = oidc.finish(query, cookie)
    signed_in = sign_in(
        claims,
        previous_token=previous_token,
        prefer_office=flow.next_path.startswith("/can-bo"),
        shared_device=flow.shared_device,
        user_agent=user_agent,
        by=by,
        at=at,
    )
    return FinishedSignIn(signed_in=signed_in, next_path=flow.next_path, proved_again=bool(flow.level))


@act("identity.sign_in", open=True)
def sign_in(
    claims: IdentityClaims,
    *,
    previous_token: str = "",
    prefer_office: bool = False,
    shared_device: bool = False,
    user_agent: str = "",
    by: Actor,
    at: datetime,
) -> SignedIn:
    """Open a session for the person the e-identity proved, and end the one before.

    The capacity of the session before is kept when the same person proves himself again. With `prefer_office` an
    officer of a single agency starts there; everybody else starts as a citizen.

    Refused: account.closed
    """
    del by  # a stranger becomes somebody
    with tenancy.scope(SYSTEM, writes=True):
        person = accounts.known_person(claims, at=at)
        account = accounts.account_of(person, name=claims.full_name, at=at)
        if not account.active:
            raise Refused("account.closed")
        organisation = None
        if claims.organisation:
            organisation = accounts.represented(person, claims.organisation, source=claims.source, at=at)
        offered = accounts.capacities(account, at=at)
        before = _end_previous(previous_token, at=at)
        capacity = offered[0]
        if organisation is None and claims.authentication_level >= OFFICER_LEVEL:
            capacity = _capacity(offered, before, account, prefer_office=prefer_office)
        token = accounts.new_token()
        session = _session(token, claims, person, account, organisation, capacity, at)
        session.user_agent_digest = hashlib.sha256(user_agent.encode()).digest()
        session.shared_device = shared_device or bool(before and before.shared_device)
        if session.shared_device:
            session.idle_minutes = min(session.idle_minutes, SHARED_IDLE_MINUTES)
        session.save(force_insert=True)
    audit_note(subject=session.id, owner=person.id, account=account.id, level=claims.authentication_level)
    return _told(token, session, offered)


@act("identity.choose_capacity", open=True)
def choose_capacity(
    token: str, agency_id: UUID | None, *, absence_id: UUID | None = None, by: Actor, at: datetime
) -> SignedIn:
    """Go on as an officer of this agency, in place of an absent colleague, or as a citizen (None). The token changes.

    Refused: session.ended, capacity.not-held, capacity.stronger-proof-needed
    """
    with tenancy.scope(SYSTEM, writes=True):
        session = _living(token, by=by, at=at)
        offered = accounts.capacities(session.account, at=at)
        capacity = next((one for one in offered if (one.agency_id, one.absence_id) == (agency_id, absence_id)), None)
        if capacity is None:
            raise Refused("capacity.not-held")
        if capacity.agency_id and session.authentication_level < OFFICER_LEVEL:
            raise Refused("capacity.stronger-proof-needed")
        fresh = accounts.new_token()
        session.token_digest = accounts.digest(fresh)
        session.agency_id, session.absence_id = capacity.agency_id, capacity.absence_id
        session.acting_as = ActingAs.OFFICER if capacity.agency_id else ActingAs.CITIZEN
        if capacity.agency_id:
            session.organisation = None
        session.save()
    audit_note(
        subject=session.id,
        owner=session.person_id,
        chosen=session.acting_as,
        at_agency=capacity.agency_id,
        absence=capacity.absence_id,
    )
    return _told(fresh, session, offered)


@act("identity.sign_out", open=True)
def sign_out(token: str, *, by: Actor, at: datetime) -> None:
    """End the session of this token. Ending what has ended is no fault."""
    del by  # whoever holds the token may end it
    with tenancy.scope(SYSTEM, writes=True):
        session = _end_previous(token, at=at)
    if session is not None:
        audit_note(subject=session.id, owner=session.person_id)


@act("identity.end_session")
def end_session(session_id: UUID, *, by: Actor, at: datetime) -> None:
    """End one of one's own sessions from the list of log-ins, for example on a lost phone.

    Refused: act.out-of-reach
    """
    session = Session.objects.select_for_update().filter(id=session_id).order_by("id").first()
    if session is None:
        raise Refused("act.out-of-reach")
    permit(by, "identity.end_session", Target(owner_id=session.person_id))
    session.end(at=at)
    session.save(update_fields=["ended_at"])
    audit_note(subject=session.id)


def require_recent(session: SessionSeen | None, *, minutes: int, level: int, at: datetime) -> None:
    """Demand a proof of identity of this strength (1-4) that is younger than `minutes`, before signing or paying.

    Refused: session.step-up-needed
    """
    if session is None or session.authentication_level < level:
        raise Refused("session.step-up-needed", minutes=minutes, level=level)
    if not rules.proved_recently(authenticated_at=session.authenticated_at, at=at, minutes=minutes):
        raise Refused("session.step-up-needed", minutes=minutes, level=level)


def _session(
    token: str,
    claims: IdentityClaims,
    person: Person,
    account: Account,
    organisation: Organisation | None,
    capacity: Capacity,
    at: datetime,
) -> Session:
    return Session(
        token_digest=accounts.digest(token),
        account=account,
        person=person,
        acting_as=ActingAs.OFFICER if capacity.agency_id else ActingAs.CITIZEN,
        agency_id=capacity.agency_id,
        organisation=organisation,
        assurance=claims.assurance,
        authentication_level=claims.authentication_level,
        authenticated_at=at - timedelta(seconds=claims.proved_seconds_ago),
        created_at=at,
        last_seen_at=at,
        idle_minutes=settings.MOTCUA.session_idle_minutes,
        expires_at=at + timedelta(hours=settings.MOTCUA.session_hours),
    )


def _capacity(
    offered: tuple[Capacity, ...], before: Session | None, account: Account, *, prefer_office: bool
) -> Capacity:
    """The capacity kept from before, or the only office when an officer's page was wanted, or the citizen's."""
    agencies = {one.agency_id: one for one in offered if one.agency_id}
    if before is not None and before.account_id == account.id and before.agency_id in agencies:
        return agencies[before.agency_id]
    if prefer_office and len(agencies) == 1:
        return next(iter(agencies.values()))
    return offered[0]


def _end_previous(token: str, *, at: datetime) -> Session | None:
    """End the session of a token, whatever its state, and give it back."""
    if not token:
        return None
    digest = accounts.digest(token)
    session = Session.objects.select_for_update().filter(token_digest=digest).order_by("id").first()
    if session is not None and session.ended_at is None:
        session.end(at=at)
        session.save(update_fields=["ended_at"])
    return session


def _living(token: str, *, by: Actor, at: datetime) -> Session:
    session = (
        Session.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(token_digest=accounts.digest(token), account_id=by.id, account__active=True)
        .order_by("id")
        .first()
    )
    if session is None or not session.alive(at):
        raise Refused("session.ended")
    return session


def _told(token: str, session: Session, offered: tuple[Capacity, ...]) -> SignedIn:
    return SignedIn(
        session_token=token,
        account_id=session.account_id,
        person_id=session.person_id,
        acting_as=str(session.acting_as),
        agency_id=session.agency_id,
        capacities=offered,
    )
