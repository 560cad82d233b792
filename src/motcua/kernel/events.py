"""Facts: what happened, written with the change it tells of and delivered at least once to whoever listens."""

import dataclasses
import importlib
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from pydantic import TypeAdapter

from motcua.kernel import tenancy
from motcua.kernel.asking import ask
from motcua.kernel.ids import new_id


class Fact(Protocol):
    """What every fact carries. `agency_id` is the tenant it belongs to, `subject_id` what it is about."""

    @property
    def occurred_at(self) -> datetime: ...
    @property
    def agency_id(self) -> UUID | None: ...
    @property
    def subject_id(self) -> UUID: ...


class Handler(Protocol):
    """A listener. `key` is unique to this delivery: pass it on as idempotency key.

    Long work is done in slices: whoever answers `MORE` is called again, with the same key, after those who wait.
    """

    def __call__(self, fact: Any, *, key: str, at: datetime) -> object: ...


@dataclasses.dataclass(frozen=True, slots=True)
class Subscription:
    handler: str
    lane: str
    when: Callable[[Any], bool] | None = None


T = TypeVar("T")
LANES = ("interactive", "bulk", "outside")
MORE = "more"
_lane = ""
_kinds: dict[str, type[Any]] = {}
_names: dict[type[Any], str] = {}
_members: dict[type[Any], tuple[str, ...]] = {}
_subscriptions: dict[str, list[Subscription]] = {}
_adapters: dict[str, TypeAdapter[Any]] = {}


def fact(name: str) -> Callable[[type[T]], type[T]]:
    """Name a fact, for example `@fact("dossiers.accepted")` above a frozen dataclass."""

    def mark(kind: type[T]) -> type[T]:
        if name in _kinds:
            raise ValueError(f"Two facts are called {name}")
        missing = {"occurred_at", "agency_id", "subject_id"} - {f.name for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
        if missing:
            raise TypeError(f"{name} lacks {sorted(missing)}")
        _kinds[name], _names[kind] = kind, name
        _members[kind] = tuple(f.name for f in dataclasses.fields(kind))  # type: ignore[arg-type]
        return kind

    return mark


def record(fact: Fact, *, lane: str = "") -> None:
    """Store a fact with the change it tells of. Only inside an act.

    `lane` takes its deliveries out of the usual one: a hundred thousand at once must not keep others waiting.
    """
    scope = tenancy.current()
    if scope is None or not scope.writes:
        raise RuntimeError("A fact was recorded outside an act.")
    scope.hold("facts", (fact, lane), _write)


def subscribe(
    kind: type[Any],
    handler: Callable[..., object],
    lane: str = "interactive",
    *,
    when: Callable[[Any], bool] | None = None,
) -> None:
    """Let `handler` hear the facts of a kind: every one, or those of which `when` is true. Only config/wiring.py calls this.

    Facts come by the hundred thousand: whoever has nothing to do with most of them is not called.
    """
    if lane not in LANES:
        raise ValueError(f"Unknown lane {lane}")
    path = f"{handler.__module__}:{handler.__qualname__}"
    listeners = _subscriptions.setdefault(_names[kind], [])
    if all(s.handler != path for s in listeners):
        listeners.append(Subscription(path, lane, when))


def keep_to(lane: str) -> None:
    """Let everything this process announces go to one lane of its own, which only it delivers.

    For work under another clock than the workers' (a demonstration that relives the past, a migration).
    """
    global _lane  # noqa: PLW0603 (a setting of the whole process)
    _lane = lane


def registered() -> dict[str, type[Any]]:
    return dict(_kinds)


def subscriptions() -> dict[str, list[Subscription]]:
    return {name: list(listeners) for name, listeners in _subscriptions.items()}


def load(name: str, payload: dict[str, Any]) -> Any:
    """Give back the fact that was stored. Unknown members of an older or newer version are left out."""
    if name not in _adapters:
        _adapters[name] = TypeAdapter(_kinds[name])
    known = {f.name for f in dataclasses.fields(_kinds[name])}
    return _adapters[name].validate_python({k: v for k, v in payload.items() if k in known})


def history(subject_id: UUID) -> list[Any]:
    """Every fact about one subject that the present scope may see, oldest first."""
    told = ask("select name, payload from kernel_event where subject_id = %s order by seq", [subject_id])
    return [load(name, json.loads(payload) if isinstance(payload, str) else payload) for name, payload in told]


def resolve(path: str) -> Handler:
    module, _, name = path.partition(":")
    handler: Handler = getattr(importlib.import_module(module), name)
    return handler


WRITE = """
with facts as (
  insert into kernel_event (id, name, occurred_at, agency_id, owner_id, subject_id, payload)
  select id, name, occurred_at, agency_id, owner_id, subject_id, payload
    from jsonb_to_recordset(%s::jsonb) as f(id uuid, name text, occurred_at timestamptz, agency_id uuid,
         owner_id uuid, subject_id uuid, payload jsonb, n integer) order by n
), due as (
  insert into kernel_delivery (id, event_id, handler, lane, state, attempts, not_before)
  select id, event_id, handler, lane, 'waiting', 0, now()
    from jsonb_to_recordset(%s::jsonb) as d(id uuid, event_id uuid, handler text, lane text)
  returning 1
)
select pg_notify('motcua_deliveries', '') where exists (select 1 from due)
"""


def _write() -> None:
    scope = tenancy.current()
    if scope is None:
        return
    facts: list[dict[str, Any]] = []
    deliveries: list[dict[str, Any]] = []
    for one, lane in scope.held.get("facts", []):
        event_id, name = new_id(), _names[type(one)]
        facts.append(_row(event_id, name, one) | {"n": len(facts)})
        deliveries += [
            {"id": str(new_id()), "event_id": str(event_id), "handler": s.handler, "lane": _lane or lane or s.lane}
            for s in _subscriptions.get(name, [])
            if s.when is None or s.when(one)
        ]
    ask(WRITE, [json.dumps(facts), json.dumps(deliveries)])


def _row(event_id: UUID, name: str, one: Any) -> dict[str, Any]:
    payload = {name: _plain(getattr(one, name)) for name in _members[type(one)]}
    return {
        "id": str(event_id),
        "name": name,
        "occurred_at": payload["occurred_at"],
        "agency_id": payload["agency_id"],
        "owner_id": payload.get("owner_id"),
        "subject_id": payload["subject_id"],
        "payload": payload,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    return value
