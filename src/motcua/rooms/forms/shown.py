"""Fields of a form as the macros of the kit take them; for every face that lets somebody fill in a form."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from motcua.rooms.agencies import queries as agencies
from motcua.rooms.forms.logic import kind_of, value_of
from motcua.rooms.forms.types import Field, FieldState, FormDefinition, Known, ListChange, Page

CHOSEN = re.compile(r"answers\.([a-z]\w*)\s*==\s*(?:'([^'\\]*)'|(true))|answers\.([a-z]\w*)")
NAMED = re.compile(r"\banswers\.([a-z]\w*)")
MOST_ROWS = 50
REVEALING = frozenset({"radio", "checkbox", "select"})


class ShownFile(Protocol):
    """A file that was sent, as far as a page shows it."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def words(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """One field ready for its macro. `reveal` is (name, value, open) when it hangs on a choice beside it."""

    key: str
    name: str
    id: str
    kind: str
    macro: str
    label: str
    hint: str | None
    value: Any
    error: str | None
    required: bool
    options: list[tuple[str, str, str | None]]
    attrs: dict[str, Any]
    source: dict[str, Any] | None = None
    provinces: list[tuple[str, str]] | None = None
    communes: list[tuple[str, str]] | None = None
    rows: tuple["Row", ...] = ()
    reveal: tuple[str, str, bool] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a repeated group, with fields named `group-0-key`."""

    index: int
    title: str
    fields: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Dressing:
    """What fields of one page share: the language, what is wrong, the files, where uploads go."""

    language: str
    errors: Mapping[str, str]
    files: Mapping[str, "ShownFile"]
    upload_url: str
    named: Callable[[Known], str]
    """Who says so, in the reader's words."""


def shown(state: FieldState, dress: Dressing, reveal: tuple[str, str, bool] | None = None, *, under: str = "") -> Shown:
    """A question of the page. `under` goes before its name where two forms share a page."""
    source = None
    if state.known is not None and state.known.source not in ("typed", "self-declared"):
        source = {"name": dress.named(state.known), "at": state.known.obtained_at, "report_url": None}
    return _shown(state.field, f"{under}{state.field.key}", state.value, dress, source, reveal)


def determining(form: FormDefinition, conditions: Iterable[str | None]) -> frozenset[str]:
    """The questions whose answers decide what else is asked: named by a condition of the form, or by one of `conditions`."""
    inside = [when for page in form.pages for when in (page.when, *(one.when for one in page.fields))]
    return frozenset(name for when in (*inside, *conditions) for name in NAMED.findall(when or ""))


def hidden(field: Field, answers: Mapping[str, Any], page: Page, dress: Dressing) -> Shown | None:
    """A field that a choice on this very page will show: rendered closed, so that no reload is needed."""
    reveal = reveals(field, page, is_open=False)
    return None if reveal is None else _shown(field, field.key, value_of(field, answers), dress, None, reveal)


def reveals(field: Field, page: Page, *, is_open: bool) -> tuple[str, str, bool] | None:
    """(name, value, open) when the field hangs on one plain choice of the same page."""
    found = CHOSEN.fullmatch(field.when.strip()) if field.when else None
    name = (found[1] or found[4]) if found else None
    other = next((one for one in page.fields if one.key == name and one.kind in REVEALING), None)
    if found is None or name is None or other is None:
        return None
    ticked = other.kind == "checkbox" and found[2] is None
    if other.kind == "checkbox" and not ticked:
        return None
    return (name, "yes" if ticked else found[2] or "", is_open) if ticked or found[2] else None


def _shown(
    field: Field,
    name: str,
    value: Any,
    dress: Dressing,
    source: dict[str, Any] | None,
    reveal: tuple[str, str, bool] | None = None,
) -> Shown:
    kind = kind_of(field)
    identifier = name.replace(".", "-")
    attrs = kind.attrs(field)
    boxes = kind.boxes(field, value)
    provinces = communes = None
    if field.kind == "address":
        provinces, communes = places(boxes["province"])
    if field.kind == "file":
        boxes = [_file(dress.files[one]) for one in value or () if one in dress.files]
        attrs = {**attrs, "upload_url": dress.upload_url}
    rows = tuple(_row(field, name, n, row, dress) for n, row in enumerate(boxes)) if field.kind == "repeat" else ()
    return Shown(
        key=field.key,
        name=identifier,
        id=identifier,
        kind=field.kind,
        macro=kind.macro,
        label=field.label.of(dress.language),
        hint=field.hint.of(dress.language) if field.hint else None,
        value=boxes,
        error=dress.errors.get(name),
        required=field.required,
        options=[
            (o.value, o.label.of(dress.language), o.hint.of(dress.language) if o.hint else None) for o in field.options
        ],
        attrs=attrs,
        source=source,
        provinces=provinces,
        communes=communes,
        rows=rows,
        reveal=reveal,
    )


def _row(group: Field, name: str, number: int, row: Mapping[str, Any], dress: Dressing) -> Row:
    cells = (_shown(one, f"{name}.{number}.{one.key}", value_of(one, row), dress, None) for one in group.fields)
    return Row(number, f"{group.label.of(dress.language)} {number + 1}", tuple(cells))


def places(province: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Provinces, and the communes of the chosen one."""
    listed = [(one.code, one.name) for one in agencies.provinces()]
    return listed, [(one.code, one.name) for one in agencies.communes(province)] if province else []


def _file(file: ShownFile) -> dict[str, Any]:
    states = {"quarantine": "checking", "clean": "clean"}
    return {
        "id": str(file.id),
        "name": file.name,
        "size": file.size,
        "state": states.get(str(file.state), "refused"),
        "reason": file.words,
    }


def pressed(fields: Iterable[Field], action: str, answers: Mapping[str, Any], changes: dict[str, Any]) -> str:
    """Do what a button inside the form asked; answers where to go on, or nothing for «continue»."""
    verb, _colon, rest = action.partition(":")
    name, _colon, which = rest.partition(":")
    to = next((one for one in fields if one.key == name), None)
    if to is None:
        return ""
    value = list(answers.get(name) or ()) if to.kind == "repeat" else []
    match verb:
        case "add" if to.kind == "repeat" and len(value) < (to.limits.max_items or MOST_ROWS):
            changes[name] = [*value, {}]
            return f"{name}-{len(value)}-{to.fields[0].key}"
        case "remove" if which.isdecimal() and int(which) < len(value):
            changes[name] = value[: int(which)] + value[int(which) + 1 :]
        case "remove-file" if to.kind == "file":
            changes[name] = ListChange(remove=(which,))
    return name
