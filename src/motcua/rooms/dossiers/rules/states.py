"""The states of a dossier, what may follow what, and how each is told to people and to the national portal."""

from collections.abc import Mapping

from motcua.rooms.dossiers.types import ResultKind, Status

S = Status

# The database refuses every other change of status too (migration 0002, checked against this table by a test).
TRANSITIONS: Mapping[Status, frozenset[Status]] = {
    S.SUBMITTED: frozenset({S.SUPPLEMENT_BEFORE, S.REFUSED_RECEPTION, S.ACCEPTED, S.WITHDRAWN, S.STOPPED}),
    S.SUPPLEMENT_BEFORE: frozenset({S.SUBMITTED, S.REFUSED_RECEPTION, S.WITHDRAWN, S.STOPPED}),
    S.REFUSED_RECEPTION: frozenset(),
    S.ACCEPTED: frozenset({
        S.IN_APPRAISAL, S.SUPPLEMENT_AFTER, S.AWAITING_PAYMENT, S.FOR_APPROVAL, S.WITHDRAWN, S.STOPPED,
    }),
    S.IN_APPRAISAL: frozenset({S.SUPPLEMENT_AFTER, S.AWAITING_PAYMENT, S.FOR_APPROVAL, S.WITHDRAWN, S.STOPPED}),
    S.SUPPLEMENT_AFTER: frozenset({S.IN_APPRAISAL, S.WITHDRAWN, S.STOPPED}),
    S.AWAITING_PAYMENT: frozenset({S.IN_APPRAISAL, S.WITHDRAWN, S.STOPPED}),
    S.FOR_APPROVAL: frozenset({S.REWORK, S.APPROVED, S.WITHDRAWN, S.STOPPED}),
    S.REWORK: frozenset({S.FOR_APPROVAL, S.SUPPLEMENT_AFTER, S.AWAITING_PAYMENT, S.WITHDRAWN, S.STOPPED}),
    S.APPROVED: frozenset({S.REWORK, S.SIGNING, S.WITHDRAWN, S.STOPPED}),
    S.SIGNING: frozenset({S.ISSUED}),
    S.ISSUED: frozenset({S.DELIVERED, S.CORRECTION_REQUESTED}),
    S.DELIVERED: frozenset({S.CORRECTION_REQUESTED}),
    S.CORRECTION_REQUESTED: frozenset({S.CORRECTED, S.DELIVERED, S.ISSUED}),
    S.CORRECTED: frozenset({S.CORRECTION_REQUESTED}),
    S.WITHDRAWN: frozenset(),
    S.STOPPED: frozenset(),
}  # fmt: skip

# A wrong result is corrected after it was signed; what was delivered stays delivered.
RESULT_HELD = frozenset({S.DELIVERED, S.CORRECTION_REQUESTED, S.CORRECTED})
FINAL = RESULT_HELD | {status for status, following in TRANSITIONS.items() if not following}
DECIDED = RESULT_HELD | {S.ISSUED}
BEFORE_ACCEPTANCE = frozenset({S.SUBMITTED, S.SUPPLEMENT_BEFORE})
TAKES_WORK = frozenset({S.ACCEPTED, S.IN_APPRAISAL, S.REWORK, S.FOR_APPROVAL, S.APPROVED, S.SIGNING, S.ISSUED})
CLOCK_RUNS = frozenset({S.ACCEPTED, S.IN_APPRAISAL, S.FOR_APPROVAL, S.REWORK, S.APPROVED, S.SIGNING})
AMENDABLE = frozenset({S.SUBMITTED, S.ACCEPTED, S.IN_APPRAISAL, S.FOR_APPROVAL, S.REWORK})
AT_WORK = frozenset({S.ACCEPTED, S.IN_APPRAISAL})
FOLLOWS_ITS_GROUP = AMENDABLE | {S.SUPPLEMENT_AFTER, S.AWAITING_PAYMENT}
TAKES_OPINIONS = frozenset({S.ACCEPTED, S.IN_APPRAISAL, S.REWORK})
WAITS_FOR_APPLICANT = frozenset({S.SUPPLEMENT_BEFORE, S.SUPPLEMENT_AFTER, S.AWAITING_PAYMENT})

NATIONAL: Mapping[Status, int] = {
    S.SUBMITTED: 1,
    S.SUPPLEMENT_BEFORE: 5,
    S.REFUSED_RECEPTION: 3,
    S.ACCEPTED: 2,
    S.IN_APPRAISAL: 4,
    S.SUPPLEMENT_AFTER: 5,
    S.AWAITING_PAYMENT: 6,
    S.FOR_APPROVAL: 4,
    S.REWORK: 4,
    S.APPROVED: 4,
    S.SIGNING: 4,
    S.ISSUED: 9,
    S.DELIVERED: 10,
    S.CORRECTION_REQUESTED: 10,
    S.CORRECTED: 10,
    S.WITHDRAWN: 7,
    S.STOPPED: 8,
}

WORDS: Mapping[Status, tuple[str, str]] = {
    S.SUBMITTED: ("Đã nộp, chờ tiếp nhận", "Submitted, waiting for reception"),
    S.SUPPLEMENT_BEFORE: ("Cần bổ sung", "More is needed from you"),
    S.REFUSED_RECEPTION: ("Không được tiếp nhận", "Not taken in"),
    S.ACCEPTED: ("Đã tiếp nhận", "Accepted"),
    S.IN_APPRAISAL: ("Đang giải quyết", "Being handled"),
    S.SUPPLEMENT_AFTER: ("Cần bổ sung", "More is needed from you"),
    S.AWAITING_PAYMENT: ("Chờ nộp tiền", "Waiting for payment"),
    S.FOR_APPROVAL: ("Đang trình duyệt", "Before the leader"),
    S.REWORK: ("Đang giải quyết", "Being handled"),
    S.APPROVED: ("Đã duyệt, chờ phát hành", "Approved, waiting to be issued"),
    S.SIGNING: ("Đang ký số", "Being signed"),
    S.ISSUED: ("Đã có kết quả", "Result ready"),
    S.DELIVERED: ("Đã trả kết quả", "Result delivered"),
    S.CORRECTION_REQUESTED: ("Đang sửa kết quả sai", "The result is being corrected"),
    S.CORRECTED: ("Đã trả kết quả đã sửa", "Corrected result delivered"),
    S.WITHDRAWN: ("Đã rút hồ sơ", "Withdrawn"),
    S.STOPPED: ("Đã dừng giải quyết", "Stopped"),
}


def may_become(status: str, following: Status) -> bool:
    return following in TRANSITIONS[Status(status)]


def national_status(status: str, *, delivered: bool = True) -> int:
    """One of the ten codes of the national portal; a result that is corrected before anybody has it is not handed over."""
    if status == S.CORRECTION_REQUESTED and not delivered:
        return NATIONAL[S.ISSUED]
    return NATIONAL[Status(status)]


def words(status: str, language: str = "vi", *, kind: str = "") -> str:
    """How a status is called; `kind` is the decision, said where whoever reads may know it."""
    plain = WORDS[Status(status)][1 if language == "en" else 0]
    if kind != ResultKind.REFUSED or Status(status) not in DECIDED:
        return plain
    return f"{plain}: {'refused' if language == 'en' else 'từ chối'}"
