"""A group of three small procedures for the tests of linking: a register entry at the commune, a notice of the police
that needs its number, an insurance card that needs nothing.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.agencies.types import Agency
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue import testing as catalogue_testing
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.testing import clean_file
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT, PEOPLE, TEMPLATE
from motcua.rooms.dossiers.types import GroupProgress, MemberProgress, ResultKind
from motcua.rooms.forms.testing import FILLED, THREE_PAGES

GROUP = "MC.990020"
ENTRY, NOTICE, CARD = "trial_entry", "trial_notice", "trial_card"
PLACE = {"province": "79", "commune": "26740", "detail": "1 Lê Lợi"}
STEPS = (
    ("receive", "reception_officer", "receive", 0.1),
    ("appraise", "case_officer", "appraise", 0.5),
    ("approve", "signing_authority", "approve", 0.1),
    ("number", "records_clerk", "number", 0.1),
    ("sign", "signing_authority", "sign", 0.1),
    ("deliver", "reception_officer", "deliver", 0.1),
)
GATHERED = (("receive", "reception_officer", "receive", 0.1), ("gather", "system", "gather", 0.8),
            ("deliver", "reception_officer", "deliver", 0.1))  # fmt: skip
MEMBERS: list[dict[str, Any]] = [
    {"key": "entry", "procedure": ENTRY, "name": {"vi": "Vào sổ"}, "share": "0.5",
     "answers": {"full_name": "answers.full_name", "proof": "answers.proof"}},
    {"key": "notice", "procedure": NOTICE, "name": {"vi": "Thông báo"}, "share": "0.5",
     "answers": {"full_name": "answers.full_name", "entry_number": "results.entry.number",
                 "entry_text": "results.entry.result_text"}},
    {"key": "card", "procedure": CARD, "name": {"vi": "Thẻ"}, "share": "0.5", "when": "answers.purpose == 'marriage'",
     "answers": {"full_name": "answers.full_name"}},
]  # fmt: skip
COPY_FEE = {"code": "copy", "kind": "phi", "name": {"vi": "Phí cấp bản sao"}, "amount": 3_000, "due": "on_copy"}
FIELD: dict[str, Any] = {"kind": "text", "label": {"vi": "Câu hỏi", "en": "Question"}}


def world(members: list[dict[str, Any]] = MEMBERS) -> None:
    """The agencies, the three procedures, and the group of them, in effect."""
    testing.world()
    text = {"key": "full_name", **FIELD, "required": True}
    proof = {"key": "proof", "kind": "file", "label": {"vi": "Giấy chứng minh"}}
    known = [{"key": "entry_number", **FIELD, "required": True}, {"key": "entry_text", **FIELD}]
    _published(ENTRY, "MC.990021", "commune_pc", [text, proof], STEPS)
    _published(NOTICE, "MC.990022", "commune_police", [text, *known], STEPS)
    _published(CARD, "MC.990023", "insurance_office", [text], STEPS, fees=[COPY_FEE])
    _published("trial_group", GROUP, "commune_pc", [], GATHERED, members=members)
    catalogue.forget()


def _published(
    key: str,
    code: str,
    kind: str,
    fields: list[Any],
    steps: Any,
    *,
    members: list[dict[str, Any]] | None = None,
    fees: Sequence[dict[str, Any]] = (),
) -> None:
    methods = [{"channel": "online", "time_limit": {"amount": "4", "unit": "working_day"}, "fees": list(fees)}]
    result = {**deepcopy(testing.RESULT), **({"fields": []} if members else {})}
    if not members:
        result["fields"][0].pop("default_from")
    package = catalogue_testing.a_package(
        key=key, local_code=code, agency_kind=kind, result=result, plain_name={"vi": f"Thủ tục {key}"}, methods=methods
    )
    form = deepcopy(THREE_PAGES)
    form["pages"][1]["fields"].append({"key": "proof", "kind": "file", "label": {"vi": "Giấy chứng minh"}})
    if fields:
        form = {"key": key, "pages": [{"key": "only", "title": {"vi": "Trang"}, "fields": fields}]}
    process = {
        "steps": [
            {"key": k, "name": k, "role": r, "unit": "anywhere", "does": does, "share": share}
            for k, r, does, share in steps
        ]
    }
    template = TEMPLATE if not members else '#set document(title: "x")\n#set text(lang: "vi")\nKết quả'
    definition = package.definition() | {"form": form, "process": process, "templates": {"result.typ": template}}
    if members:
        definition["group"] = {"members": members}
    catalogue_testing.published(type(package).from_definition(definition, folder=f"trials/{code}"))


@dataclass(frozen=True)
class Office:
    """Everybody one agency needs to finish a dossier."""

    case: Actor
    chief: Actor
    clerk: Actor

    @classmethod
    def of(cls, agency: Agency) -> "Office":
        return cls(*(testing.officer(f"{role} {agency.key}", role, None, agency=agency.key)
                     for role in ("case_officer", "signing_authority", "records_clerk")))  # fmt: skip


def handed_in(by: Actor, *, channel: str = "portal", **answers: Any) -> UUID:
    """The group handed in by one submission, with one paper."""
    file = clean_file(by)
    given = {**FILLED, "proof": [str(file.id)], **answers}
    draft = services.start_draft(GROUP, agency_id=testing.HOME, answers=given, by=by, at=AT)
    services.choose_agency(draft, testing.HOME, by=by, at=AT)
    services.choose_options(draft, result_channel=channel, by=by, at=AT)
    return services.submit(draft, by=by, at=AT).dossier_id


def accepted(by: Actor, **answers: Any) -> UUID:
    """Accepted by the lead one-stop; the members that can begin have begun."""
    group = handed_in(by, **answers)
    services.accept(group, by=PEOPLE.reception, at=AT)
    services.advance_group(group, by=SYSTEM, at=AT)
    return group


def progress(group: UUID, *, by: Actor = SYSTEM) -> GroupProgress:
    with scope(by):
        found = queries.group(group, by=by, at=AT)
    assert found is not None
    return found


def member(group: UUID, key: str) -> MemberProgress:
    return next(one for one in progress(group).members if one.key == key)


def decide(group: UUID, key: str, *, kind: str = ResultKind.GRANTED, at: Any = AT) -> UUID:
    """Let the agency of a member work through to an issued result; answers the member's dossier."""
    dossier_id, document_id = signed(group, key, kind=kind, at=at)
    services.issue(dossier_id, document_id, by=SYSTEM, at=at)
    services.advance_group(group, by=SYSTEM, at=at)
    return dossier_id


