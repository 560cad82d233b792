"""A wrong result is made right within three working days (Art. 23): drafted, approved, numbered, signed like the first."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from motcua.kernel import crypto
from motcua.kernel.acts import act
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.types import SYSTEM, Actor, ActorKind
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import due_at
from motcua.rooms.calendar.types import LimitUnit, TimeLimit
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.types import DocumentState
from motcua.rooms.dossiers.events import CorrectionDeclined, CorrectionMoved, CorrectionRequested, ResultCorrected
from motcua.rooms.dossiers.models import Correction, Dossier
from motcua.rooms.dossiers.rules.amending import Change
from motcua.rooms.dossiers.rules.correcting import SAME_CONTENT, Said, differences
from motcua.rooms.dossiers.rules.grounds import grounds
from motcua.rooms.dossiers.rules.states import words
from motcua.rooms.dossiers.rules.wording import plain
from motcua.rooms.dossiers.services.deciding import (
    book_of,
    checked,
    drawn,
    office_of,
    printed_number,
    take_over,
)
from motcua.rooms.dossiers.services.holding import announce, definition_of, held, kept, refuse_for_group
from motcua.rooms.dossiers.services.mending import mended, opened, said_by, sealed_at
from motcua.rooms.dossiers.types import CorrectionState, Done, Numbered, ResultKind, Status
from motcua.rooms.forms import queries as forms

LIMIT = TimeLimit(amount=Decimal(3), unit=LimitUnit.WORKING_DAY)


@act("dossiers.request_correction", law="correction/three-days")
def request_correction(dossier_id: UUID, wrong: str, *, by: Actor, at: datetime) -> Done:
    """Say that the signed result is wrong, and where; the applicant or the agency itself. Three working days begin.

    What is not handed over yet waits: nobody is given a result that is known to be wrong.

    Refused: act.out-of-reach, dossier.not-possible-now, correction.nothing-said, group.ask-the-member
    """
    dossier = held(dossier_id, by=by, to="dossiers.request_correction")
    refuse_for_group(dossier)
    dossier.become(Status.CORRECTION_REQUESTED)
    if not plain(wrong):
        raise Refused("correction.nothing-said")
    if dossier.result_document_id is None:
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    due = due_at(at, LIMIT, calendar_for(dossier.agency_id, at)).due_at or at
    mine = by.kind == ActorKind.CITIZEN
    row = Correction(
        id=new_id(), dossier=dossier, agency_id=dossier.agency_id, owner_id=dossier.owner_id,
        state=CorrectionState.REQUESTED, by_applicant=mine, asked_by=by.id, asked_by_name="" if mine else by.name,
        asked_at=at, due_at=due, old_document_id=dossier.result_document_id,
    )  # fmt: skip
    row.wrong = crypto.seal(plain(wrong).encode(), context=sealed_at(row.id, "wrong"), agency_id=row.agency_id)
    row.save(force_insert=True)
    kept(dossier)
    announce(CorrectionRequested, dossier, by=by, at=at, correction_id=row.id, by_applicant=mine, due_at=due)
    return Done(dossier.id, dossier.status, due_at=due)


@act("dossiers.decline_correction", law="correction/three-days")
def decline_correction(dossier_id: UUID, reason: str, *, by: Actor, at: datetime) -> Done:
    """Answer that the result is right, with reasons the applicant reads.

    Refused: act.out-of-reach, correction.not-asked, correction.not-this-step, dossier.reason-missing
    """
    dossier, row = _held(dossier_id, by=by, to="dossiers.decline_correction")
    if not plain(reason):
        raise Refused("dossier.reason-missing")
    row.become(CorrectionState.DECLINED)
    row.ended_at, row.ended_reason = at, plain(reason)
    row.save()
    dossier.become(_before(dossier))
    kept(dossier)
    announce(
        CorrectionDeclined, dossier, by=by, at=at, correction_id=row.id, reason=row.ended_reason,
        status=str(dossier.status),
    )  # fmt: skip
    return Done(dossier.id, dossier.status)


@act("dossiers.draft_correction", law="decision/draft")
def draft_correction(
    dossier_id: UUID,
    values: Mapping[str, Any],
    *,
    kind: str = ResultKind.GRANTED,
    answers: Mapping[str, Any] | None = None,
    ground: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> Done:
    """Draft the right result, whatever was decided; drafting again replaces it.

    `values` is what the officer writes, `answers` mends answers as they are printed; what was handed in stays as it was.
    Refused: act.out-of-reach, correction.not-asked, correction.not-this-step, correction.not-printed,
    correction.nothing-changed, result.incomplete, dossier.incomplete (params: faults), dossier.ground-unknown,
    dossier.reason-missing
    """
    dossier, row = _held(dossier_id, by=by, to="dossiers.draft_correction")
    row.become(CorrectionState.DRAFTED)
    if ground not in grounds("correction"):
        raise Refused("dossier.ground-unknown")
    if not plain(reason):
        raise Refused("dossier.reason-missing")
    definition, before = definition_of(dossier), said_by(dossier, by=by)
    after = Said(
        kind, checked(definition, values, ResultKind(kind), at=at),
        mended(definition, kind, before.answers, answers or {}, at=at),
    )  # fmt: skip
    changes = differences(definition.form, definition.procedure.result.fields, before, after)
    if not changes and ground != SAME_CONTENT:
        raise Refused("correction.nothing-changed")
    drafted = (row.document_id, row.kind) if row.document_id else None
    document = drawn(
        dossier,
        definition,
        dict(after.values),
        kind,
        drafted,
        answers=after.answers,
        replaces=row.old_document_id,
        by=by,
        at=at,
    )
    row.kind, row.ground, row.document_id, row.document_version = kind, ground, document.id, document.version
    _keep(row, after, forms.answers(dossier.answers_id, by=by).answers, plain(reason), changes)
    row.drafter_id, row.drafter_name = by.id, by.name
    return _moved(dossier, row, by=by, at=at)


@act("dossiers.approve_correction", law="decision/approval")
def approve_correction(dossier_id: UUID, *, seen_version: int | None = None, by: Actor, at: datetime) -> Done:
    """Approve the right result as it was read. Who drafted does not approve.

    Refused: act.out-of-reach, correction.not-asked, correction.not-this-step, approval.own-draft, result.changed
    """
    dossier, row = _held(dossier_id, by=by, to="dossiers.approve_correction")
    if by.hands & {row.drafter_id}:
        raise Refused("approval.own-draft")
    if seen_version is not None and seen_version != row.version:
        raise Refused("result.changed", who=row.drafter_name)
    row.become(CorrectionState.APPROVED)
    documents.approve(
        _document(row), version=row.document_version, signer_title=office_of(dossier, by)[0],
        authority_prefix=office_of(dossier, by)[1], drafter_id=row.drafter_id, by=by, at=at,
    )  # fmt: skip
    return _moved(dossier, row, by=by, at=at)


@act("dossiers.number_correction", law="decision/number")
def number_correction(dossier_id: UUID, *, by: Actor, at: datetime) -> Numbered:
    """Give the right result a number of its own from the register book.

    Refused: act.out-of-reach, correction.not-asked, correction.not-this-step, document.already-numbered
    """
    dossier, row = _held(dossier_id, by=by, to="dossiers.number_correction")
    row.become(CorrectionState.NUMBERED)
    definition = definition_of(dossier)
    book, symbol = book_of(definition, row.kind)
    answers = {**said_by(dossier, by=by).answers, **opened(row, "mended").get("answers", {})}
    printed = printed_number(definition, row.kind, opened(row, "values"), answers)
    numbered = documents.number(_document(row), book=book, symbol=symbol, printed=printed, by=by, at=at)
    _moved(dossier, row, by=by, at=at)
    return Numbered(dossier.id, numbered.document_id, numbered.text)


@act("dossiers.sign_correction", law="decision/signature")
def sign_correction(dossier_id: UUID, *, by: Actor, at: datetime) -> Done:
    """Order the signatures of the right result; when they are made, the old one is revoked.

    Refused: act.out-of-reach, correction.not-asked, correction.not-this-step, signature.not-the-approver,
    approval.own-draft
    """
    dossier, row = _held(dossier_id, by=by, to="dossiers.sign_correction")
    row.become(CorrectionState.SIGNING)
    take_over(dossier, _document(row), by=by, at=at)
    documents.order_signature(_document(row), by=by, at=at)
    return _moved(dossier, row, by=by, at=at)


@act("dossiers.issue_correction", law="correction/three-days")
def issue_correction(dossier_id: UUID, document_id: UUID, *, by: Actor, at: datetime) -> Done:
    """The right result is signed: it takes the place of the old one, which is revoked and says so.

    Refused: act.out-of-reach, correction.not-asked, correction.not-this-step
    """
    dossier = held(dossier_id, by=by, to="dossiers.issue_correction")
    if dossier.result_document_id == document_id:
        return Done(dossier.id, dossier.status, document_id)
    row = _open(dossier)
    if row.document_id != document_id:
        raise Refused("correction.not-this-step", state=row.state)
    row.become(CorrectionState.CORRECTED)
    row.ended_at = at
    row.save()
    dossier.correct(document_id=document_id, kind=row.kind)
    kept(dossier)
    if documents_read.document(row.old_document_id, by=by).state != DocumentState.REVOKED:
        raise Refused("correction.not-this-step", state=row.state)  # the signature revokes it
    announce(
        ResultCorrected, dossier, by=by, at=at, correction_id=row.id, document_id=document_id,
        old_document_id=row.old_document_id, kind=row.kind, due_at=row.due_at, late=at > row.due_at,
        status=str(dossier.status),
    )  # fmt: skip
    return Done(dossier.id, dossier.status, document_id)


def sign_correction_now(dossier_id: UUID, *, by: Actor, at: datetime) -> Done:
    """Sign while the signer waits; when a key is slow, the worker finishes.

    Orchestrates `sign_correction`, the keys, and `issue_correction`, with no transaction open while keys are used.

    Refused: as `sign_correction`
    """
    done = sign_correction(dossier_id, by=by, at=at)
    if done.document_id is None:
        return done
    signed = documents.finish_signing(done.document_id, by=SYSTEM, at=at)
    if signed.state != DocumentState.SIGNED:
        return done
    return issue_correction(dossier_id, done.document_id, by=SYSTEM, at=at)


def _held(dossier_id: UUID, *, by: Actor, to: str) -> tuple[Dossier, Correction]:
    dossier = held(dossier_id, by=by, to=to)
    return dossier, _open(dossier)


def _open(dossier: Dossier) -> Correction:
    row = Correction.objects.select_for_update().filter(dossier_id=dossier.id, ended_at=None).order_by("id").first()
    if row is None:
        raise Refused("correction.not-asked", status=words(dossier.status))
    return row


def _before(dossier: Dossier) -> Status:
    """What the dossier was when this correction was asked for."""
    if dossier.delivered_at is None:
        return Status.ISSUED
    since = dossier.corrections.filter(state=CorrectionState.CORRECTED, ended_at__gte=dossier.delivered_at)
    return Status.CORRECTED if since.exists() else Status.DELIVERED


def _keep(row: Correction, after: Said, declared: Mapping[str, Any], reason: str, changes: list[Change]) -> None:
    """Seal what the right result says, why, and what it says otherwise."""
    told = {
        "answers": {key: value for key, value in after.answers.items() if value != declared.get(key)},
        "reason": reason,
        "changes": [[one.field, one.label, one.before, one.after] for one in changes],
    }
    row.values = crypto.seal_json(dict(after.values), context=sealed_at(row.id, "values"), agency_id=row.agency_id)
    row.mended = crypto.seal_json(told, context=sealed_at(row.id, "mended"), agency_id=row.agency_id)


def _document(row: Correction) -> UUID:
    if row.document_id is None:
        raise Refused("correction.not-this-step", state=row.state)
    return row.document_id


def _moved(dossier: Dossier, row: Correction, *, by: Actor, at: datetime) -> Done:
    row.save()
    kept(dossier)
    announce(CorrectionMoved, dossier, by=by, at=at, correction_id=row.id, state=row.state, document_id=_document(row))
    return Done(dossier.id, dossier.status, row.document_id, row.due_at)
