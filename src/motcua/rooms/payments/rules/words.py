"""Amounts in Vietnamese words, as the law wants them on a receipt (số tiền bằng chữ)."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
SCALES = ("", "nghìn", "triệu")
BILLION = 1_000_000_000


def amount_in_words(amount: int) -> str:
    """Say an amount of đồng: 1.115.021 → «Một triệu một trăm mười lăm nghìn không trăm hai mươi mốt đồng»."""
    if amount < 0:
        raise ValueError("An amount on a receipt is never below zero.")
    text = f"{number_in_words(amount)} đồng"
    return text[0].upper() + text[1:]


def number_in_words(number: int) -> str:
    if number == 0:
        return DIGITS[0]
    billions, rest = divmod(number, BILLION)
    parts: list[str] = []
    if billions:
        parts.append(f"{number_in_words(billions)} tỷ")
    for scale in (2, 1, 0):
        group = rest // 1000**scale % 1000
        if group:
            parts.append(f"{_group(group, first=not parts)} {SCALES[scale]}".strip())
    return " ".join(parts)


def _group(number: int, *, first: bool) -> str:
    """Three digits. A group after another says its empty hundreds aloud: «không trăm linh năm»."""
    hundreds, rest = divmod(number, 100)
    parts: list[str] = []
    if hundreds or not first:
        parts += [DIGITS[hundreds], "trăm"]
    tens, units = divmod(rest, 10)
    if tens == 0 and units:
        parts += ["linh", DIGITS[units]] if parts else [DIGITS[units]]
    elif tens == 1:
        parts.append("mười")
        if units:
            parts.append("lăm" if units == 5 else DIGITS[units])  # noqa: PLR2004
    elif tens:
        parts += [DIGITS[tens], "mươi"]
        if units:
            parts.append({1: "mốt", 5: "lăm"}.get(units, DIGITS[units]))
    return " ".join(parts)
