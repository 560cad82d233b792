"""The officer's fields of a result, as the macros of the kit take them."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from motcua.faces.desk.asking import language
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import DossierView, ResultDraftView, ResultKind
from motcua.rooms.forms.kinds import KINDS

PREFIX = "result-"


def typed(view: DossierView, post: QueryDict) -> dict[str, Any]:
    """What the officer sent, field by field."""
    found = {}
    for field in catalogue.version(view.version_id).procedure.result.fields:
        kind = KINDS[field.kind]
        found[field.key] = kind.parse(field, kind.gather(field, f"{PREFIX}{field.key}", post))
    return found


def faults(no: Refused | None) -> dict[str, str]:
    """What is wrong with which field, in words."""
    if no is None or no.code != "result.incomplete":
        return {}
    return {f"{PREFIX}{fault.id}": fault.words.of(language()) for fault in no.params.get("faults", ())}


def shown(
    view: DossierView, actor: Actor, held: ResultDraftView | None, post: QueryDict | None, errors: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Every field with what was typed, else what was saved, else what the procedure proposes."""
    values = {one.key: one.value for one in queries.result_fields(view.id, by=actor)}
    if held is not None and held.kind == ResultKind.GRANTED:
        values |= held.values
    if post is not None:
        values |= typed(view, post)
    rows = []
    for field in catalogue.version(view.version_id).procedure.result.fields:
        kind, name = KINDS[field.kind], f"{PREFIX}{field.key}"
        options = [
            (one.value, one.label.of(language()), one.hint.of(language()) if one.hint else None)
            for one in field.options
        ]
        rows.append(
            {
                "name": name,
                "id": name,
                "kind": field.kind,
                "label": field.label.of(language()),
                "hint": field.hint.of(language()) if field.hint else None,
                "value": kind.boxes(field, values.get(field.key, field.default)),
                "error": errors.get(name),
                "required": field.required,
                "options": options,
                "attrs": kind.attrs(field),
            }
        )
    return rows
