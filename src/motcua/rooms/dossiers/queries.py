"""Questions about dossiers. Asked for somebody, inside his scope; nothing here changes anything."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import clock, crypto, events
from motcua.kernel.acts import may
from motcua.kernel.errors import Refused
from motcua.kernel.rows import fetch, fetch_one
from motcua.kernel.types import Actor, ActorKind
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import answer_due
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.dossiers.events import DossierAmended, DueChanged, SupplementBrought, SupplementRequested
from motcua.rooms.dossiers.models import Amendment, Dossier, Note, SupplementRequest
from motcua.rooms.dossiers.reading import (
    ahead,
    consulting,
    groups,
    possible,
    results,
    ruling,
    running,
    scans,
    tracking,
    worklists,
)
from motcua.rooms.dossiers.reading.afterwards import (
    copies_of,
    copy_fee,
    corrections_of,
    corrections_told,
    paid_for,
    refusal_told,
    result_said,
)
from motcua.rooms.dossiers.reading.already import drafts_of, same_procedure, under_way
from motcua.rooms.dossiers.reading.asking import (
    asked_lately,
    asked_of_me,
    consultation,
    consulted_case,
    consulted_page,
    copies_asked,
    corrections_owed,
    count_copies,
    count_corrections,
    waiting_for_me,
)
from motcua.rooms.dossiers.reading.desk import (
    at_counter_by_number,
    desk_of,
    fee_at_desk,
    of_person_at_counter,
    paper_goes_to,
    paper_here,
    paper_places,
    paper_to_hand_out,
    paper_to_receive,
    paper_to_send,
    paper_under_way,
    paper_way,
    paper_ways,
    papers_to_hand_out,
    result_goes_to,
    taken_in,
)
from motcua.rooms.dossiers.reading.drafts import draft, drafts, find_draft
from motcua.rooms.dossiers.reading.finding import owners
from motcua.rooms.dossiers.reading.others import authority_of, filed_for_others, principal_of
from motcua.rooms.dossiers.reading.phrases import phrases
from motcua.rooms.dossiers.reading.presence import colleagues_at, count_readings
from motcua.rooms.dossiers.reading.reach import inside as _inside
from motcua.rooms.dossiers.reading.reach import reachable as _reachable
from motcua.rooms.dossiers.reading.rows import folded, row_of, supplement_of
from motcua.rooms.dossiers.reading.ruling import opening_reasons, openings, permit_reading
from motcua.rooms.dossiers.reading.sheets import (  # fmt: skip
    control_slip,
    grounds_for,
    prepared_extension,
    provisions_for,
    refusal_grounds,
    register,
    register_pdf,
    register_whole,
)
from motcua.rooms.dossiers.reading.slipping import counter_slip_pdf, paper_list_pdf
from motcua.rooms.dossiers.reading.timelines import provision_of, timeline
from motcua.rooms.dossiers.rules.amending import Change, fixed, told
from motcua.rooms.dossiers.rules.answering import may_stay
from motcua.rooms.dossiers.rules.folding import Folded, fold
from motcua.rooms.dossiers.rules.papers import told as papers_of
from motcua.rooms.dossiers.rules.states import AMENDABLE, words
from motcua.rooms.dossiers.services.answering import ANSWER_HOURS
from motcua.rooms.dossiers.services.escalating import ladders
from motcua.rooms.dossiers.services.fees import fees_for
from motcua.rooms.dossiers.services.holding import target
from motcua.rooms.dossiers.services.obligations import notice_lines as due_on_notice
from motcua.rooms.dossiers.services.standing import acting, as_desk_of
from motcua.rooms.dossiers.types import (
    AmendmentView,
    DossierRow,
    DossierView,
    DraftLine,
    DraftView,
    DueChangeView,
    GroupProgress,
    Method,
    NoteView,
    PartUse,
    PublicProgress,
    ResultDraftView,
    ResultField,
    Status,
    Worklist,
    WorklistCounts,
    WorklistFilters,
)
from motcua.rooms.forms import queries as forms
from motcua.rooms.payments.types import FeeLine
from motcua.rooms.process import queries as process
from motcua.rooms.process.types import TaskFilters

forecast, recounts, count_found = ahead.forecast, running.recounts, worklists.count_found
counter_scans, counter_scan = scans.of_counter, scans.page
__all__ = [
    "asked_lately", "asked_of_me", "at_counter_by_number", "authority_of", "colleagues_at", "consultation",
    "consulted_case", "consulted_page", "control_slip", "copies_asked", "copies_of", "copy_fee", "corrections_of", "corrections_owed",
    "corrections_told", "count_copies", "count_corrections", "count_readings", "counter_slip_pdf", "desk_of", "draft",
    "drafts", "drafts_of", "fee_at_desk", "filed_for_others", "find_draft", "fixed", "grounds_for", "ladders", "may_stay",
    "of_person_at_counter", "opening_reasons", "openings", "owners", "paid_for", "paper_goes_to", "paper_here",
    "paper_list_pdf", "paper_places", "paper_to_hand_out", "paper_to_receive", "paper_to_send", "paper_under_way",
    "paper_way", "paper_ways", "papers_to_hand_out", "permit_reading", "phrases", "prepared_extension", "principal_of",
    "provisions_for", "refusal_grounds", "refusal_told", "register", "register_pdf", "register_whole", "result_goes_to",
    "result_said", "same_procedure", "taken_in", "under_way", "waiting_for_me",
]  # fmt: skip
MOST_OWN = 200
ASKED = (
    "dossiers.accept", "dossiers.refuse", "dossiers.request_supplement", "dossiers.complete_step", "dossiers.approve",
    "dossiers.number", "dossiers.sign", "dossiers.deliver", "dossiers.note", "dossiers.extend", "dossiers.stop",
    "dossiers.withdraw", "dossiers.answer_supplement", "dossiers.draft_result", "dossiers.consult",
    "dossiers.amend", "dossiers.request_correction", "dossiers.decline_correction",
    "dossiers.draft_correction", "dossiers.approve_correction", "dossiers.number_correction", "dossiers.sign_correction",
    "dossiers.reissue", "dossiers.record_loss", "dossiers.raise_obligation", "dossiers.take_back_obligation",
    "dossiers.open_part", "dossiers.hand_parts", "dossiers.request_copy", "dossiers.grant_copy", "dossiers.decline_copy",
)  # fmt: skip


def mine(*, by: Actor, at: datetime | None = None) -> list[DossierRow]:
    """What the person handed in, the latest first. A group stands for its members: it needs him when one of them does."""
    if by.person_id is None:
        return []
    own = f"where owner_id = %s order by submitted_at desc, id limit {MOST_OWN}"
    now = at or clock.now()
    return folded([row_of(row, now) for row in fetch(Dossier, own, [by.person_id])])


def rows(ids: Sequence[UUID], *, by: Actor, at: datetime | None = None) -> list[DossierRow]:
    """These dossiers in the order asked, those out of reach left out."""
    return worklists.rows(ids, by=by, at=at or clock.now())


def owned_rows(ids: Sequence[UUID], *, by: Actor, at: datetime | None = None) -> list[tuple[DossierRow, UUID]]:
    """These dossiers, each with its owner, so that the reading can be recorded for him."""
    found = worklists.visible(by).filter(id__in=list(ids)).order_by("id")
    return [(row_of(row, at or clock.now()), row.owner_id) for row in found]


def dossier(dossier_id: UUID, *, by: Actor, at: datetime | None = None) -> DossierView:
    """One dossier, whole; the caller records an officer's reading. Refused: act.out-of-reach, dossier.reason-needed"""
    row = _reachable(dossier_id, by)
    desk, now = as_desk_of(row, by), at or clock.now()
    if desk != by:
        ruling.opened(row, by, tasks=(), facts=tuple, at=now)
    with acting(desk, instead_of=by):
        return _whole(row, by=desk, at=now, own=desk == by)


