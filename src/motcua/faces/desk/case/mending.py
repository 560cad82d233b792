"""The right result as the officer writes it: what was decided, what is printed otherwise, on what ground and why."""

from typing import Any
from uuid import UUID

from motcua.faces.desk.asking import DeskRequest, english
from motcua.faces.desk.result import fields
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import CorrectionView, DossierView, ResultDraftView, ResultKind, ResultSaid

REFUSAL = ("ground", "reason", "guidance")
FIELDS = {"correction.nothing-changed": "ground", "dossier.ground-unknown": "ground", "dossier.reason-missing": "why"}


def draft(request: DeskRequest, dossier_id: UUID) -> None:
    """Draft the right result as it was typed. Refused: as the act"""
    post, by, at = request.POST, request.actor, clock.now()
    with tenancy.scope(by):
        view = queries.dossier(dossier_id, by=by)
        said = queries.result_said(dossier_id, by=by, at=at)
        kind = _kind(request, said)
        under = fields.PRINTED if kind == ResultKind.GRANTED else fields.NAMED
        answers = fields.typed_answers(view, said.printed[kind], post, under)
        values = _refusal(request) if kind == ResultKind.REFUSED else fields.typed(view, post)
    services.draft_correction(
        dossier_id, values, kind=kind, answers=answers, ground=post.get("ground", ""), reason=post.get("why", ""),
        by=by, at=at,
    )  # fmt: skip


def form(request: DeskRequest, view: DossierView, here: CorrectionView, no: Refused | None) -> dict[str, Any]:
    """Everything the form of the right result shows: as typed, else as drafted, else as the wrong result says it."""
    said = queries.result_said(view.id, by=request.actor, at=clock.now())
    typed, kind = request.POST if no else None, _kind(request, said)
    held = ResultDraftView(view.id, said.kind, said.values, view.id, here.drafter_name, here.asked_at, here.version)
    refusal = said.values if said.kind == ResultKind.REFUSED else {}
    return {
        "kind": kind,
        "fields": fields.shown(view, request.actor, held, typed, fields.faults(no)),
        "printed": _printed(request, view, said, ResultKind.GRANTED, fields.PRINTED, no),
        "named": _printed(request, view, said, ResultKind.REFUSED, fields.NAMED, no),
        "refusal": {name: typed.get(f"refusal-{name}", "") if typed else refusal.get(name, "") for name in REFUSAL},
        "refusal_grounds": _grounds("result_refusal"),
        "grounds": _grounds("correction"),
        "ground": typed.get("ground", "") if typed else here.ground,
        "why": typed.get("why", "") if typed else here.reason,
    }


def field_of(request: DeskRequest, no: Refused) -> str | None:
    """Which field of the form a refusal is about; the refusal of the request has its own ground and reasons."""
    inside = {"dossier.ground-unknown": "ground", "dossier.reason-missing": "why"}.get(no.code)
    if inside and request.POST.get("step") == "draft" and request.POST.get(inside, "").strip():
        return "refusal-ground" if inside == "ground" else "refusal-reason"
    return FIELDS.get(no.code)


def _kind(request: DeskRequest, said: ResultSaid) -> str:
    asked = request.POST.get("kind", "")
    return asked if asked in set(ResultKind) else said.kind


def _refusal(request: DeskRequest) -> dict[str, Any]:
    found = {name: request.POST.get(f"refusal-{name}", "") for name in REFUSAL}
    if not found["ground"]:
        raise Refused("dossier.ground-unknown")  # the service has a usual ground; an officer says his
    return found


def _printed(
    request: DeskRequest, view: DossierView, said: ResultSaid, kind: ResultKind, under: str, no: Refused | None
) -> list[Any]:
    keys = said.printed[str(kind)]
    answers = said.answers
    if no is not None and kind == _kind(request, said):
        answers = answers | fields.typed_answers(view, keys, request.POST, under)
    found = {name.replace(fields.PRINTED, under, 1): words for name, words in fields.faults(no).items()}
    return fields.answers_shown(view, keys, answers, found, under)


def _grounds(of: str) -> list[tuple[str, str, str]]:
    return [(one.key, one.words_en if english() else one.words, one.law) for one in queries.grounds_for(of)]
