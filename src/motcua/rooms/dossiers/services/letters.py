"""What the office writes when it is late, stops or asks for money: values of Mẫu 04 and 05 (TT 03/2025) and of Mẫu 04 (TT 01/2018)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from motcua.kernel import clock
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.rules.grounds import grounds
from motcua.rooms.dossiers.rules.states import words
from motcua.rooms.dossiers.services import papers
from motcua.rooms.dossiers.services.together import open_parts
from motcua.rooms.dossiers.types import Status
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments.types import FeeLine, ObligationState, total
from motcua.rooms.process import queries as process

NO_DECISION = "Chưa có quyết định, chưa có kết quả giải quyết"
STAGES = {
    Status.SUPPLEMENT_BEFORE: "Chờ người nộp bổ sung, trước khi tiếp nhận",
    Status.SUPPLEMENT_AFTER: "Chờ người nộp bổ sung, sau khi tiếp nhận",
}


def apology(
    dossier: Dossier,
    definition: Definition,
    answers: Mapping[str, Any],
    *,
    reason: str,
    new_due_at: datetime | None,
    signer: Mapping[str, str],
) -> dict[str, Any]:
    """Mẫu 04: what was promised, who is late and why, the one new date."""
    received = dossier.accepted_at or dossier.submitted_at
    return papers.common(dossier, definition, answers) | {
        "received_at": papers.instant(received),
        "received_on": f"{clock.local(received):%d/%m/%Y}",
        "original_due_at": papers.instant(dossier.current_due_at),
        "new_due_at": papers.instant(new_due_at) if new_due_at else "",
        "at_fault": at_fault(dossier),
        "reason": reason,
        "place": papers.RESULT_METHODS[dossier.result_channel],
        "extension_number": dossier.extension_count + 1,
        "history": _history(dossier),
        "signer": dict(signer),
    }


def stop_notice(
    dossier: Dossier,
    definition: Definition,
    answers: Mapping[str, Any],
    *,
    stage: str,
    ground: str,
    law: str,
    reason: str,
    signer: Mapping[str, str] | None,
    by: Actor,
    at: datetime,
) -> dict[str, Any]:
    """Mẫu 05: who asked and on what ground, how far it had come, that nothing was decided, what happens to the money."""
    known = grounds("stop").get(ground)
    desk = agencies.desk(dossier.agency_id)
    return papers.common(dossier, definition, answers) | {
        "received_at": papers.instant(dossier.accepted_at or dossier.submitted_at),
        "stopped_at": papers.instant(at),
        "asked_by": "Cơ quan giải quyết" if known else "Người nộp hồ sơ",
        "ground": f"{known.words} ({law or known.law})"
        if known
        else "Đề nghị của người nộp (NĐ 118/2025/NĐ-CP Điều 21)",
        "reason": reason or "Theo đề nghị của người nộp hồ sơ.",
        "stage": STAGES.get(Status(stage)) or words(stage),
        "decision": NO_DECISION,
        "money": _money(dossier, by=by),
        "signer": dict(signer or {"title": desk.name if desk else "", "name": "", "authority_prefix": ""}),
    }


def payment_notice(
    dossier: Dossier,
    definition: Definition,
    answers: Mapping[str, Any],
    *,
    lines: Sequence[FeeLine],
    ground: str,
    reason: str,
    signer: Mapping[str, str] | None,
    at: datetime,
) -> dict[str, Any]:
    """What has to be paid now, line by line, on what ground; the clock stands still until then."""
    known = grounds("pause").get(ground)
    desk = agencies.desk(dossier.agency_id)
    owed = total(lines)
    return papers.common(dossier, definition, answers) | {
        "lines": [{"name": line.name, "amount": papers.grouped(line.amount or 0)} for line in lines],
        "total": papers.grouped(owed),
        "total_in_words": payments.in_words(owed),
        "ground": f"{known.words} ({known.law})" if known else "",
        "reason": reason,
        "how": f"Trên Cổng dịch vụ công, hoặc tại {desk.name if desk else 'quầy tiếp nhận'}",
        "noticed_at": papers.instant(at),
        "signer": dict(signer or {"title": desk.name if desk else "", "name": "", "authority_prefix": ""}),
    }


def at_fault(dossier: Dossier) -> str:
    """The units at which the work lies now, of a group the agencies of its open parts; else the agency itself."""
    if dossier.leads and (parts := open_parts(dossier, clock.now())):
        return ", ".join(dict.fromkeys(part.agency for part in parts))
    units = [agencies.unit(task.unit_id) for task in process.open_tasks([dossier.id]) if task.unit_id]
    agency = agencies.agency(dossier.agency_id)
    home = agency.name if agency else ""
    return ", ".join(dict.fromkeys(f"{unit.name}, {home}" for unit in units if unit)) or home


def _history(dossier: Dossier) -> list[dict[str, str]]:
    return [
        {
            "at": f"{clock.local(one.at):%d/%m/%Y}",
            "before": f"{clock.local(one.before):%d/%m/%Y}" if one.before else "",
            "after": f"{clock.local(one.after):%d/%m/%Y}" if one.after else "",
            "ground": one.ground,
        }
        for one in dossier.due_changes.order_by("at", "id")
    ]


def paid_words(dossier: Dossier, *, by: Actor) -> str:
    """What a refusal says of a fee that was paid; nothing when none was."""
    owed = payments.obligation(dossier.id, by=by)
    return _money(dossier, by=by) if owed is not None and owed.state == ObligationState.PAID else ""


def _money(dossier: Dossier, *, by: Actor) -> str:
    owed = payments.obligation(dossier.id, by=by)
    if owed is None or not owed.total:
        return "Không thu phí, lệ phí."
    if owed.state == ObligationState.PAID:
        return f"Đã nộp {papers.money(owed.total)}; việc hoàn trả theo quy định về phí, lệ phí của thủ tục."
    if owed.state == ObligationState.WAIVED:
        return "Đã được miễn, không có tiền phải hoàn."
    return "Chưa nộp, không phải nộp nữa."
