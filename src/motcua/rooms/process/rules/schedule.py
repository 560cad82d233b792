"""When each step is due: the shares of the legal limit laid along the longest way, in working time."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

from motcua.rooms.process.types import ProcessDefinition


def planned_ends(definition: ProcessDefinition) -> Mapping[str, Decimal]:
    """For each step, the part of the limit that may have passed when it is done. Loops back do not count."""
    order = {key: place for place, key in enumerate(definition.nodes)}
    begin = dict.fromkeys(order, Decimal(0))
    ends: dict[str, Decimal] = {}
    for key, node in definition.nodes.items():
        ends[key] = min(Decimal(1), begin[key] + node.step.share)
        for flow in node.targets:
            if order.get(flow.to, -1) > order[key]:
                begin[flow.to] = max(begin[flow.to], ends[key])
    return ends


def step_due_at(
    started_at: datetime, due_at: datetime | None, part: Decimal, hours: float, add_hours: Callable[[float], datetime]
) -> datetime | None:
    """When a step is due whose part of the whole `hours` is `part`; the last step is due with the dossier itself."""
    if due_at is None:
        return None
    if not 0 < part < 1 or hours <= 0 or started_at >= due_at:
        return due_at
    return min(due_at, add_hours(float(part) * hours))


def may_move(before: datetime | None, due: datetime, *, at: datetime) -> bool:
    """Tell whether a step's end moves when working time changed: whoever was in time does not become late by it."""
    return due != before and (before is None or before <= at or due > at)
