"""Legal grounds an officer may name, as data: a refusal never stands on a technical error."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

SOURCE = Path(__file__).resolve().parent.parent / "grounds.yaml"


@dataclass(frozen=True, slots=True)
class Ground:
    key: str
    words: str
    words_en: str
    law: str
    advice: str = ""


@cache
def grounds(of: str) -> dict[str, Ground]:
    """Grounds of one family: reception_refusal, supplement, brought, result_refusal, stop, extension, pause, correction."""
    document = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return {
        key: Ground(key, line["vi"], line["en"], line["law"], line.get("advice", ""))
        for key, line in document[of].items()
    }
