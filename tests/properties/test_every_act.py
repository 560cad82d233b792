"""Every act tried in every state by everybody concerned: what the table below names succeeds, the rest changes nothing.

The table is written from the law and the powers, not from the code: who may do what when a dossier stands where.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import F

from motcua.kernel import acts
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies.types import agency_id, unit_id
from motcua.rooms.documents import services as documents
from motcua.rooms.documents import testing as documents_testing
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.models import Correction, Dossier, Share
from motcua.rooms.dossiers.rules.states import NATIONAL, TRANSITIONS, may_become
from motcua.rooms.dossiers.testing import AT, PEOPLE, VALUES, citizen, officer
from motcua.rooms.dossiers.types import FurtherLine, Status, SupplementItem
from motcua.rooms.identity import services as identity
from motcua.rooms.identity.testing import HOA, signed_in
from motcua.rooms.identity.types import OfficeGrant
from motcua.rooms.process import queries as process

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
S = Status
COUNTER = "hcm_police_pc08"
WHO: dict[str, Actor] = {
    "owner": citizen(),
    "other": citizen("Người Khác"),
    "reception": PEOPLE.reception,
    "case": PEOPLE.case,
    "head": PEOPLE.head,
    "chief": PEOPLE.chief,
    "clerk": PEOPLE.clerk,
    "cashier": officer("Thu Ngân", "cashier", "pvhcc"),
    "dispatcher": officer("Phân Công", "dispatcher", "vp"),
    "counter": officer("Quầy Khác", "reception_officer", "mc", agency=COUNTER),
    "foreign": officer("Cơ Quan Khác", "case_officer", "cm", agency="hcm_police_pa08"),
}
OWNER = WHO["owner"]
TESTS = Path(testing.__file__).parent / "tests"
TAX = [FurtherLine("Lệ phí trước bạ", "tax", 1_200_000)]
NO = {"ground": "not_true", "reason": "Không đúng"}
WHY: dict[str, Any] = {"ground": "layout", "reason": "Sai thể thức"}
ITEMS = [SupplementItem("purpose", "Khác với giấy tờ")]
HELD = {S.DELIVERED, S.CORRECTION_REQUESTED, S.CORRECTED}
OPEN = frozenset(S) - HELD - {S.REFUSED_RECEPTION, S.WITHDRAWN, S.STOPPED}
WORK = frozenset({S.ACCEPTED, S.IN_APPRAISAL, S.REWORK})
STEPS_OPEN = OPEN - {S.SUBMITTED, S.SUPPLEMENT_BEFORE}
APPRAISING = frozenset({S.ACCEPTED, S.REWORK, S.SUPPLEMENT_AFTER, S.AWAITING_PAYMENT})
COLLEAGUE: list[UUID] = []  # a case officer with an account of his own, to whom work can be given


@dataclass(frozen=True)
class Try:
    """One act with sound arguments, who may do it, and in which states."""

    do: Callable[[UUID, Actor], Any]
    who: frozenset[str]
    when: frozenset[Status]


def may(do: Callable[[UUID, Actor], Any], who: str, *when: Status) -> Try:
    return Try(do, frozenset(who.split()), frozenset(when))


def task(dossier_id: UUID, does: str) -> UUID:
    """The task of this kind that waits, else the last one there was, else one that does not exist."""
    with scope(SYSTEM):
        found = [one for one in process.tasks_of(dossier_id) if one.does == does]
    waiting = [one.id for one in found if one.state in {"open", "claimed"}]
    return next(iter(waiting or [one.id for one in found[-1:]]), new_id())


def waiting(dossier_id: UUID) -> UUID:
    """The step that is open, else one that does not exist."""
    with scope(SYSTEM):
        found = process.open_tasks([dossier_id])
    return found[0].id if found else new_id()


def result(dossier_id: UUID) -> UUID:
    with scope(SYSTEM):
        row = queries.find(dossier_id, by=SYSTEM)
        correcting = Correction.objects.filter(dossier_id=dossier_id, ended_at=None).order_by("id").first()
    wanted = correcting.document_id if correcting else row.result_document_id
    return wanted or new_id()


def due(dossier_id: UUID) -> Any:
    with scope(SYSTEM):
        return (queries.find(dossier_id, by=SYSTEM).current_due_at or AT) + timedelta(days=2)


D = services
ACTS: dict[str, Try] = {
    "accept": may(lambda d, by: D.accept(d, by=by, at=AT), "reception counter", S.SUBMITTED),
    "refuse": may(
        lambda d, by: D.refuse(d, "not_eligible", "Không thuộc", by=by, at=AT), "reception counter",
        S.SUBMITTED, S.SUPPLEMENT_BEFORE,
    ),
    "request_supplement": may(
        lambda d, by: D.request_supplement(d, ITEMS, reason="Chưa khớp", again_because="Mới", by=by, at=AT),
        "reception case head counter", S.SUBMITTED, *WORK,
    ),
    "answer_supplement": may(
        lambda d, by: D.answer_supplement(d, confirmed={"purpose"}, by=by, at=AT), "owner",
        S.SUPPLEMENT_BEFORE, S.SUPPLEMENT_AFTER,
    ),
    "withdraw": may(lambda d, by: D.withdraw(d, by=by, at=AT), "owner", *(OPEN - {S.SIGNING, S.ISSUED})),
    "amend": may(
        lambda d, by: D.amend(d, {"phone": "0987654321"}, by=by, at=AT), "owner", S.SUBMITTED, S.FOR_APPROVAL, *WORK
    ),
    "stop": may(
        lambda d, by: D.stop(d, "by_law", "Theo luật", provision="nd118_21", by=by, at=AT), "reception head",
        *(OPEN - {S.SUBMITTED, S.SIGNING, S.ISSUED}),
    ),
    "extend": may(
        lambda d, by: D.extend(d, due(d), ground="needs_more_time", reason="Xác minh", by=by, at=AT), "head chief",
        *WORK, S.FOR_APPROVAL, S.APPROVED, S.SIGNING,
    ),
    "pause": may(lambda d, by: D.pause(d, "financial_obligation", reason="Thuế", by=by, at=AT), "case head", *WORK),
    "resume": may(lambda d, by: D.resume(d, by=by, at=AT), "nobody"),  # what the notice asks for is not paid yet
    "raise_obligation": may(
        lambda d, by: D.raise_obligation(d, {}, further=TAX, reason="TB 12", by=by, at=AT), "at-work", *WORK
    ),
    "take_back_obligation": may(
        lambda d, by: D.take_back_obligation(d, "Nhầm", by=by, at=AT), "case head", S.AWAITING_PAYMENT
    ),
    "consult": may(
        lambda d, by: D.consult(d, "Ý kiến?", to_agency_id=agency_id("hcm_bhxh"), by=by, at=AT), "at-work", *WORK
    ),
    "note": may(lambda d, by: D.note(d, "Ghi", by=by, at=AT), "reception case head chief clerk cashier dispatcher", *S),
    "draft_granted": may(lambda d, by: D.draft_result(d, VALUES, by=by, at=AT), "at-work", *WORK),
    "draft_refused": may(lambda d, by: D.draft_result(d, NO, kind="refused", by=by, at=AT), "at-work", *WORK),
    "finish_appraisal": may(
        lambda d, by: D.complete_step(task(d, "appraise"), by=by, at=AT), "case", S.ACCEPTED, S.REWORK
    ),
    "finish_review": may(lambda d, by: D.complete_step(task(d, "work"), by=by, at=AT), "head", S.IN_APPRAISAL),
    "approve": may(lambda d, by: D.approve(d, by=by, at=AT), "chief", S.FOR_APPROVAL),
    "send_back": may(
        lambda d, by: D.return_for_rework(task(d, "approve"), "appraise", reason="Thiếu", by=by, at=AT), "chief", S.FOR_APPROVAL
    ),
    "number": may(lambda d, by: D.number(d, by=by, at=AT), "clerk", S.APPROVED),
    "sign": may(lambda d, by: D.sign(d, by=by, at=AT), "nobody"),  # not numbered in the state that is tried
    "issue": may(lambda d, by: D.issue(d, result(d), by=by, at=AT), "nobody"),
    "deliver": may(lambda d, by: D.deliver(d, evidence="Ký nhận", by=by, at=AT), "reception counter", S.ISSUED),
    "request_correction": may(
        lambda d, by: D.request_correction(d, "Sai năm sinh", by=by, at=AT), "owner reception case head chief", S.ISSUED, S.DELIVERED, S.CORRECTED
    ),
    "draft_correction": may(
        lambda d, by: D.draft_correction(d, VALUES, **WHY, by=by, at=AT), "case head", S.CORRECTION_REQUESTED
    ),
    "decline_correction": may(
        lambda d, by: D.decline_correction(d, "Đúng", by=by, at=AT), "head chief", S.CORRECTION_REQUESTED
    ),
    "approve_correction": may(lambda d, by: D.approve_correction(d, by=by, at=AT), "nobody"),  # nothing is drafted yet
    "number_correction": may(lambda d, by: D.number_correction(d, by=by, at=AT), "nobody"),
    "sign_correction": may(lambda d, by: D.sign_correction(d, by=by, at=AT), "nobody"),
    "issue_correction": may(lambda d, by: D.issue_correction(d, result(d), by=by, at=AT), "nobody"),
    "reissue": may(
        lambda d, by: D.reissue(d, "Mất", evidence="Sổ 3", by=by, at=AT), "reception clerk", *HELD
    ),
    "record_loss": may(lambda d, by: D.record_loss(d, "Bản chính", "Xin lại", by=by, at=AT), "reception head", *S),
    "request_copy": may(
        lambda d, by: D.request_copy(d, "Mất", by=by, at=AT), "owner reception clerk", S.DELIVERED, S.CORRECTED
    ),
    "grant_copy": may(lambda d, by: D.grant_copy(d, by=by, at=AT), "nobody"),  # none is asked for in the state tried
    "decline_copy": may(lambda d, by: D.decline_copy(d, "Không", by=by, at=AT), "nobody"),
    "issue_copy": may(lambda d, by: D.issue_copy(d, result(d), by=by, at=AT), "nobody"),
    "keep_phrases": may(
        lambda d, by: D.keep_phrases(d, {"purpose": "Mờ"}, by=by, at=AT), "reception case head", *S
    ),
    "claim": may(lambda d, by: D.claim(waiting(d), by=by, at=AT), "at-hand", *STEPS_OPEN),
    "release": may(  # what nobody has taken is put back by saying so, which changes nothing
        lambda d, by: D.release(waiting(d), by=by, at=AT), "reception case head chief clerk cashier dispatcher", *STEPS_OPEN
    ),
    "assign": may(
        lambda d, by: D.assign(waiting(d), COLLEAGUE[0], by=by, at=AT), "head dispatcher chief", *APPRAISING
    ),
    "hand_over": may(
        lambda d, by: D.hand_over(waiting(d), unit_id(testing.COMMUNE, "pvhcc"), reason="Nhầm", by=by, at=AT),
        "at-hand head dispatcher", *APPRAISING, S.IN_APPRAISAL,
    ),
    "save_supplement": may(
        lambda d, by: D.save_supplement(d, {"purpose": "marriage"}, by=by, at=AT), "owner", S.SUPPLEMENT_BEFORE, S.SUPPLEMENT_AFTER
    ),
    "save_amendment": may(
        lambda d, by: D.save_amendment(d, {"phone": "0987654321"}, by=by, at=AT), "owner", S.SUBMITTED, S.FOR_APPROVAL, *WORK
    ),
    "take_cash": may(lambda d, by: D.take_cash(d, 15_000, by=by, at=AT), "nobody"),  # nothing is owed for this one
    "void_cash": may(lambda d, by: D.void_cash(d, reason="Nhầm", by=by, at=AT), "nobody"),
    "send_result_paper": may(lambda d, by: D.send_result_paper(d, by=by, at=AT), "reception clerk dispatcher", S.ISSUED),
    "withdraw_part": may(lambda d, by: D.withdraw_part(d, "part", by=by, at=AT), "nobody"),  # it is no group
    "open_for_reason": may(
        lambda d, by: D.open_for_reason(d, "visitor", by=by, at=AT), "reception case head chief clerk cashier dispatcher", *S
    ),
    "open_part": may(lambda d, by: D.open_part(d, "part", reason="Xem", by=by, at=AT), "nobody"),
    "hand_parts": may(lambda d, by: D.hand_parts(d, ["part"], evidence="Ký", by=by, at=AT), "nobody"),
    "advance_group": may(lambda d, by: D.advance_group(d, by=by, at=AT), "nobody"),  # from here on the system alone
    "record_finance": may(lambda d, by: D.record_finance(d, "paid", by=by, at=AT), "nobody"),
    "settle_obligation": may(lambda d, by: D.settle_obligation(d, by=by, at=AT), "nobody"),
    "escalate": may(lambda d, by: D.escalate(d, "reminder", by=by, at=AT), "nobody"),
    "set_aside_apologies": may(lambda d, by: D.set_aside_apologies(d, by=by, at=AT), "nobody"),
}  # fmt: skip
# Rows of the table that are one act tried in several ways.
OF_ACT = {
    "draft_granted": "draft_result", "draft_refused": "draft_result", "finish_appraisal": "complete_step",
    "finish_review": "complete_step", "send_back": "return_for_rework",
}  # fmt: skip
# Acts that are about something else than a dossier in a state, and the tests that try each of them for everybody.
ELSEWHERE = {
    "before there is a dossier": (
        "test_filing.py", "start_draft save_draft choose_agency choose_options discard submit remove_expired"
    ),
    "a draft in another's name": ("test_representing.py", "start_draft_for"),
    "whose owner stands at the counter": ("test_bringing.py", "open_at_counter bring_supplement"),
    "an opinion, not a dossier": (
        "test_consulting.py", "answer_consultation close_consultation tell_late_consultation"
    ),
    "paper on its way": ("test_paper_chain.py", "note_papers hand_paper receive_paper miss_paper send_paper_on"),
    "a change of the calendar": ("test_recomputing.py", "begin_recomputation recompute_due"),
    "who reads how much": ("test_reading_watch.py", "tell_spent_readings"),
    "sentences an office keeps": ("../../../faces/desk/tests/test_supplement.py", "drop_phrase"),
}  # fmt: skip
# At whose hand the dossier is: the role of the open step, in each state that takes this work.
AT_WORK = {S.ACCEPTED: {"case"}, S.IN_APPRAISAL: {"head"}, S.REWORK: {"case"}}
AT_HAND = AT_WORK | {
    S.SUPPLEMENT_AFTER: {"case"}, S.AWAITING_PAYMENT: {"case"}, S.FOR_APPROVAL: {"chief"}, S.APPROVED: {"clerk"},
    S.SIGNING: {"reception"}, S.ISSUED: {"reception"},
}  # fmt: skip


def _correction(dossier_id: UUID) -> UUID:
    services.request_correction(dossier_id, "Sai", by=OWNER, at=AT)
    return dossier_id


def _corrected() -> UUID:
    dossier_id = _correction(testing.issued(OWNER).dossier_id)
    done = services.draft_correction(dossier_id, VALUES, **WHY, by=PEOPLE.case, at=AT)
    assert done.document_id is not None
    services.approve_correction(dossier_id, by=PEOPLE.chief, at=AT)
    services.number_correction(dossier_id, by=PEOPLE.clerk, at=AT)
    documents.render_now(done.document_id, by=SYSTEM, at=AT)
    services.sign_correction(dossier_id, by=PEOPLE.chief, at=AT)
    documents_testing.taken_as_signed(done.document_id, at=AT)
    services.issue_correction(dossier_id, done.document_id, by=SYSTEM, at=AT)
    return dossier_id


def _accepted(then: Callable[[UUID], Any]) -> UUID:
    dossier_id = testing.accepted(OWNER).dossier_id
    then(dossier_id)
    return dossier_id


def _filed(then: Callable[[UUID], Any]) -> UUID:
    dossier_id = testing.filed(OWNER).dossier_id
    then(dossier_id)
    return dossier_id


def _in_appraisal(dossier_id: UUID) -> None:
    services.draft_result(dossier_id, VALUES, by=PEOPLE.case, at=AT)
    services.complete_step(task(dossier_id, "appraise"), by=PEOPLE.case, at=AT)


def _rework() -> UUID:
    dossier_id = testing.for_approval(OWNER)
    services.return_for_rework(task(dossier_id, "approve"), "appraise", reason="Thiếu", by=PEOPLE.chief, at=AT)
    services.draft_result(dossier_id, VALUES, by=PEOPLE.case, at=AT)
    return dossier_id


def _for_the_counter() -> UUID:
    draft = testing.drafted(OWNER)
    services.choose_options(draft, result_channel="counter", by=OWNER, at=AT)
    services.submit(draft, by=OWNER, at=AT)
    services.accept(draft, by=PEOPLE.reception, at=AT)
    _in_appraisal(draft)
    services.complete_step(task(draft, "work"), by=PEOPLE.head, at=AT)
    services.approve(draft, by=PEOPLE.chief, at=AT)
    numbered = services.number(draft, by=PEOPLE.clerk, at=AT)
    documents.render_now(numbered.document_id, by=SYSTEM, at=AT)
    services.sign(draft, by=PEOPLE.chief, at=AT)
    services.issue(draft, numbered.document_id, by=SYSTEM, at=AT)
    return draft


STATES: dict[Status, Callable[[], UUID]] = {
    S.SUBMITTED: lambda: testing.filed(OWNER).dossier_id,
    S.SUPPLEMENT_BEFORE: lambda: testing.asked(OWNER).dossier_id,
    S.REFUSED_RECEPTION: lambda: _filed(
        lambda d: services.refuse(d, "not_eligible", "Không", by=PEOPLE.reception, at=AT)
    ),
    S.ACCEPTED: lambda: _accepted(lambda d: services.draft_result(d, VALUES, by=PEOPLE.case, at=AT)),
    S.IN_APPRAISAL: lambda: _accepted(_in_appraisal),
    S.SUPPLEMENT_AFTER: lambda: _accepted(
        lambda d: services.request_supplement(d, ITEMS, reason="Chưa khớp", by=PEOPLE.case, at=AT)
    ),
    S.AWAITING_PAYMENT: lambda: _accepted(
        lambda d: services.raise_obligation(d, {}, further=TAX, reason="TB", by=PEOPLE.case, at=AT)
    ),
    S.FOR_APPROVAL: lambda: testing.for_approval(OWNER),
    S.REWORK: _rework,
    S.APPROVED: lambda: testing.approved(OWNER),
    S.SIGNING: lambda: testing.signing(OWNER),
    S.ISSUED: _for_the_counter,
    S.DELIVERED: lambda: testing.issued(OWNER).dossier_id,
    S.CORRECTION_REQUESTED: lambda: _correction(testing.issued(OWNER).dossier_id),
    S.CORRECTED: _corrected,
    S.WITHDRAWN: lambda: _accepted(lambda d: services.withdraw(d, by=OWNER, at=AT)),
    S.STOPPED: lambda: _accepted(
        lambda d: services.stop(d, "by_law", "Theo luật", provision="nd118_21", by=PEOPLE.head, at=AT)
    ),
}


@pytest.fixture
def _world() -> None:
    testing.world()
    account = signed_in(HOA).account_id
    grant = OfficeGrant(testing.HOME, "case_officer", unit_id(testing.COMMUNE, "vp"))
    identity.grant_office(account, grant, by=SYSTEM, at=AT)
    COLLEAGUE[:] = [account]


@contextmanager
def forgotten() -> Iterator[None]:
    """What happens inside is seen and then undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def standing(dossier_id: UUID) -> tuple[Any, ...]:
    """Everything an act could have changed, in one statement."""
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "select d.status, d.version, (select count(*) from kernel_event e where e.subject_id = d.id),"
            " (select count(*) from process_task t where t.subject_id = d.id and t.state = 'done')"
            " from dossiers_dossier d where d.id = %s",
            [dossier_id],
        )
        found: tuple[Any, ...] = cursor.fetchone()
        return found


