"""A6: an administrator reads the year, declares days after seeing what they move, and takes them back. No JavaScript."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from motcua.faces.console.tests.test_console import at_work
from motcua.kernel import clock, relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.calendar import queries, services
from motcua.rooms.calendar.types import DeclarationKind, Decree, Place
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers import testing

ADDRESS = "/quan-tri/lich-lam-viec"
FORM = {
    "place": "co-quan", "kind": "closure", "number": "88/CĐ-UBND", "reason": "Bão số 9", "hours": "",
}  # fmt: skip


@pytest.fixture
def admin(db: None) -> Client:
    services.load_shipped(by=SYSTEM, at=clock.now())
    testing.world()
    return at_work("business_admin")


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def next_working_day(after: date) -> date:
    with scope(SYSTEM):
        return queries.calendar_for(None, clock.now()).nth_working_day(after, 1)


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_year_is_read_month_by_month_with_sources(admin: Client) -> None:
    shown = words(admin.get(f"{ADDRESS}?nam=2026"))

    assert "Tháng 1/2026" in shown
    assert "12729/VPCP-KGVX" in shown
    assert "chính thức" in shown
    assert "ước tính" in words(admin.get(f"{ADDRESS}?nam=2027"))
    assert "Chưa có lịch của năm này" in words(admin.get(f"{ADDRESS}?nam=2040"))


def test_days_are_declared_in_two_steps_the_second_after_seeing_what_moves(admin: Client) -> None:
    slip = testing.accepted(testing.citizen(), at=clock.now())
    assert slip.due_at is not None
    off = next_working_day(clock.today())
    sent = FORM | boxes("first", off)

    preview = admin.post(f"{ADDRESS}/cong-bo", sent)
    assert preview.status_code == 200
    assert "1 hồ sơ đang mở đổi ngày hẹn" in words(preview)
    assert "Bão số 9" not in words(admin.get(f"{ADDRESS}?nam={off.year}"))  # nothing is written yet

    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', preview.content.decode()))
    hidden.pop("csrfmiddlewaretoken", None)
    for _ in range(2):  # pressed twice
        done = admin.post(f"{ADDRESS}/cong-bo", hidden | {"_action": "confirm"})
        assert done.status_code == 302
    relay.drain()

    shown = words(admin.get(done["Location"]))
    assert "Đóng cửa đột xuất" in shown
    assert "1 trong 1 hồ sơ đang mở đổi hạn" in shown
    with scope(SYSTEM):
        row = dossiers.dossier(slip.dossier_id, by=SYSTEM, at=clock.now()).row
    assert row.current_due_at is not None
    assert row.current_due_at > slip.due_at


def test_what_was_typed_can_be_changed_before_it_counts(admin: Client) -> None:
    off = next_working_day(clock.today())

    again = admin.post(f"{ADDRESS}/cong-bo", FORM | boxes("first", off) | {"_action": "change"})

    assert again.status_code == 200
    assert 'value="88/CĐ-UBND"' in again.content.decode()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"number": ""}, "Ghi số văn bản"),
        ({"reason": " "}, "Ghi lý do"),
        ({"kind": "party"}, "Chọn điều cần công bố"),
        ({"first-day": "31", "first-month": "2"}, "Không có ngày này"),
        ({"first-day": "", "first-month": "", "first-year": ""}, "Ghi ngày"),
        ({"kind": "hours", "hours": "abc"}, "Ghi giờ như"),
        ({"kind": "hours"}, "Ghi giờ mở cửa"),
        ({"kind": "swap"}, "Hoán đổi cần một ngày nghỉ"),
    ],
)
def test_faults_are_told_at_their_field_with_what_was_typed(admin: Client, change: dict[str, str], told: str) -> None:
    sent = FORM | boxes("first", next_working_day(clock.today())) | change

    page = admin.post(f"{ADDRESS}/cong-bo", sent)

    assert page.status_code == 422
    assert told in words(page)


def test_a_declaration_is_taken_back_after_seeing_what_that_moves(admin: Client) -> None:
    off = next_working_day(clock.today())
    admin.post(f"{ADDRESS}/cong-bo", FORM | boxes("first", off) | {"_action": "confirm"})
    relay.drain()
    (made,) = queries.declarations(Place(agency_id=agency_id("hcm25_w26740")))
    address = f"{ADDRESS}/bai-bo/{made.id}"

    assert "Không hồ sơ đang mở nào đổi ngày hẹn" in words(admin.get(address))
    assert admin.post(address, {"number": "", "reason": "Bão tan"}).status_code == 422
    done = admin.post(address, {"number": "90/CĐ", "reason": "Bão tan"})

    assert done.status_code == 302
    assert "Bãi bỏ theo 90/CĐ" in words(admin.get(done["Location"]))
    assert "Đã bãi bỏ rồi" in words(admin.get(address))


def test_a_day_that_stands_already_is_refused_with_its_decree(admin: Client) -> None:
    off = next_working_day(clock.today())
    sent = FORM | boxes("first", off) | boxes("last", off + timedelta(days=1)) | {"_action": "confirm"}
    admin.post(f"{ADDRESS}/cong-bo", sent)

    again = admin.post(f"{ADDRESS}/cong-bo", sent | {"number": "89/CĐ"})

    assert "đã được công bố theo 88/CĐ-UBND" in words(again)


def test_nobody_else_opens_it(db: None) -> None:
    clerk = at_work("case_officer")

    for path in ("", "/cong-bo"):
        assert clerk.get(f"{ADDRESS}{path}").status_code == 403
    assert Client().get(ADDRESS).status_code == 302


def test_a_declaration_of_another_place_is_as_if_it_were_not_there(admin: Client) -> None:
    other = Place(agency_id=agency_id("hcm25_w26743"))
    day = date(2027, 3, 10)
    made = services.declare(
        Decree(DeclarationKind.CLOSURE, day, day, "1/QĐ", day, "Bão"), other, by=SYSTEM, at=clock.now()
    )

    assert admin.get(f"{ADDRESS}/bai-bo/{made}").status_code == 404


@pytest.mark.parametrize("strange", ["9" * 5_000, "-1", "2099", "\u0662\u0660\u0662\u0666", ""])
def test_a_year_nobody_keeps_shows_this_one(admin: Client, strange: str) -> None:
    answer = admin.get(ADDRESS, {"nam": strange})

    assert answer.status_code == 200
    assert words(answer) == words(admin.get(ADDRESS, {"nam": str(clock.today().year)}))


WEEK = {
    "place": "co-quan", "number": "12/QĐ-UBND", "reason": "Thêm sáng thứ Bảy", "sat": "07:30-11:30", "sun": "",
} | dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "07:30-11:30, 13:00-17:00")  # fmt: skip


def test_the_form_of_a_week_begins_with_the_week_that_holds(admin: Client) -> None:
    page = admin.get(f"{ADDRESS}/gio-lam-viec").content.decode()

    assert page.count('value="07:30-11:30, 13:00-17:00"') == 5
    assert "Thứ Bảy" in page


def test_a_week_is_declared_after_seeing_what_it_moves_and_read_in_its_year(admin: Client) -> None:
    slip = testing.accepted(testing.citizen(), at=clock.now())
    sent = WEEK | boxes("first", clock.today())

    preview = admin.post(f"{ADDRESS}/gio-lam-viec", sent)
    assert preview.status_code == 200
    assert "Thứ Hai đến Thứ Sáu: 07:30-11:30, 13:00-17:00" in words(preview)
    assert "đã xem 1 hồ sơ" in words(preview).lower() or "hồ sơ đang mở đổi ngày hẹn" in words(preview)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', preview.content.decode()))
    hidden.pop("csrfmiddlewaretoken", None)
    again = admin.post(f"{ADDRESS}/gio-lam-viec", hidden | {"_action": "change"})
    assert 'value="12/QĐ-UBND"' in again.content.decode()

    done = admin.post(f"{ADDRESS}/gio-lam-viec", hidden | {"_action": "confirm"})
    assert done.status_code == 302
    relay.drain()

    shown = words(admin.get(done["Location"]))
    assert "Thứ Bảy: 07:30-11:30" in shown
    assert "Giờ làm việc hằng tuần: từ ngày" in shown
    assert slip.dossier_id


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"number": ""}, "Ghi số văn bản"),
        ({"reason": ""}, "Ghi lý do"),
        ({"tue": "abc"}, "Ghi giờ như"),
        ({"first-day": "", "first-month": "", "first-year": ""}, "Ghi ngày"),
        (dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat"), ""), "ít nhất một ngày trong tuần"),
    ],
)
def test_a_fault_of_the_week_is_told_at_its_field(admin: Client, change: dict[str, str], told: str) -> None:
    page = admin.post(f"{ADDRESS}/gio-lam-viec", WEEK | boxes("first", clock.today()) | change)

    assert page.status_code == 422
    assert told in words(page)


def test_a_declared_week_is_taken_back(admin: Client) -> None:
    admin.post(f"{ADDRESS}/gio-lam-viec", WEEK | boxes("first", clock.today()) | {"_action": "confirm"})
    (made,) = queries.declarations(Place(agency_id=agency_id("hcm25_w26740")))
    address = f"{ADDRESS}/bai-bo/{made.id}"

    assert "Giờ làm việc hằng tuần" in words(admin.get(address))
    assert admin.post(address, {"number": "13/QĐ", "reason": "Chưa đủ người"}).status_code == 302
    assert "Thứ Bảy: 07:30-11:30" not in words(admin.get(ADDRESS))
