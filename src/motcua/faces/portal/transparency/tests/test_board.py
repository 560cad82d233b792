import csv
import io
import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from motcua.kernel import clock
from motcua.rooms.agencies.types import agency_id

pytestmark = pytest.mark.django_db

SAIGON, BENTHANH = agency_id("hcm25_w26740"), agency_id("hcm25_w26743")
INSERT = """insert into insights_dossierfigure
(dossier_id, agency, procedure, channel, submitted_at, accepted_at, due_at, completed_at,
outcome, paid_online, grade, seen_until)
values (%s, %s, 'marital_status_certificate', 'online', %s, %s, %s, %s, 'granted', true, %s, %s)"""


def resolved(agency: UUID, count: int, *, days: int, grade: int | None = 5) -> None:
    """Dossiers accepted ten days ago with a limit of five days, finished after `days`."""
    accepted = clock.now() - timedelta(days=10)
    with connection.cursor() as cursor:
        for n in range(count):
            row = UUID(int=agency.int % 10**9 * 10**6 + days * 10**3 + n)
            due, done = accepted + timedelta(days=5), accepted + timedelta(days=days)
            cursor.execute(INSERT, [row, agency, accepted, accepted, due, done, grade, done])


@pytest.fixture
def visitor() -> Client:
    with connection.cursor() as cursor:
        cursor.execute("delete from insights_dossierfigure")
    return Client()


def test_an_empty_period_says_so_and_offers_the_way_on(visitor: Client) -> None:
    page = visitor.get("/minh-bach").content.decode()

    assert "Không có hồ sơ trong khoảng này" in page
    assert "Cách tính" in page


def test_each_office_has_its_line_and_the_total_its_tiles(visitor: Client) -> None:
    resolved(SAIGON, 9, days=2)
    resolved(SAIGON, 6, days=8, grade=2)

    page = visitor.get("/minh-bach").content.decode()

    assert "Phường Sài Gòn" in page
    assert "60%" in page
    assert ">15<" in page.replace("\n", "")


def test_counts_under_five_are_hidden_everywhere(visitor: Client) -> None:
    resolved(BENTHANH, 3, days=2)

    page = visitor.get("/minh-bach").content.decode()
    rows = json.loads(visitor.get("/minh-bach.json").content)["rows"]
    table = visitor.get("/minh-bach.csv").content.decode()

    assert "không hiện" in page
    assert rows[0]["received"] is None
    assert rows[0]["on_time_rate"] is None
    line = next(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    assert line["received"] == ""


def test_a_few_late_ones_cannot_be_had_from_the_total_or_from_the_rate(visitor: Client) -> None:
    resolved(SAIGON, 40, days=2)
    resolved(SAIGON, 10, days=8)
    resolved(BENTHANH, 20, days=2)
    resolved(BENTHANH, 2, days=9)

    page = visitor.get("/minh-bach").content.decode()
    rows = {row["agency"]: row for row in json.loads(visitor.get("/minh-bach.json").content)["rows"]}
    own = visitor.get("/minh-bach?co-quan=hcm25_w26740").content.decode()

    saigon, benthanh = rows["Uỷ ban nhân dân Phường Sài Gòn"], rows["Uỷ ban nhân dân Phường Bến Thành"]
    assert benthanh["late"] is None
    assert benthanh["early"] is None  # 22 resolved less 20 are the two
    assert saigon["late"] is None  # 12 late in all less 10 are the two
    assert (benthanh["resolved"], benthanh["on_time_rate"]) == (22, None)
    assert "ít nhất 81%" in page
    assert "80%" not in own  # nor from the page of the other office


def test_the_table_for_spreadsheets_names_office_and_period(visitor: Client) -> None:
    resolved(SAIGON, 9, days=2)

    answer = visitor.get("/minh-bach.csv?ky=nam-nay")

    line = next(csv.DictReader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))
    assert line["early"] == "9"
    assert line["period_first"].endswith("-01-01")
    assert "attachment" in answer["Content-Disposition"]


