"""Anything in any order: money is booked once, attempts move forward, the ledger agrees with the gateways."""

from collections import Counter
from datetime import datetime, timedelta

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

from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.payments import queries, services, testing
from motcua.rooms.payments.models import Attempt, GatewayTransaction, Obligation, RefundCase
from motcua.rooms.payments.ports import RefundAnswer
from motcua.rooms.payments.rules.states import RANK
from motcua.rooms.payments.tests.conftest import NOON
from motcua.rooms.payments.types import OPEN_ATTEMPT_STATES, AttemptState, Heard, ObligationState, Outcome

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def kindly(no: Refused) -> None:
    """Every refusal on the way is a conflict with what is known, never a fault."""
    assert no.http_status == 409


class Money(RuleBasedStateMachine):
    """One obligation, many tries, gateways that say anything at any time."""

    @initialize()
    def begin(self) -> None:
        self.person = testing.citizen()
        self.obligation = testing.owed(self.person, new_id(), at=NOON)
        self.minutes = 0
        self.references: list[str] = []
        self.ranks: dict[str, int] = {}
        self.start("vnpay")

    @property
    def at(self) -> datetime:
        return NOON + timedelta(minutes=self.minutes)

    @rule(minutes=st.sampled_from([1, 4, 20, 60 * 24 * 4]))
    def wait(self, minutes: int) -> None:
        self.minutes += minutes

    @rule(gateway=st.sampled_from(["vnpay", "vietqr"]))
    def start(self, gateway: str) -> None:
        try:
            way = services.start_attempt(
                self.obligation.id, gateway, return_url="http://x", client_ip="", by=self.person, at=self.at
            )
        except Refused as no:
            kindly(no)
        else:
            if way.reference not in self.references:
                self.references.append(way.reference)

    @rule(which=st.integers(0, 5), kind=st.sampled_from(["success", "failed", "failed", "pending", "wrong"]))
    def hear(self, which: int, kind: str) -> None:
        reference = self.references[which % len(self.references)]
        query = {
            "success": testing.ipn(reference, number=reference),
            "failed": testing.failed_ipn(reference),
            "pending": testing.pending_ipn(reference),
            "wrong": testing.ipn(reference, number=reference, amount=5_000),
        }[kind]
        services.record_callback(queries.read_callback("vnpay", query), by=SYSTEM, at=self.at)

    @rule(which=st.integers(0, 5), number=st.integers(1, 2), amount=st.sampled_from([30_000, 30_000, 1_000]))
    def transfer(self, which: int, number: int, amount: int) -> None:
        content = self.references[which % len(self.references)]
        told = testing.credit_advice(content, number=f"FT{content}{number}", amount=amount)
        services.record_credit(queries.read_credit_advice(**told), by=SYSTEM, at=self.at)

    @rule(outcome=st.sampled_from([None, Outcome.NOT_FOUND, Outcome.UNPAID, Outcome.PENDING, Outcome.FAILED]))
    def look(self, outcome: Outcome | None) -> None:
        for attempt in self.open_attempts():
            heard = Heard(attempt.gateway, attempt.reference, outcome, attempt.amount) if outcome else None
            services.record_answer(attempt.id, heard, by=SYSTEM, at=self.at)

    @rule()
    def give_up(self) -> None:
        for attempt in self.open_attempts():
            try:
                services.abandon_attempt(attempt.id, by=self.person, at=self.at)
            except Refused as no:
                kindly(no)

    @precondition(lambda self: self.minutes > 60)
    @rule()
    def end_of_the_dossier(self) -> None:
        services.cancel_all(self.obligation.subject_id, by=SYSTEM, at=self.at)

    @rule()
    def decide_a_refund(self) -> None:
        try:
            services.refund(self.obligation.id, reason="Rút hồ sơ", by=SYSTEM, at=self.at)
        except Refused as no:
            kindly(no)

    @rule(answer=st.sampled_from([RefundAnswer.DONE, RefundAnswer.REFUSED]))
    def send_back(self, answer: RefundAnswer) -> None:
        with scope(SYSTEM):
            cases = list(RefundCase.objects.filter(obligation=self.obligation).order_by("id"))
        for case in cases:
            if services.mark_refund_sent(case.id, by=SYSTEM, at=self.at):
                services.record_refund_answer(case.id, answer, by=SYSTEM, at=self.at)

    @invariant()
    def all_is_right(self) -> None:
        if not hasattr(self, "obligation"):
            return
        with scope(SYSTEM):
            obligation = Obligation.objects.get(id=self.obligation.id)
            attempts = list(Attempt.objects.filter(obligation=obligation).order_by("id"))
            booked = list(GatewayTransaction.objects.filter(attempt__in=attempts).order_by("id"))
            cases = list(RefundCase.objects.filter(obligation=obligation).order_by("id"))
            accounts: Counter[str] = Counter()
            for posting in obligation.postings.order_by("id"):
                accounts[posting.account] += posting.amount
        self.attempts_move_forward(attempts)
        received = sum(t.amount for t in booked if t.parked is None)
        returned = sum(c.amount for c in cases if c.state == "refunded")
        assert sum(accounts.values()) == 0
        assert sum(v for k, v in accounts.items() if k.startswith("clearing")) == received - returned
        assert accounts["receivable"] == (obligation.total if obligation.is_open else 0)
        assert accounts["refund_payable"] == returned - sum(c.amount for c in cases)
        assert obligation.state != ObligationState.PAID or received > 0

    def attempts_move_forward(self, attempts: list[Attempt]) -> None:
        states = [attempt.state for attempt in attempts]
        assert sum(state in OPEN_ATTEMPT_STATES for state in states) <= 1
        assert states.count(AttemptState.PAID) <= 1
        for attempt in attempts:
            rank = RANK[AttemptState(attempt.state)]
            assert rank >= self.ranks.get(attempt.reference, 0)
            self.ranks[attempt.reference] = rank

    def open_attempts(self) -> list[Attempt]:
        with scope(SYSTEM):
            found = Attempt.objects.filter(obligation=self.obligation, state__in=OPEN_ATTEMPT_STATES)
            return list(found.order_by("id"))


def test_whatever_happens_the_money_is_right() -> None:
    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
