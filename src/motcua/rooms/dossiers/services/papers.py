"""What the office writes on its slips and results: values for the templates of the documents room."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar.types import Deadline, spoken
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents.types import StoredFile
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.rules.answering import files_of_field
from motcua.rooms.dossiers.rules.applicant import applicant
from motcua.rooms.dossiers.rules.grounds import grounds
from motcua.rooms.dossiers.rules.papers import told
from motcua.rooms.dossiers.rules.unpaid import days_on, patiences
from motcua.rooms.dossiers.types import FinanceState
from motcua.rooms.forms import logic
from motcua.rooms.payments.types import FeeLine

RESULT_METHODS = {"portal": "Trên cổng dịch vụ công", "counter": "Tại quầy", "post": "Qua bưu điện"}


def instant(at: datetime | None) -> str:
    return spoken(clock.local(at)) if at else "Không có ngày hẹn cố định"


def common(dossier: Dossier, definition: Definition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What every slip says."""
    desk = agencies.desk(dossier.agency_id)
    who = applicant(definition.form, answers, fallback_name=dossier.applicant_name)
    return {
        "dossier": {"code": dossier.code or "", "receipt": dossier.receipt_number},
        "applicant": who.as_values()
        | {"name": dossier.applicant_name or who.name}
        | ({"filed_by": dossier.representative_name} if dossier.representative_name else {}),
        "request": definition.procedure.name.vi,
        "unit": desk.name if desk else "",
        "contact": {"unit": desk.name if desk else "", "phone": "", "email": ""},
    }


def submission_receipt(
    dossier: Dossier, definition: Definition, answers: Mapping[str, Any], files: Sequence[StoredFile], fee: int
) -> dict[str, Any]:
    """What the system received, with every file and its digest."""
    by_id = {str(file.id): file for file in files}
    listed = [
        {"component": field.label.vi, "name": file.name, "size": file.size_text, "sha256": file.sha256}
        for field in definition.form.fields()
        for one in files_of_field(definition.form, answers, field.key)
        if (file := by_id.get(str(one)))
    ]
    today = clock.local(dossier.submitted_at).date()
    rows = [row for page in logic.summary(definition.form, answers, today=today) for row in page.rows]
    lines = [{"label": row.label.vi, "value": ", ".join(row.lines)} for row in rows if row.lines and not row.files]
    return common(dossier, definition, answers) | {
        "receipt_number": dossier.receipt_number,
        "procedure": {"name": definition.procedure.name.vi, "code": dossier.procedure_code},
        "submitted_at": instant(dossier.submitted_at),
        "fee": _fee_told(dossier, fee),
        "result_method": RESULT_METHODS[dossier.result_channel],
        "files": listed,
        "answers": lines,
        "next": _what_follows(dossier),
    }


def _fee_told(dossier: Dossier, fee: int) -> str:
    if not fee:
        return "Không mất tiền"
    return f"{money(fee)}, chưa nộp" if dossier.finance_state == FinanceState.OWED else money(fee)


def _what_follows(dossier: Dossier) -> str:
    """The answer's day; while the fee is owed none is promised, only what has to happen first and until when."""
    if dossier.finance_state != FinanceState.OWED:
        return f"Cơ quan trả lời chậm nhất lúc {instant(dossier.answer_due_at)}."
    since = clock.local(dossier.submitted_at)
    last = since + timedelta(days=days_on(since.date(), patiences()))
    return (
        f"Nộp phí, lệ phí chậm nhất lúc {instant(last)} thì hồ sơ mới được xem xét. Nhận được tiền, cơ quan trả lời"
        " trong 8 giờ làm việc. Quá hạn mà chưa nộp thì hồ sơ tự dừng, muốn làm tiếp phải nộp lại hồ sơ."
    )


def reception_slip(
    dossier: Dossier,
    definition: Definition,
    answers: Mapping[str, Any],
    deadline: Deadline,
    lines: Sequence[FeeLine],
    *,
    by: Actor,
) -> dict[str, Any]:
    """Mẫu 01, with how the date was counted."""
    fee = sum(line.amount or 0 for line in lines)
    return common(dossier, definition, answers) | {
        "components": components(dossier, definition, answers),
        "sets": definition.procedure.sets,
        "time_limit": deadline.limit,
        "received_at": instant(dossier.accepted_at),
        "due_at": instant(deadline.due_at),
        "result_method": RESULT_METHODS[dossier.result_channel],
        "fee": money(fee) if fee else "Không mất tiền",
        "fee_method": "Trực tuyến" if fee and dossier.method == "online" else "",
        "due_explanation": [deadline.text.rstrip(".")],
        "book": f"điện tử năm {clock.local(dossier.accepted_at or dossier.submitted_at).year}",
        "book_entry": dossier.code or "",
        "receiver": {"name": by.name},
    }


