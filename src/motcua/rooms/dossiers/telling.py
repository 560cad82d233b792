"""Telling people what happened to a dossier. `handlers` says what and when."""

from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers.models import Dossier, GroupMember
from motcua.rooms.notifications import services as notifications


def dong(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def tell(fact: Any, event: str, *, key: str, at: datetime, person_id: UUID | None = None, **values: Any) -> None:
    """Tell the owner (or who is named); whoever cannot be reached sees it on his page all the same."""
    with scope(SYSTEM):
        dossier = Dossier.objects.get(id=fact.subject_id)
        known = Dossier.objects.get(id=dossier.group_id) if dossier.member and dossier.group_id else dossier
        part = GroupMember.objects.filter(dossier_id=dossier.id).order_by().first() if dossier.member else None
    agency = agencies.agency(dossier.agency_id)
    common = {
        "code": known.reference,
        "receipt_number": known.receipt_number,
        "procedure": dossier.procedure_name,
        "agency": agency.name if agency else "",
        "part": part.name if part else "",
    }
    try:
        notifications.tell(
            person_id or dossier.owner_id,
            event,
            common | values,
            subject_id=dossier.id,
            agency_id=dossier.agency_id,
            cause=key,
            by=SYSTEM,
            at=at,
        )
    except Refused as no:
        if no.code != "message.nobody":
            raise
