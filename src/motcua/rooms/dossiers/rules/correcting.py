"""The way of a correction: asked for, drafted by one, approved by another, numbered, signed; or declined."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.rooms.dossiers.rules.amending import Change, told
from motcua.rooms.dossiers.rules.drafting import result_form
from motcua.rooms.dossiers.rules.grounds import grounds
from motcua.rooms.dossiers.types import CorrectionState, ResultKind
from motcua.rooms.forms.types import FormDefinition

C = CorrectionState

STEPS: Mapping[CorrectionState, frozenset[CorrectionState]] = {
    C.REQUESTED: frozenset({C.DRAFTED, C.DECLINED}),
    C.DRAFTED: frozenset({C.DRAFTED, C.APPROVED, C.DECLINED}),
    C.APPROVED: frozenset({C.NUMBERED}),
    C.NUMBERED: frozenset({C.SIGNING}),
    C.SIGNING: frozenset({C.CORRECTED}),
    C.CORRECTED: frozenset(),
    C.DECLINED: frozenset(),
}

NAMED = re.compile(r"""["'.](\w+)""")
SAME_CONTENT = "layout"
"""The ground on which a result is made again though every word of it was right."""
KINDS = {ResultKind.GRANTED: "Đồng ý giải quyết", ResultKind.REFUSED: "Từ chối giải quyết"}
OF_REFUSAL = {"ground": "Căn cứ từ chối", "reason": "Lý do từ chối", "guidance": "Hướng dẫn"}


@dataclass(frozen=True, slots=True)
class Said:
    """What a result says: the decision, what the officer wrote, the answers it prints."""

    kind: str
    values: Mapping[str, Any]
    answers: Mapping[str, Any]


def printed(template: str, form: FormDefinition, *, who: Collection[str]) -> tuple[str, ...]:
    """The questions whose answers a document prints, in the order of the form. `who`: those that name the applicant."""
    named = set(NAMED.findall(template)) | ({*who} if "applicant" in template else set())
    return tuple(field.key for field in form.fields() if field.key in named and field.kind != "file")


def differences(form: FormDefinition, fields: Sequence[Any], before: Said, after: Said) -> list[Change]:
    """Old and new of everything the right result prints otherwise, in words."""
    found = []
    if before.kind != after.kind:
        kinds = KINDS[ResultKind(before.kind)], KINDS[ResultKind(after.kind)]
        found.append(Change("kind", "Quyết định", *kinds))
    inner = result_form(fields)
    if inner is not None and ResultKind.GRANTED in {before.kind, after.kind}:
        found += told(inner, _of(before, ResultKind.GRANTED), _of(after, ResultKind.GRANTED))
    if ResultKind.REFUSED in {before.kind, after.kind}:
        old, new = _of(before, ResultKind.REFUSED), _of(after, ResultKind.REFUSED)
        pairs = {name: (_refusal(name, old), _refusal(name, new)) for name in OF_REFUSAL}
        found += [Change(name, OF_REFUSAL[name], *pair) for name, pair in pairs.items() if pair[0] != pair[1]]
    return found + told(form, before.answers, after.answers)


def _of(said: Said, kind: ResultKind) -> Mapping[str, Any]:
    return said.values if said.kind == kind else {}


def _refusal(name: str, values: Mapping[str, Any]) -> str:
    value = str(values.get(name) or "")
    known = grounds("result_refusal").get(value) if name == "ground" else None
    return known.words if known else value


def may_follow(state: str, following: CorrectionState) -> bool:
    return following in STEPS[CorrectionState(state)]
