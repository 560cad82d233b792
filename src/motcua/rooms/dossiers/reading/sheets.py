"""Control slips, the register, and grounds of law, as `queries` passes them on."""

from datetime import datetime
from uuid import UUID

from motcua.kernel import audit
from motcua.kernel.acts import may
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.rows import fetch_one
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.reading import control, ruling
from motcua.rooms.dossiers.reading import register as reading
from motcua.rooms.dossiers.rules.grounds import Ground, Provision, grounds, provisions
from motcua.rooms.dossiers.rules.states import words
from motcua.rooms.dossiers.services.escalating import Prepared, prepared
from motcua.rooms.dossiers.services.papers import bases_of
from motcua.rooms.dossiers.types import Register, RegisterFilters


def control_slip(dossier_id: UUID, *, by: Actor, at: datetime) -> tuple[str, bytes]:
    """The code and the control slip of an accepted dossier, as PDF; the reading is recorded.

    Refused: act.out-of-reach, dossier.reason-needed, dossier.not-possible-now
    """
    row = ruling.permit_reading(dossier_id, by=by, at=at)
    if by.kind != ActorKind.SYSTEM and row.agency_id != by.agency_id:
        raise Refused("act.out-of-reach")
    if row.accepted_at is None:
        raise Refused("dossier.not-possible-now", status=words(row.status), state=row.status)
    audit.record_read(
        by, subject="control slip", subject_id=row.id, purpose=row.reference, owner_id=row.owner_id,
        agency_id=row.agency_id,
    )  # fmt: skip
    return row.reference, control.pdf(row, by=by, at=at)


def register(filters: RegisterFilters, *, start: int, limit: int, by: Actor, at: datetime) -> Register:
    """A stretch of the agency's register.

    Refused: act.not-permitted, register.period-backwards, register.period-too-long
    """
    _permit(by)
    return reading.page(filters, start=start, limit=limit, by=by, at=at)


def register_whole(filters: RegisterFilters, *, by: Actor, at: datetime) -> Register:
    """The register to take away; each reading is recorded. Refused: as `register`"""
    _permit(by)
    return reading.whole(filters, most=reading.MOST_TAKEN, by=by, at=at)


def register_pdf(filters: RegisterFilters, *, by: Actor, at: datetime) -> bytes:
    """The register on its official form; each reading is recorded. Refused: as `register`"""
    _permit(by)
    return reading.pdf(filters, by=by, at=at)


def refusal_grounds() -> list[Ground]:
    """The grounds of law for not taking a dossier in."""
    return list(grounds("reception_refusal").values())


def grounds_for(of: str) -> list[Ground]:
    """Grounds of one family: reception_refusal, supplement, result_refusal, stop, extension."""
    return list(grounds(of).values())


def provisions_for(of: str, definition: Definition) -> dict[str, list[Provision]]:
    """For each ground that has to name its text of law: what there is to choose from, for this procedure."""
    bases = bases_of(definition)
    return {key: provisions(one, bases) for key, one in grounds(of).items() if one.provisions}


def prepared_extension(dossier_id: UUID, *, by: Actor) -> Prepared | None:
    """The apology that lies ready for who signs it; None for anybody outside the agency."""
    row = fetch_one(Dossier, "where id = %s", [dossier_id])
    return prepared(row) if row is not None and row.agency_id == by.agency_id else None


def _permit(by: Actor) -> None:
    if by.agency_id is None or not may(by, "dossiers.register", Target(agency_id=by.agency_id)):
        raise Refused("act.not-permitted", action="dossiers.register", who="")
