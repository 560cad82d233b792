"""Sheets that a counter prints anew each time: the receipt in the person's hand, the list that goes with paper."""

from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import clock, events
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents import services as documents_do
from motcua.rooms.documents.types import COUNTER_SLIP, PAPER_LIST
from motcua.rooms.dossiers.events import SupplementBrought
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.reading.desk import fee_at_desk, paper_to_send, reached
from motcua.rooms.dossiers.rules.papers import told
from motcua.rooms.dossiers.services import papers
from motcua.rooms.dossiers.services.standing import acting, as_desk_of
from motcua.rooms.dossiers.types import FeeAtDesk

CHANNELS = {"counter": "tại quầy đã nộp", "portal": "trên cổng dịch vụ công", "post": "qua bưu chính"}


def counter_slip_pdf(dossier_id: UUID, *, track_url: str, home_url: str, by: Actor, at: datetime) -> bytes:
    """The A5 receipt of a dossier, with codes for the two addresses. Refused: act.out-of-reach"""
    row = reached(dossier_id, by)
    values: dict[str, Any] = {
        "dossier": {"code": row.reference},
        "applicant": {"name": row.applicant_name, "filed_by": row.representative_name},
        "procedure": row.procedure_name,
        "competent": _name(row.agency_id),
        "counter": _name(row.reception_agency_id),
        "received_at": papers.instant(row.submitted_at),
        "due_at": papers.instant(row.current_due_at) if row.current_due_at else "",
        "result_method": CHANNELS[row.result_channel],
        "fee": _fee(fee_at_desk(dossier_id, by=by)),
        "papers": [
            {"name": one.name, "originals": one.originals, "copies": one.copies, "seen": one.seen}
            for one in told(row.papers_in_hand)
        ],
        "brought": _brought(row, by),
        "track_svg": documents_do.qr_svg(track_url),
        "home_svg": documents_do.qr_svg(home_url),
        "home_words": home_url.partition("//")[2],
        "accepted": row.accepted_at is not None,
        "made_at": papers.instant(at),
        "made_by": by.name,
    }
    return documents.sheet(COUNTER_SLIP, values, agency_id=by.agency_id, at=at)


def paper_list_pdf(agency_id: UUID, *, by: Actor, at: datetime) -> bytes:
    """Everything that waits here for one agency, to be signed for together. Refused: paper.not-here"""
    going = [one for one in paper_to_send(by=by) if one.to_agency_id == agency_id and not one.to_applicant]
    if not going:
        raise Refused("paper.not-here")
    rows = [
        {
            "code": way.reference,
            "procedure": way.procedure_name,
            "paper": ("Kết quả: " if way.is_result else "") + paper.name,
            "originals": paper.originals,
            "copies": paper.copies,
            "due": f"{clock.local(way.due_at):%H:%M %d/%m/%Y}",
        }
        for way in going
        for paper in way.papers
    ]
    values = {
        "to": _name(agency_id),
        "rows": rows,
        "total": len(rows),
        "dossiers": len({one.dossier_id for one in going}),
        "made_at": papers.instant(at),
        "made_by": by.name,
    }
    return documents.sheet(PAPER_LIST, values, agency_id=by.agency_id, at=at)


def _brought(row: Dossier, by: Actor) -> list[dict[str, str]]:
    desk = as_desk_of(row, by)
    with acting(desk, instead_of=by):
        facts = [one for one in events.history(row.id) if isinstance(one, SupplementBrought)]
    return [
        {
            "at": papers.instant(one.occurred_at),
            "agency": _name(one.at_agency or row.agency_id),
            "papers": ", ".join(one.papers),
        }
        for one in facts
    ]


def _fee(fee: FeeAtDesk | None) -> str:
    if fee is None:
        return "Miễn phí"
    said = papers.money(fee.total)
    if fee.cash is not None:
        return f"{said}, biên lai {fee.cash.receipt_number}"
    return f"{said}, chưa nộp" if fee.open else said


def _name(agency_id: UUID) -> str:
    agency = agencies.agency(agency_id)
    return agency.name if agency else ""
