"""The officer's fields of a result, as the macros of the kit take them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from motcua.faces.desk.asking import language
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import DossierView, ResultDraftView, ResultKind
from motcua.rooms.forms.kinds import KINDS
from motcua.rooms.forms.shown import Dressing, Shown
from motcua.rooms.forms.shown import shown as shown_field
from motcua.rooms.forms.types import FieldState

PREFIX, PRINTED, NAMED = "result-", "printed-", "named-"
PREFIXES = {"result.incomplete": PREFIX, "dossier.incomplete": PRINTED}


def typed(view: DossierView, post: QueryDict) -> dict[str, Any]:
    """What the officer sent, field by field."""
    found = {}
    for field in catalogue.version(view.version_id).procedure.result.fields:
        kind = KINDS[field.kind]
        found[field.key] = kind.parse(field, kind.gather(field, f"{PREFIX}{field.key}", post))
    return found


def typed_answers(view: DossierView, keys: Sequence[str], post: QueryDict, under: str = PRINTED) -> dict[str, Any]:
    """The applicant's answers as the officer wants them printed."""
    form = catalogue.version(view.version_id).form
    found = {}
    for field in (form.by_key[key] for key in keys):
        kind = KINDS[field.kind]
        found[field.key] = kind.parse(field, kind.gather(field, f"{under}{field.key}", post))
    return found


def answers_shown(
    view: DossierView, keys: Sequence[str], answers: Mapping[str, Any], errors: Mapping[str, str], under: str = PRINTED
) -> list[Shown]:
    """The answers a result prints, ready to be mended."""
    form = catalogue.version(view.version_id).form
    dress = Dressing(language(), errors, {}, "", lambda known: known.source)
    states = (FieldState(form.by_key[key], answers.get(key), None, asked=True) for key in keys)
    return [shown_field(state, dress, under=under) for state in states]


def faults(no: Refused | None) -> dict[str, str]:
    """What is wrong with which field, in words."""
    if no is None or no.code not in PREFIXES:
        return {}
    return {f"{PREFIXES[no.code]}{fault.id}": fault.words.of(language()) for fault in no.params.get("faults", ())}


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
