"""The ordinary steps of an office, for tests."""

from datetime import UTC, datetime
from uuid import UUID

from motcua.kernel.ids import new_id
from motcua.kernel.types import Actor
from motcua.rooms.documents import services
from motcua.rooms.documents.tests.samples import FORMS
from motcua.rooms.documents.types import SUBMISSION_RECEIPT, DocumentRef, TemplateRef

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
CERTIFICATE = TemplateRef.content(
    '#import "/nd30/1.typ": *\n#let d = json(bytes(sys.inputs.data))\n#show: paper.with(d)\n'
    "#letterhead(d)\n#naming[Giấy xác nhận]\n#d.answers.name\n#closing(verify(d), signature(d.signer))",
    "giay-xac-nhan",
)


def receipt(by: Actor, office: UUID) -> DocumentRef:
    values = {**FORMS[SUBMISSION_RECEIPT], "applicant": {"name": by.name}}
    return services.draw_up(
        SUBMISSION_RECEIPT, values, subject_id=new_id(), agency_id=office, owner_id=by.person_id,
        kind="submission_receipt", holder=by.name, by=by, at=NOON,
    )  # fmt: skip


def certificate(drafter: Actor, *, owner: UUID | None = None, at: datetime = NOON) -> DocumentRef:
    drawn = services.draw_up(
        CERTIFICATE, {"answers": {"name": "Lê Thị Hường"}}, subject_id=new_id(), agency_id=drafter.agency_id,
        owner_id=owner, kind="result", holder="Lê Thị Hường", draft=True, by=drafter, at=at,
    )  # fmt: skip
    return services.render_now(drawn.id, at=at)


def numbered(drafter: Actor, chair: Actor, clerk: Actor, *, at: datetime = NOON) -> DocumentRef:
    drawn = certificate(drafter, at=at)
    services.approve(
        drawn.id, version=1, signer_title="Chủ tịch", authority_prefix="TM. Ủy ban nhân dân", by=chair, at=at
    )
    services.number(drawn.id, book="GXN", by=clerk, at=at)
    return services.render_now(drawn.id, at=at)
