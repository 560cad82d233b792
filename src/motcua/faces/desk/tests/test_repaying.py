"""The cashier gives money back without JavaScript: the list, cash against a slip, a transfer, the drawer of the day."""

from typing import Any
from uuid import UUID

import pytest

from motcua.faces.desk.tests.officers import CITIZEN, Desk, Officer, plain
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers import services as dossiers
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT, CHARGED
from motcua.rooms.identity import queries as identity
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments import services as paying
from motcua.rooms.payments import testing as money
from motcua.rooms.payments.types import RefundReason

RECEIVER = "Lê Thị Hường, căn cước 079190001234"


@pytest.fixture
def in_cash(reception: Officer) -> UUID:
    """A fee in the drawer whose dossier was refused at reception."""
    receipt = testing.filed(CITIZEN, code=CHARGED)
    dossiers.take_cash(receipt.dossier_id, receipt.amount, by=reception.actor, at=AT)
    return opened(receipt.obligation_id)


@pytest.fixture
def by_transfer(settings: object) -> UUID:
    settings.MOTCUA = settings.MOTCUA.model_copy(update=money.SETTINGS)  # type: ignore[attr-defined]
    receipt = testing.filed(CITIZEN, code=CHARGED)
    assert receipt.obligation_id is not None
    way = paying.start_attempt(receipt.obligation_id, "vietqr", return_url="", client_ip="", by=CITIZEN, at=AT)
    advice = money.credit_advice(way.reference, amount=receipt.amount)
    paying.record_credit(payments.read_credit_advice(**advice), by=SYSTEM, at=AT)
    return opened(receipt.obligation_id)


def opened(obligation_id: UUID | None) -> UUID:
    assert obligation_id is not None
    cause = RefundReason.NOT_TAKEN_IN
    return paying.refund(obligation_id, reason="Hồ sơ không được tiếp nhận", cause=cause, by=SYSTEM, at=AT)


def test_cash_is_given_back_and_the_drawer_agrees(reception: Officer, in_cash: UUID) -> None:
    listed = plain(reception.get("/quay/hoan-tien"))
    assert "15.000 đồng" in listed
    assert "Từ chối tiếp nhận" in listed
    assert "Đã trả 15.000 đồng tiền mặt" in reception.get(f"/quay/hoan-tien/{in_cash}")

    page = plain(reception.post(f"/quay/hoan-tien/{in_cash}/tien-mat", receiver=RECEIVER))

    assert "Đã hoàn trả 15.000 đồng" in page
    assert RECEIVER in page
    day = plain(reception.get("/quay/tien-mat"))
    assert "0 đồng 1 biên lai" in day
    assert "Thu 15.000 đồng, trả lại 15.000 đồng" in day
    assert "−15.000 đồng" in day
    assert ";-15000;" in reception.get("/quay/tien-mat.csv").replace(",", ";")
    assert reception.client.get("/can-bo/quay/tien-mat.pdf").content.startswith(b"%PDF")
    assert "Không có khoản nào chờ trả" in plain(reception.get("/quay/hoan-tien"))


def test_the_slip_is_a_page_of_a5(reception: Officer, in_cash: UUID) -> None:
    reception.get(f"/quay/hoan-tien/{in_cash}/phieu-chi.pdf", 404)
    reception.post(f"/quay/hoan-tien/{in_cash}/tien-mat", receiver=RECEIVER)
    with scope(reception.actor):
        one = payments.repayment(in_cash, by=reception.actor)
    assert one.slip_document_id is not None
    documents.render_now(one.slip_document_id, by=SYSTEM, at=AT)

    answer = reception.client.get(f"/can-bo/quay/hoan-tien/{in_cash}/phieu-chi.pdf")

    assert answer.content.startswith(b"%PDF")
    assert "phieu-chi-hoan-tra" in answer["Content-Disposition"]


def test_two_clicks_pay_once(reception: Officer, in_cash: UUID) -> None:
    reception.post(f"/quay/hoan-tien/{in_cash}/tien-mat", receiver=RECEIVER)

    page = plain(reception.post(f"/quay/hoan-tien/{in_cash}/tien-mat", 409, receiver=RECEIVER))

    assert "Không trả lần nữa" in page
    with scope(reception.actor):
        assert len(payments.cash_returned(AT.date(), by=reception.actor)) == 1


def test_a_transfer_needs_its_number_and_its_account_is_shown(reception: Officer, by_transfer: UUID) -> None:
    address = f"/quay/hoan-tien/{by_transfer}"
    assert "chưa có số tài khoản" in plain(reception.get("/quay/hoan-tien"))
    assert "Chọn ngân hàng nhận tiền" in reception.post(f"{address}/tai-khoan", 422, bank="", number="1", holder="")
    account: dict[str, Any] = {"bank": "970436", "number": "0071 000 123456", "holder": "LE THI HUONG"}
    assert "0071000123456" in plain(reception.post(f"{address}/tai-khoan", **account))
    assert "Ghi số giao dịch" in reception.post(f"{address}/chuyen-khoan", 422, transfer=" ")

    page = plain(reception.post(f"{address}/chuyen-khoan", transfer="FT26332"))

    assert "Chuyển khoản số FT26332" in page
    assert "trả lại" not in plain(reception.get("/quay/tien-mat"))  # nothing left the drawer


def test_looking_at_one_is_recorded_for_its_owner(reception: Officer, in_cash: UUID) -> None:
    reception.get(f"/quay/hoan-tien/{in_cash}")

    with scope(CITIZEN):
        assert "refund" in [one.what for one in identity.readings(by=CITIZEN)]


@pytest.mark.parametrize("key", ["quan", "thom", "nghia"])
def test_nobody_but_a_cashier_has_this_page(officer: Desk, in_cash: UUID, key: str) -> None:
    officer(key).get("/quay/hoan-tien", 403)
    officer(key).get(f"/quay/hoan-tien/{in_cash}", 403)
    officer(key).post(f"/quay/hoan-tien/{in_cash}/tien-mat", 403, receiver=RECEIVER)


def test_another_offices_cashier_finds_nothing(officer: Desk, in_cash: UUID) -> None:
    stranger = officer("thu")

    assert "Không có khoản nào chờ trả" in plain(stranger.get("/quay/hoan-tien"))
    stranger.get(f"/quay/hoan-tien/{in_cash}", 404)
    stranger.post(f"/quay/hoan-tien/{in_cash}/tien-mat", 404, receiver=RECEIVER)
