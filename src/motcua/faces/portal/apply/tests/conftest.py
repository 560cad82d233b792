"""A published procedure with a form of three pages and one paper, and a browser without JavaScript."""

import re
from copy import deepcopy
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from motcua.faces.portal.account import cookies
from motcua.rooms.agencies.testing import load_tree
from motcua.rooms.catalogue.testing import a_package, published
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.forms.testing import THREE_PAGES
from motcua.rooms.forms.types import FormDefinition
from motcua.rooms.identity.testing import BINH, HOA, signed_in
from motcua.rooms.identity.types import IdentityClaims

PAPER = {
    "key": "photo",
    "kind": "file",
    "label": {"vi": "Ảnh con diều", "en": "Picture of the kite"},
    "required": True,
    "limits": {"media": ["jpg", "png", "pdf"], "max_mb": 5, "max_items": 2},
}
CODE = "MC.990001"
PURPOSE: dict[str, Any] = {
    "purpose": "marriage",
    "copies": "2",
    "wedding_date-day": "",
    "wedding_date-month": "",
    "wedding_date-year": "",
}
DELIVERY: dict[str, Any] = {"delivery": "online", "truth": "yes"}


def form() -> FormDefinition:
    whole = deepcopy(THREE_PAGES)
    whole["pages"].append({"key": "papers", "title": {"vi": "Giấy tờ cần có", "en": "Papers"}, "fields": [PAPER]})
    return FormDefinition.model_validate(whole)


@pytest.fixture
def procedure(db: None) -> Definition:
    load_tree()
    return published(replace(a_package(), form=form()))


class Browser:
    """One person at one device. Follows forms as a browser without JavaScript does."""

    def __init__(self, claims: IdentityClaims | None = HOA) -> None:
        self.client = Client()
        if claims is not None:
            self.sign_in(claims)

    def sign_in(self, claims: IdentityClaims = HOA) -> None:
        self.client.cookies[cookies.session_name()] = signed_in(claims).session_token

    def sign_out(self) -> None:
        del self.client.cookies[cookies.session_name()]

    def get(self, url: str, status: int = 200) -> str:
        answer = self.client.get(url)
        assert answer.status_code == status, f"{url}: {answer.status_code} {answer.content.decode()[:2000]}"
        return answer.content.decode()

    def post(self, url: str, /, status: Any = 302, **fields: Any) -> str:
        """Send a form; gives where it leads, or the page when it stays."""
        answer = self.client.post(url, fields)
        assert answer.status_code == status, f"{url}: {answer.status_code} {answer.content.decode()[:3000]}"
        return str(answer["Location"]) if status == 302 else answer.content.decode()

    def send(self, url: str, /, status: Any = 302, **fields: Any) -> str:
        """Open the page, then send its form with its hidden fields."""
        return self.post(url, status, **hidden(self.get(url)), **fields)

    def begin(self) -> str:
        """Begin a dossier; gives the address of the first page."""
        return self.post(f"/nop-ho-so/moi/{CODE}")


def hidden(page: str) -> dict[str, Any]:
    return dict(
        re.findall(r'<input type="hidden" name="(_seen|[a-z_0-9-]+-rows|agency|channel)" value="([^"]*)">', page)
    )


def picture(name: str = "dieu.jpg", colour: str = "red") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (300, 200), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


@pytest.fixture
def hoa(procedure: Definition) -> Browser:
    """The state knows everything about her that the first page asks."""
    return Browser(HOA)


@pytest.fixture
def binh(procedure: Definition) -> Browser:
    """The state does not know his telephone."""
    return Browser(BINH)
