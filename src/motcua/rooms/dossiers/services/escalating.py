"""A dossier runs out of time: remind who has it, then who answers for it; prepare the apology, never send it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

import yaml

from motcua.kernel import clock
from motcua.kernel.acts import act, audit_note
from motcua.kernel.rows import fetch
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import add_working_days, extension_notice_due
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.types import DocumentKind
from motcua.rooms.dossiers.events import DossierEscalated
from motcua.rooms.dossiers.models import Dossier, Escalation
from motcua.rooms.dossiers.rules.ladder import Ladder, Rung, ladder_on, reached, used_share
from motcua.rooms.dossiers.rules.states import CLOCK_RUNS
from motcua.rooms.dossiers.services import letters, slips
from motcua.rooms.dossiers.services.holding import announce, definition_of, held
from motcua.rooms.dossiers.services.together import open_parts
from motcua.rooms.dossiers.types import Status
from motcua.rooms.forms import queries as forms
from motcua.rooms.process import queries as process

SOURCE = Path(__file__).resolve().parent.parent / "escalation.yaml"
BATCH = 500

# Plain time finds the candidates; working time, which holidays stretch, decides.
NEAR = """where status = any(%s) and current_due_at is not null and completed_at is null
  and (current_due_at <= %s or (current_due_at - clock_from) * %s <= (%s - clock_from))
  and not exists (select 1 from dossiers_escalation e
    where e.dossier_id = dossiers_dossier.id and e.rung = %s and e.due_at = current_due_at)
