"""The register of dossiers (Sổ theo dõi hồ sơ): what the agency accepted in a period, in the order it was accepted."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from motcua.kernel import audit, clock
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.reading.rows import row_of
from motcua.rooms.dossiers.rules.applicant import applicant
from motcua.rooms.dossiers.services import papers
from motcua.rooms.dossiers.services.holding import definition_of
from motcua.rooms.dossiers.types import FinanceState, Register, RegisterFilters, RegisterRow
from motcua.rooms.forms import queries as forms
from motcua.rooms.process import queries as process

LONGEST_DAYS = 366
MOST_PRINTED = 1_000
MOST_TAKEN = 10_000


def page(filters: RegisterFilters, *, start: int, limit: int, by: Actor, at: datetime) -> Register:
    """A stretch of the register for the screen: names as in every list, no address and no telephone."""
    found = _within(filters, by)
    held = list(found[start : start + limit])
    lines = [_row(one, start + place, at) for place, one in enumerate(held, 1)]
    return Register(tuple(lines), found.count())


def whole(filters: RegisterFilters, *, most: int, by: Actor, at: datetime) -> Register:
    """The register as it is printed or taken away, with address and telephone; each reading is recorded."""
    found = _within(filters, by)
    held = list(found[:most])
    contacts = _contacts(held, by)
    for one in held:
        audit.record_read(
            by, subject="register", subject_id=one.id, purpose=f"{filters.first:%d/%m/%Y}-{filters.last:%d/%m/%Y}",
            owner_id=one.owner_id, agency_id=by.agency_id,
        )  # fmt: skip
    lines = [_row(one, place, at, contacts.get(one.id, "")) for place, one in enumerate(held, 1)]
    return Register(tuple(lines), found.count() if len(held) == most else len(held))


def pdf(filters: RegisterFilters, *, by: Actor, at: datetime) -> bytes:
    """The register on the official form of the last day of its period."""
    found = whole(filters, most=MOST_PRINTED, by=by, at=at)
    form = documents.official_form("register", on=filters.last)
    values: dict[str, Any] = {
        "period": f"từ ngày {filters.first:%d/%m/%Y} đến ngày {filters.last:%d/%m/%Y}",
        "scope": scope_words(filters),
        "rows": [_printed(row) for row in found.rows],
        "total": found.total,
        "left_out": found.total - len(found.rows),
        "made_at": papers.instant(at),
        "made_by": by.name,
    }
    return documents.sheet(form, values, agency_id=by.agency_id, at=at)


def scope_words(filters: RegisterFilters) -> str:
    """The field and unit in words; empty for the whole register."""
    field = next((one.name for one in catalogue.fields() if one.key == filters.field), "")
    unit = agencies.unit(filters.unit_id) if filters.unit_id else None
    return " · ".join(
        part for part in (f"Lĩnh vực: {field}" if field else "", f"Đơn vị: {unit.name}" if unit else "") if part
    )


def _within(filters: RegisterFilters, by: Actor) -> QuerySet[Dossier]:
    if filters.last < filters.first:
        raise Refused("register.period-backwards")
    if (filters.last - filters.first).days > LONGEST_DAYS:
        raise Refused("register.period-too-long", days=LONGEST_DAYS)
    since = datetime.combine(filters.first, time(), clock.ZONE)
    until = datetime.combine(filters.last + timedelta(days=1), time(), clock.ZONE)
    if by.agency_id is None:
        return Dossier.objects.none()
    found = Dossier.objects.filter(agency_id=by.agency_id, accepted_at__gte=since, accepted_at__lt=until)
    if filters.field:
        codes = [card.code for card in catalogue.procedures(field=filters.field)]
        found = found.filter(procedure_code__in=codes)
    if filters.unit_id:
        found = found.filter(id__in=process.subjects_at(filters.unit_id))
    return found.order_by("accepted_at", "code")


def _row(dossier: Dossier, number: int, at: datetime, contact: str = "") -> RegisterRow:
    agency = agencies.agency(dossier.agency_id)
    row = row_of(dossier, at)
    money = {FinanceState.REFUNDING: "Đang hoàn trả phí", FinanceState.REFUNDED: "Đã hoàn trả phí"}
    changed = dossier.current_due_at != dossier.original_due_at
    return RegisterRow(
        number=number,
        id=dossier.id,
        code=dossier.code or "",
        procedure_name=dossier.procedure_name,
        sets=definition_of(dossier).procedure.sets,
        applicant_name=dossier.applicant_name,
        contact=contact,
        agency_name=agency.name if agency else "",
        received_at=dossier.accepted_at or dossier.submitted_at,
        due_at=dossier.current_due_at,
        completed_at=dossier.completed_at,
        delivered_at=dossier.delivered_at,
        method=dossier.result_channel,
        late=row.late,
        note=". ".join(
            part
            for part in (
                "Đổi ngày hẹn"
                if changed
                else row.status_words
                if dossier.ended_at and not dossier.completed_at
                else "",
                money.get(FinanceState(dossier.finance_state), ""),
            )
            if part
        ),
    )


def _contacts(held: Sequence[Dossier], by: Actor) -> dict[UUID, str]:
    """Address and telephone as the applicant gave them."""
    opened = forms.many([one.answers_id for one in held], by=by)
    found = {}
    for one in held:
        answers = opened.get(one.answers_id)
        if answers is not None:
            who = applicant(definition_of(one).form, answers.answers, fallback_name=one.applicant_name)
            found[one.id] = ", ".join(part for part in (who.address, who.phone) if part)
    return found


def _printed(row: RegisterRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "code": row.code,
        "procedure": row.procedure_name,
        "sets": row.sets,
        "applicant": ", ".join(part for part in (row.applicant_name, row.contact) if part),
        "agency": row.agency_name,
        "received": written(row.received_at),
        "due": written(row.due_at),
        "completed": written(row.completed_at),
        "delivered": written(row.delivered_at),
        "method": papers.RESULT_METHODS.get(row.method, ""),
        "receipt": "Điện tử" if row.delivered_at and row.method == "portal" else "",
        "note": row.note,
    }


def written(instant: datetime | None) -> str:
    return f"{clock.local(instant):%H:%M %d/%m/%Y}" if instant else ""
