"""Opinions that are asked: sharing a dossier for them and ending that; used by the acts that ask, answer and end."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers.events import ConsultationClosed
from motcua.rooms.dossiers.models import Consultation, Dossier, Share
from motcua.rooms.dossiers.services.holding import announce


def named(row: Consultation) -> dict[str, UUID | None]:
    return {"consultation_id": row.id, "to_agency_id": row.to_agency_id, "to_unit_id": row.to_unit_id}


def awaited(dossier: Dossier) -> tuple[int, str]:
    """How many opinions are waited for, and who gave the last one when, for a sentence; empty when none came."""
    waiting = dossier.consultations.filter(answered_at=None, closed_at=None).count()
    last = dossier.consultations.exclude(answered_at=None).order_by("-answered_at").first()
    if last is None or last.answered_at is None:
        return waiting, ""
    place = agencies.unit(last.to_unit_id) if last.to_unit_id else agencies.agency(last.to_agency_id)
    name = place.name if place else last.answered_by_name
    return waiting, f"{name} ({clock.local(last.answered_at):%H:%M ngày %d/%m/%Y})"


def no_longer_asked(dossier: Dossier, reason: str, *, by: Actor, at: datetime) -> None:
    """With the dossier decided or ended, nobody's opinion is waited for; for the acts that do so."""
    waiting = dossier.consultations.select_for_update().filter(answered_at=None, closed_at=None)
    for row in waiting.order_by("id"):
        close(dossier, row, reason, by=by, at=at)


def close(dossier: Dossier, row: Consultation, reason: str, *, by: Actor, at: datetime) -> None:
    row.closed_at, row.closed_because = at, reason[:300]
    row.save(update_fields=["closed_at", "closed_because"])
    announce(ConsultationClosed, dossier, by=by, at=at, reason=reason, **named(row))
    unshare([row])


def share(dossier: Dossier, agency_id: UUID, at: datetime) -> None:
    """Let the agency read the dossier; where it was received it can be read there anyway."""
    if agency_id in {dossier.agency_id, dossier.reception_agency_id}:
        return
    if not Share.objects.filter(dossier_id=dossier.id, agency_id=agency_id).exists():
        Share.objects.create(
            dossier_id=dossier.id, agency_id=agency_id, since=at, given_by=dossier.agency_id, owner_id=dossier.owner_id
        )


def unshare(rows: list[Consultation]) -> None:
    """End the sharing with agencies that are asked nothing else; the last thing an act does with the dossier."""
    for row in rows:
        asked = Consultation.objects.filter(
            dossier_id=row.dossier_id, to_agency_id=row.to_agency_id, answered_at=None, closed_at=None
        )
        if not asked.exists():
            given = Share.objects.filter(dossier_id=row.dossier_id, agency_id=row.to_agency_id)
            given.exclude(given_by=None).delete()
