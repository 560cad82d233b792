"""What a form is (form.yaml), and what the logic answers about one.

Pages hold fields; a field has a kind (`kinds/`), conditions and checks in CEL.
Nothing here knows a database.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator, model_validator
from pydantic import Field as Among

from motcua.kernel import expressions
from motcua.rooms.forms.words import Words, say

__all__ = [
    "AnswersView",
    "Changes",
    "Check",
    "Fault",
    "Field",
    "FieldState",
    "FileBounds",
    "FormDefinition",
    "Known",
    "Limits",
    "ListChange",
    "Option",
    "Page",
    "PageState",
    "SummaryPage",
    "SummaryRow",
    "Words",
    "say",
]

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Condition = Annotated[str, StringConstraints(min_length=1, max_length=500)]

IN_CONDITIONS = {"answers": "map", "today": "date"}
IN_CHECKS = {"value": "dyn", **IN_CONDITIONS}
DATE_LIMIT = re.compile(r"^(?:(\d{4}-\d{2}-\d{2})|(today|[a-z][a-z0-9_]*)(?:([+-])(\d{1,4})([dmy]))?)$")


_MATCHES = expressions.compile("value.matches(pattern)", variables={"value": "string", "pattern": "string"})


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def _condition(when: str | None) -> expressions.Expression | None:
    return None if when is None else expressions.compile(when, variables=IN_CONDITIONS, answers="bool")


class Check(_Content):
    """A rule over `value`, `answers`, `today` that must hold, and what to say when it does not."""

    rule: Condition
    words: Words

    @field_validator("rule")
    @classmethod
    def _compiles(cls, rule: str) -> str:
        expressions.compile(rule, variables=IN_CHECKS, answers="bool")
        return rule

    @cached_property
    def expression(self) -> expressions.Expression:
        return expressions.compile(self.rule, variables=IN_CHECKS, answers="bool")


class Option(_Content):
    """One of the answers to choose from."""

    value: str = Among(max_length=100)
    label: Words
    hint: Words | None = None


class Limits(_Content):
    """Bounds of a field; which of them count is the kind's business."""

    min: int | float | None = None
    max: int | float | None = None
    min_length: int | None = Among(default=None, ge=0, le=20_000)
    max_length: int | None = Among(default=None, ge=1, le=20_000)
    pattern: str | None = Among(default=None, max_length=300)
    min_date: str | None = None
    max_date: str | None = None
    year_only: bool = False
    min_items: int | None = Among(default=None, ge=0, le=200)
    max_items: int | None = Among(default=None, ge=1, le=200)
    media: tuple[str, ...] = ()
    max_mb: int | float | None = Among(default=None, gt=0, le=200)
    max_pages: int | None = Among(default=None, ge=1, le=2_000)

    @field_validator("pattern")
    @classmethod
    def _is_linear(cls, pattern: str | None) -> str | None:
        """RE2 decides: it refuses what could run away (look-around, back-references, huge repeats)."""
        if pattern is not None:
            try:
                _MATCHES.value({"value": "", "pattern": pattern})
            except ValueError as fault:
                raise ValueError(f"the pattern cannot be used: {fault}") from None
        return pattern

    @field_validator("min_date", "max_date", mode="before")
    @classmethod
    def _is_date_limit(cls, limit: Any) -> str | None:
        text = None if limit is None else str(limit)
        if text is not None and not DATE_LIMIT.match(text):
            raise ValueError("write an ISO date, today, today-18y, today+30d or other_field+2y")
        return text


class Field(_Content):
    """One question. `when` decides whether it is asked; required counts only while it is."""

    key: Key
    kind: str
    label: Words
    hint: Words | None = None
    required: bool = False
    when: Condition | None = None
    checks: tuple[Check, ...] = ()
    limits: Limits = Limits()
    options: tuple[Option, ...] = ()
    options_from: str | None = None
    prefill: str | None = None
    default: Any = None
    fields: tuple["Field", ...] = ()

    @field_validator("when")
    @classmethod
    def _compiles(cls, when: str | None) -> str | None:
        _condition(when)
        return when

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        from motcua.rooms.forms.kinds import KINDS  # noqa: PLC0415 - kinds know fields

        kind = KINDS.get(self.kind)
        if kind is None:
            raise ValueError(f"there is no kind “{self.kind}”; kinds: {', '.join(sorted(KINDS))}")
        kind.fits(self)
        return self

    @cached_property
    def condition(self) -> expressions.Expression | None:
        return _condition(self.when)


PLEDGE = "declaration_of_truth"


