"""Completing a dossier: one complete request, and an answer to exactly what was asked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.acts import act
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import due_at
from motcua.rooms.calendar.types import LimitUnit, TimeLimit
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents.types import DocumentKind
from motcua.rooms.dossiers.events import SupplementRequested
from motcua.rooms.dossiers.models import Dossier, SupplementRequest
from motcua.rooms.dossiers.rules.grounds import grounds
from motcua.rooms.dossiers.services import papers, slips
from motcua.rooms.dossiers.services.completing import handed_in, open_request, saved
from motcua.rooms.dossiers.services.holding import announce, definition_of, held, kept, refuse_for_group
from motcua.rooms.dossiers.services.standing import at_any_desk
from motcua.rooms.dossiers.types import Done, Stage, Status, SupplementItem
from motcua.rooms.forms import queries as forms_read

SILENCE = TimeLimit(amount=Decimal(15), unit=LimitUnit.CALENDAR_DAY)
APPRAISAL_DAYS = 3


@act("dossiers.request_supplement", law="supplement/one-complete-request")
@at_any_desk
def request_supplement(
    dossier_id: UUID,
    items: Sequence[SupplementItem],
    *,
    reason: str,
    ground: str = "missing",
    again_because: str = "",
    sector_law: str = "",
    by: Actor,
    at: datetime,
) -> Done:
    """Ask for everything that is missing or wrong at once; each item names a field and says how to mend it.

    A second request at the same stage needs `again_because`; after appraisal one may ask within 3 working days of
    acceptance, later only on the strength of a sector law. The clock stops when it is running.
    Refused: dossier.not-possible-now, supplement.nothing-named, supplement.field-unknown, supplement.too-late,
    supplement.second-needs-reason, dossier.reason-missing, dossier.ground-unknown, group.ask-the-member
    """
    dossier = held(dossier_id, by=by, to="dossiers.request_supplement")
    refuse_for_group(dossier)
    stage = _wait_for_applicant(dossier)
    definition = definition_of(dossier)
    _refuse_careless(dossier, definition, items, stage, reason, ground, again_because)
    _refuse_too_late(dossier, stage, sector_law, at=at)
    deadline = due_at(at, SILENCE, calendar_for(dossier.agency_id, at)).due_at or at

    plain = [{"field": item.field, "words": item.words.strip(), "example": item.example.strip()} for item in items]
    slip_id = _slip(dossier, definition, plain, reason=reason.strip(), due_at=deadline, by=by, at=at)
    request = SupplementRequest.objects.create(
        dossier=dossier, agency_id=dossier.agency_id, reception_agency_id=dossier.reception_agency_id,
        owner_id=dossier.owner_id, stage=stage, ground=ground, reason=reason.strip(), items=plain, requested_at=at,
        again_because=again_because.strip(), requested_by=by.id, requested_by_name=by.name, due_at=deadline,
        document_id=slip_id,
    )  # fmt: skip
    kept(dossier)
    announce(
        SupplementRequested, dossier, by=by, at=at, request_id=request.id, stage=str(stage), due_at=deadline,
        fields=tuple(item["field"] for item in plain), reason=request.reason, slip_id=slip_id,
    )  # fmt: skip
    return Done(dossier.id, dossier.status, slip_id, deadline)


def _wait_for_applicant(dossier: Dossier) -> Stage:
    stage = Stage.RECEPTION if dossier.accepted_at is None else Stage.APPRAISAL
    following = Status.SUPPLEMENT_BEFORE if stage == Stage.RECEPTION else Status.SUPPLEMENT_AFTER
    if dossier.status == following:
        raise Refused("supplement.already-waiting")
    dossier.become(following)
    return stage


def _slip(
    dossier: Dossier,
    definition: Definition,
    items: Sequence[Mapping[str, str]],
    *,
    reason: str,
    due_at: datetime,
    by: Actor,
    at: datetime,
) -> UUID:
    answers = forms_read.answers(dossier.answers_id, by=by).answers
    values = papers.supplement_request(dossier, definition, answers, items, reason=reason, due_at=due_at, by=by)
    return slips.draw(dossier, definition, DocumentKind.SUPPLEMENT_REQUEST, values, by=by, at=at).id


@act("dossiers.save_supplement")
def save_supplement(dossier_id: UUID, changes: Mapping[str, Any], *, version: int = 0, by: Actor, at: datetime) -> int:
    """Keep what the applicant types in answer; only the named fields may change. Answers the new version.

    Refused: act.out-of-reach, supplement.nothing-asked, supplement.field-not-asked
    """
    dossier = held(dossier_id, by=by, to="dossiers.answer_supplement")
    request = open_request(dossier)
    return saved(dossier, request, changes, version=version, by=by, at=at)


@act("dossiers.answer_supplement", law="supplement/answer")
def answer_supplement(
    dossier_id: UUID,
    changes: Mapping[str, Any] | None = None,
    *,
    confirmed: Collection[str] = (),
    key: str | None = None,
    by: Actor,
    at: datetime,
) -> Done:
    """Hand the answer in. The dossier goes back to who asked; after appraisal the limit is counted from the start.

    `confirmed` names answers the applicant says are right as they stand; everything else asked for has to change.
    Refused: act.out-of-reach, supplement.nothing-asked, supplement.field-not-asked, dossier.incomplete,
    supplement.unchanged (params: faults)
    """
    del key  # the decorator's business
    dossier = held(dossier_id, by=by, to="dossiers.answer_supplement")
    return handed_in(dossier, changes or {}, confirmed=confirmed, by=by, at=at)


def _refuse_careless(
    dossier: Dossier,
    definition: Definition,
    items: Sequence[SupplementItem],
    stage: Stage,
    reason: str,
    ground: str,
    again_because: str,
) -> None:
    if not items or any(not item.words.strip() for item in items):
        raise Refused("supplement.nothing-named")
    unknown = sorted({item.field for item in items} - definition.form.by_key.keys())
    if unknown:
        raise Refused("supplement.field-unknown", fields=", ".join(unknown))
    if not reason.strip():
        raise Refused("dossier.reason-missing")
    if ground not in grounds("supplement"):
        raise Refused("dossier.ground-unknown")
    earlier = dossier.supplements.filter(stage=stage).exists()
    if earlier and not again_because.strip():
        raise Refused("supplement.second-needs-reason")


def _refuse_too_late(dossier: Dossier, stage: Stage, sector_law: str, *, at: datetime) -> None:
    if stage == Stage.RECEPTION or dossier.accepted_at is None or sector_law.strip():
        return
    calendar = calendar_for(dossier.agency_id, at)
    if calendar.working_days_between(clock.local(dossier.accepted_at).date(), clock.local(at).date()) > APPRAISAL_DAYS:
        raise Refused("supplement.too-late", days=APPRAISAL_DAYS)