def components(dossier: Dossier, definition: Definition, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was handed in: files, and on paper what the counter noted, or else what the procedure asks for."""
    noted = {paper.key: paper for paper in told(dossier.papers_in_hand)}
    found = []
    for component in definition.papers.components:
        if component.channels and dossier.method not in component.channels:
            continue
        electronic = component.is_eform or bool(
            component.field and files_of_field(definition.form, answers, component.field)
        )
        paper = noted.get(component.key)
        if not electronic and paper is None and (noted or not component.mandatory):
            continue
        online = dossier.method == "online"
        asked: Any = paper or component
        found.append(
            {
                "name": component.name.vi,
                "originals": 0 if online or (noted and paper is None) else asked.originals,
                "copies": 0 if online or (noted and paper is None) else asked.copies,
                "electronic": electronic,
            }
        )
    return found


def supplement_request(
    dossier: Dossier,
    definition: Definition,
    answers: Mapping[str, Any],
    items: Sequence[Mapping[str, str]],
    *,
    reason: str,
    due_at: datetime,
    by: Actor,
) -> dict[str, Any]:
    """Mẫu 02: everything that is missing or wrong, at once."""
    named = [
        {"name": _label(definition, item["field"]), "fault": f"{item['words']} {item['example']}".strip(), "count": ""}
        for item in items
    ]
    return common(dossier, definition, answers) | {
        "items": named,
        "reason": reason,
        "answer_by": instant(due_at),
        "guide": {"name": by.name},
    }


def refusal_slip(
    dossier: Dossier, definition: Definition, answers: Mapping[str, Any], *, ground: str, reason: str, by: Actor
) -> dict[str, Any]:
    """Mẫu 03: not taken in, on a ground of law."""
    known = grounds("reception_refusal")[ground]
    return common(dossier, definition, answers) | {
        "ground": f"{known.words} ({known.law})",
        "reason": reason,
        "guidance": "",
        "receiver": {"name": by.name},
    }


def result(
    dossier: Dossier, definition: Definition, answers: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, Any]:
    """The result document: answers, the same in words, and what the officer drafted."""
    return common(dossier, definition, answers) | {
        "answers": dict(answers),
        "display": logic.in_words(definition.form, answers),
        "result": dict(values),
        "symbol": definition.procedure.result.symbol,
        "procedure": {"name": definition.procedure.name.vi, "code": dossier.procedure_code},
        "bases": [basis.title.vi if basis.title else basis.number for basis in definition.procedure.legal_bases],
        "validity": definition.procedure.result.validity.vi,
        "validity_months": definition.procedure.result.validity_months,
        "received_on": f"{clock.local(dossier.accepted_at or dossier.submitted_at):%d/%m/%Y}",
    }


def bases_of(definition: Definition) -> list[str]:
    """The texts of law a procedure stands on, by number and name."""
    return [f"{b.number}" + (f" {b.title.vi}" if b.title else "") for b in definition.procedure.legal_bases]


def result_refusal(
    dossier: Dossier, definition: Definition, answers: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, Any]:
    """A reasoned refusal: a result too."""
    known = grounds("result_refusal")[str(values["ground"])]
    bases = bases_of(definition)[:4]
    return common(dossier, definition, answers) | {
        "symbol": "TB",
        "bases": bases,
        "ground": f"{known.words} ({known.law})",
        "reason": str(values["reason"]),
        "guidance": str(values.get("guidance", "")),
        "refund": "",
        "received_on": f"{clock.local(dossier.accepted_at or dossier.submitted_at):%d/%m/%Y}",
    }


def money(amount: int) -> str:
    return f"{grouped(amount)} đồng"


def grouped(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _label(definition: Definition, key: str) -> str:
    field = definition.form.by_key.get(key)
    return field.label.vi if field else key
