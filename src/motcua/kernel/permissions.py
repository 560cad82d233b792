"""One pure, default-deny function decides who may do what. The table it reads is data: config/powers/*.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

import yaml

from motcua.kernel.types import Actor, ActorKind

POWERS = Path(__file__).resolve().parent.parent / "config" / "powers"
RELATIONS = ("any", "owner", "agency", "below", "unit", "assignee", "shared")


@dataclass(frozen=True, slots=True)
class Target:
    """The row an action is about, as far as permission cares. `above` are the agencies its agency answers to."""

    agency_id: UUID | None = None
    above: tuple[UUID, ...] = ()
    owner_id: UUID | None = None
    unit_id: UUID | None = None
    assignee_id: UUID | None = None
    shared_with: tuple[UUID, ...] = ()
    state: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Allowed or not; `reachable` tells whether the actor may even know that the row exists."""

    allowed: bool
    reachable: bool
    who: tuple[str, ...] = ()


def decide(actor: Actor, action: str, target: Target, powers: dict[str, dict[str, str]]) -> Decision:
    """Say whether `actor` may do `action` to `target` under the table `powers` (role → action → relation)."""
    if allowed(actor, action, target, powers):
        return Decision(allowed=True, reachable=True)
    who = tuple(sorted(role for role, actions in powers.items() if action in actions))
    return Decision(allowed=False, reachable=_reaches(actor, target), who=who)


def allowed(actor: Actor, action: str, target: Target, powers: dict[str, dict[str, str]]) -> bool:
    """The first half of `decide`, for showing or hiding a button."""
    if actor.kind == ActorKind.SYSTEM:
        return True
    relations = {powers.get(role, {}).get(action) for role in actor.roles} - {None}
    return any(_stands_in(str(relation), actor, target) for relation in relations)


def _stands_in(relation: str, actor: Actor, target: Target) -> bool:  # noqa: PLR0911 (one answer a relation)
    match relation:
        case "any":
            return True
        case "owner":
            return target.owner_id is not None and target.owner_id == actor.person_id
        case "agency":
            return target.agency_id is not None and target.agency_id == actor.agency_id
        case "below":
            answers_to = (target.agency_id, *target.above)
            return target.agency_id is not None and actor.agency_id is not None and actor.agency_id in answers_to
        case "unit":
            in_agency = target.agency_id is not None and target.agency_id == actor.agency_id
            return in_agency and (target.unit_id is None or target.unit_id in actor.unit_ids)
        case "assignee":
            return target.assignee_id is not None and target.assignee_id in actor.hands
        case "shared":
            own = target.agency_id is not None and target.agency_id == actor.agency_id
            return own or (actor.agency_id is not None and actor.agency_id in target.shared_with)
        case _:
            return False


def _reaches(actor: Actor, target: Target) -> bool:
    """A row of nobody in particular is reachable; otherwise it must be the actor's own or his agency's."""
    if target.agency_id is None and target.owner_id is None:
        return True
    return any(_stands_in(relation, actor, target) for relation in ("owner", "agency", "shared"))


@cache
def powers() -> dict[str, dict[str, str]]:
    """The table of powers of the whole product, from one file per room."""
    table: dict[str, dict[str, str]] = {}
    for path in sorted(POWERS.glob("*.yaml")):
        for role, actions in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
            for action, relation in (actions or {}).items():
                if relation not in RELATIONS:
                    raise ValueError(f"{path.name}: {role} / {action}: unknown relation «{relation}»")
                table.setdefault(role, {})[action] = relation
    return table
