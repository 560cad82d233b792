"""The history as the applicant reads it: what happened in one go is one line."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.faces.portal.follow.showing import gathered
from motcua.faces.portal.follow.tests.test_own_changes import Owner
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT
from motcua.rooms.dossiers.types import TimelineEntry


def line(kind: str, title: str, seconds: int = 0) -> TimelineEntry:
    return TimelineEntry(AT + timedelta(seconds=seconds), kind, title, title)


def test_signing_issuing_and_delivering_in_one_minute_are_one_line() -> None:
    shown = gathered([
        line("accepted", "Tiếp nhận", -3600),
        line("step", "Thẩm định", -600),
        line("step", "Ký số và phát hành", -5),
        line("issued", "Ban hành kết quả"),
        line("delivered", "Đã trả kết quả", 3),
        line("step", "Trả kết quả", 4),
    ])  # fmt: skip

    assert [one.title for one in shown] == ["Tiếp nhận", "Thẩm định", "Ban hành kết quả, đã ký số và trả"]


def test_what_is_handed_over_later_keeps_its_own_line() -> None:
    lines = [line("issued", "Ban hành kết quả"), line("delivered", "Đã trả kết quả", 7200)]

    assert gathered(lines) == lines
    assert gathered(lines[1:]) == lines[1:]


@pytest.mark.django_db
def test_the_page_of_a_dossier_takes_few_statements() -> None:
    testing.world()
    owner = Owner()
    address = f"/ho-so/{testing.accepted(owner.actor).dossier_id}"
    owner.get(address)  # what is kept in memory is there

    with CaptureQueriesContext(connection) as made:
        owner.get(address)

    only_in_tests = ("SAVEPOINT", "RELEASE", "select wrapped from kernel_datakey")
    asked = [one["sql"] for one in made if not one["sql"].startswith((*only_in_tests, "select set_config"))]
    assert len(asked) <= 8, "\n".join(sql[:150] for sql in asked)