def test_an_office_opens_to_what_it_does(visitor: Client) -> None:
    resolved(SAIGON, 9, days=2)

    page = visitor.get("/minh-bach?co-quan=hcm25_w26740").content.decode()

    assert "Giấy độc thân" in page


def test_a_question_not_understood_becomes_the_usual_one(visitor: Client) -> None:
    assert visitor.get("/minh-bach?ky=mai-mai&nhom=x&co-quan=y&thu-tuc=z").status_code == 200


def asked_why(agency: UUID, count: int, *, missed: bool) -> None:
    """Of the dossiers there, so many whose applicant asked yesterday why they are late."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update insights_dossierfigure set complained_at = %s, complaint_missed = %s where dossier_id in "
            "(select dossier_id from insights_dossierfigure where agency = %s and complained_at is null order by 1 limit %s)",
            [clock.now() - timedelta(days=1), missed, agency, count],
        )


def test_who_asked_why_it_is_late_and_was_answered_in_time_is_told(visitor: Client) -> None:
    resolved(SAIGON, 30, days=8)
    asked_why(SAIGON, 18, missed=False)
    asked_why(SAIGON, 12, missed=True)
    resolved(BENTHANH, 12, days=8)
    asked_why(BENTHANH, 10, missed=False)
    asked_why(BENTHANH, 2, missed=True)
    with connection.cursor() as cursor:
        cursor.execute("update insights_dossierfigure set passed_up_at = %s where agency = %s", [clock.now(), SAIGON])

    page = visitor.get("/minh-bach").content.decode()
    rows = {row["agency"]: row for row in json.loads(visitor.get("/minh-bach.json").content)["rows"]}
    table = visitor.get("/minh-bach.csv").content.decode()

    assert "Hỏi vì sao trễ" in page
    assert "Trả lời đúng hạn" in page
    saigon, benthanh = rows["Uỷ ban nhân dân Phường Sài Gòn"], rows["Uỷ ban nhân dân Phường Bến Thành"]
    assert (saigon["complaints"], benthanh["complaints"]) == (30, 12)
    assert benthanh["complaints_missed"] is None  # two of them
    assert saigon["complaints_missed"] is None  # else the two could be had from the total
    assert (benthanh["complaint_rate"], benthanh["complaints_kept"]) == (None, None)
    assert (saigon["passed_up"], benthanh["passed_up"]) == (30, 0)
    assert "Đã chuyển lên lãnh đạo" in page
    assert "complaint_rate" in table.splitlines()[0]


def test_a_part_of_a_linked_dossier_is_not_counted_beside_it(visitor: Client) -> None:
    resolved(SAIGON, 9, days=2)
    with connection.cursor() as cursor:
        cursor.execute("select min(dossier_id::text) from insights_dossierfigure")
        cursor.execute("update insights_dossierfigure set group_id = %s", [cursor.fetchone()[0]])

    rows = json.loads(visitor.get("/minh-bach.json").content)["rows"]

    assert rows[0]["resolved"] is None  # one is left, and one is hidden


def test_a_recount_under_way_is_said(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for running in (True, False):
        monkeypatch.setattr("motcua.rooms.insights.recounting.running", lambda now=running: now)

        assert ("Đang đếm lại số liệu" in visitor.get("/minh-bach").content.decode()) is running


def test_how_easy_it_was_is_a_figure_of_its_own(visitor: Client) -> None:
    resolved(SAIGON, 10, days=2, grade=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "update insights_dossierfigure set ease = 5 where dossier_id in (select dossier_id from insights_dossierfigure limit 9)"
        )
        cursor.execute("update insights_dossierfigure set ease = 2 where ease is null")

    page = visitor.get("/minh-bach").content.decode()
    row = json.loads(visitor.get("/minh-bach.json").content)["rows"][0]

    assert "Dễ nộp" in page
    assert (row["ease_grades"], row["found_easy"], row["ease_rate"]) == (10, 9, 0.9)
    assert (row["grades"], row["satisfied"], row["satisfaction_rate"]) == (10, 0, 0.0)
