"""For tests of this room and the faces: a commune, its people, and dossiers at every stage, made by the real acts."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind, Office
from motcua.rooms.agencies import testing as agencies_testing
from motcua.rooms.agencies.types import agency_id, unit_id
from motcua.rooms.calendar import queries as calendar
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue import testing as catalogue_testing
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import Done, Receipt, ReceptionSlip, ResultKind, SupplementItem
from motcua.rooms.forms.testing import FILLED, THREE_PAGES
from motcua.rooms.identity import testing as identity
from motcua.rooms.identity.types import IdentityClaims
from motcua.rooms.payments import queries as payments_read
from motcua.rooms.payments import services as payments
from motcua.rooms.process.types import TaskView

COMMUNE = "hcm25_w26740"
HOME = agency_id(COMMUNE)
AT = datetime(2026, 11, 18, 2, tzinfo=UTC)  # Wednesday, 09:00 in Vietnam
FREE, CHARGED = "MC.990010", "MC.990011"
VALUES = {"result_text": "Đủ điều kiện."}
STEPS = (
    ("receive", "Nhận hồ sơ", "reception_officer", "pvhcc", "receive", 0.1),
    ("appraise", "Thẩm định, soạn kết quả", "case_officer", "vp", "appraise", 0.5),
    ("review", "Soát xét", "unit_head", "vp", "work", 0.1),
    ("approve", "Duyệt", "signing_authority", "ld", "approve", 0.1),
    ("number", "Cấp số", "records_clerk", "vt", "number", 0.05),
    ("sign", "Ký số", "signing_authority", "ld", "sign", 0.1),
    ("deliver", "Trả kết quả", "reception_officer", "pvhcc", "deliver", 0.05),
)
PROCESS: dict[str, Any] = {
    "steps": [
        {"key": key, "name": name, "role": role, "unit": unit, "does": does, "share": share}
        for key, name, role, unit, does, share in STEPS
    ]
}
RESULT: dict[str, Any] = {
    "name": {"vi": "Giấy xác nhận thử"},
    "symbol": "UBND-XNT",
    "book": "trials",
    "validity": {"vi": "6 tháng"},
    "template": "result.typ",
    "fields": [
        {
            "key": "result_text",
            "kind": "textarea",
            "label": {"vi": "Nội dung", "en": "Content"},
            "required": True,
            "default_from": "'Xét đề nghị của ' + words.full_name",
        }
    ],
}
TEMPLATE = """
#let d = json(bytes(sys.inputs.data))
#set document(title: "Giấy xác nhận")
#set text(lang: "vi")
= #d.title
#d.agency.name, số #d.number/#d.symbol. #d.result.result_text. Người được cấp: #d.answers.full_name
"""


def officer(name: str, role: str, unit: str | None, *, agency: str = COMMUNE) -> Actor:
    """An officer without rows of his own."""
    home = agency_id(agency)
    office = Office(role, home, unit_id(agency, unit) if unit else None)
    return Actor(id=new_id(), kind=ActorKind.OFFICER, name=name, agency_id=home, offices=(office,))


def citizen(name: str = "Nguyễn Thị Lan") -> Actor:
    return Actor(id=new_id(), kind=ActorKind.CITIZEN, name=name, person_id=new_id(), assurance=2)


@dataclass(frozen=True)
class People:
    """Who works on a dossier at the commune."""

    reception: Actor
    case: Actor
    colleague: Actor
    head: Actor
    chief: Actor
    clerk: Actor
    desk_head: Actor


PEOPLE = People(
    reception=officer("Trần Thu", "reception_officer", "pvhcc"),
    case=officer("Lê Minh", "case_officer", "vp"),
    colleague=officer("Vũ Nam", "case_officer", "vp"),
    head=officer("Đỗ Hà", "unit_head", "vp"),
    chief=officer("Phạm Chiến", "signing_authority", "ld"),
    clerk=officer("Hồ Văn", "records_clerk", "vt"),
    desk_head=officer("Ngô Dung", "unit_head", "pvhcc"),
)


def staffed(*, without: frozenset[str] = frozenset(), at: datetime = AT) -> People:
    """The same people with accounts and offices in the database; `without` names posts that nobody holds."""
    held = {}
    for number, post in enumerate(vars(PEOPLE)):
        bare: Actor = getattr(PEOPLE, post)
        office = bare.offices[0]
        unit = next(key for key in ("pvhcc", "vp", "ld", "vt") if unit_id(COMMUNE, key) == office.unit_id)
        claims = IdentityClaims(f"07908500{number:04d}", bare.name, assurance=2, authentication_level=2)
        held[post] = (
            bare if post in without else identity.officer(office.role, agency=COMMUNE, unit=unit, claims=claims, at=at)
        )
    return People(**held)


def world() -> dict[str, Definition]:
    """Agencies and two small procedures, free and charged, as they are in effect."""
    agencies_testing.load_tree()
    calendar.forget()
    catalogue.forget()
    return {code: _published(code, fee) for code, fee in ((FREE, 0), (CHARGED, 15_000))}


def _published(code: str, fee: int) -> Definition:
    package = catalogue_testing.a_package(
        key=f"trial_{code[-6:]}", local_code=code, result=RESULT, plain_name={"vi": "Giấy xác nhận thử"},
        methods=[_method("online", 3, fee), _method("counter", 5, fee)],
    )  # fmt: skip
    definition = package.definition()
    form = deepcopy(THREE_PAGES)
    form["pages"][1]["fields"].append(
        {"key": "proof", "kind": "file", "label": {"vi": "Giấy chứng minh", "en": "Proof"}, "limits": {"max_items": 3}}
    )
    proof = {"key": "proof", "name": {"vi": "Giấy chứng minh"}, "originals": 1, "mandatory": False, "field": "proof"}
    definition["papers"] = {"components": [proof]}
    definition |= {"form": form, "process": PROCESS, "templates": {"result.typ": TEMPLATE}}
    return catalogue_testing.published(type(package).from_definition(definition, folder=f"trials/{code}"))


def _method(channel: str, days: int, fee: int) -> dict[str, Any]:
    charge = {"code": "charge", "kind": "le_phi", "name": {"vi": "Lệ phí"}, "amount": fee}
    limit = {"amount": str(days), "unit": "working_day"}
    return {"channel": channel, "time_limit": limit, "fees": [charge] if fee else []}


def drafted(by: Actor, *, code: str = FREE, at: datetime = AT, **answers: Any) -> UUID:
    """A draft with every question answered."""
    draft = services.start_draft(code, agency_id=HOME, answers={**FILLED, **answers}, by=by, at=at)
    services.choose_agency(draft, HOME, by=by, at=at)
    return draft


def filed(by: Actor, *, code: str = FREE, at: datetime = AT, **answers: Any) -> Receipt:
    """A dossier that was handed in and waits for reception."""
    return services.submit(drafted(by, code=code, at=at, **answers), by=by, at=at)


def pay(receipt: Receipt, *, at: datetime = AT) -> None:
    """Let the fee be met without a gateway: waived by a leader."""
    if receipt.obligation_id:
        payments.waive(receipt.obligation_id, reason="Hộ nghèo", evidence="Sổ hộ nghèo 12", by=PEOPLE.chief, at=at)


def accepted(by: Actor, *, at: datetime = AT, people: People = PEOPLE, **more: Any) -> ReceptionSlip:
    """A dossier with its legal code, its clock running, its first task open."""
    receipt = filed(by, at=at, **more)
    pay(receipt, at=at)
    return services.accept(receipt.dossier_id, by=people.reception, at=at)


def task(dossier_id: UUID, does: str, *, by: Actor = SYSTEM) -> TaskView:
    """The open task of this kind."""
    with scope(by):
        tasks = queries.dossier(dossier_id, by=by).tasks
    found: TaskView = next(t for t in tasks if t.does == does and t.state in {"open", "claimed"})
    return found


def for_approval(by: Actor, *, kind: str = ResultKind.GRANTED, at: datetime = AT, **more: Any) -> UUID:
    """A dossier with its result drafted and reviewed, before the leader."""
    slip = accepted(by, at=at, **more)
    values = VALUES if kind == ResultKind.GRANTED else {"ground": "not_true", "reason": "Xác minh không đúng."}
    services.draft_result(slip.dossier_id, values, kind=kind, by=PEOPLE.case, at=at)
    services.complete_step(task(slip.dossier_id, "appraise").id, by=PEOPLE.case, at=at)
    services.complete_step(task(slip.dossier_id, "work").id, by=PEOPLE.head, at=at)
    return slip.dossier_id


def approved(by: Actor, *, at: datetime = AT, **more: Any) -> UUID:
    dossier_id = for_approval(by, at=at, **more)
    services.approve(dossier_id, by=PEOPLE.chief, at=at)
    return dossier_id


def signing(by: Actor, *, at: datetime = AT, **more: Any) -> UUID:
    """Numbered, and the signatures ordered."""
    dossier_id = approved(by, at=at, **more)
    numbered = services.number(dossier_id, by=PEOPLE.clerk, at=at)
    documents.render_now(numbered.document_id, by=SYSTEM, at=at)
    services.sign(dossier_id, by=PEOPLE.chief, at=at)
    return dossier_id


def issued(by: Actor, *, at: datetime = AT, **more: Any) -> Done:
    """Issued as if the signatures had been made; a real signature needs the trust service."""
    dossier_id = signing(by, at=at, **more)
    with_document = _row(dossier_id)
    assert with_document is not None
    return services.issue(dossier_id, with_document, by=SYSTEM, at=at)


def asked(by: Actor, *, at: datetime = AT, **more: Any) -> Receipt:
    """A dossier the applicant has to complete before it is accepted: the purpose is to be mended."""
    receipt = filed(by, at=at, **{"purpose": "other", "purpose_other": "Việc gia đình"} | more)
    items = [SupplementItem("purpose", "Mục đích khác với giấy tờ đã gửi")]
    services.request_supplement(receipt.dossier_id, items, reason="Chưa khớp giấy tờ", by=PEOPLE.reception, at=at)
    return receipt


def owed(receipt: Receipt, *, by: Actor) -> int:
    with scope(by):
        found = payments_read.obligation(receipt.dossier_id, by=by)
    return found.total if found else 0


def _row(dossier_id: UUID) -> UUID | None:
    with scope(SYSTEM):
        return queries.dossier(dossier_id, by=SYSTEM).row.result_document_id
