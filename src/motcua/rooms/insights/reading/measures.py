"""What is counted: each measure is one condition, used for the number and for the list behind it alike.

`RULES` is the version of these definitions; it is shown with every figure.
"""

from dataclasses import dataclass

RULES = "2026-11"
SOON_HOURS = 48

_DAY = "({} at time zone 'Asia/Ho_Chi_Minh')::date"
_RECEIVED = "accepted_at >= %(start)s and accepted_at < %(end)s"
_RESOLVED = "accepted_at is not null and completed_at >= %(start)s and completed_at < %(end)s"
DECIDED = f"{_RESOLVED} and outcome in ('granted', 'rejected')"
_OPEN = "completed_at is null and accepted_at is not null"
_EARLY = f"{_DAY.format('completed_at')} < {_DAY.format('due_at')}"
_ON_TIME = "(due_at is null or completed_at <= due_at)"
_STEP = "completed_at is null"
_NEW = "completed_at is null and accepted_at is null and waits_for = 'reception'"
_SUBMITTED = "submitted_at >= %(start)s and submitted_at < %(end)s"


@dataclass(frozen=True, slots=True)
class Measure:
    """`listed`: whether the cases behind it may be shown; `latest` the column that orders them, newest first."""

    key: str
    where: str
    latest: str = ""
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
        Measure(
            "at_risk",
            "completed_at is null and clock_due_at >= %(at)s and (clock_due_at < %(soon)s or step_due_at < %(at)s)",
        ),
        Measure(
            "nobodys",
            "completed_at is null and clock_due_at >= %(at)s and step_due_at < %(at)s and not step_held and waits_for = 'officer'",
        ),
        Measure("consult_late", f"{_STEP} and consult_due_at < %(at)s"),
        Measure("correction_late", "correction_due_at < %(at)s"),
        Measure("to_decide", f"{_STEP} and step_does in ('approve', 'sign')"),
        Measure("submitted", _SUBMITTED, "submitted_at"),
        Measure("asked", f"{_SUBMITTED} and asked > 0", "submitted_at"),
        Measure("graded", f"{_RESOLVED} and grade is not null", listed=False),
        Measure("satisfied", f"{_RESOLVED} and grade >= 4", listed=False),
    )
}
# (numerator, denominator)
RATES = {
    "on_time_rate": ("on_time", "resolved"),
    "online_rate": ("online", "received"),
    "asked_rate": ("asked", "submitted"),
    "satisfaction": ("satisfied", "graded"),
    "response": ("graded", "resolved"),
}
# What the law or the government's own score takes for full marks (QĐ 766/QĐ-TTg: on time 100 %, satisfied 90 %, online 50 %).
TARGETS = {"on_time_rate": 1.0, "satisfaction": 0.9, "online_rate": 0.5}
