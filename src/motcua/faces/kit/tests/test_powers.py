from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLResolver, get_resolver, path
from django.urls.resolvers import RegexPattern

from motcua.faces.kit.powers import may_open, power, unpowered_views
from motcua.kernel.errors import Refused
from motcua.kernel.types import ANONYMOUS, Actor, ActorKind, Office

AGENCY = UUID(int=5)
CITIZEN = Actor(id=UUID(int=2), kind=ActorKind.CITIZEN, person_id=UUID(int=3))


def officer(role: str) -> Actor:
    return Actor(id=UUID(int=4), kind=ActorKind.OFFICER, agency_id=AGENCY, offices=(Office(role, AGENCY),))


def open_as(actor: Actor, name: str, address: str = "/ho-so?trang=2", **headers: str) -> HttpResponse:
    @power(name)
    def view(_request: object) -> HttpResponse:
        return HttpResponse("open")

    request = RequestFactory().get(address, headers=headers)
    request.actor = actor  # type: ignore[attr-defined]
    return view(request)


def test_a_stranger_is_sent_to_sign_in_and_back_to_the_very_page() -> None:
    answer = open_as(ANONYMOUS, "citizen")

    assert answer.status_code == 302
    assert answer["Location"] == "/dang-nhap?next=%2Fho-so%3Ftrang%3D2"


def test_a_partial_request_of_a_stranger_is_sent_there_as_a_whole_page() -> None:
    answer = open_as(ANONYMOUS, "officer", **{"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/dang-nhap")


def test_the_wrong_person_is_told_who_may_see_the_page() -> None:
    with pytest.raises(Refused) as no:
        open_as(CITIZEN, "dossiers.accept")

    assert no.value.http_status == 403
    assert "cán bộ tiếp nhận" in no.value.message


def test_a_page_of_an_act_opens_for_the_role_that_may_do_it() -> None:
    assert open_as(officer("reception_officer"), "dossiers.accept").content == b"open"
    assert not may_open(officer("auditor"), "dossiers.accept")


def test_citizens_and_officers_do_not_see_each_other_s_pages() -> None:
    assert may_open(CITIZEN, "citizen")
    assert not may_open(CITIZEN, "officer")
    assert not may_open(officer("auditor"), "citizen")
    assert may_open(ANONYMOUS, "public")


def test_a_view_without_a_power_is_named() -> None:
    def careless(_request: object) -> HttpResponse:
        return HttpResponse()

    resolver = URLResolver(RegexPattern(r""), [path("quen", careless)])

    assert [line for line in unpowered_views(resolver) if "quen" in line and "careless" in line]


def test_every_view_of_the_product_declares_its_power() -> None:
    assert unpowered_views(get_resolver()) == []


def post_as_a_stranger(fields: dict[str, str], **headers: str) -> HttpResponse:
    @power("officer")
    def view(_request: object) -> HttpResponse:
        return HttpResponse("open")

    request = RequestFactory().post("/can-bo/ho-so/1/tu-choi", fields, headers=headers)
    request.actor = ANONYMOUS  # type: ignore[attr-defined]
    return view(request)


def test_what_was_typed_when_the_session_had_ended_is_handed_back() -> None:
    answer = post_as_a_stranger({"reason": "Nộp ở <Bến Thành>", "version": "3"})
    page = answer.content.decode()

    assert answer.status_code == 401
    assert "Nộp ở &lt;Bến Thành&gt;" in page
    assert 'action="/can-bo/ho-so/1/tu-choi"' in page
    assert "/dang-nhap?next=/can-bo/" in page
    assert "Gửi lại" in page


def test_a_button_without_words_leads_to_sign_in() -> None:
    answer = post_as_a_stranger({"version": "3", "_action": "finish", "reason": " "})

    assert answer.status_code == 302


def test_what_is_sent_while_somebody_types_leaves_his_page_alone() -> None:
    answer = post_as_a_stranger({"result-text": "Đang viết"}, **{"HX-Request": "true"})

    assert answer.status_code == 401
    assert "HX-Redirect" not in answer
    assert "<html" not in answer.content.decode()
