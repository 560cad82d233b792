"""What moves one due date after acceptance: an extension or a pause. Each leaves a trace."""

from datetime import datetime
from uuid import UUID

from motcua.kernel.acts import act
from motcua.kernel.errors import Refused, refuse_all
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import counted
from motcua.rooms.calendar.types import Deadline
from motcua.rooms.calendar.types import Pause as Stretch
from motcua.rooms.documents.types import DocumentKind
from motcua.rooms.dossiers.events import DossierResumed, FinanceChanged
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.reading.possible import refuse_extension
from motcua.rooms.dossiers.reading.terms import term_of
from motcua.rooms.dossiers.rules.grounds import careless, grounds, not_awaited
from motcua.rooms.dossiers.rules.states import CLOCK_RUNS, words
from motcua.rooms.dossiers.rules.wording import plain
from motcua.rooms.dossiers.services import letters, signers, slips
from motcua.rooms.dossiers.services.answering import changed_finance
from motcua.rooms.dossiers.services.holding import announce, definition_of, held, kept, refuse_for_group
from motcua.rooms.dossiers.services.moving import move, write_history
from motcua.rooms.dossiers.services.opinions import awaited
from motcua.rooms.dossiers.services.pausing import stand_still
from motcua.rooms.dossiers.types import Done, FinanceState, Status
from motcua.rooms.forms import queries as forms
from motcua.rooms.payments import queries as payments
from motcua.rooms.process import services as process


@act("dossiers.extend", law="extension/once")
def extend(dossier_id: UUID, new_due_at: datetime, *, ground: str, reason: str, by: Actor, at: datetime) -> Done:
    """Put the due date off once, with an apology, at least a day before it. Lateness still counts from the first date.

    The letter (Mẫu 04) is signed by who puts the date off: the leader, or the head of a unit on his behalf. Of a group one
    date was published: its lead agency puts that off, and the open parts follow.

    Refused: act.out-of-reach, dossier.not-possible-now, extension.second, extension.too-late, extension.not-later,
    extension.no-signer, dossier.ground-unknown, dossier.reason-missing, extension.opinions-are-in,
    extension.nobody-was-asked, group.date-of-the-whole
    """
    dossier = held(dossier_id, by=by, to="dossiers.extend")
    if dossier.member:
        raise Refused("group.date-of-the-whole")
    _refuse_extension(dossier, new_due_at, ground=ground, reason=reason, at=at)
    signer = signers.signer(by, agencies.agency(dossier.agency_id))
    if signer is None:
        raise Refused("extension.no-signer")
    why = f"{grounds('extension')[ground].words}. {reason.strip()}"
    definition, answers = definition_of(dossier), forms.answers(dossier.answers_id, by=by).answers
    values = letters.apology(dossier, definition, answers, reason=why, new_due_at=new_due_at, signer=signer)
    letter = slips.draw(dossier, definition, DocumentKind.APOLOGY, values, signs=True, by=by, at=at)
    dossier.extension_count += 1
    move(dossier, new_due_at, cause="extension", ground=why, explanation={}, by=by, at=at)
    return Done(dossier.id, dossier.status, letter.id, due_at=new_due_at)


@act("dossiers.pause", law="pause/financial-obligation")
def pause(dossier_id: UUID, ground: str, *, reason: str, by: Actor, at: datetime) -> Done:
    """Stop the clock on a ground of law, such as a financial obligation of the applicant; it resumes where it stopped.

    Nothing that happens inside the office is such a ground: opinions asked, work sent back, a system that fails.
    Refused: act.out-of-reach, dossier.not-possible-now, dossier.ground-unknown, dossier.reason-missing,
    group.ask-the-member
    """
    dossier = held(dossier_id, by=by, to="dossiers.pause")
    refuse_for_group(dossier)
    refuse_all(careless("pause", ground, reason))
    stand_still(dossier, ground, plain(reason), by=by, at=at)
    return Done(dossier.id, dossier.status)


@act("dossiers.resume", law="pause/financial-obligation")
def resume(dossier_id: UUID, *, by: Actor, at: datetime) -> Done:
    """Let the clock run on with the time that was left.

    Refused: act.out-of-reach, dossier.not-possible-now, notice.still-owed
    """
    dossier = held(dossier_id, by=by, to="dossiers.resume")
    stretch = dossier.pauses.select_for_update().filter(until=None).order_by("id").first()
    if stretch is None or dossier.status != Status.AWAITING_PAYMENT:
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    if payments.owed_on_notice(dossier.id, by=by):
        raise Refused("notice.still-owed")
    stretch.until = at
    stretch.save(update_fields=["until"])
    dossier.become(Status.IN_APPRAISAL)
    deadline = _counted(dossier, by=by, at=at)
    before, after = dossier.current_due_at, deadline.due_at
    dossier.original_due_at = dossier.current_due_at = after
    dossier.due_explanation = deadline.as_dict()
    kept(dossier)
    write_history(dossier, "pause", stretch.ground, before, after, deadline.as_dict(), by=by, at=at)
    process.reschedule(dossier.id, due_at=after, started_at=dossier.clock_from or at, by=by, at=at)
    announce(DossierResumed, dossier, by=by, at=at, ground=stretch.ground, due_at=after)
    return Done(dossier.id, dossier.status, due_at=after)


@act("dossiers.record_finance")
def record_finance(dossier_id: UUID, state: str, *, by: Actor, at: datetime) -> None:
    """Write down what payments announced; the answer to a dossier not taken in yet is due from when its fee is met."""
    dossier = held(dossier_id, by=by, to="dossiers.record_finance")
    if dossier.finance_state == state:
        return
    moved = changed_finance(dossier, FinanceState(state), at=at)
    kept(dossier)
    announce(FinanceChanged, dossier, by=by, at=at, state=state, answer_due_at=moved)


def _refuse_extension(dossier: Dossier, new_due_at: datetime, *, ground: str, reason: str, at: datetime) -> None:
    before = dossier.current_due_at
    if Status(dossier.status) not in CLOCK_RUNS or before is None:
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    refuse_extension(dossier.extension_count, before, at=at)
    found = careless("extension", ground, reason)
    refuse_all(
        {
            "new_due_at": Refused("extension.not-later") if new_due_at <= before else None,
            "ground": found["ground"] or _not_awaited(dossier, ground),
            "reason": found["reason"],
        }
    )


def _not_awaited(dossier: Dossier, ground: str) -> Refused | None:
    """Of a group the other agencies themselves are who is waited for."""
    if dossier.leads:
        return None
    waiting, last = awaited(dossier)
    return not_awaited(ground, waiting=waiting, last=last)


def _counted(dossier: Dossier, *, by: Actor, at: datetime) -> Deadline:
    """The due date from the present start of the clock under the calendar as it is known now, the pauses taken out."""
    start = dossier.clock_from or dossier.submitted_at
    ended = dossier.pauses.exclude(until=None).filter(since__gte=start).order_by("since")
    stretches = [Stretch(row.since, row.until, row.ground) for row in ended if row.until]
    term = term_of(dossier.id, dossier.due_explanation.get("term"), by=by)
    return counted(start, term, stretches, calendar_for(dossier.agency_id, at))
