from motcua.kernel.vietnamese import fold, folded_syllables, sort_key, syllables


def test_folding_leaves_letters_and_single_spaces() -> None:
    assert fold("  Đăng ký KHAI-SINH (mới)") == "dang ky khai sinh moi"


def test_two_spellings_of_one_syllable_are_one() -> None:
    assert syllables("hòa kỹ lý") == syllables("hoà kĩ lí")
    assert folded_syllables("Kỹ thuật, công ty") == ["ki", "thuat", "cong", "ti"]


def test_marks_still_tell_syllables_apart() -> None:
    assert syllables("má mà mạ") != syllables("ma ma ma")
    assert len(set(syllables("ma má mà mả mã mạ mâ mă"))) == 8


def test_the_alphabet_puts_letters_before_tones() -> None:
    names = ["Đà", "Ân", "Áo", "An", "Ăn", "Dân", "Ao", "Quận 10", "Quận 2"]

    assert sorted(names, key=sort_key) == ["An", "Ao", "Áo", "Ăn", "Ân", "Dân", "Đà", "Quận 2", "Quận 10"]
