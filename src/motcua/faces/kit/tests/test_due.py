from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from motcua.faces.kit import due

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("chip", "state", "words"),
    [
        (due.chip(NOON + 80 * HOUR, NOON), "far", "Còn 3 ngày"),
        (due.chip(NOON + 20 * HOUR, NOON), "soon", "Còn 20 giờ"),
        (due.chip(NOON + 20 * HOUR, NOON, working_hours=3.6), "soon", "Còn 4 giờ làm việc"),
        (due.chip(NOON + 3 * HOUR, NOON), "today", "Hôm nay 15:00"),
        (due.chip(NOON - 30 * HOUR, NOON), "late", "Quá hạn 1 ngày"),
        (due.chip(NOON - HOUR, NOON, paused=True), "paused", "Tạm dừng tính giờ"),
        (due.chip(NOON, NOON + HOUR, closed_at=NOON), "done", "Xong đúng hạn"),
        (due.chip(NOON + 97 * HOUR, NOON + HOUR, closed_at=NOON), "done", "Xong sớm 4 ngày"),
        (due.chip(NOON, NOON, closed_at=NOON + HOUR), "late-done", "Xong sau hạn"),
        (due.chip(None, NOON), "none", "Chưa có hạn"),
    ],
)
def test_the_chip_says_the_state_in_words(chip: due.Chip, state: str, words: str) -> None:
    assert (chip.state, chip.words) == (state, words)


def test_the_words_follow_the_language() -> None:
    with translation.override("en"):
        assert due.chip(NOON + 80 * HOUR, NOON).words == "3 days left"