def signed(group: UUID, key: str, *, kind: str = ResultKind.GRANTED, at: Any = AT) -> tuple[UUID, UUID]:
    """The same up to the signature that is ordered; answers the member's dossier and the document to be issued."""
    dossier_id, office = numbered(group, key, kind=kind, at=at)
    services.sign(dossier_id, by=office.chief, at=at)
    with scope(SYSTEM):
        document_id = queries.find(dossier_id, by=SYSTEM).result_document_id
    assert document_id is not None
    return dossier_id, document_id


def numbered(group: UUID, key: str, *, kind: str = ResultKind.GRANTED, at: Any = AT) -> tuple[UUID, Office]:
    """The same up to the number; what is left is to sign."""
    one = member(group, key)
    assert one.dossier_id is not None
    agency = agencies.agency(one.agency_id)
    assert agency is not None
    office = Office.of(agency)
    values = testing.VALUES if kind == ResultKind.GRANTED else {"ground": "not_true", "reason": "Không đúng."}
    services.draft_result(one.dossier_id, values, kind=kind, by=office.case, at=at)
    services.complete_step(testing.task(one.dossier_id, "appraise").id, by=office.case, at=at)
    services.approve(one.dossier_id, by=office.chief, at=at)
    document = services.number(one.dossier_id, by=office.clerk, at=at)
    documents.render_now(document.document_id, by=SYSTEM, at=at)
    return one.dossier_id, office


def paper_arrived(group: UUID, key: str, *, at: Any = AT) -> None:
    """The result of a member, on paper, sent by its agency and signed in at the counter of the lead."""
    one = member(group, key)
    assert one.dossier_id is not None
    agency = agencies.agency(one.agency_id)
    assert agency is not None
    sender = testing.officer("Văn thư", "records_clerk", None, agency=agency.key)
    way = services.send_result_paper(one.dossier_id, to_agency_id=testing.HOME, by=sender, at=at)
    services.hand_paper(way.id, carrier="Bưu tá", by=sender, at=at)
    services.receive_paper(way.id, by=PEOPLE.reception, at=at)
