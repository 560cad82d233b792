"""How easy people found it to hand in stands beside how content they are, and a few grades are never shown."""

import pytest

from motcua.faces.desk.tests.officers import Officer, plain
from motcua.kernel import relay
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT
from motcua.rooms.feedback import services as feedback
from motcua.rooms.feedback.types import RatingKind

EASY, HARD = 5, 1


def graded(count: int) -> None:
    """So many people found it easy to hand in; all were served badly."""
    for _ in range(count):
        person = testing.citizen()
        dossier_id = testing.issued(person).dossier_id
        feedback.rate(dossier_id, grade=EASY, kind=RatingKind.EASE, by=person, at=AT)
        feedback.rate(dossier_id, grade=HARD, by=person, at=AT)
    relay.drain(("bulk",), at=lambda: AT)


def test_each_grade_has_its_own_share_and_definition(leader: Officer) -> None:
    graded(5)

    page = plain(leader.get("/dieu-hanh"))
    assert "Tỷ lệ thấy dễ nộp 100% đã chấm điểm 100%" in page
    figure = plain(leader.get("/dieu-hanh/so-lieu?so=ease"))
    assert "Thấy dễ nộp, 5" in figure
    assert "Không phải điểm về việc được phục vụ" in figure
    assert "0%" in plain(leader.get("/dieu-hanh/so-lieu?so=satisfaction"))


@pytest.mark.parametrize("measure", ["ease", "ease_graded", "found_easy"])
def test_few_grades_of_ease_tell_of_nobody(measure: str, leader: Officer) -> None:
    graded(1)

    page = plain(leader.get("/dieu-hanh"))
    assert "Tỷ lệ thấy dễ nộp chưa đủ 5 lượt chấm –" in page
    assert "100%" not in plain(leader.get(f"/dieu-hanh/so-lieu?so={measure}"))
