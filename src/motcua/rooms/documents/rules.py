"""Decisions about files and documents. Pure: no Django, no clock, no database."""

import re
import unicodedata
from datetime import date

from motcua.rooms.documents.words import joined, size_in_words

LONGEST_NAME = 120
CONTROLS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
TYPE_WORDS = {
    "application/pdf": "PDF",
    "image/jpeg": "ảnh JPEG",
    "image/png": "ảnh PNG",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word (.docx)",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel (.xlsx)",
}
EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
SAME_EXTENSIONS = {".jpeg": ".jpg", ".jpe": ".jpg", ".jfif": ".jpg"}
CONFUSED = str.maketrans("ILOU", "110V")
TWO_DIGITS = 10


def display_name(name: str) -> str:
    """Make a name safe to show: composed letters, no folders, no control or direction-changing characters.

    A right-to-left override makes "ảnhgpj.exe" read as "ảnhexe.jpg"; taken out, it reads as what it is.
    """
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").split("/")[-1])
    plain = "".join(c for c in plain if unicodedata.category(c) not in CONTROLS)
    plain = re.sub(r'[<>:"|?*]', "_", re.sub(r"\s+", " ", plain)).strip(" .")
    if len(plain) > LONGEST_NAME:
        stem, dot, ending = plain.rpartition(".")
        tail = f".{ending}" if dot and len(ending) <= 5 else ""  # noqa: PLR2004 - the longest ordinary ending
        plain = (stem if tail else plain)[: LONGEST_NAME - len(tail) - 1] + "…" + tail
    return plain or "tệp không tên"


def name_with_true_ending(name: str, media_type: str) -> str:
    """Give a name the ending of what the file really is: "giấy.exe" that is a PDF becomes "giấy.exe.pdf"."""
    ending = EXTENSIONS.get(media_type)
    if ending is None:
        return name
    _, dot, present = name.rpartition(".")
    present = f".{present.lower()}" if dot else ""
    return name if SAME_EXTENSIONS.get(present, present) == ending else f"{name}{ending}"


def allowed_words(media_types: tuple[str, ...]) -> str:
    return joined([TYPE_WORDS.get(t, t) for t in media_types])


def size_fault(
    media_type: str, size: int, *, max_image_bytes: int, max_bytes: int
) -> tuple[str, dict[str, str]] | None:
    """The refusal of a file that is empty or too heavy, with the words for it; None when its size is right."""
    if size == 0:
        return "file.empty", {}
    most = min(max_image_bytes, max_bytes) if media_type.startswith("image/") else max_bytes
    if size <= most:
        return None
    code = "file.picture-too-big" if media_type.startswith("image/") else "file.too-big"
    return code, {"size": size_in_words(size), "most": size_in_words(most)}


def number_text(number: int, symbol: str) -> str:
    """Write number and symbol as Nghị định 30/2020 wants: two digits below ten, a slash before the symbol."""
    digits = f"0{number}" if number < TWO_DIGITS else str(number)
    return f"{digits}/{symbol}" if symbol else digits


def printed_number(form: str, number: int, day: date) -> str:
    """A number as the paper itself writes it: "VN-BN {yy}/02/{number}" is "VN-BN 26/02/53"."""
    return form.replace("{yy}", f"{day:%y}").replace("{number}", f"{number:02d}")[:80]


def symbol_of(kind: str, agency_short: str) -> str:
    """Put a symbol together: kind of document, hyphen, issuing body: GXN-UBND."""
    return "-".join(part for part in (kind, agency_short) if part)


def code_in_keywords(text: str) -> str:
    """Find our verification code among the keywords of a PDF."""
    found = re.search(r"motcua:([0-9A-Z]{8,20})", text)
    return found[1] if found else ""


def normal_code(text: str) -> str:
    """Read a verification code as a person types it: spaces, hyphens, small letters, O for 0."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())
    return plain.translate(CONFUSED)
