"""What is counted: each measure is one condition, used for the number and for the list behind it alike.

`RULES` is the version of these definitions; it is shown with every figure.
"""

from dataclasses import dataclass

RULES = "2026-12"
SOON_HOURS = 48

_DAY = "({} at time zone 'Asia/Ho_Chi_Minh')::date"
# A linked dossier is work only in its parts, each where it is done: once it is divided, the whole is not counted beside them.
WORK = "(group_id is distinct from dossier_id or accepted_at is null)"
# What people handed in: the whole, not its parts. Grades and complaints are about it.
WHOLE = "(group_id is null or group_id = dossier_id)"
_RECEIVED = f"accepted_at >= %(start)s and accepted_at < %(end)s and {WORK}"
_ENDED = "accepted_at is not null and completed_at >= %(start)s and completed_at < %(end)s"
_RESOLVED = f"{_ENDED} and {WORK}"
_ASKED_BACK = f"{_ENDED} and {WHOLE}"
_TAKEN_IN = f"accepted_at >= %(start)s and accepted_at < %(end)s and {WHOLE}"
DECIDED = f"{_RESOLVED} and outcome in ('granted', 'rejected')"
_OPEN = f"completed_at is null and accepted_at is not null and {WORK}"
_EARLY = f"{_DAY.format('completed_at')} < {_DAY.format('due_at')}"
_ON_TIME = "(due_at is null or completed_at <= due_at)"
_STEP = f"completed_at is null and {WORK}"
_NEW = "completed_at is null and accepted_at is null and waits_for = 'reception'"
_SOON = "clock_due_at >= %(at)s and (clock_due_at < %(soon)s or coalesce(step_due_at < %(at)s, false))"
_SUBMITTED = f"submitted_at >= %(start)s and submitted_at < %(end)s and {WHOLE}"
_COMPLAINED = "complained_at >= %(start)s and complained_at < %(end)s"
_MISSED = "(complaint_missed or coalesce(complaint_due_at < %(at)s, false))"


@dataclass(frozen=True, slots=True)
class Measure:
    """`listed`: whether the cases behind it may be shown; `latest` the column that orders them, newest first, else
    `first`, the most urgent first.
    """

    key: str
    where: str
    latest: str = ""
    first: str = "clock_due_at"
    listed: bool = True


MEASURES = {
    one.key: one
    for one in (
        Measure("received", _RECEIVED, "accepted_at"),
        Measure("online", f"{_RECEIVED} and channel = 'online'", "accepted_at"),
        Measure("counter", f"{_RECEIVED} and channel = 'counter'", "accepted_at"),
        Measure("postal", f"{_RECEIVED} and channel = 'postal'", "accepted_at"),
        Measure("resolved", _RESOLVED, "completed_at"),
        Measure("early", f"{_RESOLVED} and {_ON_TIME} and coalesce({_EARLY}, false)", "completed_at"),
        Measure("on_day", f"{_RESOLVED} and {_ON_TIME} and not coalesce({_EARLY}, false)", "completed_at"),
        Measure("late", f"{_RESOLVED} and completed_at > due_at", "completed_at"),
        Measure("on_time", f"{_RESOLVED} and {_ON_TIME}", "completed_at"),
        Measure("decided", DECIDED, "completed_at"),
        Measure("in_process", _OPEN),
        Measure("open_in_time", f"{_OPEN} and (clock_due_at is null or clock_due_at >= %(at)s)"),
        Measure("open_late", f"{_OPEN} and clock_due_at < %(at)s"),
        Measure("waiting", f"{_OPEN} and waits_for in ('applicant', 'payment')"),
        Measure("unreceived", _NEW),
        Measure("unanswered", f"{_NEW} and clock_due_at < %(at)s"),
        Measure("overdue", f"{_OPEN} and clock_due_at < %(at)s"),
        Measure("at_risk", f"{_STEP} and {_SOON}"),
        Measure(
            "nobodys",
            f"{_STEP} and clock_due_at >= %(at)s and step_due_at < %(at)s and not step_held and waits_for = 'officer'",
        ),
        Measure("consult_late", f"{_STEP} and consult_due_at < %(at)s", first="consult_due_at"),
        Measure("correction_late", "correction_due_at < %(at)s", first="correction_due_at"),
        Measure("to_decide", f"{_STEP} and step_does in ('approve', 'sign')"),
        Measure("in_time", f"({_OPEN} or {_NEW}) and not coalesce(clock_due_at < %(at)s or {_SOON}, false)"),
        Measure("submitted", _SUBMITTED, "submitted_at"),
        Measure("asked", f"{_SUBMITTED} and asked > 0", "submitted_at"),
        Measure("asked_back", _ASKED_BACK, "completed_at"),
        Measure("graded", f"{_ASKED_BACK} and grade is not null", listed=False),
        Measure("satisfied", f"{_ASKED_BACK} and grade >= 4", listed=False),
        Measure("ease_graded", f"{_TAKEN_IN} and ease is not null", listed=False),
        Measure("found_easy", f"{_TAKEN_IN} and ease >= 4", listed=False),
        Measure("passed_up", "completed_at is null and passed_up_at is not null and clock_due_at < %(at)s"),
        Measure("complaint_open", "complaint_due_at is not null", first="complaint_due_at"),
        Measure("complaint_late", "complaint_due_at < %(at)s", first="complaint_due_at"),
        Measure("complained", _COMPLAINED, "complained_at"),
        Measure("complaint_kept", f"{_COMPLAINED} and complaint_due_at is null and not {_MISSED}", "complained_at"),
        Measure("complaint_settled", f"{_COMPLAINED} and (complaint_due_at is null or {_MISSED})", "complained_at"),
        Measure("complaint_missed", f"{_COMPLAINED} and {_MISSED}", "complained_at"),
    )
}
# (numerator, denominator)
RATES = {
    "on_time_rate": ("on_time", "resolved"),
    "online_rate": ("online", "received"),
    "asked_rate": ("asked", "submitted"),
    "satisfaction": ("satisfied", "graded"),
    "ease": ("found_easy", "ease_graded"),
    "response": ("graded", "asked_back"),
    "complaint_rate": ("complaint_kept", "complaint_settled"),
}
