"""The sandbox e-identity provider keeps to OpenID Connect, also towards careless clients."""

import base64
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from motcua.sandbox.tests.running import running

BACK = "http://127.0.0.1:9/dang-nhap/tra-ve"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
REQUEST = {
    "client_id": "motcua",
    "redirect_uri": BACK,
    "response_type": "code",
    "scope": "openid profile",
    "state": "state-1",
    "nonce": "nonce-1",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("identity")
    with running("identity", folder, "--redirect-uri", BACK, "--client-secret", "s3cret") as address:
        yield address


def _choose(provider: str, person: str = "hoa", **changes: str) -> dict[str, str]:
    answer = httpx.post(f"{provider}/authorize", data=REQUEST | {"person": person} | changes)
    assert answer.status_code == 303, answer.text
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def _exchange(provider: str, code: str, /, **changes: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        "client_id": "motcua",
        "client_secret": "s3cret",
    }
    return httpx.post(f"{provider}/token", data=form | changes)


def test_the_page_lists_people_and_says_that_it_is_a_test(provider: str) -> None:
    shown = httpx.get(f"{provider}/authorize", params=REQUEST)

    assert shown.status_code == 200
    assert "Nguyễn Thị Hoa" in shown.text
    assert "Môi trường thử" in shown.text
    assert "<script" not in shown.text


def test_a_code_gives_a_signed_identity_and_its_claims(provider: str) -> None:
    answer = _choose(provider)
    tokens = _exchange(provider, answer["code"]).json()
    claims = jwt.decode(tokens["id_token"], KeySet.import_key_set(httpx.get(f"{provider}/jwks").json())).claims
    person = httpx.get(f"{provider}/userinfo", headers={"Authorization": f"Bearer {tokens['access_token']}"}).json()

    assert answer["state"] == "state-1"
    assert answer["iss"] == claims["iss"] == provider
    assert claims["nonce"] == "nonce-1"
    assert claims["aud"] == "motcua"
    assert person["sub"] == claims["sub"]
    assert person["SoDinhDanh"] == "079190012345"
    assert person["NgayThangNamSinh"] == "12/05/1990"
    assert person["DanToc"]


def test_a_person_may_sign_in_for_an_organisation(provider: str) -> None:
    tokens = _exchange(provider, _choose(provider, "minh@organisation")["code"]).json()

    person = httpx.get(f"{provider}/userinfo", headers={"Authorization": f"Bearer {tokens['access_token']}"}).json()

    assert person["LoaiTaiKhoan"] == "2"
    assert person["MaSoThue"] == "0101234567"


def test_a_code_is_good_once_and_a_replay_kills_the_first_token(provider: str) -> None:
    code = _choose(provider)["code"]
    token = _exchange(provider, code).json()["access_token"]

    replay = _exchange(provider, code)

    assert replay.json()["error"] == "invalid_grant"
    late = httpx.get(f"{provider}/userinfo", headers={"Authorization": f"Bearer {token}"})
    assert late.status_code == 401


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"code_verifier": "w" * 64}, "invalid_grant"),
        ({"redirect_uri": BACK + "/"}, "invalid_grant"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"code": "guess"}, "invalid_grant"),
    ],
)
def test_a_wrong_exchange_is_refused(provider: str, change: dict[str, str], error: str) -> None:
    assert _exchange(provider, _choose(provider)["code"], **change).json()["error"] == error


@pytest.mark.parametrize("address", [BACK + "/", BACK + "?a=1", "http://127.0.0.1:9/", "https://evil.example/cb", ""])
def test_an_address_that_is_not_registered_is_never_redirected_to(provider: str, address: str) -> None:
    answer = httpx.get(f"{provider}/authorize", params=REQUEST | {"redirect_uri": address})

    assert answer.status_code == 400
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    "change", [{"code_challenge_method": "plain"}, {"code_challenge": ""}, {"response_type": "token"}, {"scope": "x"}]
)
def test_anything_but_a_code_flow_with_pkce_is_refused(provider: str, change: dict[str, str]) -> None:
    answer = httpx.get(f"{provider}/authorize", params=REQUEST | change)

    assert answer.status_code == 303
    assert "error=" in answer.headers["location"]


def test_a_level_one_account_cannot_prove_level_three(provider: str) -> None:
    answer = httpx.post(f"{provider}/authorize", data=REQUEST | {"person": "binh", "acr_values": "03"})

    assert answer.status_code == 200
    assert "mức 1" in answer.text


def test_the_requested_level_is_told_in_the_identity_token(provider: str) -> None:
    tokens = _exchange(provider, _choose(provider, acr_values="03")["code"]).json()

    claims = jwt.decode(tokens["id_token"], KeySet.import_key_set(httpx.get(f"{provider}/jwks").json())).claims

    assert claims["acr"] == "03"


def test_silence_is_kept_only_for_someone_signed_in_recently(provider: str) -> None:
    with httpx.Client() as browser:
        strange = browser.get(f"{provider}/authorize", params=REQUEST | {"prompt": "none"})
        browser.post(f"{provider}/authorize", data=REQUEST | {"person": "hoa"})
        known = browser.get(f"{provider}/authorize", params=REQUEST | {"prompt": "none"})
        time.sleep(1.1)
        old = browser.get(f"{provider}/authorize", params=REQUEST | {"prompt": "none", "max_age": "1"})

    assert "error=login_required" in strange.headers["location"]
    assert "code=" in known.headers["location"]
    assert "error=login_required" in old.headers["location"]


def test_an_outage_can_be_switched_on_and_off(provider: str) -> None:
    httpx.post(f"{provider}/_sandbox/outage", json={"state": "on"})
    down = httpx.get(f"{provider}/.well-known/openid-configuration")
    httpx.post(f"{provider}/_sandbox/outage", json={"state": "off"})

    assert down.status_code == 503
    assert httpx.get(f"{provider}/.well-known/openid-configuration").status_code == 200


def test_it_starts_in_half_a_second(tmp_path: Path) -> None:
    with running("identity", tmp_path, "--redirect-uri", BACK):
        pass
    begun = time.monotonic()
    with running("identity", tmp_path, "--redirect-uri", BACK):
        taken = time.monotonic() - begun

    assert taken < 20