order by current_due_at, id limit %s"""
EARLIER = 0.3
NO_LONGER = "Ngày hẹn đã thay đổi hoặc hồ sơ đã kết thúc."


@dataclass(frozen=True, slots=True)
class Prepared:
    """The apology as it lies ready: what it says, and the document to read it in."""

    document_id: UUID
    due_at: datetime
    reason: str


def climb(at: datetime) -> int:
    """Take every rung that open dossiers have reached; for the periodic jobs. Each is taken once a promised date."""
    ladder = ladder_on(clock.local(at).date(), ladders())
    taken = 0
    for rung in ladder.rungs:
        for dossier_id in _near(rung, at):
            taken += escalate(dossier_id, rung.key, by=SYSTEM, at=at)
    return taken


@act("dossiers.escalate", law="extension/ladder")
def escalate(dossier_id: UUID, rung_key: str, *, by: Actor, at: datetime) -> bool:
    """Take one rung, if the dossier has reached it and it was not taken for this date before. The system only.

    Refused: act.out-of-reach
    """
    dossier = held(dossier_id, by=by, to="dossiers.escalate")
    ladder = ladder_on(clock.local(at).date(), ladders())
    rung = next((one for one in ladder.rungs if one.key == rung_key), None)
    if rung is None or dossier.current_due_at is None or not _stands_there(dossier, rung, at):
        return False
    if Escalation.objects.filter(dossier=dossier, rung=rung.key, due_at=dossier.current_due_at).exists():
        return False
    row = Escalation(dossier=dossier, agency_id=dossier.agency_id, rung=rung.key, due_at=dossier.current_due_at, at=at)
    if rung.drafts:
        _prepare(dossier, row, ladder, by=by, at=at)
    row.save(force_insert=True)
    audit_note(rung=rung.key)
    announce(
        DossierEscalated, dossier, by=by, at=at, rung=rung.key, to=rung.to, due_at=row.due_at,
        draft_id=row.draft_document_id,
    )  # fmt: skip
    return True


@act("dossiers.set_aside_apologies", law="extension/ladder")
def set_aside_apologies(dossier_id: UUID, *, by: Actor, at: datetime) -> int:
    """Put apologies aside that were laid ready for a date which no longer holds. Answers how many. The system only.

    Refused: act.out-of-reach
    """
    dossier = held(dossier_id, by=by, to="dossiers.set_aside_apologies")
    still = prepared(dossier)
    rows = Escalation.objects.filter(dossier=dossier, draft_document_id__isnull=False).order_by("at", "id")
    drafts = [row.draft_document_id for row in rows if row.draft_document_id is not None]
    stale = [one for one in drafts if still is None or one != still.document_id]
    aside = sum(documents.put_aside(one, reason=NO_LONGER, by=by, at=at) for one in stale)
    audit_note(aside=aside)
    return aside


@cache
def ladders() -> tuple[Ladder, ...]:
    """Every ladder as escalation.yaml writes it."""
    return tuple(
        Ladder(
            since=date.fromisoformat(str(entry["from"])),
            proposed_working_days=int(entry["proposed_working_days"]),
            rungs=tuple(
                Rung(
                    key=line["key"],
                    to=tuple(line["to"]),
                    used=line.get("used"),
                    after_working_days=line.get("after_working_days"),
                    drafts=bool(line.get("drafts")),
                )
                for line in entry["rungs"]
            ),
        )
        for entry in yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    )


def prepared(dossier: Dossier) -> Prepared | None:
    """The apology that lies ready for the date promised now, while it may still be sent; the caller checked who asks."""
    due = dossier.current_due_at
    if due is None or dossier.extension_count or Status(dossier.status) not in CLOCK_RUNS:
        return None
    drafted = Escalation.objects.filter(dossier_id=dossier.id, due_at=due, draft_document_id__isnull=False)
    row = drafted.order_by("at", "id").last()
    if row is None or row.draft_document_id is None or row.proposed_due_at is None:
        return None
    return Prepared(row.draft_document_id, row.proposed_due_at, row.proposed_reason)


def _near(rung: Rung, at: datetime) -> list[UUID]:
    share = rung.used * EARLIER if rung.used is not None else 1.0
    with scope(SYSTEM):
        states = [str(state) for state in CLOCK_RUNS]
        rows = fetch(Dossier, NEAR, [states, at, share, at, rung.key, BATCH])
        return [row.id for row in rows if _stands_there(row, rung, at)]


def _stands_there(dossier: Dossier, rung: Rung, at: datetime) -> bool:
    due, start = dossier.current_due_at, dossier.clock_from
    if Status(dossier.status) not in CLOCK_RUNS or due is None or start is None or dossier.completed_at is not None:
        return False
    calendar = calendar_for(dossier.agency_id, at)
    used = used_share(start, due, calendar, at=at)
    if reached(rung, used=used, due_at=due, calendar=calendar, at=clock.local(at)):
        return True
    # Steps and parts are laid out by their shares: one that is late leaves less time than what comes after it needs.
    late = (task.late(at) for task in process.open_tasks([dossier.id]))
    parts = (part.late for part in open_parts(dossier, at)) if dossier.leads else ()
    return rung.drafts and (any(late) or any(parts))


def _prepare(dossier: Dossier, row: Escalation, ladder: Ladder, *, by: Actor, at: datetime) -> None:
    """Fill in the apology from what is known; whoever signs it may change every word. No second extension is prepared,
    and none for a part of a group: the lead agency apologises for the one date that was published.
    """
    due = dossier.current_due_at
    if due is None or dossier.member or dossier.extension_count or at > extension_notice_due(due):
        return
    calendar = calendar_for(dossier.agency_id, at)
    day = add_working_days(clock.local(due).date(), ladder.proposed_working_days, calendar)
    row.proposed_due_at, row.proposed_reason = calendar.closes_at(day), _reason(dossier, at)
    definition, answers = definition_of(dossier), forms.answers(dossier.answers_id, by=by).answers
    values = letters.apology(
        dossier, definition, answers, reason=row.proposed_reason, new_due_at=row.proposed_due_at,
        signer={"title": "", "name": "", "authority_prefix": ""},
    )  # fmt: skip
    row.draft_document_id = slips.draft(dossier, DocumentKind.APOLOGY, values, by=by, at=at).id


def _reason(dossier: Dossier, at: datetime) -> str:
    if dossier.leads and (parts := open_parts(dossier, at)):
        return f"Chưa xong: {'; '.join(part.words for part in parts)}."
    steps = list(dict.fromkeys(task.name for task in process.open_tasks([dossier.id])))
    return f"Việc còn lại: {', '.join(steps)}." if steps else "Hồ sơ chưa giải quyết xong."
