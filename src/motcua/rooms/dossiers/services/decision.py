"""The decision: drafted by one, approved by another, numbered, signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import crypto
from motcua.kernel.acts import act
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers.events import ResultApproved, ResultDrafted, ResultNumbered, SigningOrdered
from motcua.rooms.dossiers.models import Dossier, ResultDraft
from motcua.rooms.dossiers.rules.states import words
from motcua.rooms.dossiers.services.deciding import (
    book_of,
    checked,
    drawn,
    office_of,
    printed_number,
    take_over,
)
from motcua.rooms.dossiers.services.holding import announce, definition_of, held, kept, open_task
from motcua.rooms.dossiers.services.steps import (
    refuse_on_older,
    refuse_unless_at_work,
    refuse_unless_running,
    settle_step,
)
from motcua.rooms.dossiers.types import Done, Numbered, ResultDraftView, ResultKind, Status
from motcua.rooms.forms import queries as forms
from motcua.rooms.process import services as process

DRAFTING = frozenset({Status.ACCEPTED, Status.IN_APPRAISAL, Status.REWORK})


@act("dossiers.draft_result", law="decision/draft")
def draft_result(
    dossier_id: UUID,
    values: Mapping[str, Any],
    *,
    kind: str = ResultKind.GRANTED,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> ResultDraftView:
    """Draft what will be decided: the result, or a refusal with its ground and reasons. Drafting again replaces it.

    Refused: act.out-of-reach, dossier.not-possible-now, task.not-yours, task.held-by-another, result.changed,
    result.incomplete (params: faults), dossier.ground-unknown, dossier.reason-missing
    """
    dossier = held(dossier_id, by=by, to="dossiers.draft_result")
    if Status(dossier.status) not in DRAFTING:
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    refuse_unless_at_work(dossier, by)
    definition = definition_of(dossier)
    plain = checked(definition, values, ResultKind(kind), at=at)
    before = ResultDraft.objects.filter(dossier_id=dossier.id).first()
    if before is not None and version is not None and version != before.version:
        raise Refused("result.changed", who=before.drafter_name)

    document = drawn(
        dossier, definition, plain, kind, (before.document_id, before.kind) if before else None, by=by, at=at
    )
    row = before or ResultDraft(dossier=dossier, agency_id=dossier.agency_id, version=0)
    row.kind, row.document_id, row.document_version = kind, document.id, document.version
    row.values = crypto.seal_json(plain, context=sealed_at(dossier.id), agency_id=dossier.agency_id)
    row.drafter_id, row.drafter_name, row.drafted_at = by.id, by.name, at
    row.drafted_in_place_of = by.in_place_of
    row.answers_id = dossier.answers_id
    row.version += 1
    row.save(force_insert=before is None)
    dossier.result_document_id, dossier.result_kind = document.id, kind
    kept(dossier)
    announce(ResultDrafted, dossier, by=by, at=at, document_id=document.id, kind=str(kind), version=row.version)
    return ResultDraftView(document.id, kind, plain, by.id, by.name, at, row.version)


@act("dossiers.approve", law="decision/approval")
def approve(
    dossier_id: UUID,
    *,
    task_id: UUID | None = None,
    seen_version: int | None = None,
    note: str = "",
    signer_title: str = "",
    authority_prefix: str = "",
    by: Actor,
    at: datetime,
) -> Done:
    """Approve the drafted result. Who drafted does not approve. When another approval follows, this one endorses only.

    Refused: act.out-of-reach, task.already-done, task.not-yours, approval.own-draft, result.changed, result.not-drafted,
    result.on-older-answers
    """
    dossier = held(dossier_id, by=by, to="dossiers.approve")
    task = open_task(dossier, "approve")
    refuse_unless_running(dossier, task_id or task.id, by=by)
    draft = _draft_to_approve(dossier, seen_version, by)
    progress = process.complete(task_id or task.id, "approved", note=note, by=by, at=at)
    if any(following.does == "approve" for following in progress.new_tasks):
        return settle_step(dossier, task, progress, "endorsed", by=by, at=at)
    documents.approve(
        draft.document_id,
        version=draft.document_version,
        signer_title=signer_title or office_of(dossier, by)[0],
        authority_prefix=authority_prefix or office_of(dossier, by)[1],
        drafter_id=draft.drafter_id,
        by=by,
        at=at,
    )
    dossier.become(Status.APPROVED)
    kept(dossier)
    announce(ResultApproved, dossier, by=by, at=at, document_id=draft.document_id, kind=draft.kind)
    return Done(dossier.id, dossier.status, draft.document_id, next_steps=tuple(s.name for s in progress.new_tasks))


@act("dossiers.number", law="decision/number")
def number(dossier_id: UUID, *, by: Actor, at: datetime) -> Numbered:
    """Give the approved result its number and date from the register book.

    Refused: act.out-of-reach, task.already-done, task.not-yours, dossier.not-possible-now, document.already-numbered
    """
    dossier = held(dossier_id, by=by, to="dossiers.number")
    task = open_task(dossier, "number")
    if dossier.status != Status.APPROVED or dossier.result_document_id is None:
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    process.complete(task.id, "numbered", by=by, at=at)
    kept(dossier)
    book, symbol = book_of(definition_of(dossier), dossier.result_kind)
    numbered = documents.number(
        dossier.result_document_id, book=book, symbol=symbol, printed=_printed(dossier, by=by), by=by, at=at
    )
    announce(ResultNumbered, dossier, by=by, at=at, document_id=numbered.document_id, number=numbered.text)
    return Numbered(dossier.id, numbered.document_id, numbered.text)


@act("dossiers.sign", law="decision/signature")
def sign(dossier_id: UUID, *, by: Actor, at: datetime) -> Done:
    """Order the signatures of the result. From here on nobody can withdraw or return it; it is issued when signed.

    Who approved signs. When he is away, whoever stands in for him approves it anew in his own name and signs that.
    Refused: act.out-of-reach, task.already-done, task.not-yours, dossier.not-possible-now, signature.not-the-approver,
    approval.own-draft
    """
    dossier = held(dossier_id, by=by, to="dossiers.sign")
    task = open_task(dossier, "sign")
    if dossier.status != Status.APPROVED or dossier.result_document_id is None:
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    draft = ResultDraft.objects.filter(dossier_id=dossier.id).order_by().first()
    if draft is not None and by.hands & {draft.drafter_id, draft.drafted_in_place_of}:
        raise Refused("approval.own-draft")
    take_over(dossier, dossier.result_document_id, by=by, at=at)
    documents.order_signature(dossier.result_document_id, by=by, at=at)
    process.complete(task.id, "signed", by=by, at=at)
    dossier.become(Status.SIGNING)
    kept(dossier)
    announce(SigningOrdered, dossier, by=by, at=at, document_id=dossier.result_document_id)
    return Done(dossier.id, dossier.status, dossier.result_document_id)


def _printed(dossier: Dossier, *, by: Actor) -> str:
    """How the paper of this dossier writes its number, as far as that is known before it has one."""
    definition = definition_of(dossier)
    draft = ResultDraft.objects.filter(dossier_id=dossier.id).order_by().first()
    if definition.procedure.result.printed_number is None or draft is None:
        return ""
    values = crypto.unseal_json(draft.values, context=sealed_at(dossier.id))
    return printed_number(definition, draft.kind, values, forms.answers(dossier.answers_id, by=by).answers)


def _draft_to_approve(dossier: Dossier, seen_version: int | None, by: Actor) -> ResultDraft:
    """The draft as the approver read it, and not his own."""
    draft = ResultDraft.objects.select_for_update().filter(dossier_id=dossier.id).first()
    if draft is None:
        raise Refused("result.not-drafted")
    if by.hands & {draft.drafter_id, draft.drafted_in_place_of}:
        raise Refused("approval.own-draft")
    if seen_version is not None and seen_version != draft.version:
        raise Refused("result.changed", who=draft.drafter_name)
    refuse_on_older(draft, dossier)
    return draft


def sealed_at(dossier_id: UUID) -> str:
    return f"dossiers_resultdraft.values:{dossier_id}"
