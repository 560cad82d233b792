"""Pages by typst, in a font that has every Vietnamese letter.

Typst replaces a missing letter silently from another font. Many installations carry an old "Liberation Serif" that
lacks 93 Vietnamese letters, so a font of the stack is used only when every weight and slant of it has them all.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

from motcua.kernel.errors import Refused
from motcua.rooms.documents.typesetting import FORMS, TemplateFault

FONT_STACK = ("Times New Roman", "Liberation Serif", "Libertinus Serif")
STANDARDS = ("a-2a", "ua-1")
STYLES = frozenset({("normal", 400), ("normal", 700), ("italic", 400), ("italic", 700)})
VIETNAMESE = frozenset(
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴ"
    "0123456789.,;:!?()-–—/%“”…₫§"
)
PACKAGE_IMPORT = re.compile(r"[\"']@\w+/")
MISSING = re.compile(r"the text `\"(?P<text>.+?)\"` could not be displayed")
SUBSTITUTE = "?"
MOST_SUBSTITUTIONS = 40


def font_report() -> dict[str, str]:
    """Tell for each font of the stack whether it can be used: "used", "complete", "absent" or the letters it lacks."""
    report: dict[str, str] = {}
    for family in FONT_STACK:
        lacking = missing_letters(family)
        if lacking is None:
            report[family] = "absent"
        elif lacking:
            report[family] = f"lacks {len(lacking)}: {''.join(sorted(lacking))}"
        else:
            report[family] = "complete" if "used" in report.values() else "used"
    return report


@cache
def missing_letters(family: str) -> frozenset[str] | None:
    """Vietnamese letters that some weight or slant of the family lacks; None when the family is not there."""
    variants = [f for f in _system_fonts().fonts() if f.family == family]
    if not {(f.style, f.weight) for f in variants} >= STYLES:
        return None
    lacking: set[str] = set()
    for variant in variants:
        if (variant.style, variant.weight) in STYLES and variant.path is not None:
            with TTFont(variant.path, fontNumber=variant.index, lazy=True) as font:
                lacking |= VIETNAMESE - {chr(point) for point in font.getBestCmap()}
        elif variant.path is None:
            lacking |= _missing_inside(family)
    return frozenset(lacking)


@cache
def chosen_family() -> str:
    """The first font of the stack that has every Vietnamese letter.

    Refused: document.no-font
    """
    for family in FONT_STACK:
        if missing_letters(family) == frozenset():
            return family
    raise Refused("document.no-font", stack=", ".join(FONT_STACK))


def pages(
    source: str,
    values: Mapping[str, Any],
    form: str,
    *,
    at: datetime | None = None,
    substitute: bool,
    ppi: int | None = None,
    standards: Sequence[str] = STANDARDS,
) -> list[bytes]:
    if PACKAGE_IMPORT.search(source):
        raise TemplateFault("A template may not import packages from the network; use /nd30/1.typ.")
    data = json.dumps(values, ensure_ascii=False)
    for _ in range(MOST_SUBSTITUTIONS):
        try:
            made = _compile(source, data, values, form, at=at, ppi=ppi, standards=standards)
        except typst.TypstError as fault:
            missing = MISSING.search(fault.message)
            if missing is None:
                raise TemplateFault(fault.diagnostic or fault.message) from fault
            text = missing["text"].encode().decode("unicode_escape") if "\\u" in missing["text"] else missing["text"]
            if not substitute:
                raise Refused("document.letter-missing", letters=text) from fault
            data = _substituted(data, text)
        else:
            return [made] if isinstance(made, bytes) else list(made or [])
    raise Refused("document.letter-missing", letters="…")


def _compile(
    source: str,
    data: str,
    values: Mapping[str, Any],
    form: str,
    *,
    at: datetime | None,
    ppi: int | None,
    standards: Sequence[str],
) -> bytes | list[bytes] | None:
    verify = values.get("verify") or {}
    inputs = {
        "data": data,
        "font": chosen_family(),
        "title": str(values.get("title") or "Văn bản"),
        "issuer": str((values.get("agency") or {}).get("name") or ""),
        "code": str(verify.get("code") or ""),
    }
    compiler = typst.Compiler(
        root=str(FORMS),
        font_paths=_fonts(),
        package_path=str(FORMS / "none"),
        package_cache_path=str(FORMS / "none"),
    )
    return compiler.compile(
        (PRELUDE + source).encode(),
        format=form,  # type: ignore[arg-type]
        sys_inputs=inputs,
        pdf_standards=list(standards) if form == "pdf" else [],  # type: ignore[arg-type]
        timestamp=at.astimezone(UTC).replace(microsecond=0) if at else None,
        ppi=ppi,
    )


# On one line, so that line numbers in faults are those of the template.
PRELUDE = (
    '#set text(font: (sys.inputs.font, "New Computer Modern"), size: 13pt, lang: "vi", region: "VN"); '
    "#set document(title: sys.inputs.title, author: sys.inputs.issuer, "
    'keywords: if sys.inputs.code != "" { ("motcua:" + sys.inputs.code,) } else { () }); '
)


def _substituted(data: str, text: str) -> str:
    for letter in set(text):
        if letter not in VIETNAMESE and not letter.isspace():
            data = data.replace(letter, SUBSTITUTE)
    return data


@cache
def _system_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


@cache
def _fonts() -> typst.Fonts:
    """Only the chosen family and those inside typst, so no page depends on what else a machine has installed."""
    family = chosen_family()
    folders = sorted({str(Path(f.path).parent) for f in _system_fonts().fonts() if f.family == family and f.path})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


def _missing_inside(family: str) -> frozenset[str]:
    """Ask typst itself about a font it carries inside: PDF/A refuses a page with a letter that is not there."""
    inside = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    lacking: set[str] = set()
    for style in ("weight: 400", "weight: 700", "style: 'italic'", "weight: 700, style: 'italic'"):
        setting = f'#set text(font: "{family}", fallback: false, {style})'.replace("'", '"')
        if _can_set(inside, setting, "".join(sorted(VIETNAMESE))):
            continue
        lacking |= {letter for letter in VIETNAMESE if not _can_set(inside, setting, letter)}
    return frozenset(lacking)


def _can_set(fonts: typst.Fonts, setting: str, text: str) -> bool:
    source = setting + "\n#sys.inputs.text"
    try:
        typst.Compiler(font_paths=fonts).compile(
            source.encode(), format="pdf", sys_inputs={"text": text}, pdf_standards=["a-2b"]
        )
    except typst.TypstError:
        return False
    return True