def _whole(row: Dossier, *, by: Actor, at: datetime, own: bool) -> DossierView:
    """A dossier as its agency sees it, or, without the agency's notes, the counter that took it in."""
    inside = by.kind == ActorKind.SYSTEM or by.agency_id == row.agency_id
    facts = events.history(row.id)
    tasks = process.tasks_of(row.id) if row.accepted_at else []
    opened_for = ruling.opened(row, by, tasks=tasks, facts=lambda: facts, at=at) if own else ""
    return DossierView(
        row=row_of(row, at),
        owner_id=row.owner_id,
        version_id=row.version_id,
        answers_id=row.answers_id,
        case=row.case_key,
        slip_document_id=row.slip_document_id,
        due_explanation=row.due_explanation,
        extension_count=row.extension_count,
        delivered_at=row.delivered_at,
        ended_reason=row.ended_reason,
        ended_ground=row.ended_ground,
        ended_provision=provision_of(facts),
        version=row.version,
        supplements=tuple(supplement_of(one) for one in _supplements(row, facts)),
        timeline=timeline(facts, tasks, at=at, inside=inside),
        tasks=tuple(tasks) if inside else (),
        notes=_notes(row) if inside and own else (),
        consultations=consulting.of_dossier(row.id) if inside and own else (),
        amendments=tuple(_amendment(fact) for fact in facts if isinstance(fact, DossierAmended)),
        due_history=tuple(_due_change(fact) for fact in facts if isinstance(fact, DueChanged)),
        papers=papers_of(row.papers_in_hand),
        has_paper=_has_paper(row, facts),
        representative_name=row.representative_name,
        authorisation_id=row.authorisation_id,
        opened_for=opened_for,
        may=frozenset(name for name in ASKED if may(by, name, target(row))),
    )


