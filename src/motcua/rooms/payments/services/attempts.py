"""Tries to pay: started, continued, asked about, given up. One open attempt per obligation, whatever happens."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from motcua.kernel import events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.clock import local
from motcua.kernel.errors import Refused
from motcua.kernel.ids import secret_code
from motcua.kernel.types import Actor
from motcua.rooms.payments import gateways
from motcua.rooms.payments.events import AttemptExpired, AttemptStarted, AttemptUnknown
from motcua.rooms.payments.holding import hold_attempt, hold_obligation, target_of
from motcua.rooms.payments.intake import take_in
from motcua.rooms.payments.models import Attempt, Obligation
from motcua.rooms.payments.orders import continuation, order_of
from motcua.rooms.payments.rules.notes import BODY, reference
from motcua.rooms.payments.rules.states import Event
from motcua.rooms.payments.types import (
    OPEN_ATTEMPT_STATES,
    AttemptState,
    Gateway,
    Heard,
    ObligationState,
    Outcome,
    Redirect,
    Transfer,
)

LIFE = {Gateway.VIETQR: timedelta(days=3)}
USUAL_LIFE = timedelta(minutes=15)
GRACE = timedelta(minutes=5)
ASKED_WITHIN = timedelta(minutes=2)
CHECK_AFTER_MINUTES = (3, 6, 6, 6, 15, 30, 60)
PLACE_OF_ID = "{attempt}"


@act("payments.start_attempt", law="payment/online")
def start_attempt(
    obligation_id: UUID, gateway: str, *, return_url: str, client_ip: str, by: Actor, at: datetime
) -> Redirect | Transfer:
    """Begin to pay, or go on with the attempt that is open. The attempt is stored before anybody outside hears of it.

    `return_url` may hold «{attempt}», which becomes the attempt's id. A second tab gets the same attempt.
    Refused: obligation.already-paid, obligation.not-open, attempt.outcome-unknown, attempt.another-open,
    attempt.unknown-gateway, attempt.choose-a-way
    """
    obligation = hold_obligation(obligation_id, by=by, to="payments.start_attempt")
    if obligation.state == ObligationState.PAID:
        raise Refused("obligation.already-paid")
    if not obligation.is_open:
        raise Refused("obligation.not-open", state=obligation.state)
    if gateway not in gateways.offered():
        raise Refused("attempt.unknown-gateway" if gateway else "attempt.choose-a-way")
    running = obligation.attempts.filter(state__in=OPEN_ATTEMPT_STATES).order_by("created_at").first()
    if running is not None:
        running = _still_running(running, obligation, gateway, at)
    attempt = running or _begin(obligation, gateway, return_url, client_ip, at)
    audit_note(attempt=attempt.id, gateway=gateway)
    return continuation(attempt)


@act("payments.abandon_attempt", law="payment/online")
def abandon_attempt(attempt_id: UUID, *, by: Actor, at: datetime) -> None:
    """The person wants to pay another way and has sent no money. If money comes after all, it counts or goes back.

    A redirect gateway must have been asked first (`queries.ask_gateway`, `record_answer`): its word counts.
    Refused: act.out-of-reach, attempt.outcome-unknown, attempt.not-open, attempt.not-asked
    """
    found = Attempt.objects.filter(id=attempt_id).order_by("id").first()
    if found is None:
        raise Refused("act.out-of-reach")
    obligation, attempt = hold_attempt(found)
    permit(by, "payments.abandon_attempt", target_of(obligation))
    if attempt.state == AttemptState.UNKNOWN:
        raise Refused("attempt.outcome-unknown", time=_clock_time(attempt))
    if not attempt.is_open:
        raise Refused("attempt.not-open")
    just_asked = attempt.checked_at is not None and at - attempt.checked_at <= ASKED_WITHIN
    if attempt.gateway != Gateway.VIETQR and not just_asked:
        raise Refused("attempt.not-asked")
    _expire(attempt, obligation, at)


@act("payments.record_answer", law="payment/confirmation")
def record_answer(attempt_id: UUID, heard: Heard | None, *, by: Actor, at: datetime) -> AttemptState:
    """Take in what a gateway answered when asked; None when it could not be reached.

    Silence is never failure: an attempt nobody can tell about becomes unknown, and is asked about again.
    """
    obligation, attempt = hold_attempt(Attempt.objects.get(id=attempt_id))
    permit(by, "payments.record_answer", target_of(obligation))
    audit_note(attempt=attempt.id, answered=heard.outcome if heard else "silence")
    if not attempt.is_open:
        return AttemptState(attempt.state)
    attempt.checks += 1
    attempt.checked_at = at
    attempt.next_check_at = at + _pause(attempt.checks)
    over = at >= attempt.expires_at + GRACE
    if heard is None or heard.outcome is Outcome.PENDING:
        _doubt(attempt, obligation, at)
        attempt.save()
    elif heard.outcome in {Outcome.NOT_FOUND, Outcome.UNPAID}:
        if over:
            _expire(attempt, obligation, at)
        else:
            attempt.save()
    else:
        attempt.save()
        take_in(heard, obligation, attempt, at=at)
    return AttemptState(attempt.state)


def _still_running(attempt: Attempt, obligation: Obligation, gateway: str, at: datetime) -> Attempt | None:
    """The open attempt if the person may go on with it; None when it is over and a fresh one may begin."""
    if attempt.state == AttemptState.UNKNOWN:
        raise Refused("attempt.outcome-unknown", time=_clock_time(attempt))
    over = at >= attempt.expires_at
    if over and attempt.gateway == Gateway.VIETQR:
        _expire(attempt, obligation, at)
        return None
    if over or (not attempt.address and attempt.gateway != Gateway.VIETQR):
        raise Refused("attempt.outcome-unknown", time=_clock_time(attempt))
    if attempt.gateway != gateway:
        raise Refused("attempt.another-open", time=_clock_time(attempt))
    return attempt


def _begin(obligation: Obligation, gateway: str, return_url: str, client_ip: str, at: datetime) -> Attempt:
    life = LIFE.get(Gateway(gateway), USUAL_LIFE)
    attempt = Attempt(
        agency_id=obligation.agency_id,
        owner_id=obligation.owner_id,
        obligation=obligation,
        reference=reference(secret_code(BODY)),
        gateway=gateway,
        amount=obligation.total,
        created_at=at,
        expires_at=at + life,
        next_check_at=at + (life if gateway == Gateway.VIETQR else _pause(0)),
    )
    if gateway != Gateway.VIETQR:
        attempt.address = gateways.redirect_gateway(gateway).address(
            order_of(attempt, client_ip=client_ip, return_url=return_url.replace(PLACE_OF_ID, str(attempt.id)))
        )
    attempt.happen(Event.SEND, at=at)  # the row is committed before the person's browser learns the address
    attempt.save(force_insert=True)
    events.record(
        AttemptStarted(
            at, obligation.agency_id, obligation.subject_id, obligation.owner_id, obligation.id, attempt.id, gateway
        )
    )
    return attempt


def _expire(attempt: Attempt, obligation: Obligation, at: datetime) -> None:
    if attempt.happen(Event.EXPIRY, at=at):
        attempt.save()
        events.record(AttemptExpired(at, obligation.agency_id, obligation.subject_id, obligation.owner_id, attempt.id))


def _doubt(attempt: Attempt, obligation: Obligation, at: datetime) -> None:
    if attempt.happen(Event.SILENCE, at=at):
        events.record(AttemptUnknown(at, obligation.agency_id, obligation.subject_id, obligation.owner_id, attempt.id))


def _pause(checks: int, steps: Sequence[int] = CHECK_AFTER_MINUTES) -> timedelta:
    return timedelta(minutes=steps[min(checks, len(steps) - 1)])


def _clock_time(attempt: Attempt) -> str:
    return local(attempt.created_at).strftime("%H:%M")
