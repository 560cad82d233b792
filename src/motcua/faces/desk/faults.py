"""What a refused form shows again: every fault beside its field and in the summary on top, and the words typed."""

from collections.abc import Mapping
from typing import Any

from motcua.faces.desk.asking import DeskRequest
from motcua.kernel.errors import Refused


def told(request: DeskRequest, no: Refused | None, fields: Mapping[str, str]) -> dict[str, Any]:
    """`fields` name the form's field for the code of a refusal, or for the act's own field where the two differ."""
    errors = _by_field(no, fields) if no is not None else {}
    return {
        "errors": errors,
        "faults": [{"id": name or None, "words": words} for name, words in errors.items()],
        "typed": request.POST.dict(),
    }


def _by_field(no: Refused, fields: Mapping[str, str]) -> dict[str, str]:
    if no.each:
        return {fields.get(name, name): one.message for name, one in no.each.items()}
    return {fields.get(no.code, ""): no.message}
