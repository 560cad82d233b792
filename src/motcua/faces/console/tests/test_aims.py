"""What the office is measured against and whom the ladder tells, read with day and source."""

import re

import pytest
from django.test import Client

from motcua.faces.console.tests.test_console import at_work

ADDRESS = "/quan-tri/muc-tieu"


def words(client: Client) -> str:
    page = client.get(ADDRESS)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_the_administrator_reads_targets_and_ladder_with_day_and_source(db: None) -> None:
    shown = words(at_work("business_admin"))

    assert "Giải quyết đúng hạn: 100%" in shown
    assert "Quyết định 766/QĐ-TTg" in shown
    assert "từ ngày 1/7/2025" in shown
    assert "đang áp dụng" in shown
    assert "Đã dùng 75% thời gian" in shown
    assert "3 ngày làm việc sau ngày hẹn" in shown
    assert "Không tự gửi" in shown


def test_the_calendar_leads_there(db: None) -> None:
    assert f'href="{ADDRESS}"' in at_work("business_admin").get("/quan-tri/lich-lam-viec").content.decode()


@pytest.mark.parametrize("role", ["case_officer", "signing_authority"])
def test_others_are_not_let_in(role: str, db: None) -> None:
    assert at_work(role).get(ADDRESS).status_code == 403
