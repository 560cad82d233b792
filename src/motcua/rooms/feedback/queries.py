"""Questions about opinions."""

from uuid import UUID

from motcua.kernel import crypto
from motcua.kernel.rows import fetch_one
from motcua.kernel.types import Actor
from motcua.rooms.feedback.models import Rating
from motcua.rooms.feedback.types import RatingView


def rating(dossier_id: UUID, *, by: Actor) -> RatingView | None:
    """The grade a person gave to his own dossier, if any."""
    if by.person_id is None:
        return None
    row = fetch_one(Rating, "where dossier_id = %s and owner_id = %s", [dossier_id, by.person_id])
    if row is None:
        return None
    comment = (
        crypto.unseal(row.comment_sealed, context=f"feedback_rating.comment:{row.id}").decode()
        if row.comment_sealed
        else ""
    )
    return RatingView(row.dossier_id, row.grade, comment, row.rated_at)
