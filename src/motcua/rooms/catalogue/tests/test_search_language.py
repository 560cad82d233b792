import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.rooms.catalogue.search_index import Findable
from motcua.rooms.catalogue.search_language import Lexicon, edits, sound_alikes, understand

LEXICON = Lexicon(
    documents=3,
    head={"khai": 2, "sinh": 1, "tu": 1, "ho": 1, "chieu": 1, "giay": 3, "ket": 1, "hon": 1},
    pairs={("khai", "sinh"), ("khai", "tu"), ("ho", "chieu"), ("ket", "hon")},
)


@pytest.mark.parametrize(
    ("typed", "mended"),
    [("khai xinh", ("xinh", "sinh")), ("hộ chiếuu", ("chieuu", "chieu")), ("kết hnô", ("hno", "hon"))],
)
def test_a_slip_is_mended_when_the_result_fits_its_neighbours(typed: str, mended: tuple[str, str]) -> None:
    assert mended in understand(typed, LEXICON).corrected


def test_everyday_words_are_left_as_they_are() -> None:
    assert understand("cháu chơi với bạn", LEXICON).corrected == ()


def test_a_rare_word_is_worth_more_than_a_common_one() -> None:
    assert LEXICON.rarity("sinh") > LEXICON.rarity("khai") > LEXICON.rarity("giay") > LEXICON.rarity("unknown") == 0


def test_the_time_something_takes_is_not_a_loss() -> None:
    lexicon = Lexicon(documents=2, head={"mat": 1, "ho": 1, "chieu": 1}, pairs={("mat", "ho")})

    assert not any("'mat'" in term for term in understand("hộ chiếu mất mấy ngày", lexicon).terms)
    assert any("'mat'" in term for term in understand("bị mất hộ chiếu", lexicon).terms)


def test_marks_that_were_typed_must_agree() -> None:
    lexicon = Lexicon(documents=2, head={"quyen": 1, "dat": 1, "so": 1}, pairs=set())

    assert any("quyen" in term for term in understand("đổi sổ đỏ", lexicon).terms)
    assert not any("quyen" in term for term in understand("đợi số đo", lexicon).terms)


def test_names_do_not_run_into_each_other() -> None:
    vector = Findable(("khai sinh", "kết hôn"), ()).vector()

    assert "'sinh':2A" in vector
    assert "'ket':15B" in vector


@given(st.text(max_size=400))
def test_whatever_is_typed_becomes_a_question(text: str) -> None:
    question = understand(text, LEXICON)

    assert all(value >= 0 for value in question.terms.values())
    assert all(term.count("'") in {2, 4} for term in question.terms)


@given(st.text(alphabet="abcdeghiklmnopqrstuvxy", min_size=2, max_size=6))
def test_a_word_is_one_slip_from_itself_and_never_changes_twice(word: str) -> None:
    assert all(abs(len(other) - len(word)) <= 1 for other in edits(word))
    assert all(isinstance(other, str) for other in sound_alikes(word))
