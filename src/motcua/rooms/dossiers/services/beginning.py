"""What acceptance sets going: the legal code, the process, the news of it; of dossiers and of members of a group."""

from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.asking import ask
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar.types import Deadline
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.dossiers.events import DossierAccepted
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.rules.codes import dossier_code
from motcua.rooms.dossiers.services.holding import announce
from motcua.rooms.process import services as process

# The row is the lock: the next dossier of the day waits for this transaction, so a rollback leaves no gap.
NEXT_OF_DAY = """
insert into dossiers_daycounter as counter (id, agency_id, day, last) values (%s, %s, %s, 1)
on conflict (agency_id, day) do update set last = counter.last + 1
returning last
"""


def next_code(dossier: Dossier, at: datetime) -> str:
    """The next code of the agency's day: gapless, because it comes and goes with this transaction."""
    agency = agencies.agency(dossier.agency_id)
    if agency is None:
        raise Refused("act.out-of-reach")
    day = clock.local(at).date()
    number = ask(NEXT_OF_DAY, [new_id(), dossier.agency_id, day])[0][0]
    return dossier_code(agency.code, day, number)


def begin(dossier: Dossier, definition: Definition, seen: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Start the process of the pinned version; its receiving step is done by this very act."""
    process.start(
        dossier.id,
        definition.process,
        {"answers": seen, "channel": str(dossier.method), "case": dossier.case_key},
        agency_id=dossier.agency_id,
        owner_id=dossier.owner_id,
        due_at=dossier.current_due_at,
        received_in=_counter(dossier, by),
        reference=dossier.reference,
        title=dossier.procedure_name,
        party=dossier.applicant_name,
        by=by,
        at=at,
    )


def _counter(dossier: Dossier, by: Actor) -> UUID | None:
    own = next((o.unit_id for o in by.offices if o.role == "reception_officer" and o.unit_id), None)
    desk = agencies.desk(dossier.agency_id)
    return own or (desk.id if desk else None)


def announce_acceptance(dossier: Dossier, deadline: Deadline, *, by: Actor, at: datetime) -> None:
    """Tell that the clock has started."""
    announce(
        DossierAccepted,
        dossier,
        by=by,
        at=at,
        code=dossier.reference,
        due_at=deadline.due_at,
        limit=deadline.limit,
        explanation=deadline.text,
        unit_id=_counter(dossier, by),
        procedure_key=dossier.procedure_key,
        procedure_code=dossier.procedure_code,
        method=str(dossier.method),
        submitted_at=dossier.submitted_at,
        slip_id=dossier.slip_document_id,
        group_id=dossier.group_id,
    )
