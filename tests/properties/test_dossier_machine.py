"""Every act in every state: what the law does not know is refused, what happened can be rebuilt from the facts.

A machine presses buttons in any order as everybody concerned. After each step the row, the facts folded anew, the rules
of the database and the tasks must tell one story.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import testing as documents_testing
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.events import DossierAccepted
from motcua.rooms.dossiers.testing import PEOPLE, VALUES, citizen, officer
from motcua.rooms.dossiers.types import FurtherLine, SupplementItem
from motcua.rooms.payments import queries as payments_read
from motcua.rooms.payments import services as payments
from motcua.rooms.process import queries as process

EXPECTED = {
    "dossier.not-possible-now", "dossier.not-awaiting-acceptance", "dossier.not-this-step", "task.already-done",
    "task.fell-away", "task.has-own-act", "result.not-drafted", "supplement.nothing-asked", "supplement.too-late", "supplement.unchanged",
    "supplement.second-needs-reason", "supplement.already-waiting", "supplement.nothing-named", "extension.second",
    "extension.too-late", "approval.own-draft", "document.not-approved", "document.already-numbered",
    "document.not-shown",
    "approval.already-given", "task.not-yours", "stop.too-early", "process.no-such-step", "dossier.incomplete", "document.cannot-change",
    "amendment.nothing-changed", "amendment.too-much", "result.on-older-answers", "consultation.already-asked",
    "consultation.over", "notice.still-owed", "correction.not-asked", "correction.not-this-step", "task.held-by-another",
    "copy.already-asked", "copy.not-asked", "dossier.fee-unpaid", "document.draft-cannot-be-signed", "document.version-changed",
}  # fmt: skip
THERE = agency_id("hcm_police_pc08")
POLICE = officer("Đặng Công", "case_officer", "cm", agency="hcm_police_pc08")
TAX = [FurtherLine("Lệ phí trước bạ", "tax", 1_200_000)]
WHY: dict[str, Any] = {"ground": "layout", "reason": "Sai thể thức"}
START = datetime(2026, 11, 2, 1, tzinfo=UTC)


class DossierMachine(RuleBasedStateMachine):
    """One dossier, everybody who may touch it, and time that goes on."""

    @initialize(code=st.sampled_from([testing.FREE, testing.CHARGED]), online=st.booleans())
    def file(self, code: str, online: bool) -> None:
        """Hand a dossier in."""
        self.owner, self.now = citizen(), START
        self.seen: list[str] = []
        draft = testing.drafted(self.owner, code=code, at=self.now)
        if not online:
            services.choose_options(draft, result_channel="counter", by=self.owner, at=self.now)
        self.receipt = services.submit(draft, by=self.owner, at=self.now)
        self.id = self.receipt.dossier_id

    def press(self, act: Any, *args: Any, **named: Any) -> Any:
        """Do an act; a refusal must be one the law foresees."""
        try:
            return act(*args, at=self.now, **named)
        except Refused as no:
            if no.code not in EXPECTED or not no.message:
                raise
            return None

    def task(self, does: str) -> Any:
        with scope(SYSTEM):
            tasks = [t for t in process.tasks_of(self.id) if t.does == does]
        waiting = [t for t in tasks if t.state in {"open", "claimed"}]
        return waiting[0] if waiting else tasks[-1] if tasks else None

    @rule(hours=st.integers(1, 60))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def pay(self) -> None:
        try:
            testing.pay(self.receipt, at=self.now)
        except Refused as no:
            if no.code != "obligation.not-open":
                raise

    @rule()
    def accept(self) -> None:
        self.press(services.accept, self.id, by=PEOPLE.reception)

    @rule(steps=st.integers(1, 5))
    def go_on(self, steps: int) -> None:
        """Do what the law expects next, so that late states are reached often."""
        for _ in range(steps):
            with scope(SYSTEM):
                status = queries.find(self.id, by=SYSTEM).status
            usual: dict[str, list[Callable[[], Any]]] = {
                "submitted": [self.pay, self.accept],
                "supplement_before_acceptance": [lambda: self.answer("marriage", True)],
                "supplement_after_appraisal": [lambda: self.answer("marriage", True)],
                "awaiting_payment": [self.resume, self.waive_notice],
                "accepted": [lambda: self.draft("granted"), lambda: self.complete(("appraise", PEOPLE.case))],
                "in_appraisal": [lambda: self.draft("granted"), self.work],
                "returned_for_rework": [lambda: self.draft("granted"), self.work],
                "submitted_for_approval": [self.approve],
                "approved": [self.number, self.sign],
                "signing": [self.signed],
                "issued": [self.deliver],
            }
            for act in usual.get(status, []):
                act()

    def work(self) -> None:
        self.complete(("appraise", PEOPLE.case))
        self.complete(("work", PEOPLE.head))

    @rule()
    def refuse(self) -> None:
        self.press(services.refuse, self.id, "not_eligible", "Không thuộc đối tượng", by=PEOPLE.reception)

    @rule(at_desk=st.booleans(), again=st.sampled_from(["", "Giấy mới cũng mờ"]))
    def ask(self, at_desk: bool, again: str) -> None:
        by = PEOPLE.reception if at_desk else PEOPLE.case
        items = [SupplementItem("purpose", "Khác với giấy tờ")]
        self.press(services.request_supplement, self.id, items, reason="Chưa khớp", again_because=again, by=by)

    @rule(value=st.sampled_from(["marriage", ""]), right=st.booleans())
    def answer(self, value: str, right: bool) -> None:
        confirmed = {"purpose"} if right else set()
        self.press(services.answer_supplement, self.id, {"purpose": value}, confirmed=confirmed, by=self.owner)

    @rule(kind=st.sampled_from(["granted", "refused"]))
    def draft(self, kind: str) -> None:
        values = VALUES if kind == "granted" else {"ground": "not_true", "reason": "Không đúng"}
        self.press(services.draft_result, self.id, values, kind=kind, by=PEOPLE.case)

    @rule(step=st.sampled_from([("appraise", PEOPLE.case), ("work", PEOPLE.head), ("approve", PEOPLE.chief)]))
    def complete(self, step: Any) -> None:
        task = self.task(step[0])
        if task is not None:
            self.press(services.complete_step, task.id, by=step[1])

    @rule()
    def approve(self) -> None:
        self.press(services.approve, self.id, by=PEOPLE.chief)

    @rule()
    def give_back(self) -> None:
        task = self.task("approve")
        if task is not None:
            self.press(services.return_for_rework, task.id, "appraise", reason="Thiếu căn cứ", by=PEOPLE.chief)

    @rule()
    def number(self) -> None:
        self.press(services.number, self.id, by=PEOPLE.clerk)

    @rule()
    def sign(self) -> None:
        self.press(services.sign, self.id, by=PEOPLE.chief)

    @rule()
    def signed(self) -> None:
        with scope(SYSTEM):
            row = queries.find(self.id, by=SYSTEM)
        if row.status == "signing" and row.result_document_id:
            documents_testing.taken_as_signed(row.result_document_id, at=self.now)
            services.issue(self.id, row.result_document_id, by=SYSTEM, at=self.now)

    @rule()
    def deliver(self) -> None:
        self.press(services.deliver, self.id, evidence="Ký nhận", by=PEOPLE.reception)

    @rule()
    def withdraw(self) -> None:
        self.press(services.withdraw, self.id, by=self.owner)

    @rule()
    def fall_silent(self) -> None:
        self.press(services.stop, self.id, "applicant_silent", "Quá 15 ngày", by=PEOPLE.reception)

    @rule()
    def never_pay(self) -> None:
        self.press(services.stop, self.id, "unpaid", "Chưa nộp phí", by=SYSTEM)

    @rule()
    def hear_of_the_money(self) -> None:
        with scope(SYSTEM):
            owed = payments_read.obligation(self.id, by=SYSTEM)
        if owed is not None and not owed.is_open:
            services.record_finance(self.id, str(owed.state), by=SYSTEM, at=self.now)

    @rule(days=st.integers(1, 9))
    def extend(self, days: int) -> None:
        with scope(SYSTEM):
            due = queries.find(self.id, by=SYSTEM).current_due_at
        later = (due or self.now) + timedelta(days=days)
        self.press(services.extend, self.id, later, ground="needs_more_time", reason="Xác minh", by=PEOPLE.head)

    @rule()
    def pause(self) -> None:
        self.press(services.pause, self.id, "financial_obligation", reason="Thông báo thuế", by=PEOPLE.case)

    @rule()
    def resume(self) -> None:
        self.press(services.resume, self.id, by=PEOPLE.case)

    @rule(number=st.sampled_from(["0987654321", "0911222333"]))
    def amend(self, number: str) -> None:
        self.press(services.amend, self.id, {"phone": number}, by=self.owner)

    @rule()
    def consult(self) -> None:
        self.press(services.consult, self.id, "Ý kiến?", to_agency_id=THERE, by=PEOPLE.case)

    @rule(late=st.booleans())
    def give_opinions(self, late: bool) -> None:
        with scope(SYSTEM):
            asked = queries.dossier(self.id, by=SYSTEM, at=self.now).consultations
        for one in asked:
            self.press(services.answer_consultation, one.id, "Đồng ý" if late else "Không", by=POLICE)

    @rule()
    def ask_for_money(self) -> None:
        self.press(services.raise_obligation, self.id, {}, further=TAX, reason="TB 12", by=PEOPLE.case)

    @rule()
    def take_the_notice_back(self) -> None:
        self.press(services.take_back_obligation, self.id, "Nhầm", by=PEOPLE.case)

    @rule()
    def waive_notice(self) -> None:
        with scope(SYSTEM):
            owed = payments_read.owed_on_notice(self.id, by=SYSTEM)
        if owed is not None:
            payments.waive(owed.id, reason="Hộ nghèo", evidence="Sổ 12", by=PEOPLE.chief, at=self.now)
            services.record_finance(self.id, "waived", by=SYSTEM, at=self.now)
            services.settle_obligation(self.id, by=SYSTEM, at=self.now)

    @rule(by_owner=st.booleans())
    def report_wrong(self, by_owner: bool) -> None:
        self.press(services.request_correction, self.id, "Sai", by=self.owner if by_owner else PEOPLE.case)

    @rule()
    def find_it_right(self) -> None:
        self.press(services.decline_correction, self.id, "Đúng", by=PEOPLE.head)

    @rule(steps=st.integers(1, 5))
    def correct(self, steps: int) -> None:
        """Go some of the way of a correction; the signatures are taken as made."""
        way: list[Callable[[], Any]] = [
            lambda: self.press(services.draft_correction, self.id, VALUES, **WHY, by=PEOPLE.case),
            lambda: self.press(services.approve_correction, self.id, by=PEOPLE.chief),
            lambda: self.press(services.number_correction, self.id, by=PEOPLE.clerk),
            lambda: self.press(services.sign_correction, self.id, by=PEOPLE.chief),
            self.correction_signed,
        ]
        for step in way[:steps]:
            step()

    def correction_signed(self) -> None:
        with scope(SYSTEM):
            found = [one for one in queries.corrections_of(self.id, by=SYSTEM) if one.state == "signing"]
        for one in found:
            assert one.document_id is not None
            documents_testing.taken_as_signed(one.document_id, at=self.now)
            self.press(services.issue_correction, self.id, one.document_id, by=SYSTEM)

    @rule()
    def take_and_put_back(self) -> None:
        with scope(SYSTEM):
            found = process.open_tasks([self.id])
        for one in found:
            for by in (PEOPLE.case, PEOPLE.head, PEOPLE.chief, PEOPLE.clerk, PEOPLE.reception):
                self.press(services.claim, one.id, by=by)
                self.press(services.release, one.id, by=by)

    @rule(by_owner=st.booleans())
    def ask_for_a_copy(self, by_owner: bool) -> None:
        self.press(services.request_copy, self.id, "Mất bản giấy", by=self.owner if by_owner else PEOPLE.reception)

    @rule(given=st.booleans())
    def answer_for_the_copy(self, given: bool) -> None:
        if not given:
            self.press(services.decline_copy, self.id, "Không cấp", by=PEOPLE.reception)
            return
        done = self.press(services.grant_copy, self.id, by=PEOPLE.chief)
        if done is not None:
            documents_testing.taken_as_signed(done.document_id, at=self.now)
            self.press(services.issue_copy, self.id, done.document_id, by=SYSTEM)

    @rule()
    def lose_something(self) -> None:
        self.press(services.record_loss, self.id, "Bản chính", "Xin lại", by=PEOPLE.head)

    @precondition(lambda self: hasattr(self, "id"))
    @invariant()
    def one_result_is_signed_and_it_is_the_one(self) -> None:
        """Never two results that hold, and none beside the one the dossier names."""
        with scope(SYSTEM):
            row = queries.find(self.id, by=SYSTEM)
            papers = documents_read.documents(self.id, by=SYSTEM)
        signed = [one.id for one in papers if one.kind in {"result", "result_refusal"} and one.state == "signed"]
        decided = row.status in {"issued", "delivered", "correction_requested", "corrected"}
        assert signed == ([row.result_document_id] if decided else [])

    @precondition(lambda self: hasattr(self, "id"))
    @invariant()
    def the_facts_tell_the_same_story(self) -> None:
        """What can be rebuilt stands in the row; so no date ever moves without a fact (I8)."""
        with scope(SYSTEM):
            view, told = queries.dossier(self.id, by=SYSTEM, at=self.now), queries.rebuilt(self.id)
            tasks = {task.id for task in process.open_tasks([self.id])}
            facts = events.history(self.id)
        row = view.row
        assert (told.status, told.code, told.receipt_number) == (row.status, row.code, row.receipt_number)
        assert (told.accepted_at, told.submitted_at) == (row.accepted_at, row.submitted_at)
        assert (told.original_due_at, told.current_due_at) == (row.original_due_at, row.current_due_at)
        assert (told.completed_at, told.delivered_at) == (row.completed_at, view.delivered_at)
        assert (told.result_kind, told.result_document_id) == (row.result_kind, row.result_document_id)
        assert (told.delivery_state, told.answers_id) == (row.delivery_state, view.answers_id)
        assert (told.answer_due_at, told.finance_state) == (row.answer_due_at, row.finance_state)
        assert told.extension_count == view.extension_count <= 1
        assert told.open_tasks == tasks
        assert sum(isinstance(fact, DossierAccepted) for fact in facts) <= 1
        self.never_goes_back(row.status)

    def never_goes_back(self, status: str) -> None:
        """What is over stays over, and nothing is open then."""
        held = {"delivered", "correction_requested", "corrected"}
        ended = {"refused_reception", "withdrawn", "stopped"} | held
        if self.seen and self.seen[-1] in ended:
            assert status == self.seen[-1] or {status, self.seen[-1]} <= held | {"issued"}
        self.seen.append(status)
        if status in ended:
            with scope(SYSTEM):
                handed_over = queries.dossier(self.id, by=SYSTEM, at=self.now).delivered_at is not None
                assert not (process.running(self.id) and (handed_over or status not in held))


@pytest.mark.django_db
@pytest.mark.slow
def test_everybody_presses_every_button_in_any_order() -> None:
    testing.world()
    run_state_machine_as_test(
        DossierMachine,
        settings=settings(
            max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
