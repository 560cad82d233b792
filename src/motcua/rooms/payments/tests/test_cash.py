"""Cash over the counter: exactly what is owed, a receipt at once, a mistake undone the same day."""

from datetime import timedelta
from uuid import UUID

import pytest

from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind, Office
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.types import DocumentState
from motcua.rooms.payments import handlers, queries, services, testing
from motcua.rooms.payments.events import ObligationPaid
from motcua.rooms.payments.models import Attempt, Obligation
from motcua.rooms.payments.tests.conftest import NOON
from motcua.rooms.payments.types import AttemptState, Gateway, ObligationState

pytestmark = pytest.mark.django_db


def officer(role: str, agency_id: UUID, name: str = "Mai Thu Ngân") -> Actor:
    return Actor(
        id=new_id(), kind=ActorKind.OFFICER, name=name, agency_id=agency_id, offices=(Office(role, agency_id),)
    )


@pytest.fixture
def obligation(an: Actor, agency_id: UUID) -> Obligation:
    return testing.owed(an, agency_id, at=NOON)


@pytest.fixture
def cashier(agency_id: UUID) -> Actor:
    return officer("cashier", agency_id)


def state(obligation: Obligation) -> str:
    with scope(SYSTEM):
        return str(queries.obligation_by_id(obligation.id, by=SYSTEM).state)


def balances() -> dict[str, int]:
    with scope(SYSTEM):
        return {account: amount for account, amount in queries.balances(by=SYSTEM).items() if amount}


def test_cash_pays_and_its_receipt_names_the_cashier(obligation: Obligation, cashier: Actor) -> None:
    taken = services.take_cash(obligation.id, 30_000, by=cashier, at=NOON)

    assert state(obligation) == ObligationState.PAID
    assert balances() == {"clearing:cash": 30_000, "due:le_phi": -22_000, "due:phi": -8_000}
    assert (taken.receipt_number, taken.taken_by_name) == ("01BLP/26E 0000001", "Mai Thu Ngân")
    assert taken.receipt_document_id is not None
    with scope(SYSTEM):
        values = documents.values_of(taken.receipt_document_id, by=SYSTEM)
    assert values["method"] == "Tiền mặt tại quầy"
    assert values["collector"]["person"] == "Mai Thu Ngân"  # type: ignore[index]


def test_only_what_is_owed_is_taken_and_once(obligation: Obligation, cashier: Actor) -> None:
    with pytest.raises(Refused, match="amount-wrong"):
        services.take_cash(obligation.id, 50_000, by=cashier, at=NOON)
    services.take_cash(obligation.id, 30_000, by=cashier, at=NOON)

    with pytest.raises(Refused, match="already-paid"):
        services.take_cash(obligation.id, 30_000, by=cashier, at=NOON)


def test_a_mistake_is_undone_the_same_day_and_the_number_is_not_used_again(
    obligation: Obligation, cashier: Actor
) -> None:
    first = services.take_cash(obligation.id, 30_000, by=cashier, at=NOON)

    services.void_cash(first.id, reason="Thu nhầm hồ sơ", by=cashier, at=NOON)
    assert state(obligation) == ObligationState.OPEN
    assert "clearing:cash" not in balances()
    second = services.take_cash(obligation.id, 30_000, by=cashier, at=NOON)

    assert second.receipt_number.endswith("0000002")
    with scope(SYSTEM):
        assert first.receipt_document_id is not None
        assert documents.document(first.receipt_document_id, by=SYSTEM).state == DocumentState.REVOKED
    with scope(cashier):
        listed = queries.cash_taken(NOON.date(), by=cashier)
    assert [(one.amount, one.void_reason) for one in listed] == [(30_000, "Thu nhầm hồ sơ"), (30_000, "")]


def test_voiding_has_its_limits(obligation: Obligation, cashier: Actor, agency_id: UUID) -> None:
    taken = services.take_cash(obligation.id, 30_000, by=cashier, at=NOON)

    with pytest.raises(Refused, match="needs-reason"):
        services.void_cash(taken.id, reason=" ", by=cashier, at=NOON)
    with pytest.raises(Refused, match="too-late"):
        services.void_cash(taken.id, reason="x", by=cashier, at=NOON + timedelta(days=1))
    with pytest.raises(Refused, match="not-yours"):
        services.void_cash(taken.id, reason="x", by=officer("reception_officer", agency_id), at=NOON)
    services.void_cash(taken.id, reason="x", by=cashier, at=NOON)
    with pytest.raises(Refused, match="voided-already"):
        services.void_cash(taken.id, reason="x", by=cashier, at=NOON)


@pytest.mark.parametrize("role", ["case_officer", "signing_authority"])
def test_cash_is_the_desks_business(obligation: Obligation, agency_id: UUID, role: str) -> None:
    with pytest.raises(Refused, match="not-permitted"):
        services.take_cash(obligation.id, 30_000, by=officer(role, agency_id), at=NOON)
    with pytest.raises(Refused, match="out-of-reach"):
        services.take_cash(obligation.id, 30_000, by=officer("cashier", new_id()), at=NOON)


def test_a_transfer_not_yet_made_gives_way_to_cash(obligation: Obligation, an: Actor, cashier: Actor) -> None:
    way = services.start_attempt(obligation.id, "vietqr", return_url="", client_ip="", by=an, at=NOON)

    services.take_cash(obligation.id, 30_000, by=cashier, at=NOON)

    with scope(SYSTEM):
        assert Attempt.objects.get(id=way.attempt_id).state == AttemptState.EXPIRED
        assert queries.cash_of(obligation.id, by=SYSTEM) is not None


def test_a_gateway_left_halfway_is_heard_first(obligation: Obligation, an: Actor, cashier: Actor) -> None:
    services.start_attempt(obligation.id, "vnpay", return_url="http://x", client_ip="", by=an, at=NOON)

    with pytest.raises(Refused, match="another-open"):
        services.take_cash(obligation.id, 30_000, by=cashier, at=NOON)


def test_cash_is_given_back_by_hand(obligation: Obligation, cashier: Actor) -> None:
    services.take_cash(obligation.id, 30_000, by=cashier, at=NOON)

    case = services.refund(obligation.id, reason="Rút hồ sơ", by=cashier, at=NOON)
    services.hand_back_cash(case, evidence="Nguyễn Thị An", by=cashier, at=NOON)

    assert "clearing:cash" not in balances()


def test_the_receipt_of_cash_is_not_issued_again(obligation: Obligation, cashier: Actor) -> None:
    taken = services.take_cash(obligation.id, 30_000, by=cashier, at=NOON)
    services.void_cash(taken.id, reason="x", by=cashier, at=NOON)
    fact = ObligationPaid(
        NOON, obligation.agency_id, obligation.subject_id, obligation.owner_id, obligation.id, 30_000,
        "on_submission", Gateway.CASH, new_id(),
    )  # fmt: skip

    handlers.on_obligation_paid(fact, key="k", at=NOON)

    with scope(SYSTEM):
        assert queries.receipt(obligation.id, by=SYSTEM) is None
