"""Questions about lateness and what the ladder passed up stand before the leader, with their dossiers and reasons."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.conf import settings

from motcua.faces.desk.tests.officers import CITIZEN, Desk, Officer, plain
from motcua.kernel import relay
from motcua.rooms.dossiers import services as dossiers
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT
from motcua.rooms.feedback import services as feedback
from motcua.rooms.insights import queries as insights
from motcua.rooms.insights import targets
from motcua.rooms.insights.rules import Targets


@pytest.fixture
def complaining(_world: None) -> UUID:
    """Thirty days old; asked about twelve days ago, passed up by the ladder, nobody answered."""
    late = testing.accepted(CITIZEN, at=AT - timedelta(days=30)).dossier_id
    feedback.complain(late, sentence="Con tôi cần đi học", by=CITIZEN, at=AT - timedelta(days=12))
    dossiers.climb(AT)
    relay.drain(("bulk",), at=lambda: AT)
    return late


def test_both_are_among_the_things_to_do_and_lead_to_the_dossier(complaining: UUID, leader: Officer) -> None:
    page = leader.get("/dieu-hanh")

    words = plain(page)
    assert "1 hồ sơ trễ tới mức chuyển lên lãnh đạo" in words
    assert "1 câu hỏi về trễ hẹn chưa được trả lời đúng hạn" in words
    assert "Hỏi vì sao trễ 1" in words
    for view in ("passed_up", "complaint_late"):
        assert f"xem={view}" in page
        listed = leader.get(f"/dieu-hanh/qua-han?xem={view}")
        assert str(complaining) in listed
        assert "người nộp hỏi vì sao trễ, quá hạn trả lời từ" in plain(listed)


def test_the_reason_of_one_dossier_leads_to_the_answer(complaining: UUID, leader: Officer) -> None:
    page = leader.get(f"/dieu-hanh/ho-so/{complaining}")

    assert "Đã chuyển lên lãnh đạo" in page
    assert f'href="/can-bo/can-tra-loi/{complaining}"' in page
    assert "Con tôi cần đi học" not in page  # the words stay between the applicant and whoever answers

    leader.post(f"/can-tra-loi/{complaining}", words="Chờ xác minh, xong ngày 20/11.")
    relay.drain(("bulk",), at=lambda: AT)
    page = plain(leader.get(f"/dieu-hanh/ho-so/{complaining}"))
    assert "người nộp đã hỏi vì sao trễ, đã trả lời" in page
    assert "câu hỏi về trễ hẹn chưa được trả lời" not in plain(leader.get("/dieu-hanh"))


def test_what_has_ended_is_answered_but_not_reminded_of(leader: Officer, head: Officer) -> None:
    gone = testing.accepted(CITIZEN, at=AT - timedelta(days=20)).dossier_id
    feedback.complain(gone, by=CITIZEN, at=AT)
    dossiers.withdraw(gone, reason="", by=CITIZEN, at=AT)
    relay.drain(("bulk",), at=lambda: AT)

    page = leader.get("/dieu-hanh/qua-han?xem=complaint_open")

    assert "Trả lời ngay" in page
    assert "Nhắc hồ sơ đã chọn" not in page
    assert 'name="only"' not in page


def test_from_above_it_is_seen_but_not_answered(complaining: UUID, officer: Desk) -> None:
    city = officer("lam_tp")

    assert "1 câu hỏi về trễ hẹn" in plain(city.get("/dieu-hanh"))
    assert "/can-tra-loi/" not in city.get(f"/dieu-hanh/ho-so/{complaining}")


def test_each_number_of_the_bars_and_cards_opens_as_many_dossiers(complaining: UUID, leader: Officer) -> None:
    testing.accepted(CITIZEN, at=AT - timedelta(days=20))
    testing.filed(CITIZEN, at=AT - timedelta(days=5))
    testing.accepted(CITIZEN, at=AT)
    testing.for_approval(CITIZEN, at=AT - timedelta(days=20))
    relay.drain(("bulk",), at=lambda: AT)

    page = leader.get("/dieu-hanh?ky=nam-nay")
    numbers = re.findall(r'<a class="bars__number" href="/can-bo([^"]+)">(\d+) ', page)
    numbers += re.findall(r'<a class="now__link" href="/can-bo([^"]+)">(\d+) ', page)
    numbers += re.findall(r'<dt><a class="group__link" href="/can-bo([^"]+)">[^<]+</a></dt><dd[^>]*>(\d+)</dd>', page)

    table = leader.get("/dieu-hanh/don-vi?ky=nam-nay")
    numbers += re.findall(r'<a class="table__link" href="/can-bo([^"]+)">(\d+)</a>', table)

    assert len(numbers) > 16
    for href, number in numbers:
        opened = leader.get(href.replace("&amp;", "&"))
        assert opened.count("worklist__link") == int(number), href


def test_the_target_is_the_offices_own(leader: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "mục tiêu 50%" in plain(leader.get("/dieu-hanh"))
    own = Targets(date(2026, 1, 1), {"online_rate": 0.8}, "Kế hoạch 12/KH-UBND")
    home = leader.actor.agency_id
    assert home is not None
    usual = targets._all(settings.MOTCUA.content_dir / targets.NAME)[0]
    monkeypatch.setattr(targets, "_all", lambda path: (usual, {home: (own,)}))

    assert "mục tiêu 80%" in plain(leader.get("/dieu-hanh"))
    page = plain(leader.get("/dieu-hanh/so-lieu?so=online_rate"))
    assert "80%. Đặt riêng cho cơ quan này từ 1/1/2026: Kế hoạch 12/KH-UBND." in page
    assert insights.target("satisfaction", home, AT.date()) is not None


def test_a_recount_under_way_is_said(leader: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.rooms.insights.recounting.running", lambda: True)

    assert "Đang đếm lại số liệu" in plain(leader.get("/dieu-hanh"))
