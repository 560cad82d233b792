"""VietQR for NAPAS 247: the EMVCo payload every banking app reads, and its picture."""

import io
import unicodedata
from dataclasses import dataclass

import segno

GUID = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
POLYNOMIAL = 0x1021
CONTENT_LIMIT = 25
SIDE = 260


@dataclass(frozen=True, slots=True)
class Account:
    """The account money goes to."""

    bank_bin: str
    number: str
    holder: str


def payload(account: Account, *, amount: int, content: str) -> str:
    """The text inside a VietQR code for one amount and one content; the code may be used once (dynamic)."""
    if amount <= 0 or len(content) > CONTENT_LIMIT or not content.isascii():
        raise ValueError("A VietQR code needs an amount and at most 25 plain letters of content.")
    beneficiary = _field("00", account.bank_bin) + _field("01", account.number)
    merchant = _field("00", GUID) + _field("01", beneficiary) + _field("02", TO_ACCOUNT)
    text = (
        _field("00", "01")
        + _field("01", "12")
        + _field("38", merchant)
        + _field("53", "704")
        + _field("54", str(amount))
        + _field("58", "VN")
        + _field("62", _field("08", content))
        + "6304"
    )
    return text + f"{crc16(text.encode('ascii')):04X}"


def fields(text: str) -> dict[str, str]:
    """Read a payload back into its fields. Raises ValueError when it is cut or its checksum is wrong."""
    if len(text) < 8 or f"{crc16(text[:-4].encode()):04X}" != text[-4:]:  # noqa: PLR2004 (shortest: 63 04 and four digits)
        raise ValueError("The checksum of the QR content is wrong.")
    return _split(text)


def crc16(data: bytes) -> int:
    """CRC-16/CCITT-FALSE."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1) ^ POLYNOMIAL if crc & 0x8000 else crc << 1
        crc &= 0xFFFF
    return crc


def picture(text: str, *, title: str) -> str:
    """The QR code as SVG without any style attribute, fit to stand in a page under a strict content policy."""
    out = io.BytesIO()
    segno.make(text, error="m", boost_error=False).save(
        out, kind="svg", xmldecl=False, svgns=True, nl=False, omitsize=True, border=4, title=title, svgclass=None,
        lineclass=None, dark="#000", light="#fff",
    )  # fmt: skip
    return out.getvalue().decode().replace("<svg ", f'<svg role="img" width="{SIDE}" height="{SIDE}" ', 1)


def plain(text: str) -> str:
    """Vietnamese words as gateways and banks take them: no marks, plain letters, digits and blanks."""
    folded = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return " ".join(
        "".join(c if c.isascii() and c.isalnum() else " " for c in folded if not unicodedata.combining(c)).split()
    )


def _field(number: str, value: str) -> str:
    return f"{number}{len(value):02d}{value}"


def _split(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    place = 0
    while place < len(text):
        number, length = text[place : place + 2], text[place + 2 : place + 4]
        value = text[place + 4 : place + 4 + int(length)]
        if len(value) != int(length):
            raise ValueError("The QR content is cut off.")
        found[number] = value
        place += 4 + int(length)
    return found
