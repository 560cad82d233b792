"""The history of a dossier in words: what happened (facts) and what is being done (tasks), in one line of time."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.rooms.agencies import queries as agencies
from motcua.rooms.dossiers import events as e
from motcua.rooms.dossiers.services.papers import money
from motcua.rooms.dossiers.types import TimelineEntry
from motcua.rooms.payments import events as m
from motcua.rooms.process.types import TaskView

Entry = TimelineEntry
CORRECTING = {"drafted": "đã soạn", "approved": "đã duyệt", "numbered": "đã cấp số", "signing": "đang ký"}


def timeline(facts: Iterable[Any], tasks: Sequence[TaskView], *, at: datetime, inside: bool) -> tuple[Entry, ...]:
    """Every line, oldest first, what still waits last. `inside`: for officers, with what is internal."""
    entries = [entry for fact in facts if (entry := _entry(fact)) is not None]
    entries += [_step(task, at) for task in tasks if task.does != "receive" and task.state != "cancelled"]
    shown = entries if inside else [entry for entry in entries if entry.public]
    return tuple(sorted(shown, key=lambda entry: (not entry.done, entry.at)))


def public(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """What anybody with the look-up pair sees: progress and units, no person, no reason."""
    return tuple(replace(entry, who="", detail="") for entry in entries if entry.public)


def _entry(fact: Any) -> Entry | None:
    make = _LINES.get(type(fact))
    return make(fact) if make else None


def _step(task: TaskView, at: datetime) -> Entry:
    done = task.state == "done"
    return Entry(
        at=task.done_at or task.opened_at,
        kind="step",
        title=task.name,
        title_en=task.name,
        who=task.done_by_name if done else task.assignee_name,
        unit=unit_name(task.unit_id) or agency_name(task.agency_id),
        due_at=task.due_at,
        done=done,
        late=task.late(at),
    )


def unit_name(unit_id: UUID | None) -> str:
    unit = agencies.unit(unit_id) if unit_id else None
    return unit.name if unit else ""


def agency_name(agency_id: UUID | None) -> str:
    agency = agencies.agency(agency_id) if agency_id else None
    return agency.name if agency else ""


def provision_of(facts: Iterable[Any]) -> str:
    """Which text of law a dossier was stopped on; empty for any other."""
    return next((fact.provision for fact in facts if isinstance(fact, e.DossierStopped)), "")


def _line(fact: Any, kind: str, vi: str, en: str, **more: Any) -> Entry:
    more.setdefault("who", getattr(fact, "by_name", ""))
    more.setdefault("unit", agency_name(fact.agency_id))
    return Entry(at=fact.occurred_at, kind=kind, title=vi, title_en=en, **more)


def _handed_in(fact: e.DossierSubmitted | e.DossierAccepted) -> bool:
    """Tell what the applicant did from what a group passed on to one of its agencies."""
    return fact.group_id in {None, fact.subject_id}


MEMBER_ENDS = {
    "granted": ("đã có kết quả", "result ready"),
    "refused": ("bị từ chối, xem lý do trong văn bản", "refused, see the reasons in the document"),
    "withdrawn": ("đã rút", "withdrawn"),
    "stopped": ("đã dừng", "stopped"),
    "not_started": ("không làm được vì thiếu kết quả trước", "not possible without the result before it"),
}


def _member_ended(fact: e.MemberEnded) -> Entry:
    vi, en = MEMBER_ENDS[fact.outcome]
    unit = agency_name(fact.at_agency_id)
    return _line(
        fact, "member-ended", f"{fact.name}: {vi}", f"{fact.name_en or fact.name}: {en}", who="", unit=unit,
        detail=fact.reason,
    )  # fmt: skip


def _accepted(fact: e.DossierAccepted) -> Entry:
    unit = unit_name(fact.unit_id) or agency_name(fact.agency_id)
    if not _handed_in(fact):
        vi, en = "Nhận từ nơi tiếp nhận hồ sơ liên thông", "Received from the one-stop of the group"
        return _line(fact, "accepted", vi, en, who="", unit=unit, due_at=fact.due_at, detail=fact.explanation)
    return _line(
        fact, "accepted", f"Tiếp nhận, cấp mã {fact.code}", f"Accepted as {fact.code}", unit=unit, due_at=fact.due_at,
        detail=fact.explanation,
    )  # fmt: skip


def _issued(fact: e.ResultIssued | e.ResultRefused) -> Entry:
    no = isinstance(fact, e.ResultRefused)
    vi, en = ("Ban hành thông báo từ chối", "Refusal issued") if no else ("Ban hành kết quả", "Result issued")
    return _line(fact, "issued", vi, en, who="", late=fact.late)


def _due_changed(fact: e.DueChanged) -> Entry:
    titles = {
        "extension": ("Xin lỗi và lùi ngày hẹn", "Apology: the date was put off"),
        "calendar": ("Đổi ngày hẹn theo lịch nghỉ mới", "The date changed with the calendar of holidays"),
    }
    vi, en = titles.get(fact.cause, ("Đổi ngày hẹn", "The date changed"))
    return _line(fact, "due-changed", vi, en, detail=fact.ground, due_at=fact.due_at)


MOVED = {
    "answer": ("Đổi hạn trả lời theo lịch làm việc mới", "Our answer is due at another time"),
    "supplement": ("Đổi hạn bổ sung theo lịch làm việc mới", "More time to complete the dossier"),
    "correction": ("Đổi hạn sửa kết quả theo lịch làm việc mới", "The correction is due at another time"),
    "consultation": ("Đổi hạn cho ý kiến theo lịch làm việc mới", "The opinion is due at another time"),
    "paper": ("Đổi hạn chuyển bản giấy theo lịch làm việc mới", "Paper is due to leave at another time"),
}


def _term_moved(fact: e.TermMoved) -> Entry:
    vi, en = MOVED[fact.term]
    outside = fact.term not in {"consultation", "paper"}
    return _line(fact, "term-moved", vi, en, who="", detail=fact.ground, due_at=fact.due_at, public=outside)


def _answered(fact: e.SupplementAnswered) -> Entry:
    stays = "Người nộp giữ nguyên, cho là đúng: " + ", ".join(fact.kept_as_right) if fact.kept_as_right else ""
    due_at = fact.due_at or fact.answer_due_at
    return _line(fact, "supplement-answered", "Đã bổ sung", "Completed", due_at=due_at, detail=stays)


def _amended(fact: e.DossierAmended) -> Entry:
    if fact.through:
        vi, en = f"Sửa theo {fact.through}", f"Follows the change of {fact.through}"
        return _line(fact, "amended", vi, en, who="", detail=fact.reason)
    return _line(fact, "amended", "Người nộp sửa hồ sơ", "Changed by the applicant", detail=fact.reason)


def _asked(fact: Any) -> str:
    """Who was asked, by name."""
    return " · ".join(name for name in (unit_name(fact.to_unit_id), agency_name(fact.to_agency_id)) if name)


def _consultation_answered(fact: e.ConsultationAnswered) -> Entry:
    who = _asked(fact)
    return _line(fact, "opinion", f"Đã có ý kiến của {who}", f"Opinion received: {who}", unit=who, late=fact.late)


_LINES: dict[type[Any], Any] = {
    m.RefundOpened: lambda f: _line(
        f,
        "refund-opened",
        f"Bắt đầu hoàn trả {money(f.amount)}",
        f"{money(f.amount)} will be given back",
        who="",
        due_at=f.due_at,
    ),
    m.RefundLeftToCashier: lambda f: _line(
        f,
        "refund-left",
        "Cổng thanh toán chưa hoàn được, thủ quỹ sẽ trả",
        "The gateway did not send the money back; the cashier will",
        who="",
    ),
    m.RefundDone: lambda f: _line(f, "refunded", f"Đã hoàn trả {money(f.amount)}", f"{money(f.amount)} given back"),
    m.RefundDoubled: lambda f: _line(
        f, "refund-doubled", "Khoản hoàn trả bị trả hai lần", "Given back twice", who="", late=True, public=False
    ),
    e.DossierSubmitted: lambda f: (
        _line(f, "submitted", "Nộp hồ sơ", "Submitted", due_at=f.answer_due_at) if _handed_in(f) else None
    ),
    e.MemberStarted: lambda f: _line(
        f,
        "member-started",
        f"{f.name}: đã chuyển, đang giải quyết",
        f"{f.name_en or f.name}: passed on, at work",
        who="",
        unit=agency_name(f.at_agency_id),
    ),
    e.MemberEnded: _member_ended,
    e.GroupPutOff: lambda f: _line(
        f,
        "due-changed",
        "Đổi ngày hẹn chung",
        "The date of the group changed",
        who="",
        due_at=f.due_at,
        detail=f"{f.name}: tính lại thời hạn sau khi bổ sung",
    ),
    e.JointAnswersFollowed: lambda f: _line(
        f,
        "joint-answers",
        f"Tờ khai chung sửa theo phần {f.name}",
        f"The joint form follows the part {f.name}",
        who="",
        detail=", ".join(f.labels),
    ),
    e.PartHanded: lambda f: _line(
        f, "part-handed", f"{f.name}: đã trả bản giấy", f"{f.name_en or f.name}: handed over on paper", who=""
    ),
    e.VersionKept: lambda f: _line(
        f,
        "version-kept",
        "Tờ khai chung đã sửa, kết quả này giữ bản trước",
        "The joint form changed; this result keeps the version before",
        who="",
        detail=", ".join(f.labels),
    ),
    e.ResultsGathered: lambda f: _line(f, "gathered", "Đủ bộ kết quả", "The set of results is complete", who=""),
    e.DossierAccepted: _accepted,
    e.ReceptionRefused: lambda f: _line(f, "refused", "Không tiếp nhận", "Not taken in", detail=f.reason),
    e.SupplementRequested: lambda f: _line(
        f, "supplement", "Yêu cầu bổ sung", "Completion asked for", detail=f.reason, due_at=f.due_at
    ),
    e.SupplementAnswered: _answered,
    e.ReturnedForRework: lambda f: _line(
        f, "rework", "Trả lại bước trước", "Returned for rework", detail=f.reason, public=False
    ),
    e.ResultIssued: _issued,
    e.ResultRefused: _issued,
    e.DossierDelivered: lambda f: _line(f, "delivered", "Đã trả kết quả", "Result delivered", who=""),
    e.DossierWithdrawn: lambda f: _line(f, "withdrawn", "Người nộp rút hồ sơ", "Withdrawn", detail=f.reason),
    e.DossierStopped: lambda f: _line(
        f, "stopped", "Dừng giải quyết", "Stopped", detail=". ".join(w for w in (f.provision, f.reason) if w)
    ),
    e.DossierPaused: lambda f: _line(f, "paused", "Tạm dừng tính thời hạn", "The clock is paused", detail=f.ground),
    e.DossierResumed: lambda f: _line(f, "resumed", "Tính tiếp thời hạn", "The clock runs on", due_at=f.due_at),
    e.DueChanged: _due_changed,
    e.TermMoved: _term_moved,
    e.FinanceChanged: lambda f: (
        _line(f, "paid", "Đã nhận tiền phí, lệ phí", "Fee received", who="") if f.state == "paid" else None
    ),
    e.PaperHanded: lambda f: _line(
        f, "paper", f"Bản giấy được chuyển tới {f.to}", f"Paper sent to {f.to}", unit="", late=f.late
    ),
    e.PaperReceived: lambda f: _line(f, "paper", f"Đã nhận bản giấy từ {f.sender}", f"Paper from {f.sender} arrived"),
    e.PaperMissed: lambda f: _line(
        f,
        "paper",
        f"Bản giấy gửi tới {f.to} chưa thấy tới, đang tìm",
        f"Paper sent to {f.to} did not arrive, it is being looked for",
        late=True,
        detail=f.note,
    ),
    e.SupplementBrought: lambda f: _line(
        f,
        "supplement-brought",
        "Nhận giấy tờ bổ sung tại quầy",
        "What was asked for was handed in at a counter",
        unit=agency_name(f.at_agency) if f.at_agency else "",
        detail=", ".join(f.papers),
    ),
    e.CorrectionRequested: lambda f: _line(
        f, "correction", "Báo kết quả sai", "The result is said to be wrong", due_at=f.due_at
    ),
    e.CorrectionDeclined: lambda f: _line(
        f, "correction-declined", "Kết quả đúng, không sửa", "The result is right", detail=f.reason
    ),
    e.CorrectionMoved: lambda f: _line(
        f,
        "correction-moved",
        f"Sửa kết quả: {CORRECTING.get(f.state, f.state)}",
        f"Correction: {f.state}",
        public=False,
    ),
    e.ResultCorrected: lambda f: _line(
        f,
        "corrected",
        "Trả kết quả đã sửa, thu hồi bản sai",
        "Corrected result; the wrong one is revoked",
        who="",
        late=f.late,
    ),
    e.ResultReissued: lambda f: _line(f, "reissued", "Cấp lại bản sao kết quả", "A copy was handed out again"),
    e.CopyRequested: lambda f: _line(f, "copy-asked", "Xin cấp lại bản sao kết quả", "Another copy is asked for"),
    e.CopyGranted: lambda f: _line(f, "copy-granted", "Duyệt cấp bản sao", "The copy is granted", public=False),
    e.CopyGiven: lambda f: _line(f, "copy-given", "Cấp bản sao kết quả đã ký số", "A signed copy is given", who=""),
    e.CopyDeclined: lambda f: _line(
        f, "copy-declined", "Không cấp bản sao kết quả", "No copy is given", detail=f.reason
    ),
    e.DossierLost: lambda f: _line(
        f,
        "lost",
        "Cơ quan làm mất hoặc hỏng giấy tờ, xin lỗi người nộp",
        "The office lost papers and apologises",
        detail=f"{f.what}. {f.remedy}",
        late=True,
    ),
    e.DossierAmended: _amended,
    e.PaymentNoticed: lambda f: _line(
        f,
        "payment-noticed",
        f"Thông báo nộp {money(f.amount)}",
        f"Payment asked for: {money(f.amount)}",
        detail=f.ground,
    ),
    e.ConsultationAsked: lambda f: _line(
        f, "consultation", f"Lấy ý kiến {_asked(f)}", f"Opinion asked: {_asked(f)}", due_at=f.due_at
    ),
    e.ConsultationAnswered: _consultation_answered,
    e.ConsultationClosed: lambda f: _line(
        f,
        "consultation-closed",
        f"Không chờ ý kiến {_asked(f)} nữa",
        f"No longer waiting for {_asked(f)}",
        detail=f.reason,
        public=False,
    ),
    e.ConsultationLate: lambda f: _line(
        f,
        "consultation-late",
        f"Quá hạn cho ý kiến: {_asked(f)}",
        f"Opinion overdue: {_asked(f)}",
        who="",
        late=True,
        public=False,
    ),
    e.NoteWritten: lambda f: _line(f, "note", "Ghi chú nội bộ", "Internal note", public=False),
}
