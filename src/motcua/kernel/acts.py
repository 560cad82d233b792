"""An act: the unit of everything that changes. One name, one transaction, one tenant, one audit line, one permission."""

import functools
import inspect
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db.utils import OperationalError
from pydantic import TypeAdapter

from motcua.kernel import audit, idempotency, permissions, tenancy
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor

P = ParamSpec("P")
R = TypeVar("R")
TRIES = 4
RETRIED = ("40P01", "40001")  # deadlock, serialization failure: nobody did anything wrong


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the register of acts, as the reference documents show it."""

    name: str
    law: str | None
    function: Callable[..., Any]
    open: bool


@dataclass(slots=True)
class Frame:
    """The act that is running: whether permission was decided, and what its audit line will say."""

    name: str
    decided: bool
    agency_id: UUID | None = None
    notes: dict[str, Any] = field(default_factory=dict)


_register: dict[str, Act] = {}
_frame: ContextVar[Frame | None] = ContextVar("motcua_act", default=None)


def register() -> dict[str, Act]:
    return dict(_register)


def act(name: str, *, law: str | None = None, open: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:  # noqa: A002 (the word the law uses)
    """Make a service an act.

    Opens the only transaction in the tenant scope of `by`; flushes facts, deliveries and the audit line with it; with
    a `key` keyword the same key answers the same answer. `open=True` is for what anybody may do.
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        if name in _register and _register[name].function.__qualname__ != function.__qualname__:
            raise ValueError(f"Two acts are called {name}")
        runner = _Runner(name, law, function, open)
        _register[name] = Act(name, law, function, open)

        @functools.wraps(function)
        def perform(*args: P.args, **kwargs: P.kwargs) -> R:
            result: R = runner(args, kwargs)
            return result

        return perform

    return wrap


def permit(by: Actor, action: str, target: Target) -> None:
    """Decide permission once the row is held. Refused: act.not-permitted, act.out-of-reach"""
    decision = permissions.decide(by, action, target, permissions.powers())
    frame = _frame.get()
    if frame is not None:
        frame.decided = True
        frame.agency_id = frame.agency_id or target.agency_id
        if target.owner_id:
            frame.notes.setdefault("owner", target.owner_id)
    if decision.allowed:
        return
    if not decision.reachable:
        raise Refused("act.out-of-reach")
    raise Refused("act.not-permitted", action=action, who=", ".join(decision.who) or "—")


def may(by: Actor, action: str, target: Target) -> bool:
    """Tell whether `permit` would let the actor; for showing or hiding a button."""
    return permissions.allowed(by, action, target, permissions.powers())


def audit_note(**facts: Any) -> None:
    """Add identifiers, states or digests (never personal values) to the running act's audit line.

    `subject` names what the act was about, `owner` whose data it touched.
    """
    frame = _frame.get()
    if frame is None:
        raise RuntimeError("audit_note was called outside an act.")
    frame.notes.update(facts)


class _Runner:
    def __init__(self, name: str, law: str | None, function: Callable[..., Any], is_open: bool) -> None:
        self.name, self.law, self.function, self.open = name, law, function, is_open
        signature = inspect.signature(function)
        for needed in ("by", "at"):
            if (
                signature.parameters.get(needed) is None
                or signature.parameters[needed].kind is not inspect.Parameter.KEYWORD_ONLY
            ):
                raise TypeError(f"{name} needs the keyword-only parameter «{needed}»")
        self.signature = signature
        self.keyed = "key" in signature.parameters

    @functools.cached_property
    def answers(self) -> TypeAdapter[Any]:
        return TypeAdapter(inspect.get_annotations(self.function, eval_str=True).get("return", Any))

    def __call__(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        by: Actor = kwargs["by"]
        outer = tenancy.current()
        joins = outer is not None and outer.writes and outer.actor == by
        for attempt in range(1, TRIES + 1):
            try:
                with tenancy.scope(by, writes=True):
                    return self._run(by, args, kwargs)
            except idempotency.AlreadyRunning:
                if joins or attempt == TRIES:
                    raise Refused("request.in-progress") from None
            except OperationalError as fault:
                if joins or attempt == TRIES or getattr(fault.__cause__, "sqlstate", None) not in RETRIED:
                    raise
        raise AssertionError("unreachable")

    def _run(self, by: Actor, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        key = kwargs.get("key") if self.keyed else None
        asked = ""
        if key:
            bound = self.signature.bind(*args, **kwargs).arguments
            asked = idempotency.fingerprint({k: v for k, v in bound.items() if k not in {"by", "at", "key"}})
            found, answer = idempotency.earlier_answer(by=by, act=self.name, key=key, asked=asked)
            if found:
                return self.answers.validate_python(answer)
        frame = Frame(self.name, decided=self.open)
        mark = _frame.set(frame)
        try:
            answer = self.function(*args, **kwargs)
        finally:
            _frame.reset(mark)
        if not frame.decided:
            raise RuntimeError(f"{self.name} changed something without asking for permission.")
        audit.record_act(
            name=self.name, law=self.law, by=by, at=kwargs["at"], agency_id=frame.agency_id, notes=frame.notes
        )
        if key:
            stored = self.answers.dump_python(answer, mode="json")
            idempotency.keep_answer(by=by, act=self.name, key=key, asked=asked, answer=stored, at=kwargs["at"])
        return answer
