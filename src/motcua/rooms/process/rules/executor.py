"""The token executor: where a case stands, and where it goes when a step is done.

A marking is a handful of tokens. A step that joins waits until no token elsewhere can still reach it, so a branch that
was never taken, or a return for rework, cannot leave a case waiting for ever.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from motcua.kernel import expressions
from motcua.rooms.process.types import END, IN_CONDITIONS, TERMINATE, Flow, Node, ProcessDefinition

Decide = Callable[[str], bool]
LONGEST_WALK = 500


class ExecutionFault(ValueError):
    """The process cannot go on from here: no branch holds, or there is no such token or step."""


@dataclass(frozen=True, slots=True)
class Token:
    """One thread of work at one step; `waiting` at a join, `index` its entry in a step done once for each."""

    number: int
    step: str
    waiting: bool = False
    index: int | None = None

    def as_list(self) -> list[Any]:
        return [self.number, self.step, self.waiting, self.index]


@dataclass(frozen=True, slots=True)
class Marking:
    """Where a case stands."""

    tokens: tuple[Token, ...] = ()
    last: int = 0

    @property
    def ended(self) -> bool:
        return not self.tokens

    def token(self, number: int) -> Token:
        for token in self.tokens:
            if token.number == number and not token.waiting:
                return token
        raise ExecutionFault(f"there is no work number {number} any more")

    def as_dict(self) -> dict[str, Any]:
        return {"last": self.last, "tokens": [token.as_list() for token in self.tokens]}

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> "Marking":
        return cls(tuple(Token(*entry) for entry in value["tokens"]), value["last"])


@dataclass(frozen=True, slots=True)
class Moved:
    """The new marking; the tokens that became work, and those whose work fell away unfinished."""

    marking: Marking
    entered: tuple[Token, ...] = ()
    cancelled: tuple[Token, ...] = ()

    @property
    def ended(self) -> bool:
        return self.marking.ended


def start(definition: ProcessDefinition, context: Mapping[str, Any]) -> Moved:
    """Put the first token on the first step."""
    return _enter(definition, Marking(), definition.first, context)


def complete(definition: ProcessDefinition, marking: Marking, number: int, context: Mapping[str, Any]) -> Moved:
    """The work of a token is done: take it off its step and put tokens on what follows."""
    token = marking.token(number)
    rest = replace(marking, tokens=tuple(t for t in marking.tokens if t.number != number))
    if token.index is not None and any(t.step == token.step for t in rest.tokens):
        return _settle(definition, Moved(rest))  # the others of this step are not done yet
    chosen = _chosen(definition.step(token.step), context)
    if any(flow.to == TERMINATE for flow in chosen):
        return Moved(replace(rest, tokens=()), cancelled=tuple(t for t in rest.tokens if not t.waiting))
    moved = Moved(rest)
    for flow in chosen:
        if flow.to != END:
            moved = _then(moved, _enter(definition, moved.marking, flow.to, context))
    return _settle(definition, moved)


def move_back(definition: ProcessDefinition, marking: Marking, number: int, to: str) -> Moved:
    """Return work to an earlier step: the token goes there, everything else stays where it is."""
    marking.token(number)
    if to not in definition.nodes:
        raise ExecutionFault(f"there is no step {to}")
    rest = replace(marking, tokens=tuple(t for t in marking.tokens if t.number != number))
    token = Token(rest.last + 1, to)
    moved = Moved(Marking((*rest.tokens, token), token.number), entered=(token,))
    return _settle(definition, moved)


def fire(definition: ProcessDefinition, marking: Marking, number: int, context: Mapping[str, Any]) -> Moved:
    """The timer of a step ran out: interrupt its work, or start something beside it."""
    token = marking.token(number)
    timer = definition.step(token.step).step.timer
    if timer is None:
        raise ExecutionFault(f"step {token.step} has no timer")
    rest = marking
    cancelled: tuple[Token, ...] = ()
    if timer.interrupting:
        rest = replace(marking, tokens=tuple(t for t in marking.tokens if t.number != number))
        cancelled = (token,)
    moved = _then(Moved(rest, cancelled=cancelled), _enter(definition, rest, timer.to, context))
    return _settle(definition, moved)


def walk(
    definition: ProcessDefinition, context: Mapping[str, Any], outcomes: Mapping[str, str] | None = None
) -> list[str]:
    """The steps a case passes when everybody answers as `outcomes` (step → outcome) says: for worked examples."""
    outcomes = outcomes or {}
    moved = start(definition, context)
    path: list[str] = []
    while not moved.ended and len(path) < LONGEST_WALK:
        token = min((t for t in moved.marking.tokens if not t.waiting), key=lambda t: t.number)
        path.append(token.step)
        answer = {**context, "outcome": outcomes.get(token.step, "done")}
        moved = complete(definition, moved.marking, token.number, answer)
    return path


def _then(first: Moved, second: Moved) -> Moved:
    return Moved(second.marking, (*first.entered, *second.entered), (*first.cancelled, *second.cancelled))


def _enter(definition: ProcessDefinition, marking: Marking, key: str, context: Mapping[str, Any]) -> Moved:
    if key not in definition.nodes:
        raise ExecutionFault(f"there is no step {key}")
    step = definition.step(key).step
    number = marking.last + 1
    if step.join:
        token = Token(number, key, waiting=True)
        return Moved(Marking((*marking.tokens, token), number))
    if step.each is not None:
        entries = _entries(context, step.each)
        tokens = tuple(Token(number + n, key, index=n) for n in range(max(1, len(entries))))
        return Moved(Marking((*marking.tokens, *tokens), tokens[-1].number), entered=tokens)
    token = Token(number, key)
    return Moved(Marking((*marking.tokens, token), number), entered=(token,))


def _settle(definition: ProcessDefinition, moved: Moved) -> Moved:
    """Let every join go on that nothing can reach any more."""
    while True:
        ready = _ready_join(definition, moved.marking)
        if ready is None:
            return moved
        number = moved.marking.last + 1
        rest = tuple(t for t in moved.marking.tokens if not (t.waiting and t.step == ready))
        token = Token(number, ready)
        moved = Moved(Marking((*rest, token), number), (*moved.entered, token), moved.cancelled)


def _ready_join(definition: ProcessDefinition, marking: Marking) -> str | None:
    waiting = list(dict.fromkeys(t.step for t in marking.tokens if t.waiting))
    if not waiting:
        return None
    after = definition.after
    for join in waiting:
        others = [t for t in marking.tokens if not (t.waiting and t.step == join)]
        if not any(t.step == join or join in after[t.step] for t in others):
            return join
    if all(t.waiting for t in marking.tokens):  # joins that wait for each other in a loop
        return waiting[0]
    return None


def _chosen(node: Node, context: Mapping[str, Any]) -> list[Flow]:
    """The flows a completed step takes."""
    if node.step.split == "parallel":
        return list(node.flows)
    holding = [flow for flow in node.flows if flow.when and _holds(flow.when, context)]
    defaults = [flow for flow in node.flows if flow.when is None]
    chosen = holding or defaults
    if node.step.split == "exclusive":
        chosen = chosen[:1]
    if not chosen:
        raise ExecutionFault(f"no branch after {node.key} holds")
    return chosen


def _holds(condition: str, context: Mapping[str, Any]) -> bool:
    compiled = expressions.compile(condition, variables=IN_CONDITIONS, answers="bool")
    try:
        return bool(compiled.value(bindings(context)))
    except expressions.ExpressionFault as fault:
        raise ExecutionFault(f"the condition «{condition}» cannot be decided: {fault}") from fault


def bindings(context: Mapping[str, Any]) -> dict[str, Any]:
    """Every variable a condition may use, filled."""
    return {
        "answers": dict(context.get("answers") or {}),
        "outcome": str(context.get("outcome") or ""),
        "channel": str(context.get("channel") or ""),
        "case": str(context.get("case") or ""),
    }


def _entries(context: Mapping[str, Any], name: str) -> list[Any]:
    value = (context.get("answers") or {}).get(name)
    return list(value) if isinstance(value, list | tuple) else []
