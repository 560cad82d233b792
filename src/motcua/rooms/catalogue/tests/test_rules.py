from datetime import date
from typing import Any

from motcua.rooms.catalogue import rules
from motcua.rooms.catalogue.testing import a_package

DAY = date(2026, 11, 16)


def limit(amount: str, unit: str = "working_day", **more: Any) -> dict[str, Any]:
    return {"amount": amount, "unit": unit, **more}


def fee(amount: int | None, **more: Any) -> dict[str, Any]:
    return {"code": "fee", "kind": "phi", "name": {"vi": "Phí"}, "amount": amount, **more}


def test_online_is_better_in_numbers_when_it_is_faster_and_cheaper() -> None:
    reasons = rules.why_online(a_package().procedure, on=DAY)

    assert [reason.kind for reason in reasons] == ["faster", "cheaper", "no-visit", "any-hour"]
    assert reasons[0].words == "Nhanh hơn: 1 ngày làm việc, nộp tại quầy là 3 ngày làm việc"
    assert reasons[1].words == "Rẻ hơn 15.000 đồng"


def test_nothing_is_claimed_that_the_table_does_not_say() -> None:
    rows = [{"channel": channel, "time_limit": limit("3")} for channel in ("online", "counter")]
    partial = a_package(methods=rows, online={"mode": "partial", "reason": "law_requires_presence"})

    assert [reason.kind for reason in rules.why_online(partial.procedure, on=DAY)] == ["any-hour"]


def test_without_an_online_way_there_is_no_reason_to_go_online() -> None:
    package = a_package(methods=[{"channel": "counter", "time_limit": limit("3")}])

    assert rules.why_online(package.procedure, on=DAY) == []


def test_a_fee_told_later_is_not_free() -> None:
    rows = [{"channel": "online", "time_limit": limit("3"), "fees": [fee(None, due="on_notice")]}]
    (offer,) = rules.offers(a_package(methods=rows).procedure, on=DAY)

    assert not offer.free
    assert offer.least is None


def test_a_dated_fee_replaces_the_usual_one_within_its_days() -> None:
    fees = [fee(100), fee(50, valid_from="2026-11-01", valid_to="2026-12-31")]
    procedure = a_package(methods=[{"channel": "online", "time_limit": limit("3"), "fees": fees}]).procedure

    assert rules.offers(procedure, on=date(2026, 10, 31))[0].least == 100
    assert rules.offers(procedure, on=DAY)[0].least == 50
    method = rules.method_for(procedure, "online", {}, on=DAY)
    assert method is not None
    assert [line.amount for line in rules.fees(method, "online", {}, on=DAY)] == [50]


def test_the_first_case_whose_condition_holds_decides_the_row() -> None:
    late = {"key": "late", "text": {"vi": "Trễ hạn"}, "when": "answers.days > 60"}
    chosen = {"key": "chosen", "text": {"vi": "Do cán bộ chọn"}}
    rows = [
        {"channel": "online", "time_limit": limit("1")},
        {"channel": "online", "time_limit": limit("2"), "case": late},
        {"channel": "online", "time_limit": limit("3"), "case": chosen},
    ]
    procedure = a_package(methods=rows).procedure

    def amount(answers: dict[str, Any], case: str | None = None) -> int:
        method = rules.method_for(procedure, "online", answers, on=DAY, case=case)
        assert method is not None
        assert method.time_limit.amount is not None
        return int(method.time_limit.amount)

    assert amount({"days": 61}) == 2
    assert amount({"days": 60}) == 1
    assert amount({"days": None}) == 1
    assert amount({}) == 1
    assert amount({"days": 61}, case="chosen") == 3
    assert rules.method_for(procedure, "postal", {}, on=DAY) is None


def test_fees_follow_conditions_and_quantities() -> None:
    fees = [
        fee(1000, code="copies", per="answers.copies"),
        fee(7000, code="late", when="answers.late == true"),
    ]
    procedure = a_package(methods=[{"channel": "online", "time_limit": limit("3"), "fees": fees}]).procedure
    method = rules.method_for(procedure, "online", {}, on=DAY)
    assert method is not None

    def amounts(answers: dict[str, Any]) -> dict[str, int | None]:
        return {line.code: line.amount for line in rules.fees(method, "online", answers, on=DAY)}

    assert amounts({"copies": 3, "late": True}) == {"copies": 3000, "late": 7000}
    assert amounts({"copies": None, "late": None}) == {"copies": 1000}
    assert amounts({"copies": 0, "late": False}) == {}


def test_a_limit_reads_in_both_languages() -> None:
    (offer,) = rules.offers(
        a_package(methods=[{"channel": "online", "time_limit": limit("4", "working_hour")}]).procedure, on=DAY
    )

    assert offer.usual is not None
    assert offer.usual.words == "4 giờ làm việc"
    assert rules.limit_words(offer.usual.limit, "en") == "4 working hours"
