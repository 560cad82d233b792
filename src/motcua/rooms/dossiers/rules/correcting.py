"""The way of a correction: asked for, drafted by one, approved by another, numbered, signed; or declined."""

from collections.abc import Mapping

from motcua.rooms.dossiers.types import CorrectionState

C = CorrectionState

STEPS: Mapping[CorrectionState, frozenset[CorrectionState]] = {
    C.REQUESTED: frozenset({C.DRAFTED, C.DECLINED}),
    C.DRAFTED: frozenset({C.DRAFTED, C.APPROVED, C.DECLINED}),
    C.APPROVED: frozenset({C.NUMBERED}),
    C.NUMBERED: frozenset({C.SIGNING}),
    C.SIGNING: frozenset({C.CORRECTED}),
    C.CORRECTED: frozenset(),
    C.DECLINED: frozenset(),
}


def may_follow(state: str, following: CorrectionState) -> bool:
    return following in STEPS[CorrectionState(state)]


def superseded(number: str, code: str, wrong_because: str = "") -> str:
    """What whoever verifies the old document is told."""
    why = f" {wrong_because}" if wrong_because else ""
    return f"Văn bản có sai sót, đã được thay thế bằng văn bản số {number}, mã xác minh {code}.{why}"
