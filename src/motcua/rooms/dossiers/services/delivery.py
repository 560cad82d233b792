"""Issuing and delivering: the result is signed, and reaches the applicant."""

from datetime import datetime
from uuid import UUID

from motcua.kernel.acts import act
from motcua.kernel.errors import Refused
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.types import DocumentState
from motcua.rooms.dossiers.events import ResultIssued, ResultRefused
from motcua.rooms.dossiers.rules.states import words
from motcua.rooms.dossiers.services.decision import sign
from motcua.rooms.dossiers.services.handing import deliver_on_portal, handed_over, work_besides_delivery
from motcua.rooms.dossiers.services.holding import announce, held, kept
from motcua.rooms.dossiers.services.opinions import no_longer_asked
from motcua.rooms.dossiers.services.standing import at_any_desk
from motcua.rooms.dossiers.types import Done, ResultChannel, ResultKind, Status


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
    no_longer_asked(dossier, words(Status.ISSUED), by=by, at=at)
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
    deliver_on_portal(dossier, by=by, at=at)
    return Done(dossier.id, dossier.status, document_id)


@act("dossiers.deliver", law="delivery/evidence")
@at_any_desk
def deliver(dossier_id: UUID, *, channel: str = "", evidence: str, by: Actor, at: datetime) -> Done:
    """Record that the applicant has the result, and how that is known (signature, postal item number).

    Refused: act.out-of-reach, dossier.not-possible-now, delivery.evidence-missing, draft.channel-unknown
    """
    dossier = held(dossier_id, by=by, to="dossiers.deliver")
    if dossier.status != Status.ISSUED:
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    by_post = dossier.result_channel == ResultChannel.POST
    channel = channel or (ResultChannel.POST if by_post else ResultChannel.COUNTER)
    if channel not in set(ResultChannel):
        raise Refused("draft.channel-unknown")
    if not evidence.strip():
        raise Refused("delivery.evidence-missing")
    if work_besides_delivery(dossier):
        raise Refused("dossier.not-this-step")
    handed_over(dossier, ResultChannel(channel), evidence.strip(), by=by, at=at)
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
