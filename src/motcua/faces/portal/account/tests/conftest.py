"""A running e-identity provider, and a browser without JavaScript that walks between it and the product."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client

from motcua.rooms.agencies.testing import load_tree
from motcua.rooms.identity import oidc
from motcua.sandbox.tests.running import running

BACK = "http://127.0.0.1:8000/dang-nhap/tra-ve"
SECRET = "secret-of-the-test"


@pytest.fixture(scope="session")
def identity_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("identity")
    options = ("--redirect-uri", BACK, "--post-logout-uri", "http://127.0.0.1:8000/", "--client-secret", SECRET)
    with running("identity", folder, *options) as address:
        yield address


@pytest.fixture
def provider(identity_process: str, settings: Any) -> Iterator[str]:
    """The provider, behaving well, and the product's settings pointing at it."""
    httpx.post(f"{identity_process}/_sandbox/outage", data={"state": "off"})
    httpx.post(f"{identity_process}/_sandbox/behaviour", data={"mode": "normal"})
    settings.MOTCUA = settings.MOTCUA.model_copy(
        update={
            "oidc_issuer": identity_process,
            "oidc_client_secret": SECRET,
            "public_url": "http://127.0.0.1:8000",
        }
    )
    oidc.forget()
    yield identity_process
    oidc.forget()


@pytest.fixture
def agencies(db: None) -> None:
    load_tree()


class Visitor:
    """Cookies at the product by Django's client, forms at the provider by HTTP."""

    def __init__(self, **defaults: Any) -> None:
        self.client = Client(**defaults)

    def begin(self, next_path: str = "/", **form: str) -> str:
        """Press the button of the sign-in page; gives the provider's address."""
        answer = self.client.post("/dang-nhap", {"next": next_path, **form})
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    @staticmethod
    def choose(address: str, person: str, **form: str) -> str:
        """Choose a person on the provider's page; gives the address it leads back to."""
        shown = httpx.get(address)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', shown.text))
        fields = {name: unescape(value) for name, value in hidden.items()}
        target = urlsplit(address)
        answer = httpx.post(f"{target.scheme}://{target.netloc}/authorize", data=fields | {"person": person} | form)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def come_back(self, address: str, **change: str | None) -> Any:
        """Follow the provider's redirect into the product, perhaps with something changed on the way."""
        query: dict[str, Any] = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        query |= change
        return self.client.get("/dang-nhap/tra-ve", {k: v for k, v in query.items() if v is not None})

    def sign_in(self, person: str, next_path: str = "/", **form: str) -> Any:
        return self.come_back(self.choose(self.begin(next_path), person, **form))


@pytest.fixture
def visitor(provider: str, agencies: None) -> Visitor:
    return Visitor()
