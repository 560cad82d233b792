from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from motcua.faces.kit.powers import to_sign_in
from motcua.faces.kit.proof import fresh_proof
from motcua.kernel import clock
from motcua.kernel.errors import Refused


@fresh_proof("signing")
def sign(_request: object) -> HttpResponse:
    return HttpResponse("signed")


def asked(method: str, *, ago: timedelta, level: int = 2) -> HttpResponse:
    request = getattr(RequestFactory(), method)("/can-bo/ky")
    request.session_seen = SimpleNamespace(authentication_level=level, authenticated_at=clock.now() - ago)
    return sign(request)


def test_a_fresh_proof_signs() -> None:
    assert asked("post", ago=timedelta(minutes=5)).content == b"signed"


def test_an_old_or_weak_proof_does_not_sign() -> None:
    for ago, level in ((timedelta(hours=2), 2), (timedelta(minutes=1), 1)):
        with pytest.raises(Refused, match="step-up-needed"):
            asked("post", ago=ago, level=level)


def test_looking_needs_no_fresh_proof() -> None:
    assert asked("get", ago=timedelta(hours=5)).content == b"signed"


def test_a_program_without_a_session_does_not_sign_on_a_page() -> None:
    with pytest.raises(Refused, match="step-up-needed"):
        sign(RequestFactory().post("/can-bo/ky"))


def test_after_the_proof_one_is_back_on_the_page_that_held_the_button() -> None:
    here = RequestFactory().post("/can-bo/ky/da-chon", headers={"Referer": "http://testserver/can-bo/ky?after=2"})
    strange = RequestFactory().post("/can-bo/ky/da-chon", headers={"Referer": "http://evil.example/can-bo/ky"})

    assert to_sign_in(here)["Location"] == "/dang-nhap?next=%2Fcan-bo%2Fky%3Fafter%3D2"
    assert to_sign_in(strange)["Location"] == "/dang-nhap?next=%2Fcan-bo%2Fky%2Fda-chon"
