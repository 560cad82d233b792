"""The decision table of the deadline law, row by row (domain.md §2.5)."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from motcua.rooms.calendar import rules
from motcua.rooms.calendar.content import shipped_calendar
from motcua.rooms.calendar.rules import ZONE, WorkCalendar
from motcua.rooms.calendar.types import DayRule, LimitUnit, Pause, TimeLimit

CALENDAR = shipped_calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def limit(amount: float | Decimal | None, unit: str = "working_day", **more: object) -> TimeLimit:
    return TimeLimit.model_validate({"amount": amount, "unit": unit, **more})


def due(start: str, amount: float | None, unit: str = "working_day", **more: object) -> datetime | None:
    return rules.due_at(at(start), limit(amount, unit, **more), CALENDAR).due_at


@pytest.mark.parametrize(
    ("submitted", "answer"),
    [
        ("2026-11-19T22:10", "2026-11-20T17:00"),  # at night: from the next opening
        ("2026-09-01T09:00", "2026-09-03T17:00"),  # on a holiday
        ("2026-11-20T16:00", "2026-11-23T16:00"),  # in hours: over the weekend
        ("2026-11-21T10:00", "2026-11-23T17:00"),  # on a Saturday
    ],
)
def test_row_1_the_answer_timer_runs_from_the_next_opening_instant(submitted: str, answer: str) -> None:
    assert rules.answer_due(at(submitted), 8, CALENDAR) == at(answer)


def test_row_2_a_dossier_accepted_before_three_counts_from_that_day_as_day_zero() -> None:
    assert due("2026-11-18T14:59", 1) == at("2026-11-19T17:00")


def test_row_3_the_cutoff_alone_does_not_move_the_deadline() -> None:
    assert due("2026-11-18T15:30", 1, cutoff="15:00") == at("2026-11-19T17:00")


def test_row_3_a_cutoff_that_shifts_counts_receipt_as_the_next_working_day() -> None:
    late = due("2026-11-18T15:00:01", 1, cutoff="15:00", cutoff_shifts_deadline=True)
    early = due("2026-11-18T15:00:00", 1, cutoff="15:00", cutoff_shifts_deadline=True)

    assert late == at("2026-11-20T17:00")
    assert early == at("2026-11-19T17:00")


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-11-18T09:00", "2026-11-18T17:00"),
        ("2026-11-18T15:00:00", "2026-11-18T17:00"),  # «sau 15 giờ»: fifteen o'clock itself is in time
        ("2026-11-18T15:00:01", "2026-11-19T17:00"),
        ("2026-11-20T16:00", "2026-11-23T17:00"),
        ("2026-11-21T09:00", "2026-11-23T17:00"),
    ],
)
def test_row_3_a_same_day_result_moves_to_the_next_working_day_after_the_cutoff(received: str, expected: str) -> None:
    assert due(received, 1, same_day=True, cutoff="15:00") == at(expected)


@pytest.mark.parametrize(
    ("accepted", "days", "expected"),
    [
        ("2026-11-20T10:00", 3, "2026-11-25T17:00"),
        ("2025-12-31T10:00", 1, "2026-01-05T17:00"),  # 1 January and the swapped Friday are off
        ("2026-01-08T10:00", 2, "2026-01-10T17:00"),  # the Saturday worked instead
        ("2026-02-13T10:00", 1, "2026-02-23T17:00"),  # over Tết
        ("2024-04-26T10:00", 2, "2024-05-03T17:00"),
        ("2024-05-02T10:00", 2, "2024-05-04T17:00"),
        ("2025-04-25T10:00", 1, "2025-04-26T17:00"),
        ("2026-08-21T10:00", 1, "2026-08-22T17:00"),
        ("2026-08-28T10:00", 1, "2026-09-03T17:00"),
    ],
)
def test_row_4_the_nth_working_day_after_acceptance_at_close_of_business(
    accepted: str, days: int, expected: str
) -> None:
    assert due(accepted, days) == at(expected)


@pytest.mark.parametrize(
    ("accepted", "days", "expected"),
    [
        ("2026-11-18T10:00", 2, "2026-11-20T17:00"),
        ("2026-11-18T10:00", 3, "2026-11-23T17:00"),  # Saturday → Monday
        ("2026-08-21T10:00", 10, "2026-09-03T17:00"),  # 31/8 is off, and so are the next two days
        ("2026-02-06T10:00", 10, "2026-02-23T17:00"),
    ],
)
def test_row_5_a_last_day_of_rest_moves_to_the_next_working_day(accepted: str, days: int, expected: str) -> None:
    assert due(accepted, days, "calendar_day") == at(expected)


@pytest.mark.parametrize(
    ("accepted", "amount", "unit", "expected"),
    [
        ("2026-01-31T10:00", 1, "month", "2026-03-02T17:00"),  # 28/2/2026 is a Saturday
        ("2024-01-31T10:00", 1, "month", "2024-02-29T17:00"),
        ("2026-11-18T10:00", 1, "week", "2026-11-25T17:00"),
        ("2025-12-31T10:00", 2, "month", "2026-03-02T17:00"),
    ],
)
def test_row_5b_weeks_and_months_end_on_the_same_day_number(
    accepted: str, amount: int, unit: str, expected: str
) -> None:
    assert due(accepted, amount, unit) == at(expected)


@pytest.mark.parametrize(
    ("accepted", "months", "expected"),
    [
        ("2024-02-29T10:00", 1, "2024-03-29T17:00"),
        ("2024-02-29T10:00", 12, "2025-02-28T17:00"),  # no 29 February 2025: its last day
        ("2023-12-29T10:00", 2, "2024-02-29T17:00"),
        ("2024-01-30T10:00", 1, "2024-02-29T17:00"),
        ("2023-02-28T10:00", 12, "2024-02-28T17:00"),  # the same number, not the same place in the month
        ("2023-08-31T10:00", 6, "2024-02-29T17:00"),
    ],
)
def test_row_5b_months_around_a_leap_day(accepted: str, months: int, expected: str) -> None:
    assert due(accepted, months, "month") == at(expected)


@pytest.mark.parametrize(
    ("received", "amount", "unit", "expected"),
    [
        ("2026-02-12T10:00", 1, "working_day", "2026-02-13T17:00"),  # due when the doors close for Tết
        ("2026-02-13T17:00", 1, "working_day", "2026-02-23T17:00"),
        ("2026-02-13T16:59:59", 1, "working_day", "2026-02-23T17:00"),
        ("2026-02-13T13:00", 4, "working_hour", "2026-02-13T17:00"),  # to the closing minute, not to the next opening
        ("2026-02-13T17:00", 1, "working_hour", "2026-02-23T08:30"),
        ("2026-02-13T16:00", 8, "working_hour", "2026-02-23T16:00"),
        ("2026-02-12T17:00", 24, "hour", "2026-02-13T17:00"),
        ("2026-02-13T17:00", 24, "hour", "2026-02-23T17:00"),
        ("2026-02-13T17:00", 9, "calendar_day", "2026-02-23T17:00"),
    ],
)
def test_at_five_on_the_last_day_before_tet(received: str, amount: float, unit: str, expected: str) -> None:
    assert due(received, amount, unit) == at(expected)


def test_a_same_day_result_asked_for_at_five_before_tet_is_for_after_it() -> None:
    assert due("2026-02-13T14:59", 1, same_day=True, cutoff="15:00") == at("2026-02-13T17:00")
    assert due("2026-02-13T17:00", 1, same_day=True) == at("2026-02-23T17:00")
    assert rules.answer_due(at("2026-02-13T17:00"), 8, CALENDAR) == at("2026-02-23T17:00")


@pytest.mark.parametrize(
    ("received", "amount", "unit", "expected"),
    [
        ("2026-02-06T10:00", 1, "working_day", "2026-02-07T11:30"),  # half a day worked is a working day
        ("2026-02-12T10:00", 1, "working_day", "2026-02-13T11:30"),  # and so is half a day left
        ("2026-02-13T11:30", 1, "working_day", "2026-02-23T17:00"),
        ("2026-02-12T16:00", 8, "working_hour", "2026-02-23T10:30"),  # 1 and 4 hours before Tết, 3 after it
        ("2026-02-06T16:00", 5, "working_hour", "2026-02-07T11:30"),
        ("2026-02-03T10:00", 10, "calendar_day", "2026-02-13T11:30"),
    ],
)
def test_half_a_day_before_tet_swapped_for_half_a_saturday(
    received: str, amount: float, unit: str, expected: str
) -> None:
    morning = DayRule(((450, 690),), "Nghỉ buổi chiều, làm bù sáng 07/02/2026", "1/QĐ")
    swapped = {date(2026, 2, 7): morning, date(2026, 2, 13): morning}
    calendar = WorkCalendar(exceptions=CALENDAR.exceptions | swapped)

    assert rules.due_at(at(received), limit(amount, unit), calendar).due_at == at(expected)


@pytest.mark.parametrize(
    ("accepted", "hours", "expected"),
    [
        ("2026-11-18T08:00", 4, "2026-11-18T13:30"),
        ("2026-11-18T13:00", 4, "2026-11-18T17:00"),  # ends at close, not at the next opening
        ("2026-11-18T16:00", 4, "2026-11-19T10:30"),
        ("2026-11-20T16:30", 8, "2026-11-23T16:30"),
        ("2026-11-18T12:00", 0.5, "2026-11-18T13:30"),
    ],
)
def test_row_6_working_hours_start_at_the_instant_itself(accepted: str, hours: float, expected: str) -> None:
    assert due(accepted, hours, "working_hour") == at(expected)


def test_row_6_clock_hours_that_end_on_a_day_of_rest_move_to_the_next_working_day() -> None:
    assert due("2026-11-18T10:00", 24, "hour") == at("2026-11-19T10:00")
    assert due("2026-11-20T10:00", 24, "hour") == at("2026-11-23T17:00")


def test_row_8_after_a_full_resubmission_the_limit_is_counted_again_from_the_start() -> None:
    first = due("2026-11-02T10:00", 5)
    again = due("2026-11-12T10:00", 5)

    assert first == at("2026-11-09T17:00")
    assert again == at("2026-11-19T17:00")


def test_row_9_silence_of_fifteen_days_counts_every_day() -> None:
    assert due("2026-11-02T10:00", 15, "calendar_day") == at("2026-11-17T17:00")


def test_row_10_a_pause_for_a_financial_obligation_resumes_and_does_not_restart() -> None:
    pause = Pause(at("2026-11-04T10:00"), at("2026-11-16T10:00"), "thuế")

    resumed = rules.due_after_pauses(at("2026-11-02T10:00"), limit(5), [pause], CALENDAR)

    assert resumed == at("2026-11-19T17:00")  # three working days were left on the 4th


def test_row_10_hours_and_calendar_days_resume_too() -> None:
    pause = Pause(at("2026-11-03T09:00"), at("2026-11-05T09:00"), "thuế")

    hours = rules.due_after_pauses(at("2026-11-03T08:00"), limit(4, "working_hour"), [pause], CALENDAR)
    days = rules.due_after_pauses(at("2026-11-02T08:00"), limit(10, "calendar_day"), [pause], CALENDAR)

    assert hours == at("2026-11-05T13:30")
    assert days == at("2026-11-16T17:00")  # the 14th is a Saturday


def test_row_10_hours_by_the_clock_and_parts_of_a_day_resume_with_what_was_left() -> None:
    pause = Pause(at("2026-11-03T09:00"), at("2026-11-05T09:00"), "thuế")
    over_sunday = Pause(at("2026-11-03T09:00"), at("2026-11-07T09:00"), "thuế")

    clock = rules.due_after_pauses(at("2026-11-03T08:00"), limit(24, "hour"), [pause], CALENDAR)
    moved = rules.due_after_pauses(at("2026-11-03T08:00"), limit(24, "hour"), [over_sunday], CALENDAR)
    half = rules.due_after_pauses(at("2026-11-03T08:00"), limit(0.5), [pause], CALENDAR)

    assert clock == at("2026-11-06T08:00")  # 23 hours were left
    assert moved == at("2026-11-09T17:00")  # they would end on a Sunday
    assert half == at("2026-11-05T13:30")


def test_row_10_a_published_day_and_a_pause_after_the_end_move_nothing() -> None:
    late = Pause(at("2026-11-10T09:00"), at("2026-11-12T09:00"), "thuế")

    assert rules.due_after_pauses(at("2026-11-02T10:00"), limit(5), [late], CALENDAR) == at("2026-11-09T17:00")
    windows = [{"opens_on": "2026-11-01", "closes_on": "2026-11-20"}]
    round_ = limit(None, "window", windows=windows)
    assert rules.due_after_pauses(at("2026-11-02T10:00"), round_, [late], CALENDAR) == at("2026-11-20T17:00")


def test_row_10_the_explanation_names_every_day_the_clock_stood_still() -> None:
    pauses = [
        Pause(at("2026-11-04T10:00"), at("2026-11-06T10:00"), "thuế"),
        Pause(at("2026-11-10T10:00"), at("2026-11-12T10:00"), "phí"),
    ]

    told = rules.counted(at("2026-11-02T10:00"), limit(5), pauses, CALENDAR)

    assert told.due_at == at("2026-11-13T17:00")
    assert sum(step.counted for step in told.steps) == 5
    stopped = {step.date.isoformat(): step.reason for step in told.steps if step.reason.startswith("Tạm dừng")}
    assert stopped == {
        "2026-11-05": "Tạm dừng: thuế", "2026-11-06": "Tạm dừng: thuế",
        "2026-11-11": "Tạm dừng: phí", "2026-11-12": "Tạm dừng: phí",
    }  # fmt: skip
    assert "Tạm dừng từ 10:00 thứ Tư, 04/11/2026 đến 10:00 thứ Sáu, 06/11/2026: thuế." in told.text


def test_row_11_nothing_else_pauses_the_clock() -> None:
    assert rules.due_after_pauses(at("2026-11-02T10:00"), limit(5), [], CALENDAR) == due("2026-11-02T10:00", 5)


def test_row_12_lateness_is_announced_at_least_a_day_before() -> None:
    assert rules.extension_notice_due(at("2026-11-20T17:00")) == at("2026-11-19T17:00")


def test_row_13_and_15_late_is_measured_against_the_original_due_date_when_processing_ends() -> None:
    assert not rules.is_late(at("2026-11-20T17:00"), at("2026-11-20T17:00"))
    assert rules.is_late(at("2026-11-20T17:01"), at("2026-11-20T17:00"))


def test_no_term_in_the_law_means_no_due_date() -> None:
    deadline = rules.due_at(at("2026-11-18T10:00"), limit(None, "window", note="Theo lịch tuyển sinh"), CALENDAR)

    assert deadline.due_at is None
    assert "Theo lịch tuyển sinh" in deadline.text


WINDOWS = [
    {"opens_on": "2026-07-15", "closes_on": "2026-07-26", "due_on": "2026-08-22", "name": "1", "source": "KH 12/2026"},
    {"opens_on": "2026-09-15", "closes_on": "2026-09-20", "name": "2"},
]


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-07-16T22:00", "2026-08-22T17:00"),  # a Saturday, but one that is worked
        ("2026-07-01T09:00", "2026-08-22T17:00"),  # before the round opens: it waits for it
        ("2026-07-26T23:00", "2026-08-22T17:00"),  # the last day has twenty-four hours
        ("2026-07-27T00:00", "2026-09-21T17:00"),  # too late for the first; the second closes on a Sunday
        ("2026-09-21T08:00", None),
    ],
)
def test_a_limit_by_rounds_is_due_on_the_published_day_or_at_the_close(received: str, expected: str | None) -> None:
    deadline = rules.due_at(at(received), limit(None, "window", windows=WINDOWS), CALENDAR)

    assert deadline.due_at == (at(expected) if expected else None)


def test_a_round_is_told_with_its_dates() -> None:
    told = rules.due_at(at("2026-07-16T09:00"), limit(None, "window", windows=WINDOWS), CALENDAR)

    assert "đợt 1 nhận hồ sơ từ 15/07/2026 đến hết 26/07/2026" in told.text
    assert told.text.endswith("Hạn trả: 17:00 thứ Bảy, 22/08/2026.")


def test_rounds_are_in_order_and_belong_to_limits_by_rounds_only() -> None:
    with pytest.raises(ValueError, match="closes after"):
        limit(None, "window", windows=[{"opens_on": "2026-07-15", "closes_on": "2026-07-14"}])
    with pytest.raises(ValueError, match="before it closes"):
        limit(None, "window", windows=[{"opens_on": "2026-07-15", "closes_on": "2026-07-16", "due_on": "2026-07-15"}])
    with pytest.raises(ValueError, match="only a limit"):
        limit(3, "working_day", windows=WINDOWS)


def test_a_term_that_was_stored_with_its_date_counts_the_same_again() -> None:
    for given in (limit(0.5), limit(1, same_day=True, cutoff="15:00"), limit(None, "window", windows=WINDOWS)):
        first = rules.due_at(at("2026-07-16T09:00"), given, CALENDAR)

        again = TimeLimit.model_validate(first.as_dict()["term"])

        assert again == given
        assert rules.due_at(at("2026-07-16T09:00"), again, CALENDAR) == first


def test_half_a_working_day_is_four_working_hours() -> None:
    assert due("2026-11-18T08:00", 0.5) == at("2026-11-18T13:30")


def test_the_explanation_names_every_skipped_day_with_its_source() -> None:
    deadline = rules.due_at(at("2025-12-31T10:00"), limit(1), CALENDAR)

    skipped = {s.date.isoformat(): s for s in deadline.steps if not s.counted}
    assert list(skipped) == ["2025-12-31", "2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"]
    assert "12729/VPCP-KGVX" in skipped["2026-01-02"].source
    assert "hoán đổi" in deadline.text
    assert deadline.text.endswith("Hạn trả: 17:00 thứ Hai, 05/01/2026.")
    assert deadline.certain


def test_a_deadline_beyond_the_published_calendar_says_that_it_is_not_certain() -> None:
    deadline = rules.due_at(at("2027-02-01T10:00"), limit(5), CALENDAR)

    assert deadline.due_at == at("2027-02-15T17:00")
    assert not deadline.certain
    assert "chưa công bố" in deadline.text


def test_an_unquoted_time_in_yaml_is_still_a_time() -> None:
    assert limit(1, cutoff=900).cutoff == limit(1, cutoff="15:00").cutoff


def test_an_office_open_on_saturday_morning_counts_it_as_a_working_day() -> None:
    saturday = WorkCalendar(weekly=dict(rules.OFFICE_WEEK) | {5: ((450, 690),)})

    deadline = rules.due_at(at("2026-11-20T10:00"), limit(1), saturday)

    assert deadline.due_at == at("2026-11-21T11:30")


def test_a_week_without_working_time_is_refused() -> None:
    with pytest.raises(rules.CalendarFault):
        WorkCalendar(weekly={})


def test_dates_beyond_the_index_are_refused_and_never_guessed() -> None:
    with pytest.raises(rules.CalendarFault):
        rules.due_at(at("2045-12-29T10:00"), limit(200), CALENDAR)
    with pytest.raises(rules.CalendarFault):
        rules.due_at(at("2045-12-29T10:00"), limit(2000, "working_hour"), CALENDAR)
    with pytest.raises(rules.CalendarFault):
        CALENDAR.closes_at(date(2026, 11, 21))
    with pytest.raises(rules.CalendarFault):
        CALENDAR.instant_after(0)
    with pytest.raises(rules.CalendarFault):
        CALENDAR.seconds_until(at("2014-01-01T10:00"))


def test_amounts_need_a_unit() -> None:
    with pytest.raises(ValueError, match="unit"):
        limit(3, "window")
    assert limit(Decimal("0.5")).words == "0,5 ngày làm việc"
    assert TimeLimit(amount=None, unit=None).words == "Không quy định"
    assert TimeLimit(amount=Decimal(1), unit=LimitUnit.WORKING_DAY, same_day=True).words.endswith("(trả trong ngày)")


def test_hours_received_outside_opening_time_count_from_the_next_opening() -> None:
    limit = TimeLimit(amount=Decimal(4), unit=LimitUnit.WORKING_HOUR)

    saturday = rules.due_at(at("2026-11-28 21:03"), limit, CALENDAR)
    monday = rules.due_at(at("2026-11-30 08:00"), limit, CALENDAR)

    assert "bắt đầu tính từ 07:30 thứ Hai, 30/11/2026." in saturday.rule
    assert "bắt đầu ngay khi nhận." in monday.rule
