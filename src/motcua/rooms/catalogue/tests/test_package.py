"""Procedure packages: the shipped ones are sound, and a broken one tells where it is broken."""

import shutil
from functools import cache
from pathlib import Path

import pytest

from motcua.rooms.catalogue import package as packages
from motcua.rooms.catalogue.package import Package, PackageFaulty, Problem, Reading

PROCEDURES = Path(__file__).resolve().parents[5] / "procedures"
SHARED = packages.read_shared(PROCEDURES)
ALL = {f"{folder.parent.name}/{folder.name}": folder for folder in packages.folders(PROCEDURES)}


@cache
def shipped(name: str) -> Reading:
    return packages.read_package(ALL[name], SHARED)


MARITAL = "moj/1.004873"
HOUSE = "moc/1.013225"


@pytest.fixture
def procedures(tmp_path: Path) -> Path:
    for name in ("_shared", MARITAL, HOUSE):
        shutil.copytree(PROCEDURES / name, tmp_path / name)
    return tmp_path


def edit(file: Path, old: str, new: str) -> int:
    """Replace text once and answer the line of the first new line."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file.name}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def problems(folder: Path) -> list[Problem]:
    return packages.read_package(folder).problems


def test_sixty_procedures_and_the_children_s_health_card_are_shipped() -> None:
    assert len(ALL) == 61
    assert len({package.procedure.key for name in ALL if (package := shipped(name).package)}) == 61


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_shipped_package_has_no_fault(name: str) -> None:
    reading = shipped(name)

    assert [str(problem) for problem in reading.problems] == []
    assert reading.package is not None
    assert reading.package.missing_parts() == []
    assert reading.sound


def test_a_definition_gives_the_same_package_again() -> None:
    package = packages.load_package(ALL[MARITAL], SHARED)
    again = Package.from_definition(package.definition(), folder=package.folder)

    assert again.form == package.form
    assert again.process == package.process
    assert again.sha256() == package.sha256()


def test_a_definition_stands_on_its_own() -> None:
    package = packages.load_package(ALL["moit/co_form_d"], SHARED)
    template = package.result_template

    assert "_shared" not in template
    assert "#let reference-of" in template
    unit = next(field for field in package.form.by_key["goods"].fields if field.key == "unit")
    assert {option.value for option in unit.options} >= {"KGM", "PCE"}
    assert package.form.by_key["business_tax_code"].prefill == "organisation.tax_code"


def test_included_pages_come_first_and_last() -> None:
    pages = [page.key for page in packages.load_package(ALL[MARITAL], SHARED).form.pages]

    assert pages[:3] == ["filing_for", "applicant", "applicant_contact"]
    assert pages[-1] == "delivery"


def test_rows_with_a_condition_are_tried_before_the_usual_one() -> None:
    house = packages.load_package(ALL[HOUSE], SHARED).procedure

    assert [row.case.key if row.case else None for row in house.methods_for("online")] == ["detached_house", None]
    assert house.methods_for("carrier pigeon") == []


def test_a_local_code_is_plainly_local() -> None:
    procedure = packages.load_package(ALL["moit/co_form_d"], SHARED).procedure

    assert procedure.code is None
    assert procedure.public_code.startswith("MC.")


BROKEN: dict[str, list[tuple[str, str, str, str]]] = {
    "procedure.yaml": [
        ("minutes: 5", "minuts: 5", "“minuts” is not a known key", "spelling"),
        ("minutes: 5", "minutes: many", "“minutes” must be a whole number", "Write a whole number"),
        ("code: '1.004873'", "code: 1.004873", "“code” must be text", "between quotes"),
        ("code: '1.004873'", "code: '1.00487'", "has the wrong shape", "It must match"),
        ("mode: full", "mode: whole", "is not in the list", "'full'"),
        ("template: certificate.typ", "template: letter.typ", "There is no template “letter.typ”", "result.typ"),
    ],
    "papers.yaml": [
        ("field: authorisation", "field: authority", "no file field “authority”", "form.yaml"),
    ],
    "form.yaml": [
        ("options_from: gender", "options_from: sexes", "no shared list “sexes”", "gender"),
        ("include: [applicant, delivery]", "include: [applicant, parcel]", "no shared block “parcel”", "delivery"),
        (
            "answers.certified_for_self == 'other'",
            "answers.certified_for == 'other'",
            "no field “certified_for”",
            "certified_for_self",
        ),
        (
            "answers.purpose == 'marriage'",
            "answers.purpose == 'wedding'",
            "“wedding” is no option of “purpose”",
            "marriage",
        ),
        ("answers.purpose == 'marriage'", "answers.purpose = 'marriage'", "“when”", "README"),
        ("default: self", "default: me", "The default “me” is no option", "self"),
        ("kind: repeat", "kind: rows", "there is no kind “rows”", "README"),
    ],
    "process.yaml": [
        ("share: 0.6", "share: 0.7", "The shares along the longest way make 1.1", "sum to 1"),
        ("role: unit_head", "role: chief", "There is no role «chief»", "unit_head"),
        ("does: sign", "does: work", "The result is never signed", "does: sign"),
    ],
    "examples.yaml": [
        ("certified_for_self: other", "certified_self: other", "no field of the form “certified_self”", "name"),
        ("code: marital_status", "code: wedding", "no fee of this channel “wedding”", "name"),
    ],
}
ROWS = [(file, *row) for file, rows in BROKEN.items() for row in rows]


@pytest.mark.parametrize(("file", "old", "new", "what", "mend"), ROWS, ids=[row[3] for row in ROWS])
def test_a_fault_is_told_with_file_line_and_how_to_mend(
    procedures: Path, file: str, old: str, new: str, what: str, mend: str
) -> None:
    line = edit(procedures / MARITAL / file, old, new)

    found = problems(procedures / MARITAL)

    told = next((problem for problem in found if what in problem.what), None)
    assert told is not None, [str(problem) for problem in found]
    assert told.file == f"{MARITAL}/{file}"
    assert mend in told.mend
    if "shares" not in what and "never" not in what and "fee of this" not in what:
        assert told.line == line


def test_a_missing_file_is_told(procedures: Path) -> None:
    (procedures / MARITAL / "papers.yaml").unlink()

    assert problems(procedures / MARITAL)[0].what == "The file is missing"


def test_a_step_nobody_leads_to_is_told(procedures: Path) -> None:
    edit(
        procedures / HOUSE / "process.yaml",
        "next: [site_inspection, planning_opinion]",
        "next: [site_inspection, appraise]",
    )

    assert any("Nothing leads to step «planning_opinion»" in problem.what for problem in problems(procedures / HOUSE))


def test_a_published_procedure_needs_its_compulsory_parts(procedures: Path) -> None:
    edit(procedures / MARITAL / "procedure.yaml", "eligible_subjects: [individual]\n", "")

    found = problems(procedures / MARITAL)
    assert [problem.what for problem in found] == [
        "A published procedure needs its who it is for (đối tượng thực hiện)"
    ]


def test_a_draft_may_still_lack_parts(procedures: Path) -> None:
    edit(procedures / MARITAL / "procedure.yaml", "eligible_subjects: [individual]\n", "")
    edit(procedures / MARITAL / "procedure.yaml", "status: published", "status: draft")

    reading = packages.read_package(procedures / MARITAL)
    assert reading.sound
    assert reading.package is not None
    assert reading.package.missing_parts() == ["who it is for (đối tượng thực hiện)"]


def test_officialese_and_missing_english_are_told_to_the_author(procedures: Path) -> None:
    file = procedures / MARITAL / "form.yaml"
    line = edit(file, "vi: Mục đích sử dụng, en: Purpose", "vi: Kê khai mục đích")

    found = problems(procedures / MARITAL)
    assert {(problem.line, problem.what) for problem in found} == {
        (line, "“kê khai” is officialese"),
        (line, "“Kê khai mục đích” has no English"),
    }


def test_two_fees_of_one_code_may_not_hold_on_the_same_day(procedures: Path) -> None:
    again = "    fees: &fees\n      - {code: marital_status, kind: le_phi, name: {vi: Lệ phí}, amount: 1}\n"
    edit(procedures / MARITAL / "procedure.yaml", "    fees: &fees\n", again)

    assert any("hold on the same days" in problem.what for problem in problems(procedures / MARITAL))


def test_a_service_that_is_not_fully_online_tells_why(procedures: Path) -> None:
    edit(procedures / MARITAL / "procedure.yaml", "mode: full", "mode: partial")

    assert any("must tell why" in problem.what for problem in problems(procedures / MARITAL))


def test_loading_a_faulty_package_is_refused(procedures: Path) -> None:
    edit(procedures / MARITAL / "form.yaml", "kind: repeat", "kind: rows")

    with pytest.raises(PackageFaulty, match="there is no kind"):
        packages.load_package(procedures / MARITAL)


def test_every_file_has_a_schema_for_editors() -> None:
    schemas = packages.json_schemas()

    assert set(schemas) == {
        "procedure.yaml", "papers.yaml", "form.yaml", "process.yaml", "examples.yaml", "messages.vi.yaml", "group.yaml"
    }  # fmt: skip
    assert schemas["procedure.yaml"]["additionalProperties"] is False
