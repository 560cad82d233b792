"""The fee in cash: at the own counter and at another one, before acceptance."""

from uuid import UUID

import pytest

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers import handlers, queries, services, testing
from motcua.rooms.dossiers.testing import AT, CHARGED, HOME, PEOPLE, citizen
from motcua.rooms.dossiers.types import FinanceState, Status
from motcua.rooms.forms.testing import FILLED
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments.events import ObligationReopened

LAN = citizen()
AWAY = testing.officer("Ngô Hoa", "reception_officer", "pvhcc", agency="hcm25_w26743")


@pytest.fixture
def dossier_id(db: None) -> UUID:
    testing.world()
    draft = services.start_draft(
        CHARGED, method="counter", owner_id=LAN.person_id, agency_id=HOME, answers=FILLED, by=AWAY, at=AT
    )
    return services.submit(draft, by=AWAY, at=AT).dossier_id


def test_cash_at_any_desk_opens_the_way_to_acceptance(dossier_id: UUID) -> None:
    with pytest.raises(Refused, match="fee-unpaid"):
        services.accept(dossier_id, by=AWAY, at=AT)

    taken = services.take_cash(dossier_id, 15_000, by=AWAY, at=AT)
    services.accept(dossier_id, by=AWAY, at=AT)

    assert taken.desk_agency_id == AWAY.agency_id
    with scope(AWAY):
        assert [one.id for one in payments.cash_taken(AT.date(), by=AWAY, cashier=AWAY.id)] == [taken.id]
        kinds = {str(one.kind) for one in queries.papers_to_hand_out(dossier_id, by=AWAY)}
        assert queries.find(dossier_id, by=AWAY).finance_state == FinanceState.PAID
    assert kinds == {"payment_receipt", "reception_slip"}
    with scope(PEOPLE.reception):
        assert payments.cash_taken(AT.date(), by=PEOPLE.reception) == []  # the money lies at the other counter


def test_a_mistake_is_undone_before_acceptance_only(dossier_id: UUID) -> None:
    services.take_cash(dossier_id, 15_000, by=AWAY, at=AT)
    services.void_cash(dossier_id, reason="Nhầm", by=AWAY, at=AT)
    with pytest.raises(Refused, match="fee-unpaid"):
        services.accept(dossier_id, by=AWAY, at=AT)

    services.take_cash(dossier_id, 15_000, by=AWAY, at=AT)
    services.accept(dossier_id, by=AWAY, at=AT)

    with pytest.raises(Refused, match="accepted-on-this-fee"):
        services.void_cash(dossier_id, reason="x", by=AWAY, at=AT)


def test_what_was_given_back_is_owed_again(dossier_id: UUID) -> None:
    with scope(SYSTEM):
        owed = payments.obligation(dossier_id, by=SYSTEM)
    assert owed is not None
    services.record_finance(dossier_id, "paid", by=SYSTEM, at=AT)

    handlers.on_obligation_reopened(
        ObligationReopened(AT, owed.agency_id, dossier_id, owed.owner_id, owed.id, 15_000), key="k", at=AT
    )

    with scope(LAN):
        assert queries.find(dossier_id, by=LAN).finance_state == FinanceState.OWED


def test_where_nothing_is_owed_nothing_is_taken(db: None) -> None:
    testing.world()
    receipt = testing.filed(LAN)

    with pytest.raises(Refused, match="nothing-owed"):
        services.take_cash(receipt.dossier_id, 1, by=PEOPLE.reception, at=AT)
    with pytest.raises(Refused, match="out-of-reach"):
        services.take_cash(receipt.dossier_id, 1, by=AWAY, at=AT)
    with scope(LAN):
        assert queries.find(receipt.dossier_id, by=LAN).status == Status.SUBMITTED
