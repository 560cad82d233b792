"""Issuing and delivering: the result is signed, and reaches the applicant."""

from datetime import datetime
from uuid import UUID

from motcua.kernel.acts import act
from motcua.kernel.errors import Refused
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.types import DocumentState
from motcua.rooms.dossiers.events import DossierDelivered, ResultIssued, ResultRefused
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.rules.states import words
from motcua.rooms.dossiers.services.decision import sign
from motcua.rooms.dossiers.services.holding import announce, held, kept
from motcua.rooms.dossiers.types import Done, ResultChannel, ResultKind, Status
from motcua.rooms.process import queries as process_read
from motcua.rooms.process import services as process


@act("dossiers.issue", law="decision/issue")
def issue(dossier_id: UUID, document_id: UUID, *, by: Actor, at: datetime) -> Done:
    """The result is signed: processing ends. Where it is received online, it is delivered at once.

    Refused: act.out-of-reach, dossier.not-possible-now
    """
    dossier = held(dossier_id, by=by, to="dossiers.issue")
    if dossier.status in {Status.ISSUED, Status.DELIVERED} and dossier.result_document_id == document_id:
        return Done(dossier.id, dossier.status, document_id)
    if dossier.result_document_id != document_id:
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    dossier.issue(document_id=document_id, at=at)
    late = dossier.late
    kept(dossier)
    announce(
        ResultRefused if dossier.result_kind == ResultKind.REFUSED else ResultIssued,
        dossier,
        by=by,
        at=at,
        document_id=document_id,
        kind=str(dossier.result_kind),
        code=dossier.reference,
        completed_at=at,
        due_at=dossier.original_due_at,
        late=late,
        result_channel=str(dossier.result_channel),
    )
    if dossier.result_channel == ResultChannel.PORTAL:
        _deliver(dossier, ResultChannel.PORTAL, "portal", by=by, at=at)
    return Done(dossier.id, dossier.status, document_id)


@act("dossiers.deliver", law="delivery/evidence")
def deliver(dossier_id: UUID, *, channel: str = "", evidence: str, by: Actor, at: datetime) -> Done:
    """Record that the applicant has the result, and how that is known (signature, postal item number).

    Refused: act.out-of-reach, dossier.not-possible-now, delivery.evidence-missing, draft.channel-unknown
    """
    dossier = held(dossier_id, by=by, to="dossiers.deliver")
    by_post = dossier.result_channel == ResultChannel.POST
    channel = channel or (ResultChannel.POST if by_post else ResultChannel.COUNTER)
    if channel not in set(ResultChannel):
        raise Refused("draft.channel-unknown")
    if not evidence.strip():
        raise Refused("delivery.evidence-missing")
    _deliver(dossier, ResultChannel(channel), evidence.strip(), by=by, at=at)
    return Done(dossier.id, dossier.status, dossier.result_document_id)


def sign_and_issue(dossier_id: UUID, *, by: Actor, at: datetime) -> Done:
    """Sign while the signer waits; when a key or the time-stamp is slow, the worker finishes and issues.

    Orchestrates `sign`, the keys, and `issue`, with no transaction open while keys are used.

    Refused: as `sign`
    """
    done = sign(dossier_id, by=by, at=at)
    if done.document_id is None:
        return done
    signed = documents.finish_signing(done.document_id, by=SYSTEM, at=at)
    if signed.state != DocumentState.SIGNED:
        return done
    return issue(dossier_id, done.document_id, by=SYSTEM, at=at)


def _deliver(dossier: Dossier, channel: ResultChannel, evidence: str, *, by: Actor, at: datetime) -> None:
    dossier.deliver(at=at)
    kept(dossier)
    waiting = [t for t in process_read.open_tasks([dossier.id]) if t.does == "deliver"]
    for task in waiting:
        process.complete(task.id, "delivered", automatic=True, by=by, at=at)
    process.close(dossier.id, cause="delivered", by=by, at=at)
    announce(DossierDelivered, dossier, by=by, at=at, channel=str(channel), evidence=evidence)
