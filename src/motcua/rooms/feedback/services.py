"""What people say about how they were served."""

from datetime import datetime, timedelta
from uuid import UUID

from motcua.kernel import crypto, events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.feedback.events import DossierRated
from motcua.rooms.feedback.models import Rating

CHANGEABLE = timedelta(days=30)
LONGEST_COMMENT = 2000


@act("feedback.rate", law="feedback/citizens-opinion")
def rate(dossier_id: UUID, *, grade: int, comment: str = "", by: Actor, at: datetime) -> int:
    """Grade the handling of one's own dossier, 1 to 5; within 30 days it may be changed.

    Refused: act.out-of-reach, rating.grade-unknown, rating.too-late
    """
    dossier = dossiers.dossier(dossier_id, by=by)
    permit(by, "feedback.rate", Target(agency_id=dossier.row.agency_id, owner_id=dossier.owner_id))
    audit_note(subject=dossier_id, owner=dossier.owner_id)
    if grade not in range(1, 6):
        raise Refused("rating.grade-unknown", grade=grade)
    row = Rating.objects.select_for_update().filter(dossier_id=dossier_id).order_by().first()
    changed = row is not None
    if row is not None and at - row.rated_at > CHANGEABLE:
        raise Refused("rating.too-late")
    if row is None:
        row = Rating(agency_id=dossier.row.agency_id, owner_id=dossier.owner_id, dossier_id=dossier_id, rated_at=at)
    row.grade, row.changed_at = grade, at if changed else None
    if comment.strip():
        row.comment_sealed = crypto.seal(
            comment.strip()[:LONGEST_COMMENT].encode(),
            context=f"feedback_rating.comment:{row.id}",
            agency_id=row.agency_id,
        )
    row.save()
    events.record(
        DossierRated(
            occurred_at=at,
            agency_id=row.agency_id,
            subject_id=dossier_id,
            owner_id=row.owner_id,
            grade=grade,
            changed=changed,
        )
    )
    return grade