class Page(_Content):
    """One topic of a form."""

    key: Key
    title: Words
    about: Words | None = None
    when: Condition | None = None
    fields: tuple[Field, ...] = Among(min_length=1)

    @field_validator("when")
    @classmethod
    def _compiles(cls, when: str | None) -> str | None:
        _condition(when)
        return when

    @cached_property
    def condition(self) -> expressions.Expression | None:
        return _condition(self.when)

    @property
    def pledge(self) -> Field | None:
        """The promise of truth where the page asks nothing else: a face may ask it with the handing in."""
        only = self.fields[0] if len(self.fields) == 1 else None
        return only if only and only.key == PLEDGE and only.kind == "checkbox" and only.required else None


class FormDefinition(_Content):
    """form.yaml: the questions of one procedure, in pages."""

    key: Key
    version: int | str = 1
    pages: tuple[Page, ...] = Among(min_length=1)

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        seen: set[str] = set()
        for one in self.fields():
            if one.key in seen:
                raise ValueError(f"two fields are called {one.key}")
            seen.add(one.key)
            if len({row.key for row in one.fields}) != len(one.fields):
                raise ValueError(f"two fields of a row of {one.key} have the same key")
        if len({page.key for page in self.pages}) != len(self.pages):
            raise ValueError("two pages have the same key")
        return self

    @model_validator(mode="after")
    def _conditions_name_fields(self) -> Self:
        keys = {one.key for one in self.fields()}
        for page in self.pages:
            _names_only(page.when, keys, page.key)
            for one in page.fields:
                inside = keys | {row.key for row in one.fields}
                for spoken in (one, *one.fields):
                    for source in (spoken.when, *(check.rule for check in spoken.checks)):
                        _names_only(source, inside if spoken is not one else keys, spoken.key)
        return self

    def fields(self) -> Iterator[Field]:
        """Every question, in order; those of repeated rows are inside their group."""
        for page in self.pages:
            yield from page.fields

    @property
    def pledge(self) -> Field | None:
        """The promise of truth that may be asked with the handing in."""
        return next((page.pledge for page in self.pages if page.pledge), None)

    @cached_property
    def by_key(self) -> dict[str, Field]:
        return {one.key: one for one in self.fields()}

    @cached_property
    def page_of(self) -> dict[str, Page]:
        """The page by the key of a page or of one of its fields (page keys win)."""
        found = {one.key: page for page in self.pages for one in page.fields}
        return found | {page.key: page for page in self.pages}


def _names_only(source: str | None, keys: set[str], where: str) -> None:
    unknown = set(re.findall(r"\banswers\.([A-Za-z_]\w*)", source or "")) - keys
    if unknown:
        raise ValueError(f"{where}: answers.{min(unknown)} is not a field of this form")


@dataclass(frozen=True, slots=True)
class Known:
    """Where a value came from. A `disputed` value was reported wrong by the person it is about."""

    source: str
    obtained_at: datetime | None = None
    verified: bool = False
    disputed: bool = False
    was: Any = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How many values of a filing a register confirmed, were reported wrong, or differ from the register; no value."""

    verified: int = 0
    disputed: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class FileBounds:
    """What a file field takes in."""

    media: tuple[str, ...]
    max_bytes: int
    max_pages: int | None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to mend before submission. `field` is a key, or `group.0.key` inside a repeated row."""

    field: str
    code: str
    words: Words
    page: str = ""

    @property
    def id(self) -> str:
        return self.field.replace(".", "-")


@dataclass(frozen=True, slots=True)
class FieldState:
    """A field as it stands: shown or not, already known or to be asked."""

    field: Field
    value: Any
    known: Known | None
    asked: bool
    opened: bool = False


@dataclass(frozen=True, slots=True)
class PageState:
    """A page as it stands. `skipped`: everything on it is known already; it appears on the check page only."""

    page: Page
    number: int
    total: int
    fields: tuple[FieldState, ...]
    skipped: bool
    visited: bool
    faults: tuple[Fault, ...] = ()

    @property
    def key(self) -> str:
        return self.page.key

    @property
    def complete(self) -> bool:
        return self.skipped or (self.visited and not self.faults)


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One line of the check page."""

    field: str
    label: Words
    lines: tuple[str, ...]
    known: Known | None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryPage:
    page: str
    title: Words
    rows: tuple[SummaryRow, ...]


@dataclass(frozen=True, slots=True)
class ListChange:
    """A change of a list of files that two senders may make at once: what is added and what is taken out."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    def applied(self, before: Any) -> list[Any]:
        """The list afterwards."""
        kept = [one for one in before or () if one not in self.remove]
        return [*kept, *(one for one in self.add if one not in kept)]


@dataclass(frozen=True, slots=True)
class AnswersView:
    """An answer set opened for someone who may read it."""

    id: UUID
    owner_id: UUID
    agency_id: UUID | None
    answers: dict[str, Any]
    provenance: dict[str, Known] = field(default_factory=dict)
    version: int = 0
    saved_at: datetime | None = None
    locked_at: datetime | None = None


Changes = Mapping[str, Any] | Callable[[AnswersView], Mapping[str, Any]]
"""What to write: the changed fields, or how they follow from the answers as they are."""
