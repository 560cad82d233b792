"""Groups of linked procedures: what is checked before anybody can file one."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from motcua.rooms.catalogue import package as packages
from motcua.rooms.catalogue import review
from motcua.rooms.catalogue.package import Group

PROCEDURES = Path(__file__).resolve().parents[5] / "procedures"
BIRTH = "moj/3.000722"
NEEDED = (BIRTH, "moj/1.001193", "mps/1.004222", "vss/child_health_card", "_shared")
TODAY = date(2026, 11, 16)

Change = Callable[[str, str], list[str]]


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """Replaces words of the birth group and answers what the check then says."""
    for name in NEEDED:
        shutil.copytree(PROCEDURES / name, tmp_path / name)

    def change(before: str, after: str) -> list[str]:
        path = tmp_path / BIRTH / "group.yaml"
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")
        return [f"{one.file}:{one.line}: {one.what}" for one in review.check(tmp_path / BIRTH).problems]

    return change


def test_the_shipped_groups_are_sound() -> None:
    for folder in (BIRTH, "moj/2.002913"):
        assert review.check(PROCEDURES / folder).problems == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("share: 0.34", "share: 0.5", "take 1.16 of the group's limit"),
        ("procedure: child_health_card", "procedure: child_card", "no procedure “child_card”"),
        ("results.birth.child_personal_id", "results.birth.child_number", "does not tell “child_number”"),
        ("results.birth.number\n", "results.death.number\n", "waits for “death”"),
        ("is_minor:", "is_a_minor:", "has no field “is_a_minor”"),
        ("registrant_phone: answers.applicant_phone", "occupation: \"'—'\"", "Nothing answers “registrant_phone”"),
        ("answers.child_full_name", "answers.baby_name", "The form has no field “baby_name”"),
        (
            "answers.household_head == 'me' ? answers.applicant_full_name : answers.household_head_name",
            "answers.household_head_name",
            "household_head_name",
        ),
        ("'with_family'", "'castle'", "is left with “registration_case”"),
        ("key: health_card", "key: residence", "Two members are called “residence”"),
    ],
)
def test_a_fault_of_a_group_is_told_with_its_place(changed: Change, before: str, after: str, said: str) -> None:
    problems = changed(before, after)

    assert any(said in one for one in problems), problems


def test_members_that_wait_for_one_another_are_a_fault(changed: Change) -> None:
    problems = changed("    share: 0.34", "    share: 0.34\n    needs: [residence]")

    assert any("wait for one another" in one for one in problems), problems


def test_only_a_group_gathers_results(tmp_path: Path) -> None:
    for name in NEEDED:
        shutil.copytree(PROCEDURES / name, tmp_path / name)
    (tmp_path / BIRTH / "group.yaml").unlink()

    assert any("Only a group gathers" in one.what for one in review.check(tmp_path / BIRTH).problems)


def test_a_pinned_version_carries_its_group_and_others_carry_none() -> None:
    shared = packages.read_shared(PROCEDURES)
    whole = packages.load_package(PROCEDURES / BIRTH, shared)

    again = packages.Package.from_definition(whole.definition())

    assert again.group == whole.group
    assert "group" not in packages.load_package(PROCEDURES / "moj/1.001193", shared).definition()


def test_a_line_that_leans_on_what_is_not_there_answers_nothing() -> None:
    plain = {"key": "a", "procedure": "p", "name": {"vi": "A"}, "share": "0.5"}
    group = Group.model_validate({"members": [plain, {**plain, "key": "b", "answers": {"x": "results.a.number"}}]})
    waiting = group.by_key["b"]

    assert waiting.waits_for == ("a",)
    assert waiting.fed(["x", "y"], {"y": "same key"}, {}, today=TODAY) == {"y": "same key"}
    assert waiting.fed(["x"], {}, {"a": {"number": "12"}}, today=TODAY) == {"x": "12"}
    assert group.ends == {"a": group.by_key["a"].share, "b": 1}
