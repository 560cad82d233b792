"""Opinions asked: of a dossier for those who handle it, and what those who are asked may read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import audit, crypto
from motcua.kernel.acts import may
from motcua.kernel.errors import Refused
from motcua.kernel.rows import fetch, fetch_one
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers.models import Consultation, Dossier
from motcua.rooms.dossiers.reading.rows import row_of
from motcua.rooms.dossiers.services.consulting import asked_of, sealed_at
from motcua.rooms.dossiers.types import ConsultationView, ConsultedCase, ConsultedLine
from motcua.rooms.forms import queries as forms

MOST = 100
MOST_LATELY, MOST_PLACES = 40, 5
OPEN = "answered_at is null and closed_at is null"


def of_dossier(dossier_id: UUID) -> tuple[ConsultationView, ...]:
    """Every opinion asked about a dossier, oldest first; the caller has checked who asks."""
    return tuple(
        view_of(one) for one in fetch(Consultation, "where dossier_id = %s order by asked_at, id", [dossier_id])
    )


def asked_of_me(by: Actor, *, at: datetime, ended: bool = False) -> list[ConsultedLine]:
    """What the officer's agency and units are asked, the most urgent first; `ended`: what they answered before."""
    rows = _addressed(by, ended=ended)
    found = [row for row in rows if may(by, "dossiers.answer_consultation", asked_of(row))]
    with scope(SYSTEM):
        wanted = [row.dossier_id for row in found if row.open]
        dossiers = {d.id: d for d in Dossier.objects.filter(id__in=wanted).order_by("id")}
    return [
        ConsultedLine(view_of(row), row_of(dossiers[row.dossier_id], at) if row.dossier_id in dossiers else None)
        for row in found
    ]


def waiting_for_me(by: Actor) -> int:
    """How many questions wait for an answer of this officer, to a bound."""
    return sum(may(by, "dossiers.answer_consultation", asked_of(row)) for row in _addressed(by, ended=False))


def asked_lately(*, by: Actor) -> list[tuple[UUID, UUID | None]]:
    """Whom this officer asked himself, the latest first: agency, and unit of it. Only of his last questions."""
    places: dict[tuple[UUID, UUID | None], None] = {}
    for row in fetch(Consultation, "where asked_by = %s order by asked_at desc, id limit %s", [by.id, MOST_LATELY]):
        places.setdefault((row.to_agency_id, row.to_unit_id))
    return list(places)[:MOST_PLACES]


def find(consultation_id: UUID, by: Actor) -> Consultation:
    """One consultation for those who ask or are asked. Refused: act.out-of-reach"""
    row = fetch_one(Consultation, "where id = %s", [consultation_id])
    if row is None:
        raise Refused("act.out-of-reach")
    asks = by.kind == ActorKind.SYSTEM or by.agency_id == row.agency_id
    if not asks and not may(by, "dossiers.answer_consultation", asked_of(row)):
        raise Refused("act.out-of-reach")
    return row


def case(consultation_id: UUID, by: Actor, *, at: datetime) -> ConsultedCase:
    """What the officer who is asked reads: the request and its papers, while the question is open; recorded.

    Refused: act.out-of-reach
    """
    row = _readable(consultation_id, by)
    with scope(SYSTEM):  # the sharing was checked; answers and files belong to the agency that asks
        dossier = Dossier.objects.get(id=row.dossier_id)
        held = forms.answers(dossier.answers_id, by=SYSTEM)
        files = tuple(documents.files_of(dossier.id, by=SYSTEM))
    audit.record_read(
        by, subject="dossier", subject_id=dossier.id, purpose=dossier.reference, owner_id=dossier.owner_id,
        agency_id=dossier.agency_id,
    )  # fmt: skip
    return ConsultedCase(
        view_of(row), row_of(dossier, at), dossier.version_id, dossier.owner_id, held.answers, held.provenance, files
    )


def page(consultation_id: UUID, file_id: UUID, number: int, by: Actor) -> bytes:
    """One page of a paper of the dossier, for those who are asked. Refused: act.out-of-reach, file.no-picture"""
    row = _readable(consultation_id, by)
    with scope(SYSTEM):
        found: Any = documents.file(file_id, by=SYSTEM)
        if found.subject_id != row.dossier_id:
            raise Refused("act.out-of-reach")
        picture: bytes = documents.page_image(file_id, number, by=SYSTEM)
    audit.record_read(
        by, subject="file", subject_id=file_id, purpose="consultation", owner_id=row.owner_id, agency_id=row.agency_id
    )
    return picture


def view_of(row: Consultation) -> ConsultationView:
    return ConsultationView(
        id=row.id,
        dossier_id=row.dossier_id,
        agency_id=row.agency_id,
        to_agency_id=row.to_agency_id,
        to_unit_id=row.to_unit_id,
        question=_opened(row, "question"),
        asked_at=row.asked_at,
        asked_by_name=row.asked_by_name,
        due_at=row.due_at,
        answer=_opened(row, "answer"),
        answered_at=row.answered_at,
        answered_by_name=row.answered_by_name,
        closed_at=row.closed_at,
        closed_because=row.closed_because,
    )


def _readable(consultation_id: UUID, by: Actor) -> Consultation:
    row = find(consultation_id, by)
    if not row.open or not may(by, "dossiers.answer_consultation", asked_of(row)):
        raise Refused("act.out-of-reach")
    return row


def _addressed(by: Actor, *, ended: bool) -> list[Consultation]:
    if by.agency_id is None:
        return []
    if ended:
        tail = f"where to_agency_id = %s and not ({OPEN}) order by asked_at desc, id limit {MOST}"
    else:
        tail = f"where to_agency_id = %s and {OPEN} order by due_at, id limit {MOST}"
    return fetch(Consultation, tail, [by.agency_id])


def _opened(row: Consultation, part: str) -> str:
    sealed = getattr(row, part)
    return crypto.unseal(sealed, context=sealed_at(row.id, part)).decode() if sealed is not None else ""