def at_a_foreign_counter(dossier_id: UUID) -> None:
    """As if another agency's counter had taken it in."""
    there = agency_id(COUNTER)
    with scope(SYSTEM, writes=True):
        Dossier.objects.filter(id=dossier_id).update(reception_agency_id=there, version=F("version") + 1)
        Share.objects.create(dossier_id=dossier_id, agency_id=there, since=AT)


def expected(name: str, who: str, state: Status) -> bool:
    attempt = ACTS[name]
    hands = AT_WORK[state] if "at-work" in attempt.who and state in AT_WORK else set()
    hands = hands | (AT_HAND[state] if "at-hand" in attempt.who and state in AT_HAND else set())
    return state in attempt.when and who in attempt.who | hands


def told_apart(dossier_id: UUID, before: str) -> list[str]:
    """After an act that succeeded: the change of status is lawful, the facts fold to the row."""
    with scope(SYSTEM):
        row, told = queries.find(dossier_id, by=SYSTEM), queries.rebuilt(dossier_id)
    found = []
    if row.status != before and not may_become(before, Status(row.status)):
        found.append(f"{before} → {row.status} is not in the table")
    if (told.status, told.current_due_at, told.original_due_at, told.completed_at) != (
        row.status, row.current_due_at, row.original_due_at, row.completed_at,
    ):  # fmt: skip
        found.append(f"the facts tell {told.status}, the row {row.status}")
    return found


