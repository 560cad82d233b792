"""Concessions, with TT 117/2026/TT-BTC as the law that tries every feature."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from motcua.rooms.payments.rules.concessions import (
    Concession,
    Policy,
    Relief,
    base_salary_on,
    best_concession,
    reduce,
    relieve,
)
from motcua.rooms.payments.types import FeeLine, Profile

TT117 = Policy.model_validate(
    yaml.safe_load((Path(__file__).parent.parent / "concessions.yaml").read_text(encoding="utf-8"))
)
IN_FORCE = date(2026, 9, 1)
FACTS = frozenset({"nq66_22_art5_1", "second_registration"})
SALARY = base_salary_on(IN_FORCE, TT117.base_salaries)


def profile(on: date = IN_FORCE, assurance: int = 2, facts: frozenset[str] = FACTS, used: int = 0) -> Profile:
    return Profile(on=on, assurance=assurance, facts=facts, used_this_year=used)


def give(amount: int, subject: str, who: Profile | None = None) -> Relief:
    return best_concession(amount, subject, TT117.concessions, who or profile(), base_salary=SALARY)


@pytest.mark.parametrize(
    ("subject", "amount", "left"),
    [
        ("registration_tax.land", 5_000_000, 4_500_000),
        ("registration_tax.car_up_to_9_seats", 20_000_000, 10_000_000),
        ("registration_tax.car_up_to_9_seats", 60_000_000, 60_000_000 - 5 * 2_340_000),  # capped at 5 base salaries
        ("registration_tax.motorcycle", 1_500_000, 0),
        ("registration_tax.motorcycle", 20_000_000, 20_000_000 - 5 * 2_340_000),
        ("residence_registration", 10_000, 0),
        ("driving_licence_exchange", 115_000, 0),
        ("passport_ordinary", 160_000, 0),
        ("secured_transaction_registration", 80_000, 40_000),
        ("fire_safety_design_appraisal", 2_000_000, 1_000_000),
        ("fire_safety_design_appraisal", 400_000, 250_000),  # never below the floor
        ("fire_safety_design_appraisal", 180_000_000, 75_000_000),  # never above the ceiling
        ("fire_safety_design_appraisal", 200_000, 200_000),  # a floor never makes it dearer
        ("something_else", 50_000, 50_000),
    ],
)
def test_tt_117_gives_what_it_says(subject: str, amount: int, left: int) -> None:
    assert give(amount, subject).payable == left


@pytest.mark.parametrize(
    ("day", "left"), [("2026-08-14", 10_000), ("2026-08-15", 0), ("2027-02-28", 0), ("2027-03-01", 10_000)]
)
def test_it_holds_from_its_first_day_to_its_last(day: str, left: int) -> None:
    assert give(10_000, "residence_registration", profile(on=date.fromisoformat(day))).payable == left


def test_it_is_for_people_of_level_two_who_meet_the_resolution() -> None:
    assert give(10_000, "residence_registration", profile(assurance=1)).benefit == 0
    assert give(10_000, "residence_registration", profile(facts=frozenset())).benefit == 0


def test_a_first_registration_is_not_a_second_one() -> None:
    assert give(1_500_000, "registration_tax.motorcycle", profile(facts=frozenset({"nq66_22_art5_1"}))).benefit == 0


def test_once_per_kind_of_thing_and_year() -> None:
    assert give(1_500_000, "registration_tax.motorcycle", profile(used=1)).benefit == 0
    assert give(10_000, "residence_registration", profile(used=1)).benefit == 10_000


def test_of_two_policies_only_the_higher_counts() -> None:
    other = Concession(
        code="local", name="0 đồng", subjects=frozenset({"secured_transaction_registration"}), percent=80,
        basis="NQ HĐND", valid_from=date(2026, 1, 1),
    )  # fmt: skip

    best = best_concession(100_000, "secured_transaction_registration", [*TT117.concessions, other], profile())

    assert (best.payable, best.concession) == (20_000, other)


def test_lines_keep_the_full_amount_and_name_the_policy() -> None:
    line = FeeLine("residence_registration", "Lệ phí đăng ký thường trú", "le_phi", 10_000)
    unknown = FeeLine("passport_ordinary", "Lệ phí", "le_phi", None)

    relieved, untouched = relieve([line, unknown], TT117.concessions, profile(), base_salary=SALARY)

    assert (relieved.amount, relieved.full_amount) == (0, 10_000)
    assert relieved.relief.startswith("Miễn phí")
    assert untouched is unknown


def test_the_base_salary_is_the_one_of_the_day() -> None:
    assert base_salary_on(date(2024, 6, 30), TT117.base_salaries) == 1_800_000
    assert base_salary_on(date(2024, 7, 1), TT117.base_salaries) == 2_340_000
    assert base_salary_on(date(2020, 1, 1), TT117.base_salaries) == 0


@given(amount=st.integers(0, 10**12), which=st.sampled_from(TT117.concessions), salary=st.integers(0, 10**7))
def test_no_concession_makes_anything_dearer_or_pays_people(amount: int, which: Concession, salary: int) -> None:
    relief = reduce(amount, which, base_salary=salary)

    assert 0 <= relief.payable <= amount
    assert relief.payable + relief.benefit == amount
    if which.payable_max is not None:
        assert relief.payable <= which.payable_max
