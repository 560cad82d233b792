"""Definitions pinned by digest, units by name, and when each step is due."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import crypto
from motcua.rooms.agencies.queries import unit_by_key
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import add_working_hours, working_hours_between
from motcua.rooms.process import rules
from motcua.rooms.process.models import Instance, PinnedDefinition, Task
from motcua.rooms.process.rules import Token
from motcua.rooms.process.types import Node, ProcessDefinition

_definitions: dict[str, ProcessDefinition] = {}
MOST_KEPT = 1_000


def pin(definition: ProcessDefinition) -> str:
    """Store a definition under its digest unless it is there; answers the digest."""
    body = definition.model_dump(mode="json")
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    if not PinnedDefinition.objects.filter(digest=digest).exists():
        PinnedDefinition.objects.bulk_create([PinnedDefinition(digest=digest, body=body)], ignore_conflicts=True)
    return digest


def definition_of(instance: Instance) -> ProcessDefinition:
    """The definition a case was started with, for life."""
    digest = instance.definition_id
    return _definitions[digest] if digest in _definitions else read_definition(digest, instance.definition.body)


def read_definition(digest: str, body: Any) -> ProcessDefinition:
    """A stored definition, kept in memory once read."""
    if digest not in _definitions:
        if len(_definitions) > MOST_KEPT:
            _definitions.clear()
        _definitions[digest] = ProcessDefinition.model_validate(body)
    return _definitions[digest]


def plan_for(instance: Instance, definition: ProcessDefinition, at: datetime) -> Mapping[str, datetime | None]:
    """When every step is due: its share of the limit, in the working time of the agency as it is known at `at`."""
    ends = rules.planned_ends(definition)
    if instance.due_at is None:
        return dict.fromkeys(ends)
    calendar = calendar_for(instance.agency_id, at)
    start, due = instance.started_at, instance.due_at
    hours = working_hours_between(start, due, calendar)
    return {
        key: rules.step_due_at(start, due, part, hours, lambda h: add_working_hours(start, h, calendar))
        for key, part in ends.items()
    }


def new_tasks(
    instance: Instance,
    definition: ProcessDefinition,
    plan: Mapping[str, datetime | None],
    tokens: Sequence[Token],
    *,
    from_unit: UUID | None,
    at: datetime,
) -> list[Task]:
    """Tasks for tokens that arrived, not yet stored."""
    return [
        Task(
            instance=instance,
            subject_id=instance.subject_id,
            agency_id=instance.agency_id,
            owner_id=instance.owner_id,
            token=token.number,
            step_key=token.step,
            name=_name(definition.step(token.step), token),
            does=definition.step(token.step).step.does,
            role=definition.step(token.step).step.role,
            unit_id=_unit(instance, definition.step(token.step), from_unit),
            opened_at=at,
            due_at=plan.get(token.step),
            timer_at=_timer(instance, definition.step(token.step), at),
            reference=instance.reference,
            title=instance.title,
            party=instance.party,
        )
        for token in tokens
    ]


def _name(node: Node, token: Token) -> str:
    name = node.step.name.vi
    return name if token.index is None else f"{name} ({token.index + 1})"


def _unit(instance: Instance, node: Node, from_unit: UUID | None) -> UUID | None:
    """The unit a step names at the deciding agency; None when it has no such unit: then the role decides alone."""
    if node.step.unit == "same":
        return from_unit
    found = unit_by_key(instance.agency_id, node.step.unit)
    return found.id if found else None


def _timer(instance: Instance, node: Node, at: datetime) -> datetime | None:
    timer = node.step.timer
    if timer is None:
        return None
    calendar = calendar_for(instance.agency_id, at)
    return add_working_hours(at, timer.hours, calendar)


def seal_context(instance: Instance, definition: ProcessDefinition, context: Mapping[str, Any]) -> None:
    """Keep what the branches of the definition may ask about, sealed; nothing when they ask nothing."""
    asks = any(node.step.each or any(flow.when for flow in node.flows) for node in definition.nodes.values())
    if context and asks:
        place = f"process_instance.context:{instance.id}"
        instance.context = crypto.seal_json(dict(context), context=place, agency_id=instance.agency_id)


def context_of(instance: Instance) -> dict[str, Any]:
    if instance.context is None:
        return {}
    context: dict[str, Any] = crypto.unseal_json(instance.context, context=f"process_instance.context:{instance.id}")
    return context
