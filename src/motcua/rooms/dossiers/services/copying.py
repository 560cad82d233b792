"""Another copy of a result: asked for, paid where the procedure says so, certified by who signs for the agency."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import crypto
from motcua.kernel.acts import act
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers.events import CopyDeclined, CopyGiven, CopyGranted, CopyRequested
from motcua.rooms.dossiers.models import CopyRequest, Dossier
from motcua.rooms.dossiers.rules.states import words
from motcua.rooms.dossiers.rules.wording import plain
from motcua.rooms.dossiers.services.deciding import office_of
from motcua.rooms.dossiers.services.fees import copy_fees
from motcua.rooms.dossiers.services.holding import announce, definition_of, held, kept, refuse_for_group
from motcua.rooms.dossiers.types import CopyState, Done, Status
from motcua.rooms.payments import queries as payments_read
from motcua.rooms.payments import services as payments
from motcua.rooms.payments.types import Due

IN_HAND = frozenset({Status.DELIVERED, Status.CORRECTED})


@act("dossiers.request_copy", law="correction/lost")
def request_copy(dossier_id: UUID, reason: str, *, by: Actor, at: datetime) -> Done:
    """Ask for another copy of the signed result; the applicant online, or the counter for him.

    It costs what the procedure says, and nothing when the office itself lost something of this dossier.
    Refused: act.out-of-reach, dossier.not-possible-now, dossier.reason-missing, copy.already-asked,
    group.ask-the-member
    """
    dossier = held(dossier_id, by=by, to="dossiers.request_copy")
    refuse_for_group(dossier)
    if Status(dossier.status) not in IN_HAND:
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    if not plain(reason):
        raise Refused("dossier.reason-missing")
    if CopyRequest.objects.filter(dossier_id=dossier.id, ended_at=None).exists():
        raise Refused("copy.already-asked")
    mine = by.kind == ActorKind.CITIZEN
    row = CopyRequest(
        id=new_id(), dossier=dossier, agency_id=dossier.agency_id, owner_id=dossier.owner_id, by_applicant=mine,
        asked_by=by.id, asked_by_name="" if mine else by.name, asked_at=at,
    )  # fmt: skip
    row.reason = crypto.seal(plain(reason).encode(), context=sealed_at(row.id), agency_id=row.agency_id)
    lines = copy_fees(dossier, by=by, at=at)
    if lines:
        owed = payments.owe(
            row.id, lines, agency_id=row.agency_id, owner_id=row.owner_id, title=dossier.procedure_name,
            code=dossier.reference, payer_name=dossier.applicant_name, occasion=Due.ON_COPY, by=by, at=at,
        )  # fmt: skip
        row.obligation_id, row.amount = owed.id, owed.total
    row.save(force_insert=True)
    kept(dossier)
    announce(CopyRequested, dossier, by=by, at=at, copy_id=row.id, by_applicant=mine, amount=row.amount)
    return Done(dossier.id, dossier.status)


@act("dossiers.grant_copy", law="documents/certified-copy")
def grant_copy(dossier_id: UUID, *, by: Actor, at: datetime) -> Done:
    """Vouch for the copy: it is drawn from what was frozen with the result, numbered, and its signatures ordered.

    Refused: act.out-of-reach, copy.not-asked, copy.fee-unpaid, document.not-shown
    """
    dossier = held(dossier_id, by=by, to="dossiers.grant_copy")
    row = _open(dossier, CopyState.ASKED)
    if row.obligation_id and payments_read.obligation_by_id(row.obligation_id, by=by).is_open:
        raise Refused("copy.fee-unpaid")
    if dossier.result_document_id is None:
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    symbol = f"SY-{definition_of(dossier).procedure.result.symbol.split('-')[0]}"
    title, prefix = office_of(dossier, by)
    copy = documents.copy(
        dossier.result_document_id, symbol=symbol, signer_title=title, authority_prefix=prefix, by=by, at=at
    )
    row.state, row.document_id = CopyState.SIGNING, copy.id
    row.save()
    kept(dossier)
    announce(CopyGranted, dossier, by=by, at=at, copy_id=row.id, document_id=copy.id)
    return Done(dossier.id, dossier.status, copy.id)


@act("dossiers.decline_copy", law="correction/lost")
def decline_copy(dossier_id: UUID, reason: str, *, by: Actor, at: datetime) -> Done:
    """Give no copy, for a reason the applicant reads; what was paid for it goes back.

    Refused: act.out-of-reach, copy.not-asked, dossier.reason-missing
    """
    dossier = held(dossier_id, by=by, to="dossiers.decline_copy")
    row = _open(dossier, CopyState.ASKED)
    if not plain(reason):
        raise Refused("dossier.reason-missing")
    row.state, row.ended_at, row.ended_reason = CopyState.DECLINED, at, plain(reason)
    row.save()
    kept(dossier)
    announce(
        CopyDeclined, dossier, by=by, at=at, copy_id=row.id, reason=row.ended_reason, obligation_id=row.obligation_id
    )
    return Done(dossier.id, dossier.status)


@act("dossiers.issue_copy", law="documents/certified-copy")
def issue_copy(dossier_id: UUID, document_id: UUID, *, by: Actor, at: datetime) -> Done:
    """The copy is signed: it lies with the dossier, and the applicant is told. A second time changes nothing.

    Refused: act.out-of-reach, copy.not-asked
    """
    dossier = held(dossier_id, by=by, to="dossiers.issue_copy")
    if CopyRequest.objects.filter(dossier_id=dossier.id, document_id=document_id, state=CopyState.GIVEN).exists():
        return Done(dossier.id, dossier.status, document_id)
    row = _open(dossier, CopyState.SIGNING)
    if row.document_id != document_id:
        raise Refused("copy.not-asked")
    row.state, row.ended_at = CopyState.GIVEN, at
    row.save()
    kept(dossier)
    announce(CopyGiven, dossier, by=by, at=at, copy_id=row.id, document_id=document_id)
    return Done(dossier.id, dossier.status, document_id)


def sealed_at(copy_id: UUID) -> str:
    return f"dossiers_copyrequest.reason:{copy_id}"


def _open(dossier: Dossier, state: CopyState) -> CopyRequest:
    rows = CopyRequest.objects.select_for_update().filter(dossier_id=dossier.id, ended_at=None, state=state)
    row = rows.order_by("id").first()
    if row is None:
        raise Refused("copy.not-asked")
    return row