def _has_paper(row: Dossier, facts: Sequence[Any]) -> bool:
    brought = any(isinstance(fact, SupplementBrought) for fact in facts)
    return bool(row.papers_in_hand) or brought or row.completed_at is not None


def find(dossier_id: UUID, *, by: Actor) -> DossierRow:
    """One dossier's line, in one statement. Refused: act.out-of-reach"""
    return row_of(_reachable(dossier_id, by), clock.now())


def refuse_impossible(dossier_id: UUID, act: str, *, by: Actor) -> None:
    """Answer at once what an act would answer in this state.

    Refused: act.out-of-reach, dossier.not-possible-now, extension.second, extension.too-late, group.date-of-the-whole
    """
    dossier, now = _reachable(dossier_id, by), clock.now()
    possible.refuse_impossible(row_of(dossier, now), act)
    if act == "dossiers.extend" and dossier.member:
        raise Refused("group.date-of-the-whole")
    if act == "dossiers.extend":
        possible.refuse_extension(dossier.extension_count, dossier.current_due_at, at=now)


def group(dossier_id: UUID, *, by: Actor, at: datetime | None = None) -> GroupProgress | None:
    """The group a dossier leads or is a member of, with how far each member is; None when it stands alone.

    Refused: act.out-of-reach
    """
    row = _reachable(dossier_id, by)
    return groups.progress(row.group_id, at=at or clock.now()) if row.group_id else None


def part_uses(dossier_id: UUID, *, by: Actor) -> list[PartUse]:
    """Which questions of the joint form each part of a group stands on. Refused: act.out-of-reach"""
    row = _reachable(dossier_id, by)
    return groups.uses(row.id) if row.leads and row.accepted_at else []


