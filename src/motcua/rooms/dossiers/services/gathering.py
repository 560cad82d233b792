"""The end of a group dossier: every member has ended, the set of results is complete."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.types import DocumentKind, TemplateRef
from motcua.rooms.dossiers.events import DossierStopped, DossierWithdrawn, ResultsGathered
from motcua.rooms.dossiers.models import Dossier, GroupMember
from motcua.rooms.dossiers.rules.linking import DECIDED
from motcua.rooms.dossiers.services import papers
from motcua.rooms.dossiers.services.closing import closed
from motcua.rooms.dossiers.services.handing import deliver_on_portal
from motcua.rooms.dossiers.services.holding import announce, kept, open_task
from motcua.rooms.dossiers.types import Outcome, ResultKind, Status
from motcua.rooms.forms import queries as forms
from motcua.rooms.process import services as process

WORDS = {
    Outcome.GRANTED: "Đã giải quyết",
    Outcome.REFUSED: "Từ chối, có văn bản nêu lý do",
    Outcome.WITHDRAWN: "Người nộp đã rút",
    Outcome.STOPPED: "Đã dừng giải quyết",
    Outcome.NOT_STARTED: "Không thực hiện vì thiếu kết quả của thủ tục trước",
}


def finish(group: Dossier, definition: Definition, rows: Sequence[GroupMember], *, by: Actor, at: datetime) -> None:
    """Gather what came of the members; a group of which nothing was decided ends without a result."""
    if any(row.outcome in DECIDED for row in rows):
        _gathered(group, definition, rows, by=by, at=at)
        return
    stopped = any(row.outcome == Outcome.STOPPED for row in rows)
    status = Status.STOPPED if stopped else Status.WITHDRAWN
    closed(group, status, ground="members", reason="", by=by, at=at)
    if stopped:
        announce(DossierStopped, group, by=by, at=at, ground="members", reason="")
    else:
        announce(DossierWithdrawn, group, by=by, at=at, reason="")


def _gathered(group: Dossier, definition: Definition, rows: Sequence[GroupMember], *, by: Actor, at: datetime) -> None:
    kind = ResultKind.GRANTED if any(row.outcome == Outcome.GRANTED for row in rows) else ResultKind.REFUSED
    answers = forms.answers(group.answers_id, by=by).answers
    listed = documents.draw_up(
        TemplateRef.content(definition.package.result_template, definition.key, str(definition.number)),
        papers.result(group, definition, answers, {}) | {"results": [_line(row, by=by) for row in rows]},
        subject_id=group.id, agency_id=group.agency_id, owner_id=group.owner_id, kind=DocumentKind.OTHER,
        title="Bảng kê kết quả liên thông", holder=group.applicant_name, by=by, at=at,
    )  # fmt: skip
    group.result_kind = kind
    group.gather(document_id=listed.id, at=at)
    kept(group)
    process.complete(open_task(group, "gather").id, "gathered", automatic=True, by=by, at=at)
    announce(
        ResultsGathered, group, by=by, at=at, document_id=listed.id, kind=str(kind), code=group.reference,
        completed_at=at, due_at=group.original_due_at, late=group.late, result_channel=str(group.result_channel),
    )  # fmt: skip
    deliver_on_portal(group, by=by, at=at)


def _line(row: GroupMember, *, by: Actor) -> dict[str, Any]:
    dossier = Dossier.objects.filter(id=row.dossier_id).order_by().first() if row.dossier_id else None
    agency = agencies.agency(row.at_agency_id)
    document = (
        documents_read.document(dossier.result_document_id, by=by)
        if dossier is not None and dossier.result_document_id
        else None
    )
    return {
        "name": row.name,
        "agency": agency.name if agency else "",
        "outcome": WORDS[Outcome(row.outcome)],
        "title": document.title if document else "",
        "number": document.number_text if document else "",
        "date": f"{document.dated_on:%d/%m/%Y}" if document and document.dated_on else "",
        "code": document.verification_code if document else "",
    }
