"""From an answer of a member back to the one joint answer that feeds it."""

from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from motcua.rooms.catalogue.package_groups import LinkedMember

TODAY = date(2026, 11, 18)
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)


@given(st.sampled_from(["female", "male"]), WORDS, WORDS, WORDS)
def test_what_is_traced_gives_the_answer_back(sex: str, value: str, own: str, other: str) -> None:
    assume(value and value not in {own, other})
    line = "answers.sex == 'female' ? answers.own : answers.other"
    member = LinkedMember.model_validate(
        {"key": "a", "procedure": "b", "name": {"vi": "A"}, "share": "1", "answers": {"mother": line}}
    )
    joint = {"sex": sex, "own": own, "other": other}

    origin = member.origin("mother", value, joint, today=TODAY)

    assert origin is not None
    fed = member.fed(["mother"], joint | {origin: value}, {}, today=TODAY)
    assert fed == {"mother": value}


def test_an_answer_is_traced_to_the_one_joint_answer_that_feeds_it() -> None:
    line = "answers.sex == 'female' ? answers.own : answers.other"
    member = LinkedMember.model_validate(
        {"key": "a", "procedure": "b", "name": {"vi": "A"}, "share": "1",
         "answers": {"mother": line, "who": "'self'", "number": "results.c.number"}}
    )  # fmt: skip
    joint = {"sex": "female", "own": "Lan", "other": "Minh"}

    assert member.origin("mother", "Lan Anh", joint, today=TODAY) == "own"
    assert member.origin("mother", "Lan Anh", joint | {"sex": "male"}, today=TODAY) == "other"
    assert member.origin("own", "Lan Anh", joint, today=TODAY) == "own"
    assert member.origin("who", "other", joint, today=TODAY) is None
    assert member.origin("number", "7", joint, today=TODAY) is None
    assert member.uses(["mother", "plain"]) == {"sex", "own", "other", "plain"}