def worklist(
    *,
    by: Actor,
    filters: WorklistFilters | None = None,
    at: datetime | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Worklist:
    """What waits for the officer, most urgent first, page by page. Refused: worklist.view-unknown"""
    return worklists.worklist(by, filters or WorklistFilters(), at=at or clock.now(), after=after, limit=limit)


def done_today(*, by: Actor, at: datetime | None = None, after: str | None = None) -> Worklist:
    """What the officer finished today, the latest first: each piece of work with its dossier."""
    return worklists.done_today(by, at=at or clock.now(), after=after)


def counts(*, by: Actor, at: datetime | None = None) -> WorklistCounts:
    return worklists.counts(by, at=at or clock.now())


def count_waiting(does: Sequence[str], *, by: Actor) -> int:
    """How many tasks of these kinds wait for the officer; counted to a bound."""
    return process.count(by=by, filters=TaskFilters(does=tuple(does)))


def status_names(language: str = "vi") -> dict[str, str]:
    """Every state of a dossier in words."""
    return {str(status): words(status, language) for status in Status}


def track(reference: str, phone_tail: str, *, at: datetime | None = None, asker: str = "") -> PublicProgress | None:
    """The public look-up. None for every wrong pair, whatever is wrong; whoever asks for people counts his failures."""
    del asker  # the face paces whom it can tell apart
    return tracking.track(reference, phone_tail, at=at or clock.now())


def result_draft(dossier_id: UUID, *, by: Actor) -> ResultDraftView | None:
    """The drafted result, for officers of the agency. Refused: act.out-of-reach"""
    return results.draft_of(_inside(dossier_id, by))


def drafted(ids: Sequence[UUID], *, by: Actor) -> dict[UUID, DraftLine]:
    """What is drafted for these dossiers, for lists of those who decide."""
    return results.lines_of(ids, by)


def result_fields(dossier_id: UUID, *, by: Actor) -> list[ResultField]:
    """What an officer fills in for the result, each with what the procedure proposes. Refused: act.out-of-reach"""
    return results.fields_of(_inside(dossier_id, by), by=by)


def result_preview(
    dossier_id: UUID,
    *,
    values: Mapping[str, Any] | None = None,
    page: int = 1,
    by: Actor,
    at: datetime | None = None,
) -> bytes:
    """One page of the result as it would be printed, as PNG. Refused: act.out-of-reach, file.no-picture"""
    found = results.pictures(_inside(dossier_id, by), values, by=by, at=at or clock.now())
    return results.page(found, page)


def result_pages(
    dossier_id: UUID, *, values: Mapping[str, Any] | None = None, by: Actor, at: datetime | None = None
) -> list[bytes]:
    """Every page of the result as it would be printed, as PNG. Refused: act.out-of-reach"""
    return results.pictures(_inside(dossier_id, by), values, by=by, at=at or clock.now())


def amendment_begun(dossier_id: UUID, *, by: Actor) -> UUID | None:
    """The applicant's own copy of the answers while he changes them. Refused: act.out-of-reach"""
    row = _reachable(dossier_id, by)
    begun = fetch_one(Amendment, "where dossier_id = %s and amended_at is null", [row.id])
    return begun.answers_id if begun is not None and begun.before_id == row.answers_id else None


def amendable(view: DossierView) -> bool:
    """Tell whether the applicant may still change what he handed in; of a group its joint form."""
    if view.row.member:
        return False
    online = view.row.method == Method.ONLINE and "dossiers.amend" in view.may
    return online and Status(view.row.status) in AMENDABLE


def changes_of(view: DossierView, amendment: AmendmentView, *, by: Actor, language: str = "vi") -> list[Change]:
    """Old and new of what an amendment changed, in words. The caller has recorded the reading."""
    definition = catalogue.version(view.version_id)
    if definition is None:
        raise Refused("dossier.version-missing")
    before = forms.answers(amendment.before_id, by=by).answers
    after = forms.answers(amendment.answers_id, by=by).answers
    return told(definition.form, before, after, language=language)


def fees_of_draft(
    view: DraftView, definition: Definition, seen: Mapping[str, Any], *, by: Actor, at: datetime | None = None
) -> list[FeeLine]:
    """What a draft will cost when it is handed in now, concessions counted."""
    return fees_for(definition, view.method, seen, case=view.case, owner_id=view.owner_id, by=by, at=at or clock.now())


def notice_lines(dossier_id: UUID, *, by: Actor) -> list[FeeLine]:
    """Fees of the procedure that fall due once the office says how much. Refused: act.out-of-reach"""
    return due_on_notice(_inside(dossier_id, by), by=by)


def rebuilt(dossier_id: UUID) -> Folded:
    """The state the facts tell of: for the nightly proof that facts rebuild state."""
    return fold(events.history(dossier_id))


def answer_if_paid(row: DossierRow, *, at: datetime) -> datetime:
    """Until when the applicant would be answered if the fee were there now."""
    return answer_due(at, ANSWER_HOURS, calendar_for(row.agency_id, at))


def _supplements(row: Dossier, facts: Sequence[Any]) -> list[SupplementRequest]:
    if not any(isinstance(fact, SupplementRequested) for fact in facts):
        return []
    return fetch(SupplementRequest, "where dossier_id = %s order by requested_at, id", [row.id])


def _amendment(fact: DossierAmended) -> AmendmentView:
    return AmendmentView(fact.before_id, fact.answers_id, fact.fields, fact.reason, fact.occurred_at, fact.through)


def _due_change(fact: DueChanged) -> DueChangeView:
    return DueChangeView(fact.occurred_at, fact.cause, fact.ground, fact.before, fact.due_at)


def _notes(row: Dossier) -> tuple[NoteView, ...]:
    found = Note.objects.filter(dossier_id=row.id).order_by("written_at", "id")
    return tuple(NoteView(n.id, n.author_name, n.written_at, _opened(n)) for n in found)


def _opened(note: Note) -> str:
    return crypto.unseal(note.text, context=f"dossiers_note.text:{note.id}").decode()
