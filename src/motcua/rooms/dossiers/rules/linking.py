"""How a group dossier moves on: who may begin, who never will, when all is in, how long each may take."""

from collections.abc import Mapping
from decimal import Decimal

from motcua.rooms.dossiers.rules.states import RESULT_HELD
from motcua.rooms.dossiers.types import Outcome, ResultKind, Status

UNDECIDED_ENDINGS = {Status.WITHDRAWN: Outcome.WITHDRAWN, Status.STOPPED: Outcome.STOPPED}
UNDECIDED = frozenset({Outcome.WITHDRAWN, Outcome.STOPPED, Outcome.NOT_STARTED})
DECIDED = frozenset({Outcome.GRANTED, Outcome.REFUSED})
HALF = Decimal("0.5")
RESULT_IS_THERE = RESULT_HELD | {Status.ISSUED}


def outcome_of(status: str, result_kind: str) -> Outcome | None:
    """What became of a member's dossier; None while it is being handled."""
    state = Status(status)
    if state in RESULT_IS_THERE:
        return Outcome.REFUSED if result_kind == ResultKind.REFUSED else Outcome.GRANTED
    return UNDECIDED_ENDINGS.get(state)


def ready(waits_for: tuple[str, ...], outcomes: Mapping[str, str]) -> bool:
    """Tell whether everything a member needs has been granted. Members that take no part hold nobody up."""
    return all(outcomes[name] == Outcome.GRANTED for name in waits_for if name in outcomes)


def hopeless(waits_for: tuple[str, ...], outcomes: Mapping[str, str]) -> bool:
    """Tell whether something a member needs will never come."""
    return any(outcomes[name] not in {"", Outcome.GRANTED} for name in waits_for if name in outcomes)


def own_hours(share: Decimal, group_hours: float, hours_to_plan: float) -> Decimal:
    """The working hours of a member that can begin now: its share, or all that is left to its planned date.

    An early predecessor gives its time to those who follow; a late one takes nothing of theirs, so the group's date may
    be missed by its fault and the page says whose.
    """
    own = part_hours(share, group_hours)
    return max(own, Decimal(str(hours_to_plan)).quantize(Decimal("0.01")))


def part_hours(part: Decimal, group_hours: float) -> Decimal:
    """A part of the group's working hours as people count time: whole half hours, rounded down.

    So the parts together never exceed the whole; what rounding leaves over falls to the last, which ends with the group.
    Less than half an hour stays as it is.
    """
    exact = (part * Decimal(str(group_hours))).quantize(Decimal("0.01"))
    return exact // HALF * HALF if exact >= HALF else exact
