"""Where an attempt may go, and what one message of a gateway does. Forward only: nothing heard later undoes money."""

from dataclasses import dataclass
from enum import StrEnum

from motcua.rooms.payments.types import OPEN_ATTEMPT_STATES, AttemptState, ObligationState, Outcome, Reception

S = AttemptState


class Event(StrEnum):
    """What can happen to an attempt."""

    SEND = "send"
    SILENCE = "silence"
    SUCCESS = "success"
    FAILURE = "failure"
    EXPIRY = "expiry"
    REFUND = "refund"
    REFUNDED = "refunded"


NEXT: dict[tuple[AttemptState, Event], AttemptState] = {
    (S.CREATED, Event.SEND): S.SENT,
    (S.CREATED, Event.SILENCE): S.UNKNOWN,
    (S.CREATED, Event.SUCCESS): S.PAID,
    (S.CREATED, Event.FAILURE): S.FAILED,
    (S.CREATED, Event.EXPIRY): S.EXPIRED,
    (S.SENT, Event.SILENCE): S.UNKNOWN,
    (S.SENT, Event.SUCCESS): S.PAID,
    (S.SENT, Event.FAILURE): S.FAILED,
    (S.SENT, Event.EXPIRY): S.EXPIRED,
    (S.UNKNOWN, Event.SUCCESS): S.PAID,
    (S.UNKNOWN, Event.FAILURE): S.FAILED,
    (S.UNKNOWN, Event.EXPIRY): S.EXPIRED,
    (S.FAILED, Event.SUCCESS): S.PAID,  # the gateway corrected itself: money is money
    (S.EXPIRED, Event.SUCCESS): S.PAID,
    (S.PAID, Event.REFUND): S.REFUNDING,
    (S.REFUNDING, Event.REFUNDED): S.REFUNDED,
}

# The database refuses an update to a lower or equal rank.
RANK = {
    S.CREATED: 0,
    S.SENT: 1,
    S.UNKNOWN: 2,
    S.FAILED: 3,
    S.EXPIRED: 3,
    S.PAID: 4,
    S.REFUNDING: 5,
    S.REFUNDED: 6,
}


def after(state: AttemptState, event: Event) -> AttemptState:
    """The state after an event; an event that has no place there changes nothing."""
    return NEXT.get((state, event), state)


class Effect(StrEnum):
    """What a message does beyond the attempt's own state."""

    NONE = "none"
    POST = "post"  # book the money against the obligation
    RETURN = "return"  # book it as owed back and open a refund case
    PARK = "park"  # book nothing, a person must look


@dataclass(frozen=True, slots=True)
class Verdict:
    state: AttemptState
    effect: Effect
    reception: Reception


def decide(
    state: AttemptState, obligation: ObligationState, outcome: Outcome, *, amount_right: bool, known_number: bool
) -> Verdict:
    """Decide what one verified message about an attempt does.

    `known_number` says that this very transaction of the gateway was heard before.
    """
    if outcome is Outcome.SUCCESS:
        if known_number:
            return Verdict(state, Effect.NONE, Reception.ALREADY)
        if not amount_right:
            return Verdict(after(state, Event.SILENCE), Effect.PARK, Reception.WRONG_AMOUNT)
        return _money(state, obligation)
    if not amount_right:
        return Verdict(state, Effect.NONE, Reception.WRONG_AMOUNT)
    return _quiet(state, Event.FAILURE if outcome is Outcome.FAILED else Event.SILENCE)


def _money(state: AttemptState, obligation: ObligationState) -> Verdict:
    paid = after(state, Event.SUCCESS)
    if paid == state:  # a second transfer with the same reference: the first one stays what it is
        return Verdict(state, Effect.RETURN, Reception.ALREADY)
    if obligation == ObligationState.OPEN:
        return Verdict(paid, Effect.POST, Reception.RECORDED)
    return Verdict(after(paid, Event.REFUND), Effect.RETURN, Reception.RECORDED)


def _quiet(state: AttemptState, event: Event) -> Verdict:
    moved = after(state, event)
    known = moved == state and (state not in OPEN_ATTEMPT_STATES or event != Event.SILENCE)
    return Verdict(moved, Effect.NONE, Reception.ALREADY if known else Reception.RECORDED)
