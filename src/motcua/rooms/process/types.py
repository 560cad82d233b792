"""A process as its author writes it (process.yaml), and what the room answers about running ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, field_validator, model_validator

from motcua.kernel import expressions
from motcua.rooms.forms.types import Words

END, TERMINATE = "end", "terminate"
DEEPEST_CALL = 5
IN_CONDITIONS = {"answers": "map", "outcome": "string", "channel": "string", "case": "string"}
OFFICE_ROLES = frozenset({
    "reception_officer",
    "dispatcher",
    "case_officer",
    "unit_head",
    "signing_authority",
    "records_clerk",
    "cashier",
    "system",
})  # fmt: skip

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Name = Annotated[Words, BeforeValidator(lambda value: {"vi": value} if isinstance(value, str) else value)]
Does = Literal[
    "receive", "appraise", "consult", "draft_result", "approve", "number", "sign", "gather", "deliver", "work"
]
Split = Literal["exclusive", "parallel", "inclusive"]


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Flow(_Content):
    """Where a step leads. Without `when` it is the branch taken when no other one is."""

    to: str
    when: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None

    @field_validator("when")
    @classmethod
    def _compiles(cls, when: str | None) -> str | None:
        if when is not None:
            expressions.compile(when, variables=IN_CONDITIONS, answers="bool")
        return when


class Timer(_Content):
    """What happens when a step takes too long (boundary timer)."""

    after: Decimal = Field(gt=0)
    unit: Literal["working_hour", "working_day"] = "working_hour"
    to: str
    interrupting: bool = False

    @property
    def hours(self) -> Decimal:
        return self.after * (8 if self.unit == "working_day" else 1)


class Step(_Content):
    """One piece of work of one role (bước).

    `unit` is the suffix of a unit of the deciding agency, or "same": the unit of the step before. `share` is the part
    of the legal limit it may take. `next` left out: the step below; empty: the end. `join`: wait for every branch that
    can still arrive. `each` names a list of the answers: one task for every entry. `call` runs another process here.
    """

    key: Key
    name: Name
    role: str = "system"
    unit: str = "same"
    share: Decimal = Field(default=Decimal(0), ge=0, le=1)
    does: Does = "work"
    next: tuple[Flow, ...] | None = None
    split: Split = "exclusive"
    join: bool = False
    timer: Timer | None = None
    each: str | None = None
    call: Key | None = None

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        """Read `parallel: true` as a split, `next: other_step` and `next: [a, b]` as unconditional flows."""
        if not isinstance(value, dict):
            return value
        plain = dict(value)
        if plain.pop("parallel", False):
            plain["split"] = "parallel"
        following = plain.get("next")
        if isinstance(following, str):
            following = [following]
        if isinstance(following, list | tuple):
            plain["next"] = [{"to": one} if isinstance(one, str) else one for one in following]
        if plain.get("join") in ("parallel", "inclusive"):
            plain["join"] = True
        return plain


class ProcessDefinition(_Content):
    """process.yaml: who does what in which order once a dossier is accepted (quy trình nội bộ)."""

    key: Key | None = None
    version: int | str = 1
    steps: tuple[Step, ...] = Field(min_length=1)
    processes: Mapping[str, tuple[Step, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        for steps in (self.steps, *self.processes.values()):
            keys = [step.key for step in steps]
            twice = sorted({key for key in keys if keys.count(key) > 1})
            if twice:
                raise ValueError(f"two steps are called {', '.join(twice)}")
        return self

    @cached_property
    def nodes(self) -> "Mapping[str, Node]":
        """The process as a flat graph: called processes copied in, following steps named."""
        aliases: dict[str, str] = {}
        flat = _flatten(self.steps, self.processes, aliases, prefix="", after=(Flow(to=END),))
        return {node.key: _resolved(node, aliases) for node in flat}

    @cached_property
    def after(self) -> Mapping[str, frozenset[str]]:
        """For each step, the steps that can still come after it."""
        direct = {key: {flow.to for flow in node.targets} & self.nodes.keys() for key, node in self.nodes.items()}
        found: dict[str, frozenset[str]] = {}
        for key, ways in direct.items():
            seen: set[str] = set()
            waiting = list(ways)
            while waiting:
                here = waiting.pop()
                if here not in seen:
                    seen.add(here)
                    waiting += direct[here]
            found[key] = frozenset(seen)
        return found

    @property
    def first(self) -> str:
        return next(iter(self.nodes))

    def step(self, key: str) -> "Node":
        return self.nodes[key]


@dataclass(frozen=True, slots=True)
class Node:
    """A step in the flat graph."""

    key: str
    step: Step
    flows: tuple[Flow, ...]

    @property
    def targets(self) -> tuple[Flow, ...]:
        """Everything a step may lead to, by its timer too."""
        return (*self.flows, Flow(to=self.step.timer.to)) if self.step.timer else self.flows


def _flatten(
    steps: tuple[Step, ...],
    processes: Mapping[str, tuple[Step, ...]],
    aliases: dict[str, str],
    *,
    prefix: str,
    after: tuple[Flow, ...],
    depth: int = 0,
) -> list[Node]:
    found: list[Node] = []
    for number, step in enumerate(steps):
        below = (Flow(to=steps[number + 1].key),) if number + 1 < len(steps) else (Flow(to=END),)
        flows = _leading(below if step.next is None else step.next or (Flow(to=END),), prefix, after)
        key = prefix + step.key
        called = processes.get(step.call) if step.call and depth < DEEPEST_CALL else None
        if called is None:
            found.append(Node(key, step, flows))
            continue
        inside = _flatten(called, processes, aliases, prefix=key + ".", after=flows, depth=depth + 1)
        aliases[key] = inside[0].key
        found += inside
    return found


def _leading(flows: tuple[Flow, ...], prefix: str, after: tuple[Flow, ...]) -> tuple[Flow, ...]:
    """Flows with full names; the end of a called process is what follows its call."""
    found: list[Flow] = []
    for flow in flows:
        if flow.to == END and prefix:
            found += after
        elif flow.to in {END, TERMINATE}:
            found.append(flow)
        else:
            found.append(Flow(to=prefix + flow.to, when=flow.when))
    return tuple(found)


def _resolved(node: Node, aliases: Mapping[str, str]) -> Node:
    """The node with flows to a call leading to the first step of what is called."""

    def landing(key: str) -> str:
        while key in aliases:
            key = aliases[key]
        return key

    return Node(node.key, node.step, tuple(Flow(to=landing(flow.to), when=flow.when) for flow in node.flows))


class TaskState(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task as shown to officers and, without the person's remarks, on a citizen's timeline."""

    id: UUID
    subject_id: UUID
    agency_id: UUID
    unit_id: UUID | None
    step_key: str
    name: str
    does: str
    role: str
    assignee_id: UUID | None
    assignee_name: str
    opened_at: datetime
    due_at: datetime | None
    state: TaskState
    version: int
    done_at: datetime | None = None
    done_by_name: str = ""
    done_by: UUID | None = None
    outcome: str = ""
    note: str = ""
    reference: str = ""
    title: str = ""
    party: str = ""

    def late(self, at: datetime) -> bool:
        return self.due_at is not None and (self.done_at or at) > self.due_at

    @property
    def place(self) -> str:
        """Where a list goes on after this task."""
        return f"{self.due_at.isoformat() if self.due_at else ''}|{self.id}"


