"""L1-L3: three things to do, figures that open, the overdue with their reasons, reminding and giving."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from motcua.faces.desk.leader import asking, overdue, urgent
from motcua.faces.desk.tests.officers import CITIZEN, Desk, Officer, plain
from motcua.kernel import relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind
from motcua.rooms.agencies.types import unit_id
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity import services
from motcua.rooms.insights.queries import Urgent
from motcua.rooms.insights.reading import leading

LONG_AGO = AT - timedelta(days=20)


def told() -> None:
    relay.drain(("bulk",), at=lambda: AT)


def with_address(one: Officer) -> None:
    """The officer said, as a person, where mail reaches him."""
    with scope(SYSTEM):
        person = identity.person_of(one.actor.id)
    himself = Actor(id=one.actor.id, kind=ActorKind.CITIZEN, name=one.actor.name, person_id=person)
    services.declare_contact("can.bo@example.vn", "", by=himself, at=AT)


@pytest.fixture
def late(_world: None) -> UUID:
    """A dossier accepted twenty days ago, still being appraised."""
    slip = testing.accepted(CITIZEN, at=LONG_AGO)
    told()
    return slip.dossier_id


@pytest.fixture
def chairman_of_the_city(officer: Desk) -> Officer:
    return officer("lam_tp")


def test_the_page_begins_with_what_to_do_now(late: UUID, leader: Officer) -> None:
    page = plain(leader.get("/dieu-hanh"))

    assert "Ba việc cần làm ngay 1 hồ sơ quá hạn Lâu nhất" in page
    assert "Tất cả ở: Văn phòng" in page
    assert "Xem lý do và nhắc" in page
    assert "Số liệu tới" in page
    assert re.search(r"Đang giải quyết 1 Còn trong hạn 0 Đã quá hạn 1", page)


def test_a_quiet_day_says_so(leader: Officer) -> None:
    page = plain(leader.get("/dieu-hanh"))

    assert "Không có việc trễ, không có kết quả chờ ký" in page


def test_every_figure_opens_its_definition_and_its_dossiers(late: UUID, leader: Officer) -> None:
    page = leader.get("/dieu-hanh?ky=nam-nay")
    links = sorted(set(re.findall(r'href="(/can-bo/dieu-hanh/so-lieu[^"]+)"', page)))
    assert len(links) >= 12

    for link in links:
        opened = plain(leader.get(link.removeprefix("/can-bo").replace("&amp;", "&")))
        assert "Số này đếm gì" in opened, link
        assert "Phiên bản quy tắc" in opened, link
    opened = plain(leader.get("/dieu-hanh/so-lieu?so=open_late"))
    assert "Nguyễn Thị Lan" in opened


def test_the_number_and_the_list_behind_it_agree(late: UUID, leader: Officer) -> None:
    for _ in range(2):
        testing.accepted(CITIZEN, at=AT)
    testing.filed(CITIZEN, at=LONG_AGO)
    testing.issued(CITIZEN, at=AT)
    told()

    for so, n in (
        ("received", 4),
        ("in_process", 3),
        ("open_late", 1),
        ("unanswered", 1),
        ("overdue", 1),
        ("early", 1),
    ):
        page = leader.get(f"/dieu-hanh/so-lieu?so={so}&ky=nam-nay")
        assert f'<p class="figure-value">{n}</p>' in page, so
        assert page.count("worklist__link") == n, so


def test_the_way_down_leads_from_the_unit_to_the_dossier_and_its_reason(late: UUID, leader: Officer) -> None:
    assert "don-vi=vp" in leader.get("/dieu-hanh/don-vi")
    assert f"thu-tuc={testing.FREE}" in leader.get("/dieu-hanh/don-vi?don-vi=vp")
    assert f"/dieu-hanh/ho-so/{late}" in leader.get(f"/dieu-hanh/don-vi?don-vi=vp&thu-tuc={testing.FREE}")

    page = plain(leader.get(f"/dieu-hanh/ho-so/{late}"))

    assert "Bước Thẩm định, soạn kết quả" in page
    assert "chưa ai nhận việc" in page
    assert "Mở toàn bộ hồ sơ" in page


def test_reminding_stands_at_the_officers_desk_once_a_day(late: UUID, leader: Officer, case_officer: Officer) -> None:
    assert "Nhắc hồ sơ đã chọn" in leader.get("/dieu-hanh/qua-han")

    page = plain(leader.post("/dieu-hanh/nhac", dossier=str(late), back="/can-bo/dieu-hanh/qua-han"))
    assert "Đã nhắc về 1 hồ sơ: " in page
    assert case_officer.actor.name in page.split("Đã nhắc về 1 hồ sơ: ")[1][:200]
    assert "đã nhắc lúc 09:00 hôm nay" in page

    again = plain(leader.post("/dieu-hanh/nhac", dossier=str(late)))
    assert "Mỗi hồ sơ nhắc một lần một ngày" in again
    with scope(case_officer.actor), connection.cursor() as cursor:
        cursor.execute("select officer_name, by_name from insights_reminder order by officer_name")
        assert (case_officer.actor.name, leader.actor.name) in cursor.fetchall()


def test_a_reminder_goes_by_mail_too_and_into_the_audit(late: UUID, leader: Officer, case_officer: Officer) -> None:
    with_address(case_officer)

    leader.post("/dieu-hanh/nhac", dossier=str(late))

    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from notifications_message where event = 'officer_reminded' and channel = 'email'"
        )
        assert cursor.fetchone() == (1,)
        cursor.execute("select count(*) from kernel_audit where entry like '%insights.remind%'")
        assert cursor.fetchone() == (1,)
        cursor.execute("select count(*) from kernel_event where name = 'insights.reminded' and subject_id = %s", [late])
        assert cursor.fetchone() == (1,)


def test_the_leader_gives_the_step_to_somebody_of_another_unit(late: UUID, leader: Officer, officer: Desk) -> None:
    other = officer("quan")

    page = plain(leader.post("/dieu-hanh/giao", dossier=str(late), colleague=str(other.actor.id)))

    assert "Đã giao 1 hồ sơ cho cán bộ." in page
    page = plain(leader.get(f"/dieu-hanh/ho-so/{late}"))
    assert f"{leader.actor.name} giao việc cho {other.actor.name}" in page


def test_whoever_does_not_hold_the_role_is_not_given_the_step(late: UUID, leader: Officer, reception: Officer) -> None:
    back = "/can-bo/dieu-hanh/qua-han?xem=overdue"
    page = leader.post("/dieu-hanh/giao", dossier=str(late), colleague=str(reception.actor.id), back=back)

    assert "Đã giao" not in plain(page)
    assert f'value="{late}" checked' in page  # refused, and still chosen


def test_nobody_chosen_leaves_the_dossiers_chosen(late: UUID, leader: Officer) -> None:
    page = leader.post("/dieu-hanh/giao", dossier=str(late), back="/can-bo/dieu-hanh/qua-han")

    assert "Chọn cán bộ sẽ làm tiếp" in page
    assert f'value="{late}" checked' in page


def test_a_rate_below_its_target_leads_to_those_that_missed_it(late: UUID, leader: Officer) -> None:
    page = leader.get("/dieu-hanh/so-lieu?so=on_time_rate")

    assert "Còn lại" in page
    assert "so=late" in page


def test_colleagues_stand_in_the_order_of_the_alphabet() -> None:
    names = ["Lâm Thiện Vinh", "Đỗ Anh Đạt", "Lê Ngọc Ánh", "Ngô Hồng Hiếu", "Phan Thế An"]

    assert [one.split()[-1] for one in sorted(names, key=overdue.by_given_name)] == ["An", "Ánh", "Đạt", "Hiếu", "Vinh"]


def test_the_city_sees_its_wards_and_reminds_their_leader(
    late: UUID, chairman_of_the_city: Officer, leader: Officer
) -> None:
    page = chairman_of_the_city.get("/dieu-hanh")
    assert "1 hồ sơ quá hạn" in plain(page)
    assert "co-quan=hcm25_w26740" in page
    listed = chairman_of_the_city.get("/dieu-hanh/qua-han?co-quan=hcm25_w26740")
    assert "Nguyễn Thị Lan" in listed
    assert "Giao hồ sơ đã chọn" not in listed

    chairman_of_the_city.post("/dieu-hanh/nhac", dossier=str(late))

    with scope(leader.actor), connection.cursor() as cursor:
        cursor.execute("select officer_id from insights_reminder")
        assert (leader.actor.id,) in cursor.fetchall()


def test_another_ward_sees_and_reminds_of_nothing(late: UUID, officer: Desk) -> None:
    stranger = officer("quyen")  # head of a unit of Phường Bến Thành

    assert "Nguyễn Thị Lan" not in stranger.get("/dieu-hanh/qua-han?co-quan=hcm25_w26740")
    stranger.get(f"/dieu-hanh/ho-so/{late}", status=404)
    stranger.post("/dieu-hanh/nhac", status=404, dossier=str(late))


def test_a_head_sees_his_unit_only(late: UUID, head: Officer, officer: Desk) -> None:
    other_head = officer("hieu")  # head of another unit of the same agency

    assert "Nguyễn Thị Lan" in head.get("/dieu-hanh/qua-han")
    assert "Nguyễn Thị Lan" not in other_head.get("/dieu-hanh/qua-han")
    other_head.get(f"/dieu-hanh/ho-so/{late}", status=404)


def test_officers_without_the_power_see_no_overview(late: UUID, case_officer: Officer, reception: Officer) -> None:
    for one in (case_officer, reception):
        one.get("/dieu-hanh", status=403)
        assert "/can-bo/dieu-hanh" not in one.get("/viec?view=unit")


def test_reading_a_list_is_recorded_for_the_owner(late: UUID, leader: Officer) -> None:
    leader.get("/dieu-hanh/qua-han")

    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select count(*) from kernel_audit where entry like %s", [f'%"kind":"read"%{late}%'])
        assert cursor.fetchone()[0] >= 1


def test_each_page_asks_the_database_few_times(late: UUID, leader: Officer) -> None:
    """Nine of its own, six that count what waits beside it for the menu, one for how he arranged his desk."""
    for address in (
        "/dieu-hanh",
        "/dieu-hanh/don-vi",
        "/dieu-hanh/so-lieu?so=overdue",
        "/dieu-hanh/qua-han",
        "/dieu-hanh/cong-viec?don-vi=vp",
        "/cua-toi",
    ):
        leader.get(address)
        told_once = min((statements_of(leader, address) for _ in range(2)), key=len)  # what is kept for a while may end
        assert len(told_once) <= 16, "\n".join(told_once)


def statements_of(leader: Officer, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        leader.get(address)
    return [one["sql"] for one in asked if not re.match(r"(?i)(savepoint|release|begin|commit)", one["sql"])]


def test_the_trend_is_drawn_described_and_written_as_a_table(leader: Officer) -> None:
    for days in (3, 10, 17):
        testing.issued(CITIZEN, at=AT - timedelta(days=days))
    told()

    page = leader.get("/dieu-hanh?ky=nam-nay")

    assert 'role="img" aria-label="Đúng hạn theo tuần, từ 100% đến 100%"' in page
    assert "Bảng tỷ lệ đúng hạn theo tuần" in plain(page)
    assert "2/11/2026 1 1 100%" in plain(page)


def test_what_waits_for_the_leaders_hand_is_among_the_three_and_is_not_reminded_of(leader: Officer) -> None:
    dossier_id = testing.for_approval(CITIZEN, at=LONG_AGO)
    told()

    page = plain(leader.get("/dieu-hanh"))
    listed = leader.get("/dieu-hanh/qua-han")

    assert "1 kết quả chờ duyệt, ký Việc lâu nhất đã trễ" in page
    assert "đang chờ ông/bà" in plain(listed)
    assert f'href="/can-bo/ho-so/{dossier_id}"' in listed
    assert f'name="only" value="{dossier_id}"' not in listed


@pytest.mark.parametrize("kind", sorted(leading.URGENT))
def test_every_kind_of_urgent_thing_has_its_words_and_its_way(kind: str, leader: Officer) -> None:
    request = RequestFactory().get("/can-bo/dieu-hanh")
    request.actor = leader.actor  # type: ignore[attr-defined]  # as the middleware does
    one = Urgent(kind, 3, AT - timedelta(hours=5), unit_id("hcm25_w26740", "vp"), 2)

    card = urgent.cards([one], asking.read(request), AT)[0]  # type: ignore[arg-type]

    assert card["title"].startswith("3 ")
    assert card["action"]
    assert "Văn phòng" in card["text"] or kind == "to_decide"
    assert leader.client.get(card["href"]).status_code in {200, 302}
    assert card["every"] is None or leader.client.get(card["every"]).status_code == 200


@pytest.mark.usefixtures("_world")
def test_a_leader_does_not_remind_himself(leader: Officer) -> None:
    dossier_id = testing.for_approval(CITIZEN, at=LONG_AGO)
    told()

    page = plain(leader.post("/dieu-hanh/nhac", dossier=str(dossier_id)))

    assert "Việc này đang ở chính người nhắc" in page
    assert "Đã nhắc về" not in page


def test_why_a_late_day_can_no_longer_be_put_off_is_said_where_one_looks_for_it(late: UUID, leader: Officer) -> None:
    in_time = testing.accepted(CITIZEN).dossier_id
    told()

    for address in (f"/dieu-hanh/ho-so/{late}", f"/ho-so/{late}"):
        page = plain(leader.get(address))
        assert "Đã quá hạn nên không hẹn lại được" in page
        assert "Xin lỗi và" not in page
    page = leader.get(f"/dieu-hanh/ho-so/{in_time}")
    assert f'href="/can-bo/ho-so/{in_time}/gia-han"' in page
    assert "không hẹn lại được" not in page
    assert leader.get(f"/ho-so/{in_time}/gia-han")
