"""C11 and its states, as the citizen sees them, without JavaScript."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from motcua.faces.portal.account import cookies
from motcua.kernel import clock
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity import testing as people
from motcua.rooms.payments import queries, services, testing
from motcua.rooms.payments.queries import AttemptRow as Attempt
from motcua.rooms.payments.queries import ObligationRow as Obligation
from motcua.rooms.payments.types import FeeLine

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _gateways(settings: Any) -> None:
    settings.MOTCUA = settings.MOTCUA.model_copy(update=testing.SETTINGS)


@pytest.fixture
def hoa(client: Client) -> Actor:
    """A person signed in with the browser at hand."""
    token = people.signed_in().session_token
    client.cookies[cookies.session_name()] = token
    actor = identity.actor_for_session(token, clock.now())
    assert actor is not None
    return actor


@pytest.fixture
def obligation(hoa: Actor) -> Obligation:
    return testing.owed(hoa, new_id(), at=clock.now())


def page(client: Client, obligation: Obligation) -> str:
    answer = client.get(f"/thanh-toan/{obligation.id}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return answer.content.decode()


def begin(client: Client, obligation: Obligation, gateway: str = "vnpay") -> Attempt:
    answer = client.post(f"/thanh-toan/{obligation.id}/lan-tra", {"gateway": gateway})
    assert answer.status_code == 302, answer.content.decode()
    return last(obligation)


def last(obligation: Obligation) -> Attempt:
    with scope(SYSTEM):
        return queries.attempts(obligation.id, by=SYSTEM)[0]


def told(client: Client, query: str) -> str:
    answer = client.get(f"/doi-tac/vnpay/ipn?{query}")
    assert answer.status_code == 200
    return str(answer.json()["RspCode"])


def test_the_page_shows_phi_and_le_phi_apart_and_the_ways_to_pay(client: Client, obligation: Obligation) -> None:
    html = page(client, obligation)

    assert "<h1>Trả 30.000 đồng</h1>" in html
    for words in ("Lệ phí cấp giấy xác nhận", "22.000 đồng", "8.000 đồng", "VNPAY", "VietQR", "Nộp tại quầy"):
        assert words in html
    assert "style=" not in html


def test_a_relief_is_named_beside_the_full_amount(client: Client, hoa: Actor) -> None:
    line = FeeLine("a", "Lệ phí", "le_phi", 11_000, full_amount=22_000, relief="Hộ nghèo")
    html = page(client, testing.owed(hoa, new_id(), at=clock.now(), lines=[line]))

    assert "Hộ nghèo, mức thường là 22.000 đồng" in html


def test_starting_leads_to_the_gateway_with_the_stored_amount(client: Client, obligation: Obligation) -> None:
    answer = client.post(f"/thanh-toan/{obligation.id}/lan-tra", {"gateway": "vnpay", "amount": "1", "total": "1"})

    assert answer["Location"] == last(obligation).address
    assert "vnp_Amount=3000000&" in answer["Location"]
    assert "Trả tiếp 30.000 đồng" in page(client, obligation)


def test_without_a_choice_the_page_says_so(client: Client, obligation: Obligation) -> None:
    answer = client.post(f"/thanh-toan/{obligation.id}/lan-tra", {})

    assert answer.status_code == 422
    assert "Chọn cách trả." in answer.content.decode()


def test_a_transfer_shows_the_code_and_what_to_copy(client: Client, obligation: Obligation) -> None:
    attempt = begin(client, obligation, "vietqr")

    html = page(client, obligation)

    assert "<svg role=" in html
    for words in (attempt.reference, testing.ACCOUNT, "30.000 đồng", "Đang chờ tiền chuyển đến", "Chép nội dung"):
        assert words in html
    assert "Vietcombank" in html


def test_changing_the_way_from_a_transfer(client: Client, obligation: Obligation) -> None:
    attempt = begin(client, obligation, "vietqr")

    answer = client.post(f"/thanh-toan/{attempt.id}/bo", follow=True)

    assert "chưa thấy tiền đến" in answer.content.decode()
    assert last(obligation).state == "expired"


def test_giving_up_a_gateway_that_does_not_answer_waits(client: Client, obligation: Obligation) -> None:
    attempt = begin(client, obligation)

    html = client.post(f"/thanh-toan/{attempt.id}/bo", follow=True).content.decode()

    assert "Đang chờ ngân hàng xác nhận" in html
    assert 'name="gateway"' not in html
    answer = client.post(f"/thanh-toan/{obligation.id}/lan-tra", {"gateway": "vietqr"})
    assert (answer.status_code, last(obligation).id) == (409, attempt.id)


def test_coming_back_only_displays(client: Client, obligation: Obligation) -> None:
    attempt = begin(client, obligation)

    answer = client.get(f"/thanh-toan/{attempt.id}/ket-qua?{testing.ipn(attempt)}")

    assert "Đang chờ ngân hàng xác nhận" in answer.content.decode()
    assert answer["Refresh"] == f"3; url=/thanh-toan/{attempt.id}/ket-qua?lan=2"
    assert last(obligation).state == "sent"
    assert "Refresh" not in client.get(f"/thanh-toan/{attempt.id}/ket-qua?lan=4")


def test_after_the_ipn_it_is_paid_everywhere(client: Client, obligation: Obligation) -> None:
    attempt = begin(client, obligation)

    assert [told(client, testing.ipn(attempt)) for _ in range(2)] == ["00", "02"]

    assert "Đã nộp 30.000 đồng" in client.get(f"/thanh-toan/{attempt.id}/ket-qua").content.decode()
    assert "<h1>Đã nộp</h1>" in page(client, obligation)
    assert client.post(f"/thanh-toan/{obligation.id}/lan-tra", {"gateway": "vnpay"}).status_code == 409


def test_a_failed_try_is_explained_and_can_be_repeated(client: Client, obligation: Obligation) -> None:
    attempt = begin(client, obligation)
    assert told(client, testing.failed_ipn(attempt)) == "00"

    html = page(client, obligation)

    assert "Lần trả đã được hủy ở cổng thanh toán" in html
    assert "Chưa mất tiền" in html
    assert begin(client, obligation).id != attempt.id


def test_money_paid_twice_is_shown_as_on_its_way_back(client: Client, obligation: Obligation) -> None:
    attempt = begin(client, obligation, "vietqr")
    for number in ("FT1", "FT2"):
        assert advise(client, attempt.reference, number=number).status_code == 200

    html = page(client, obligation)

    assert "Đã nộp 30.000 đồng" in html
    assert "Đang hoàn lại 30.000 đồng" in html


def test_a_transfer_of_another_amount_is_told_kindly(client: Client, obligation: Obligation) -> None:
    attempt = begin(client, obligation, "vietqr")
    advise(client, attempt.reference, amount=25_000)

    html = page(client, obligation)

    assert "Đã nhận 25.000 đồng, nhưng số phải nộp là 30.000 đồng" in html
    assert 'name="gateway"' not in html


def advise(client: Client, content: str, **more: Any) -> Any:
    parts = testing.credit_advice(content, **more)
    return client.post(
        "/doi-tac/ngan-hang/bao-co",
        data=parts["body"],
        content_type="application/json",
        headers={
            "X-Bank-Timestamp": parts["timestamp"],
            "X-Bank-Nonce": parts["nonce"],
            "X-Bank-Signature": parts["signature"],
        },
    )


def test_what_the_ipn_answers(client: Client, obligation: Obligation) -> None:
    attempt = begin(client, obligation)

    assert told(client, testing.ipn(attempt) + "0") == "97"
    assert told(client, "") == "97"
    assert told(client, testing.ipn("MCPKHONGCO")) == "01"
    assert told(client, testing.ipn(attempt, amount=31_000, number="9")) == "04"
    assert told(client, testing.ipn(attempt, number="0")) == "99"
    assert told(client, testing.ipn(attempt)) == "00"
    assert client.post("/doi-tac/vnpay/ipn").status_code == 405


@pytest.mark.parametrize("headers", [{}, {"X-Bank-Signature": "0" * 64, "X-Bank-Timestamp": "1", "X-Bank-Nonce": "n"}])
def test_an_unsigned_advice_is_refused(client: Client, headers: dict[str, str]) -> None:
    answer = client.post("/doi-tac/ngan-hang/bao-co", data=b"{}", content_type="application/json", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "callback.forged")


def test_a_stale_or_huge_advice_is_refused(client: Client) -> None:
    huge = client.post("/doi-tac/ngan-hang/bao-co", data=b"x" * 20_000, content_type="application/json")

    assert huge.status_code == 413


def test_strangers_find_nothing(client: Client, obligation: Obligation) -> None:
    attempt = begin(client, obligation)
    client.cookies[cookies.session_name()] = people.signed_in(people.BINH).session_token

    for address in (f"/thanh-toan/{obligation.id}", f"/thanh-toan/{attempt.id}/ket-qua", f"/thanh-toan/{new_id()}"):
        assert client.get(address).status_code == 404
    for address in (f"/thanh-toan/{obligation.id}/lan-tra", f"/thanh-toan/{attempt.id}/bo"):
        assert client.post(address, {"gateway": "vnpay"}).status_code == 404
    client.cookies.clear()
    assert client.get(f"/thanh-toan/{obligation.id}")["Location"].startswith("/dang-nhap")


def test_a_waived_fee_needs_nothing(client: Client, hoa: Actor) -> None:
    agency_id: UUID = new_id()
    obligation = testing.owed(hoa, agency_id, at=clock.now())
    head = people.bare_officer("unit_head", agency_id)
    services.waive(obligation.id, reason="Hộ nghèo", evidence="Sổ 12", by=head, at=clock.now())

    assert "Khoản này được miễn" in page(client, obligation)
    with scope(hoa):
        assert queries.unpaid(by=hoa).count() == 0
