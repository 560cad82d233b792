"""Every figure by its name and its definition; every reason why a dossier stands where it stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from motcua.faces.kit import formats
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.insights.types import Case, Waiting

LABELS = {
    "received": gettext_noop("Taken in"),
    "online": gettext_noop("Received online"),
    "counter": gettext_noop("Received at the counter"),
    "postal": gettext_noop("Received by post"),
    "resolved": gettext_noop("Resolved"),
    "early": gettext_noop("Before the day"),
    "on_day": gettext_noop("On the day"),
    "late": gettext_noop("Resolved late"),
    "on_time": gettext_noop("Resolved on time"),
    "decided": gettext_noop("Decided"),
    "in_process": gettext_noop("In process"),
    "in_time": gettext_noop("In time"),
    "open_in_time": gettext_noop("In process, in time"),
    "open_late": gettext_noop("In process, overdue"),
    "waiting": gettext_noop("Waiting for the applicant's answer"),
    "unreceived": gettext_noop("Waiting to be received"),
    "unanswered": gettext_noop("Not answered in time"),
    "overdue": gettext_noop("Overdue"),
    "at_risk": gettext_noop("Soon overdue"),
    "nobodys": gettext_noop("Late step, nobody in charge"),
    "consult_late": gettext_noop("Consultation late"),
    "correction_late": gettext_noop("Correction late"),
    "to_decide": gettext_noop("Waiting for approval or signature"),
    "submitted": gettext_noop("Handed in"),
    "asked": gettext_noop("Asked to complete"),
    "graded": gettext_noop("Graded"),
    "satisfied": gettext_noop("Grades 4 and 5"),
    "ease_graded": gettext_noop("Graded how easy it was"),
    "found_easy": gettext_noop("Found it easy to hand in"),
    "asked_back": gettext_noop("Could be graded"),
    "passed_up": gettext_noop("Passed up to the leader"),
    "complaint_open": gettext_noop("Questions about lateness to answer"),
    "complaint_late": gettext_noop("Questions about lateness not answered in time"),
    "complained": gettext_noop("Asked why it is late"),
    "complaint_kept": gettext_noop("Answered in time"),
    "complaint_missed": gettext_noop("Answered late or not yet"),
    "complaint_settled": gettext_noop("Answered, or should have been"),
}
DEFINITIONS = {
    "asked_back": gettext_noop("Accepted dossiers of people that ended within the period; a linked one counts once."),
    "passed_up": gettext_noop(
        "Still open, and so long past its date that the reminders passed it up to the leader: three working days by the usual ladder."
    ),
    "complaint_open": gettext_noop(
        "The applicant asked why his dossier is late and waits for the answer now, whether it is due already or not."
    ),
    "complaint_late": gettext_noop(
        "The applicant asked why his dossier is late, and the working days for the answer are over."
    ),
    "complained": gettext_noop("Dossiers whose applicant asked within the period why they are late, or will be."),
    "complaint_kept": gettext_noop(
        "Asked within the period and answered in time, a second question included. What still waits in time is in neither."
    ),
    "complaint_settled": gettext_noop(
        "Asked within the period, and either answered or past the time for the answer. What still waits in time is left out."
    ),
    "complaint_missed": gettext_noop("Asked within the period, and an answer came after its time or has not come yet."),
    "received": gettext_noop("Dossiers accepted within the period, by every way of handing in."),
    "online": gettext_noop("Dossiers accepted within the period that were handed in on the portal."),
    "counter": gettext_noop("Dossiers accepted within the period that were handed in at a counter."),
    "postal": gettext_noop("Dossiers accepted within the period that came by post."),
    "resolved": gettext_noop(
        "Accepted dossiers that ended within the period. Refused, withdrawn and stopped ones count as well."
    ),
    "early": gettext_noop("Resolved within the period, on a day before the one first promised."),
    "on_day": gettext_noop(
        "Resolved within the period, on the day first promised and no later than its hour; or without a time limit."
    ),
    "late": gettext_noop("Resolved within the period after the instant first promised. A date put off does not help."),
    "on_time": gettext_noop("Resolved within the period no later than the instant first promised."),
    "decided": gettext_noop(
        "Resolved within the period by a result, granted or refused. Half of them took no longer than the time shown."
    ),
    "in_process": gettext_noop("Accepted and not ended yet, now."),
    "open_in_time": gettext_noop(
        "In process now and not past the instant first promised, those whose clock stands still by law among them."
    ),
    "open_late": gettext_noop("In process now, past the instant first promised, while the clock runs."),
    "waiting": gettext_noop(
        "In process now, while the applicant completes papers or pays. The clock stands still by law."
    ),
    "unreceived": gettext_noop("Handed in and not answered yet by the one-stop desk."),
    "unanswered": gettext_noop("Handed in, and the 8 working hours for the answer are over."),
    "overdue": gettext_noop("Accepted, not ended, and past the instant first promised now, while the clock runs."),
    "at_risk": gettext_noop(
        "Not overdue, but due within 48 hours, or its present step is past the time planned for it."
    ),
    "in_time": gettext_noop(
        "Open, and neither late nor soon late: what waits to be received or for the applicant is among them."
    ),
    "nobodys": gettext_noop(
        "Not overdue yet, but the present step is past the time planned for it and no officer has taken it."
    ),
    "consult_late": gettext_noop(
        "Not ended; another unit was asked for its opinion and has not answered in the time set."
    ),
    "correction_late": gettext_noop(
        "The result is said to be wrong, and the three working days to correct it or to decline are over."
    ),
    "to_decide": gettext_noop("Not ended; the drafted result waits for a leader to approve or sign it."),
    "submitted": gettext_noop("Dossiers handed in within the period."),
    "asked": gettext_noop(
        "Dossiers handed in within the period whose applicant was asked to complete them, before or after acceptance."
    ),
    "graded": gettext_noop("Dossiers resolved within the period that the applicant graded."),
    "ease_graded": gettext_noop(
        "Dossiers accepted within the period whose applicant said after handing in how easy it was. Not how he was served."
    ),
    "found_easy": gettext_noop(
        "Dossiers accepted within the period whose applicant gave grade 4 or 5 to how easy it was to hand in."
    ),
    "satisfied": gettext_noop(
        "Dossiers resolved within the period that got grade 4 or 5. Who gave which grade is confidential."
    ),
}
RATES = {
    "on_time_rate": gettext_noop("Resolved on time, share"),
    "online_rate": gettext_noop("Handed in online, share"),
    "asked_rate": gettext_noop("Asked to complete, share"),
    "satisfaction": gettext_noop("Satisfied, share"),
    "ease": gettext_noop("Easy to hand in, share"),
    "response": gettext_noop("Graded, share"),
    "complaint_rate": gettext_noop("Questions about lateness answered in time, share"),
}


def label(measure: str) -> str:
    return _(RATES[measure] if measure in RATES else LABELS[measure])


def definition(measure: str) -> str:
    return _(DEFINITIONS[measure])


@dataclass(frozen=True, slots=True)
class Reason:
    """Where a dossier is, with whom, and since when, in words for a leader."""

    step: str
    whom: str
    since: datetime | None
    unit: str = ""


def reason(case: Case, by: Actor) -> Reason:
    """Whom the dossier waits for: nobody is accused, the place is named."""
    task, since = case.task, case.waits_since
    unit = _unit(task.unit_id if task else case.unit_id)
    match case.waits_for:
        case Waiting.APPLICANT:
            return Reason(_("Waiting for papers"), _("the applicant, to complete the dossier"), since, unit)
        case Waiting.PAYMENT:
            return Reason(_("Waiting for a payment"), _("the applicant, to meet an obligation"), since, unit)
        case Waiting.RECEPTION:
            return Reason(_("Not received yet"), _("the one-stop desk"), since, unit)
    if task is None:
        return Reason(case.row.status_words, "", since, unit)
    whom = task.assignee_name or _("nobody has taken it yet")
    if waits_for_me(case, by):
        whom = _("it waits for you")
    return Reason(task.name, whom, task.opened_at, unit)


def complaint(until: datetime | None, *, late: bool) -> str:
    if until is None:
        return _("asked why it is late, answered")
    said = _("asked why it is late, answer was due %(time)s") if late else _("asked why it is late, answer by %(time)s")
    return said % {"time": formats.datetime(until)}


def waits_for_me(case: Case, by: Actor) -> bool:
    """Tell whether the reader himself could do the present step: he need not be reminded, he can open it."""
    task = case.task
    if task is None or task.agency_id != by.agency_id or case.waits_for in {Waiting.APPLICANT, Waiting.PAYMENT}:
        return False
    return task.assignee_id in by.hands or (task.assignee_id is None and by.holds(task.role, task.unit_id))


def length(span: timedelta) -> str:
    """9 ngày, 5 giờ, 20 phút: as much as is worth saying."""
    if span >= timedelta(days=1):
        return ngettext("%(n)s day", "%(n)s days", span.days) % {"n": formats.number(span.days)}
    hours = int(span.total_seconds() // 3600)
    if hours:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    minutes = max(1, int(span.total_seconds() // 60))
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def days(value: float | None) -> str:
    if value is None:
        return "–"
    rounded = round(value, 1)
    return ngettext("%(n)s day", "%(n)s days", 1 if rounded == 1 else 2) % {
        "n": formats.number(rounded).removesuffix(",0").removesuffix(".0")
    }


def _unit(unit_id: object) -> str:
    unit = agencies.unit(unit_id) if unit_id else None  # type: ignore[arg-type]  # a UUID by construction
    return unit.name if unit else ""
