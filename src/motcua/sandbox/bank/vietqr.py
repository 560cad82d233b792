"""Reading a VietQR payload as a banking app does."""

from dataclasses import dataclass


class Unreadable(ValueError):
    """The content is no VietQR code, with words for the person."""


@dataclass(frozen=True)
class Asked:
    bank_bin: str
    account: str
    amount: str
    content: str


def read(payload: str) -> Asked:
    text = payload.strip()
    if len(text) < 8 or text[-8:-4] != "6304" or f"{_crc16(text[:-4].encode()):04X}" != text[-4:].upper():
        raise Unreadable("Mã QR bị thiếu hoặc sai ký tự. Sao chép lại cả dòng.")
    fields = _fields(text)
    merchant = _fields(fields.get("38", ""))
    if merchant.get("00") != "A000000727" or fields.get("53") != "704":
        raise Unreadable("Mã này không phải mã chuyển tiền VietQR.")
    account = _fields(merchant.get("01", ""))
    content = _fields(fields.get("62", "")).get("08", "")
    return Asked(account.get("00", ""), account.get("01", ""), fields.get("54", ""), content)


def _fields(text: str) -> dict[str, str]:
    found, place = {}, 0
    while place < len(text):
        length = text[place + 2 : place + 4]
        if not length.isdigit():
            raise Unreadable("Mã QR bị thiếu hoặc sai ký tự. Sao chép lại cả dòng.")
        found[text[place : place + 2]] = text[place + 4 : place + 4 + int(length)]
        place += 4 + int(length)
    return found


def _crc16(data: bytes) -> int:
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc
