"""Whatever comes back that cannot be verified signs nobody in, and the page says how to go on."""

import time
from typing import Any

import httpx
import pytest

from motcua.faces.portal.account.tests.conftest import Visitor
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.identity import oidc
from motcua.rooms.identity.models import Person

pytestmark = pytest.mark.django_db


def _nobody_signed_in(visitor: Visitor, answer: Any, status: int = 422) -> str:
    assert answer.status_code == status
    assert "motcua" not in answer.cookies
    assert visitor.client.get("/tai-khoan").status_code == 302
    with scope(SYSTEM):
        assert not Person.objects.exists()
    return str(answer.content.decode())


@pytest.mark.parametrize(
    "mode",
    [
        "wrong-nonce", "no-nonce", "wrong-audience", "wrong-issuer", "expired", "alg-none", "wrong-signature",
        "wrong-subject",
    ],
)  # fmt: skip
def test_a_provider_that_misbehaves_is_not_believed(visitor: Visitor, provider: str, mode: str) -> None:
    httpx.post(f"{provider}/_sandbox/behaviour", data={"mode": mode})

    answer = visitor.sign_in("hoa", "/tai-khoan")

    assert "không kiểm chứng được" in _nobody_signed_in(visitor, answer)


@pytest.mark.parametrize(
    "change",
    [{"state": "forged"}, {"state": None}, {"iss": "https://elsewhere.example"}, {"iss": None}, {"code": "guessed"}],
)
def test_an_answer_changed_on_the_way_is_not_believed(visitor: Visitor, change: dict[str, str | None]) -> None:
    address = visitor.choose(visitor.begin(), "hoa")

    _nobody_signed_in(visitor, visitor.come_back(address, **change))


def test_an_answer_without_the_cookie_of_its_beginning_is_not_believed(visitor: Visitor) -> None:
    address = visitor.choose(visitor.begin(), "hoa")
    stranger = Visitor()

    _nobody_signed_in(stranger, stranger.come_back(address))


def test_an_answer_of_another_sign_in_is_not_believed(visitor: Visitor) -> None:
    """An attacker's code slipped into a victim's browser (login CSRF)."""
    attacker = Visitor()
    address = attacker.choose(attacker.begin(), "binh")
    visitor.begin()

    _nobody_signed_in(visitor, visitor.come_back(address))


def test_a_code_is_not_accepted_twice(visitor: Visitor) -> None:
    begun = visitor.begin()
    flow = visitor.client.cookies["motcua-dn"].value
    address = visitor.choose(begun, "hoa")
    visitor.come_back(address)
    thief = Visitor()
    thief.client.cookies["motcua-dn"] = flow

    answer = thief.come_back(address)

    assert answer.status_code == 422
    assert "motcua" not in answer.cookies


def test_a_code_bound_to_another_verifier_is_not_accepted(visitor: Visitor) -> None:
    address = visitor.choose(visitor.begin(), "hoa")
    other = Visitor()
    other.begin()
    state = oidc._flow(other.client.cookies["motcua-dn"].value).state

    _nobody_signed_in(other, other.come_back(address, state=state))


@pytest.mark.parametrize("change", [lambda c: c[:-3] + "abc", lambda c: "x" + c, lambda c: ""])
def test_a_forged_cookie_is_not_believed(visitor: Visitor, change: Any) -> None:
    address = visitor.choose(visitor.begin(), "hoa")
    visitor.client.cookies["motcua-dn"] = change(visitor.client.cookies["motcua-dn"].value)

    _nobody_signed_in(visitor, visitor.come_back(address))


def test_a_sign_in_that_took_too_long_is_begun_again(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    address = visitor.choose(visitor.begin("/ho-so"), "hoa")
    later = time.time() + oidc.FLOW_SECONDS + 5
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    assert "10 phút" in _nobody_signed_in(visitor, visitor.come_back(address))


def test_cancelling_at_the_provider_leads_back_kindly(visitor: Visitor) -> None:
    answer = visitor.come_back(visitor.choose(visitor.begin("/ho-so"), ""))

    shown = _nobody_signed_in(visitor, answer)
    assert "dừng giữa chừng" in shown
    assert 'name="next" value="/ho-so"' in shown, "the way is not lost"


def test_a_level_that_was_not_reached_is_not_enough(visitor: Visitor) -> None:
    answer = visitor.come_back(visitor.choose(visitor.begin("/ho-so", muc="3"), "hoa", level="02"))

    assert "xác thực mạnh hơn" in _nobody_signed_in(visitor, answer)


def test_while_the_provider_is_down_the_page_says_so_and_that_drafts_are_kept(visitor: Visitor, provider: str) -> None:
    httpx.post(f"{provider}/_sandbox/outage", data={"state": "on"})

    answer = visitor.client.post("/dang-nhap", {"next": "/ho-so"})

    shown = _nobody_signed_in(visitor, answer, 503)
    assert "Chưa kết nối được" in shown
    assert "nháp" in shown
    assert answer["Retry-After"]


def test_a_provider_that_goes_down_in_the_middle_is_told_as_such(visitor: Visitor, provider: str) -> None:
    address = visitor.choose(visitor.begin(), "hoa")
    httpx.post(f"{provider}/_sandbox/outage", data={"state": "on"})

    _nobody_signed_in(visitor, visitor.come_back(address), 503)


def test_a_provider_nobody_listens_at_is_told_as_down(visitor: Visitor, settings: Any) -> None:
    settings.MOTCUA = settings.MOTCUA.model_copy(update={"oidc_issuer": "http://127.0.0.1:1"})

    assert visitor.client.post("/dang-nhap").status_code == 503


def test_a_description_that_names_another_issuer_is_not_believed(
    visitor: Visitor, provider: str, settings: Any
) -> None:
    settings.MOTCUA = settings.MOTCUA.model_copy(update={"oidc_issuer": provider.replace("127.0.0.1", "localhost")})

    assert visitor.client.post("/dang-nhap").status_code == 422


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)"]
)
def test_no_sign_in_leads_to_another_site(visitor: Visitor, wanted: str) -> None:
    shown = visitor.client.get("/dang-nhap", {"next": wanted}).content.decode()
    answer = visitor.sign_in("hoa", wanted)

    assert "evil" not in shown
    assert answer["Location"] == "/"
    assert visitor.client.get("/dang-nhap", {"next": wanted})["Location"] == "/"
    assert visitor.client.post("/dang-nhap/tu-cach", {"as": "citizen", "next": wanted})["Location"] == "/"


def test_a_wrong_client_secret_signs_nobody_in(visitor: Visitor, settings: Any) -> None:
    address = visitor.choose(visitor.begin(), "hoa")
    settings.MOTCUA = settings.MOTCUA.model_copy(update={"oidc_client_secret": "wrong"})

    _nobody_signed_in(visitor, visitor.come_back(address))


def test_a_stolen_cookie_does_not_sign_without_a_fresh_proof(visitor: Visitor) -> None:
    from motcua.kernel import clock
    from motcua.kernel.errors import Refused
    from motcua.rooms.identity import queries, services

    token = visitor.sign_in("hoa").cookies["motcua"].value

    seen = queries.session_seen(token, clock.now())

    with pytest.raises(Refused, match=r"step-up-needed"):
        services.require_recent(seen, minutes=5, level=3, at=clock.now())
