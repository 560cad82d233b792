"""Numbers, sums, sizes and what a replaced document says, in Vietnamese. Pure."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", "nghìn", "triệu")
BILLION = 10**9


def number_in_words(number: int, *, zero_tens: str = "linh") -> str:
    """Say a whole number as it is read aloud: 1.015 is "một nghìn không trăm mười lăm".

    `zero_tens` is said for an empty place of tens: "linh" in the north and in law, "lẻ" in the south.
    """
    if number < 0:
        return f"âm {number_in_words(-number, zero_tens=zero_tens)}"
    if number == 0:
        return DIGITS[0]
    return " ".join(_say(number, zero_tens, full=False))


def amount_in_words(amount: int) -> str:
    """Say a sum of money as a receipt must: 115000 is "Một trăm mười lăm nghìn đồng"."""
    words = number_in_words(amount)
    return f"{words[0].upper()}{words[1:]} đồng"


def grouped(number: int) -> str:
    """Write a number with points between thousands, as Vietnamese does: 1.234.567."""
    return f"{number:,}".replace(",", ".")


def size_in_words(size: int) -> str:
    """Write a file size for people: "18 MB", "1,4 MB", "340 KB"."""
    if size >= 10 * 1024 * 1024:
        return f"{round(size / 1024 / 1024)} MB"
    if size >= 1024 * 1024:
        return f"{size / 1024 / 1024:.1f} MB".replace(".", ",").replace(",0 ", " ")
    return f"{max(1, round(size / 1024))} KB"


def superseded(number: str, code: str) -> str:
    """What whoever verifies a replaced document is told."""
    return f"Văn bản có sai sót, đã được thay thế bằng văn bản số {number}, mã xác minh {code}."


def _say(number: int, zero_tens: str, *, full: bool) -> list[str]:
    """Words of a positive number; `full` says the empty hundreds too, because something was said before."""
    high, low = divmod(number, BILLION)
    words = [*_say(high, zero_tens, full=full), "tỷ"] if high else []
    groups = [low // 1000**place % 1000 for place in (2, 1, 0)]
    for group, unit in zip(groups, reversed(GROUPS), strict=True):
        if group:
            words += _three_digits(group, zero_tens, full=full or bool(words))
            words += [unit] if unit else []
    return words


def _three_digits(group: int, zero_tens: str, *, full: bool) -> list[str]:
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 1:
        words.append("mười")
    elif tens > 1:
        words += [DIGITS[tens], "mươi"]
    elif ones and words:
        words.append(zero_tens)
    if ones:
        words.append(_last_digit(ones, tens, spoken_before=bool(words)))
    return words


def _last_digit(ones: int, tens: int, *, spoken_before: bool) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 4 and spoken_before and tens != 1:  # noqa: PLR2004 - hai mươi tư, linh tư, but mười bốn
        return "tư"
    if ones == 5 and tens:  # noqa: PLR2004 - mười lăm, hai mươi lăm, but linh năm
        return "lăm"
    return DIGITS[ones]


def initials(name: str) -> str:
    """Shorten a holder's name to what a public page may show: "Nguyễn Thị Lan" is "N.T.L."."""
    return "".join(f"{part[0].upper()}." for part in name.split())


ORGANISATIONS = (
    "công ty", "tổng công ty", "doanh nghiệp", "hợp tác xã", "liên hiệp", "tập đoàn", "chi nhánh", "văn phòng đại diện",
    "trung tâm", "trường", "bệnh viện", "viện ", "hội ", "hiệp hội", "ngân hàng", "quỹ ", "cơ sở ", "company", "co.,",
)  # fmt: skip


def holder_shown(name: str) -> str:
    """A holder as a public page may name him: a person by initials, an organisation by its name."""
    plain = " ".join(name.split())
    return plain if plain.lower().startswith(ORGANISATIONS) else initials(plain)


def joined(items: list[str]) -> str:
    """Join words as a sentence does: "a, b và c"."""
    return " và ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
