"""Questions about opinions."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from motcua.kernel import crypto
from motcua.kernel.acts import may
from motcua.kernel.permissions import Target
from motcua.kernel.rows import fetch_one
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar.types import Place
from motcua.rooms.dossiers.types import DossierRow, Punctuality
from motcua.rooms.feedback import policy
from motcua.rooms.feedback.models import Complaint, Rating
from motcua.rooms.feedback.terms import answer_due
from motcua.rooms.feedback.types import AnswerView, Askable, ComplaintView, RatingKind, RatingView

MOST_LISTED = 200
WHOLE_AGENCY = frozenset({"signing_authority", "dispatcher"})


def rating(dossier_id: UUID, *, kind: RatingKind = RatingKind.HANDLING, by: Actor) -> RatingView | None:
    """The grade of this kind a person gave to his own dossier, if any."""
    if by.person_id is None:
        return None
    row = fetch_one(
        Rating, "where dossier_id = %s and owner_id = %s and kind = %s", [dossier_id, by.person_id, kind.value]
    )
    if row is None:
        return None
    comment = (
        crypto.unseal(row.comment_sealed, context=f"feedback_rating.comment:{row.id}").decode()
        if row.comment_sealed
        else ""
    )
    return RatingView(row.dossier_id, RatingKind(row.kind), row.grade, comment, row.rated_at)


def askable(row: DossierRow, *, at: datetime) -> Askable:
    """What the owner of this dossier may ask about its promised date."""
    promised = row.current_due_at or row.answer_due_at
    open_ = row.completed_at is None
    late = open_ and (row.late or (at > promised and row.punctuality != Punctuality.NO_TERM))
    now = open_ and (late or row.punctuality == Punctuality.DUE_SOON)
    since = row.soon_from if open_ and not now and row.soon_from and row.soon_from > at else None
    return Askable(promised, late, now, since, promised if open_ and not late and promised > at else None)


def answered_by(row: DossierRow, *, at: datetime) -> datetime:
    """Until when the office would have to answer what is asked about this dossier now."""
    return answer_due(row.agency_id, at, about=askable(row, at=at).ahead, known=at)


def answer_working_days(day: date) -> int:
    """How many working days an office has to answer why something is late, asked on this day."""
    return policy.on(day).answer_working_days


def complaint(dossier_id: UUID, *, by: Actor) -> ComplaintView | None:
    """The complaint about a dossier, if there is one: for its owner and his agency's officers."""
    row = fetch_one(Complaint, "where dossier_id = %s", [dossier_id])
    if row is None or not _reaches(row, by):
        return None
    return _view(row)


def to_answer(*, by: Actor) -> list[ComplaintView]:
    """What the officer's agency has to answer, the most urgent first; only for those who may answer."""
    return [_view(row) for row in _waiting(by).order_by("answer_due_at", "id")[:MOST_LISTED]]


def count_to_answer(*, by: Actor) -> int:
    """How many complaints wait for an answer, counted to a bound."""
    return _waiting(by).order_by()[:MOST_LISTED].count()


def complaints_since(at: datetime) -> list[UUID]:
    """Complaints nobody answered in time and nobody was told of yet; for the periodic jobs."""
    rows = Complaint.objects.filter(waiting=True, answer_due_at__lt=at, escalated_at=None)
    return list(rows.order_by("answer_due_at", "id").values_list("dossier_id", flat=True)[:MOST_LISTED])


def waiting_there(place: Place, first: date, last: date, *, at: datetime) -> list[UUID]:
    """Complaints of a place whose time to answer is running and which these days touch; for the system."""
    rows = Complaint.objects.filter(waiting=True, answer_due_at__gt=at, answer_due_at__date__gte=first)
    rows = rows.filter(made_at__date__lte=last)
    if place.agency_id is not None:
        rows = rows.filter(agency_id=place.agency_id)
    elif place.province_code:
        there = [one.id for one in agencies.all_agencies() if one.province_code == place.province_code]
        rows = rows.filter(agency_id__in=there)
    return list(rows.order_by("id").values_list("dossier_id", flat=True))


def _waiting(by: Actor) -> QuerySet[Complaint]:
    rows = Complaint.objects.filter(waiting=True)
    if by.agency_id is None or not may(by, "feedback.answer_complaint", Target(agency_id=by.agency_id)):
        return rows.none()
    units = by.unit_ids
    rows = rows.filter(agency_id=by.agency_id)
    everywhere = any(office.role in WHOLE_AGENCY for office in by.offices if office.agency_id == by.agency_id)
    return rows if everywhere or not units else rows.filter(Q(unit_id__in=units) | Q(unit_id=None))


def _reaches(row: Complaint, by: Actor) -> bool:
    mine = by.person_id is not None and row.owner_id == by.person_id
    return mine or by.kind == ActorKind.SYSTEM or (by.agency_id is not None and row.agency_id == by.agency_id)


def _view(row: Complaint) -> ComplaintView:
    sealed = row.sentence_sealed
    words = crypto.unseal(sealed, context=f"feedback_complaint.sentence:{row.id}").decode() if sealed else ""
    answers = tuple(
        AnswerView(
            words=crypto.unseal(one.words_sealed, context=f"feedback_answer.words:{one.id}").decode(),
            by_name=one.by_name,
            at=one.at,
            in_time=one.in_time,
        )
        for one in row.answers.order_by("round")
    )
    return ComplaintView(
        dossier_id=row.dossier_id,
        reference=row.reference,
        unit_id=row.unit_id,
        due_at=row.due_at,
        late=row.was_late,
        sentence=words,
        made_at=row.made_at,
        answer_due_at=row.answer_due_at,
        waiting=row.waiting,
        round=row.round,
        escalated=row.escalated_at is not None,
        answers=answers,
        asked_again_at=row.answer_from if row.round > 1 else None,
        late_again=row.late_again,
    )
