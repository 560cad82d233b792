"""What was lost: a paper copy the applicant lost is given again; what the office lost is told, with an apology."""

from datetime import datetime
from uuid import UUID

from motcua.kernel.acts import act
from motcua.kernel.errors import Refused, refuse_all
from motcua.kernel.types import Actor
from motcua.rooms.dossiers.events import DossierLost, ResultReissued
from motcua.rooms.dossiers.rules.states import RESULT_HELD, words
from motcua.rooms.dossiers.rules.wording import plain
from motcua.rooms.dossiers.services.holding import announce, held, kept
from motcua.rooms.dossiers.types import Done, Status


@act("dossiers.reissue", law="correction/lost")
def reissue(dossier_id: UUID, reason: str, *, evidence: str, by: Actor, at: datetime) -> Done:
    """Hand out a certified copy of the signed result again, against a signature; what the office lost costs nothing.

    Refused: act.out-of-reach, dossier.not-possible-now, dossier.reason-missing, delivery.evidence-missing
    """
    dossier = held(dossier_id, by=by, to="dossiers.reissue")
    if Status(dossier.status) not in RESULT_HELD:
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    refuse_all(
        {
            "reason": None if plain(reason) else Refused("dossier.reason-missing"),
            "evidence": None if plain(evidence) else Refused("delivery.evidence-missing"),
        }
    )
    kept(dossier)
    announce(
        ResultReissued, dossier, by=by, at=at, document_id=dossier.result_document_id, reason=plain(reason),
        evidence=plain(evidence),
    )  # fmt: skip
    return Done(dossier.id, dossier.status, dossier.result_document_id)


@act("dossiers.record_loss", law="correction/lost")
def record_loss(dossier_id: UUID, what: str, remedy: str, *, by: Actor, at: datetime) -> Done:
    """Say that the office lost or damaged something of a dossier: an apology, what is done, at the office's cost.

    Refused: act.out-of-reach, loss.what-missing, loss.remedy-missing
    """
    dossier = held(dossier_id, by=by, to="dossiers.record_loss")
    refuse_all(
        {
            "what": None if plain(what) else Refused("loss.what-missing"),
            "remedy": None if plain(remedy) else Refused("loss.remedy-missing"),
        }
    )
    dossier.lost_at = dossier.lost_at or at
    kept(dossier)
    announce(DossierLost, dossier, by=by, at=at, what=plain(what), remedy=plain(remedy))
    return Done(dossier.id, dossier.status)
