"""Questions about opinions, corrections and copies, as `queries` passes them on."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.dossiers.reading import consulting, copies, correcting
from motcua.rooms.dossiers.types import ConsultationView, ConsultedCase, ConsultedLine, CopyLine, CorrectionLine


def asked_lately(*, by: Actor) -> list[tuple[UUID, UUID | None]]:
    """Whom this officer asked himself, the latest first: agency, and unit of it."""
    return consulting.asked_lately(by=by)


def asked_of_me(*, by: Actor, at: datetime | None = None, ended: bool = False) -> list[ConsultedLine]:
    """Opinions asked of the officer's agency and units, the most urgent first; or those that are over."""
    return consulting.asked_of_me(by, at=at or clock.now(), ended=ended)


def waiting_for_me(*, by: Actor) -> int:
    """How many opinions are waited for from this officer."""
    return consulting.waiting_for_me(by)


def consultation(consultation_id: UUID, *, by: Actor) -> ConsultationView:
    """One consultation, for those who ask and those who are asked. Refused: act.out-of-reach"""
    return consulting.view_of(consulting.find(consultation_id, by))


def consulted_case(consultation_id: UUID, *, by: Actor, at: datetime | None = None) -> ConsultedCase:
    """The dossier as whoever is asked may read it, while the question is open. Refused: act.out-of-reach"""
    return consulting.case(consultation_id, by, at=at or clock.now())


def consulted_page(consultation_id: UUID, file_id: UUID, page: int, *, by: Actor) -> bytes:
    """One page of its papers. Refused: act.out-of-reach, file.no-picture"""
    return consulting.page(consultation_id, file_id, page, by)


def corrections_owed(*, by: Actor, at: datetime | None = None) -> list[CorrectionLine]:
    """What the officer's agency still has to make right, the most urgent first."""
    return correcting.owed(by, at=at or clock.now())


def count_corrections(*, by: Actor) -> int:
    return correcting.count_owed(by)


def copies_asked(*, by: Actor, at: datetime | None = None) -> list[CopyLine]:
    """Copies of results that wait for an answer of the officer's agency, the oldest first."""
    return copies.asked(by, at=at or clock.now())


def count_copies(*, by: Actor) -> int:
    return copies.count_asked(by)
