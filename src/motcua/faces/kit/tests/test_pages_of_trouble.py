import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from motcua.faces.kit import errors, notices, security
from motcua.faces.kit.pace import Pace
from motcua.kernel.errors import Refused
from motcua.kernel.types import ANONYMOUS, SYSTEM


def asked(path: str = "/ho-so", **headers: str) -> HttpRequest:
    request = RequestFactory().get(path, headers=headers)
    request.actor = ANONYMOUS  # type: ignore[attr-defined]
    return request


def answer_to(fault: Exception) -> HttpResponse:
    """What the last handler says while this fault is being handled."""

    def fail() -> None:
        raise fault

    try:
        fail()
    except Exception:  # noqa: BLE001  as Django does
        return errors.server_error(asked())
    raise AssertionError


@pytest.mark.django_db
def test_an_unknown_address_offers_search_and_help() -> None:
    answer = Client().get("/khong-co-trang-nay")

    assert answer.status_code == 404
    assert "Không có trang này" in answer.content.decode()
    assert 'action="/tim"' in answer.content.decode()


def test_a_refusal_becomes_a_page_with_its_own_words_and_status() -> None:
    middleware = errors.ErrorsMiddleware(lambda _request: HttpResponse())

    answer = middleware.process_exception(asked(), Refused("act.out-of-reach"))

    assert answer is not None
    assert answer.status_code == 404
    assert "Kiểm tra lại đường dẫn" in answer.content.decode()
    assert "act.out-of-reach" in answer.content.decode()


def test_a_lost_database_asks_to_come_back_in_half_a_minute() -> None:
    middleware = errors.ErrorsMiddleware(lambda _request: HttpResponse())

    answer = middleware.process_exception(asked(), OperationalError("gone"))

    assert answer is not None
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert answer["Cache-Control"] == "no-store"
    assert "Những gì đã lưu vẫn còn nguyên" in answer.content.decode()


def test_a_database_lost_before_the_view_is_told_the_same_way() -> None:
    answer = answer_to(OperationalError("gone"))

    assert answer.status_code == 503


def test_an_unknown_fault_never_shows_itself() -> None:
    answer = answer_to(ZeroDivisionError("secret detail"))

    assert answer.status_code == 500
    assert "secret detail" not in answer.content.decode()


def test_the_machine_interface_words_its_own_refusals() -> None:
    middleware = errors.ErrorsMiddleware(lambda _request: HttpResponse())

    assert middleware.process_exception(asked("/api/v1/dossiers"), Refused("act.out-of-reach")) is None


def test_an_officer_s_partial_request_gets_the_words_alone() -> None:
    answer = errors.page(asked(**{"HX-Request": "true"}), errors.trouble(409))

    assert "<html" not in answer.content.decode()
    assert "vừa được người khác thay đổi" in answer.content.decode()


def test_a_notice_is_shown_once_and_cannot_be_forged() -> None:
    response = notices.add(HttpResponse(), "ok", "Đã rút hồ sơ")
    request = asked()
    request.COOKIES[notices.COOKIE] = response.cookies[notices.COOKIE].value
    later = HttpResponse()

    assert [one.words for one in notices.take(request)] == ["Đã rút hồ sơ"]
    notices.forget_shown(request, later)

    assert later.cookies[notices.COOKIE]["max-age"] == 0
    request.COOKIES[notices.COOKIE] += "x"
    assert notices.take(request) == []


def test_nothing_personal_is_kept_by_a_cache() -> None:
    mine, public = asked(), asked("/")
    mine.actor = SYSTEM  # type: ignore[attr-defined]
    with_cookie = HttpResponse()
    with_cookie.set_cookie("csrftoken", "x")

    assert security.cache_rule(mine, HttpResponse()) == "no-store"
    assert security.cache_rule(public, with_cookie) == "no-store"
    assert security.cache_rule(public, HttpResponse()) == "public, max-age=60"


@pytest.mark.django_db
def test_every_answer_carries_the_strict_policy() -> None:
    answer = Client().get("/tro-giup")

    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_guessing_is_held_back_for_one_code_only() -> None:
    pace = Pace(tries=2, seconds=60)
    for _ in range(2):
        assert pace.allows("MC-1")
        pace.count("MC-1")

    assert not pace.allows("MC-1")
    assert pace.allows("MC-2")


def test_what_was_typed_while_the_database_was_lost_is_handed_back_to_its_own_page_only() -> None:
    def sent(origin: str) -> str:
        request = RequestFactory().post("/can-bo/vang-mat", {"ground": "Đơn nghỉ phép"}, headers={"Origin": origin})
        request.actor = ANONYMOUS  # type: ignore[attr-defined]
        answer = errors.ErrorsMiddleware(lambda _request: HttpResponse()).process_exception(
            request, OperationalError("gone")
        )
        assert answer is not None
        assert answer.status_code == 503
        assert answer["Retry-After"] == "30"
        return answer.content.decode()

    assert "Đơn nghỉ phép" in sent("http://testserver")
    assert "Đơn nghỉ phép" not in sent("https://strange.example")
    assert "Đơn nghỉ phép" not in sent("null")
