"""The result while it is drafted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.rooms.forms.types import Words


@dataclass(frozen=True, slots=True)
class ResultDraftView:
    """The result as drafted: its values are the officer's to edit, its document the leader's to read."""

    document_id: UUID
    kind: str
    values: dict[str, Any]
    drafter_id: UUID
    drafter_name: str
    drafted_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class ResultField:
    """One field of the result for the officer to fill in; `value` is what the procedure proposes."""

    key: str
    kind: str
    label: Words
    hint: Words | None
    required: bool
    options: tuple[Any, ...]
    value: Any


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A drafted result as a list shows it: what it decides, who drafted it, which version is seen."""

    kind: str
    drafter_id: UUID
    drafter_name: str
    drafted_at: datetime
    version: int
