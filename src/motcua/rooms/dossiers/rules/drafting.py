"""The fields of a result that an officer fills in: proposed from the answers, checked like any form."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from motcua.kernel import expressions
from motcua.rooms.catalogue.package import ResultDocument
from motcua.rooms.forms import logic
from motcua.rooms.forms.types import Fault, FormDefinition

IN_DRAFTS = {"answers": "map", "words": "map"}


def result_form(fields: Sequence[Any]) -> FormDefinition | None:
    """The officer's fields as a form of one page; None when the procedure has none."""
    if not fields:
        return None
    plain = [field.model_dump(mode="json", exclude={"default_from"}, exclude_unset=True) for field in fields]
    page = {"key": "result", "title": {"vi": "Kết quả", "en": "Result"}, "fields": plain}
    return FormDefinition.model_validate({"key": "result", "pages": [page]})


def normalised(fields: Sequence[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    form = result_form(fields)
    return logic.normalise(form, values) if form else {}


def faults_of_result(fields: Sequence[Any], values: Mapping[str, Any], *, today: date) -> list[Fault]:
    form = result_form(fields)
    return logic.check(form, values, today=today) if form else []


def proposed(result: ResultDocument, answers: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    """What the procedure proposes for each field; one that cannot be decided is left to the officer."""
    found: dict[str, Any] = {}
    bound = expressions.bind(IN_DRAFTS, {"answers": dict(answers), "words": dict(words)})
    for field in result.fields:
        if field.default_from is None:
            continue
        try:
            found[field.key] = expressions.compile(field.default_from, variables=IN_DRAFTS).value(bound)
        except expressions.ExpressionFault:
            continue
    return found
