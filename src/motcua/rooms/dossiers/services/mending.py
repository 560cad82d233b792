"""What a result says and what of it may be mended; used by the acts that correct one and by those who look."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.kernel import clock, crypto
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.dossiers.models import Correction, Dossier, ResultDraft
from motcua.rooms.dossiers.rules.amending import fixed, naming
from motcua.rooms.dossiers.rules.correcting import Said, printed
from motcua.rooms.dossiers.services.decision import sealed_at as draft_sealed_at
from motcua.rooms.dossiers.types import CorrectionState, ResultKind
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms

NAME_ONLY = "applicant.name"
"""What a reasoned refusal prints of the answers."""


def said_by(dossier: Dossier, *, by: Actor) -> Said:
    """What the result says that holds now: as decided, or as it was last corrected."""
    answers = forms.answers(dossier.answers_id, by=by).answers
    right = dossier.corrections.filter(state=CorrectionState.CORRECTED).order_by("-ended_at", "-id").first()
    if right is not None:
        return Said(right.kind, opened(right, "values"), {**answers, **opened(right, "mended").get("answers", {})})
    draft = ResultDraft.objects.filter(dossier_id=dossier.id).order_by().first()
    if draft is None:
        raise Refused("result.not-drafted")
    return Said(draft.kind, crypto.unseal_json(draft.values, context=draft_sealed_at(dossier.id)), answers)


def may_be_mended(definition: Definition, kind: str, answers: Mapping[str, Any], *, at: datetime) -> tuple[str, ...]:
    """The answers a result of this kind prints; exactly these may be mended."""
    source = definition.package.result_template if kind == ResultKind.GRANTED else NAME_ONLY
    shown = logic.look(definition.form, answers, today=clock.local(at).date()).fields
    whose = (fixed if "personal_id" in source else naming)(definition.form, answers)
    return tuple(key for key in printed(source, definition.form, who=whose) if key in shown)


def mended(
    definition: Definition, kind: str, before: Mapping[str, Any], typed: Mapping[str, Any], *, at: datetime
) -> dict[str, Any]:
    """The answers as the right result prints them. Refused: correction.not-printed, dossier.incomplete (params: faults)"""
    strange = sorted(set(typed) - set(may_be_mended(definition, kind, before, at=at)))
    if strange:
        raise Refused("correction.not-printed", fields=", ".join(strange))
    form, today = definition.form, clock.local(at).date()
    after = {**before, **logic.normalise(form, typed)}
    old = {fault.field for fault in logic.check(form, before, today=today)}
    faults = [
        fault
        for fault in logic.check(form, after, today=today)
        if fault.field.split(".")[0] in typed and fault.field not in old
    ]
    if faults:
        raise Refused("dossier.incomplete", faults=faults, count=len(faults))
    return after


def opened(row: Correction, part: str) -> dict[str, Any]:
    """One sealed part of a correction; empty while nothing is drafted."""
    held = getattr(row, part)
    found: dict[str, Any] = crypto.unseal_json(held, context=sealed_at(row.id, part)) if held is not None else {}
    return found


def sealed_at(correction_id: object, part: str) -> str:
    return f"dossiers_correction.{part}:{correction_id}"
