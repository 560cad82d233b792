"""The steps of the procedures most asked for say what is really done there, not what is done everywhere."""

from collections import Counter

from motcua.rooms.catalogue.tests.test_package import shipped

MOST_ASKED = (
    "moj/1.001193", "moj/1.000656", "moj/1.000894", "moj/1.004873", "moj/1.004859", "moj/2.000635", "moj/2.000815",
    "moj/2.000884", "mps/1.004222", "mps/1.004194", "mps/1.002755", "mps/1.014061", "mps/1.014063", "mps/1.014064",
    "mps/1.013076", "mps/3.000348", "mof/1.001612", "mof/2.000720", "mof/1.001266", "vss/1.001613", "vss/1.001939",
    "vss/2.000693", "moh/1.001731", "moh/1.014027",
)  # fmt: skip


def test_no_two_procedures_examine_or_receive_in_the_same_words() -> None:
    said: Counter[str] = Counter()
    for folder in MOST_ASKED:
        package = shipped(folder).package
        assert package is not None, folder
        said.update(step.name.vi for step in package.process.steps if step.does in ("receive", "appraise"))

    assert [words for words, times in said.items() if times > 1] == []
    assert all(words[0].isupper() and len(words) <= 60 for words in said)
