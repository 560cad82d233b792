"""What a form's answers contain: the files of a dossier, and which fields a supplement may touch."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from motcua.rooms.forms.types import Fault, Field, FormDefinition, Words

NEW_FILE = Words(
    vi="Tệp này chưa đổi. Chọn ảnh mới rồi gửi.", en="This file has not changed. Choose a new picture, then send."
)
NO_FILE = Words(vi="Chưa chọn ảnh hoặc tệp nào.", en="No picture or file has been chosen.")
EMPTY: tuple[Any, ...] = (None, "", [], {}, ())


def file_ids(form: FormDefinition, answers: Mapping[str, Any]) -> list[UUID]:
    """Every file the answers name, in the order of the form, each once."""
    found: list[UUID] = []
    for field in form.fields():
        found += _files(field, answers.get(field.key))
    return list(dict.fromkeys(found))


def files_of_field(form: FormDefinition, answers: Mapping[str, Any], key: str) -> list[UUID]:
    field = form.by_key.get(key)
    return _files(field, answers.get(key)) if field else []


def with_files(form: FormDefinition, answers: Mapping[str, Any], others: Mapping[UUID, UUID]) -> dict[str, Any]:
    """The same answers naming these files instead."""
    return {
        key: _replaced(form.by_key[key], value, others) if key in form.by_key else value
        for key, value in answers.items()
    }


def _replaced(field: Field, value: Any, others: Mapping[UUID, UUID]) -> Any:
    if field.kind == "file":
        return [str(others.get(one, one)) for one in _files(field, value)]
    if field.fields and isinstance(value, list | tuple):
        inner = {one.key: one for one in field.fields}
        return [{k: _replaced(inner[k], v, others) if k in inner else v for k, v in row.items()} for row in value]
    return value


def _files(field: Field, value: Any) -> list[UUID]:
    if field.kind == "file":
        return [one for one in map(_uuid, value if isinstance(value, list | tuple) else []) if one]
    if field.fields and isinstance(value, list | tuple):
        rows = [row for row in value if isinstance(row, dict)]
        return [one for row in rows for inner in field.fields for one in _files(inner, row.get(inner.key))]
    return []


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def outside(changes: Iterable[str], named: Iterable[str]) -> list[str]:
    """Fields that were changed although nobody asked for them."""
    return sorted(set(changes) - set(named))


def unchanged(
    form: FormDefinition,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    named: Iterable[str],
    *,
    confirmed: Iterable[str] = (),
) -> list[Fault]:
    """What was asked for and stands exactly as it was. An answer, but no paper, may stay when it is said to be right."""
    asked, right = set(named), set(confirmed)
    return [
        Fault(field.key, "unchanged", _words_for(field, before.get(field.key)))
        for field in form.fields()
        if field.key in asked
        and _same(before.get(field.key), after.get(field.key))
        and not (field.key in right and may_stay(field, after.get(field.key)))
    ]


def may_stay(field: Field, value: Any) -> bool:
    """Tell whether one may say of an answer that it is right as it stands."""
    return field.kind != "file" and value not in EMPTY


def _same(before: Any, after: Any) -> bool:
    return before == after or (before in EMPTY and after in EMPTY)


def _words_for(field: Field, before: Any) -> Words:
    if field.kind == "file":
        return NO_FILE if before in EMPTY else NEW_FILE
    return Words(vi=f"Chưa sửa: {field.label.vi}.", en=f"Not mended: {field.label.of('en')}.")