def refused_to(name: str, people: list[str], dossier_id: UUID, before: tuple[Any, ...]) -> list[str]:
    """Everybody who may not do it now hears a reason, and all of them together have changed nothing."""
    found = []
    with forgotten():
        for who in people:
            try:
                ACTS[name].do(dossier_id, WHO[who])
            except Refused as no:
                found += [] if no.message else [f"{name} by {who}: {no.code} has no words"]
            else:
                found.append(f"{name} by {who} succeeded")
        if standing(dossier_id) != before:
            found.append(f"{name} changed something")
    return found


def done_by(name: str, who: str, dossier_id: UUID, before: str) -> list[str]:
    with forgotten():
        try:
            ACTS[name].do(dossier_id, WHO[who])
        except Refused as no:
            return [f"{name} by {who} was refused: {no.code}"]
        return [f"{name} by {who}: {fault}" for fault in told_apart(dossier_id, before)]


@pytest.mark.usefixtures("_world")
@pytest.mark.parametrize("state", list(Status), ids=str)
def test_in_every_state_everybody_tries_everything(state: Status) -> None:
    dossier_id = STATES[state]()
    at_a_foreign_counter(dossier_id)
    before, faults = standing(dossier_id), []
    assert before[0] == state

    for name in ACTS:
        allowed = [who for who in WHO if expected(name, who, state)]
        faults += refused_to(name, [who for who in WHO if who not in allowed], dossier_id, before)
        for who in allowed:
            faults += done_by(name, who, dossier_id, str(state))

    assert not faults, "\n".join(faults)


def test_every_state_is_tried_and_has_its_place() -> None:
    assert set(STATES) == set(Status) == set(TRANSITIONS) == set(NATIONAL)
    assert set(NATIONAL.values()) == set(range(1, 11))


def test_every_act_of_the_register_is_tried_here_or_named_with_its_own_tests() -> None:
    registered = {name.removeprefix("dossiers.") for name in acts.register() if name.startswith("dossiers.")}
    tried = {OF_ACT.get(name, name) for name in ACTS}
    named = {act for _tests, listed in ELSEWHERE.values() for act in listed.split()}

    assert registered == tried | named
    assert not tried & named
    for tests, listed in ELSEWHERE.values():
        text = (TESTS / tests).read_text(encoding="utf-8")
        assert [one for one in listed.split() if one not in text] == []
