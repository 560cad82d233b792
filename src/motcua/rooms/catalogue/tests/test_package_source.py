"""YAML that remembers its lines."""

import pytest

from motcua.rooms.catalogue.package_source import Problem, Source, parse

TEXT = """\
key: birth
code: '1.001193'
old: 012345
truth: yes
on: 2026-11-21
really: true
steps:
  - name: receive
    share: 0.5
  - name: sign
"""


@pytest.fixture
def source() -> Source:
    return parse(TEXT, Source("procedure.yaml"))


def test_values_are_plain_and_only_true_is_true(source: Source) -> None:
    assert source.value == {
        "key": "birth",
        "code": "1.001193",
        "old": "012345",
        "truth": "yes",
        "on": "2026-11-21",
        "really": True,
        "steps": [{"name": "receive", "share": 0.5}, {"name": "sign"}],
    }


def test_every_value_knows_its_line(source: Source) -> None:
    assert source.line(("code",)) == 2
    assert source.line(("steps", 0, "share")) == 9
    assert source.line(("steps", 1)) == 10


def test_a_missing_value_is_told_at_the_line_around_it(source: Source) -> None:
    assert source.line(("steps", 1, "share")) == 10
    assert source.line(("nowhere",)) == 1


def test_a_key_written_twice_is_a_fault_not_a_silent_loss() -> None:
    source = parse("amount: 3000\nunit: copy\namount: 5000\n", Source("procedure.yaml"))

    assert source.problems == [
        Problem("procedure.yaml", 3, "The key “amount” stands twice in one place", "Keep one of the two")
    ]
    assert source.value["amount"] == 3000


def test_text_that_is_not_yaml_is_told_with_its_line() -> None:
    source = parse("key: a\nname: [one, two\nother: b\n", Source("form.yaml"))

    (problem,) = source.problems
    assert problem.line == 3
    assert "not YAML" in problem.what


def test_an_empty_file_is_a_fault() -> None:
    assert parse("# nothing yet\n", Source("papers.yaml")).problems[0].what == "The file is empty"


def test_a_problem_reads_as_file_line_what_and_how_to_mend() -> None:
    problem = Problem("moj/1.004873/form.yaml", 12, "“kind” is missing", "Add `kind:` here")

    assert str(problem) == "moj/1.004873/form.yaml:12: “kind” is missing. Add `kind:` here"


def test_an_anchor_repeats_its_value() -> None:
    source = parse("a: &fees\n  - code: x\nb: *fees\n", Source("procedure.yaml"))

    assert source.value["b"] == [{"code": "x"}]
    assert source.line(("b", 0, "code")) == 2