@dataclass(frozen=True, slots=True)
class TaskRef:
    """A task that came into being or went, as facts and answers name it."""

    id: UUID
    step_key: str
    name: str
    does: str
    role: str
    unit_id: UUID | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepEnd:
    """Until when an open task is to be done now."""

    task_id: UUID
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """What completing a task led to."""

    task_id: UUID
    subject_id: UUID
    step_key: str
    does: str
    new_tasks: tuple[TaskRef, ...]
    ended: bool


@dataclass(frozen=True, slots=True)
class TaskFilters:
    """Which tasks a work-list shows. `subject_ids`: only of these cases."""

    mine: bool = False
    unassigned: bool = False
    unit_id: UUID | None = None
    assignee_id: UUID | None = None
    does: tuple[str, ...] = ()
    due_from: datetime | None = None
    due_before: datetime | None = None
    overdue_at: datetime | None = None
    text: str = ""
    subject_ids: tuple[UUID, ...] | None = None
    include_done: bool = False


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One page of tasks and where the next begins."""

    tasks: tuple[TaskView, ...]
    next_after: str | None = None


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """How much work there is, bounded: a count above `limit` is told as `limit`."""

    mine: int = 0
    unassigned: int = 0
    due_soon: int = 0
    overdue: int = 0
    open: int = 0
    done: int = 0
    limit: int = 1000


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a definition: where it stands in the file, what is wrong, how to mend it."""

    where: tuple[str | int, ...]
    what: str
    mend: str
