import json
import shutil
from pathlib import Path

import pytest

from motcua.faces.cli.main import main
from motcua.kernel import clock
from motcua.kernel.types import SYSTEM
from motcua.rooms.catalogue import queries, services
from motcua.rooms.catalogue.package import load_package
from motcua.rooms.catalogue.testing import PROCEDURES, a_package

MARITAL = PROCEDURES / "moj" / "1.004873"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of one real package with what it borrows, to be spoiled."""
    shutil.copytree(PROCEDURES / "_shared", tmp_path / "_shared")
    shutil.copytree(MARITAL, tmp_path / "moj" / "1.004873")
    return tmp_path


def spoil(folder: Path, name: str, good: str, bad: str) -> int:
    """Replace the first `good` by `bad`; answers the line it stands on."""
    path = folder / "moj" / "1.004873" / name
    text = path.read_text(encoding="utf-8")
    assert good in text, good
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")
    return text[: text.index(good)].count("\n") + 1


def test_every_shipped_package_is_sound_and_its_examples_come_true() -> None:
    found = queries.check_packages(PROCEDURES)

    assert [str(problem) for problem in found.problems] == []
    assert found.packages == 61
    assert found.examples >= found.packages


def test_an_example_with_another_fee_is_found_at_its_line(folder: Path) -> None:
    spoil(folder, "procedure.yaml", "amount: 3000", "amount: 4000")

    problems = queries.check_packages(folder).problems

    assert problems
    assert all(problem.file == "moj/1.004873/examples.yaml" for problem in problems)
    assert "4000" in problems[0].what


def test_a_due_date_that_cannot_be_is_found(folder: Path) -> None:
    spoil(
        folder,
        "procedure.yaml",
        "time_limit: {amount: 3, unit: working_day}",
        "time_limit: {amount: 30, unit: working_day}",
    )

    assert any("it is due" in problem.what for problem in queries.check_packages(folder).problems)


def test_a_step_of_a_unit_that_no_commune_has_is_found(folder: Path) -> None:
    line = spoil(folder, "process.yaml", "unit: vp", "unit: moon")

    problems = queries.check_packages(folder).problems

    assert [(p.file, p.line) for p in problems] == [("moj/1.004873/process.yaml", line)]
    assert "pvhcc" in problems[0].mend


def test_two_packages_may_not_share_a_key(folder: Path) -> None:
    shutil.copytree(MARITAL, folder / "mof" / "1.004873")

    assert any("used by" in problem.what for problem in queries.check_packages(folder).problems)


def test_the_command_says_what_to_mend_and_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = spoil(folder, "procedure.yaml", "minutes:", "minuets:")

    status = main(["procedures", "check", str(folder)])

    assert status == 2
    told = capsys.readouterr().err
    assert f"moj/1.004873/procedure.yaml:{line}: " in told
    assert " — " in told


def test_the_command_is_quiet_about_a_sound_package(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "check", str(folder / "moj" / "1.004873")]) == 0
    assert "1 packages are sound" in capsys.readouterr().out


def test_an_empty_folder_is_no_success(tmp_path: Path) -> None:
    assert main(["procedures", "check", str(tmp_path)]) == 2
    assert main(["procedures", "check", str(tmp_path / "nowhere")]) == 2


def test_export_writes_schemas_and_packages(folder: Path, tmp_path: Path) -> None:
    assert main(["procedures", "export", str(folder), "--to", str(tmp_path / "out")]) == 0

    facts = json.loads((tmp_path / "out/packages/marital_status_certificate.json").read_text(encoding="utf-8"))
    schema = json.loads((tmp_path / "out/schema/form.schema.json").read_text(encoding="utf-8"))
    assert facts["code"] == "1.004873"
    assert facts["sha256"] == load_package(MARITAL).sha256()
    assert schema["type"] == "object"


@pytest.mark.django_db
def test_a_difference_names_the_place_and_both_sides() -> None:
    queries.forget()
    services.publish(a_package(), by=SYSTEM, at=clock.now())

    changes = queries.changes(a_package(minutes=9, aliases=["xin thả diều", "thả diều đêm"]))

    assert [(c.where, c.before, c.after) for c in changes] == [
        ("procedure.aliases.1", None, "thả diều đêm"),
        ("procedure.minutes", "3", "9"),
    ]
    queries.forget()


@pytest.mark.django_db
def test_the_command_publishes_one_package_and_shows_what_would_change(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    queries.forget()
    main(["procedures", "publish", str(MARITAL)])
    capsys.readouterr()
    spoil(folder, "procedure.yaml", "minutes: 5", "minutes: 6")

    assert main(["procedures", "diff", str(folder)]) == 0

    assert "moj/1.004873: procedure.minutes: 5 → 6" in capsys.readouterr().out
    queries.forget()
