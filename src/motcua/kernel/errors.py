"""One way to say no: a stable code, and words for people in the rooms' refusals.yaml."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

SOURCES = Path(__file__).resolve().parent.parent


class Refused(Exception):
    """A rule said no. `code` is for programs and stays for ever, `message` is for the person who asked.

    `params` fill the sentence; whatever was typed is kept by the caller. `each` tells, where a form has several faults
    at once, what is wrong with which field.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
        self.each: Mapping[str, Refused] = {}

    @property
    def message(self) -> str:
        return self.words(get_language() or "vi")

    @property
    def http_status(self) -> int:
        return int(words_of_refusals().get(self.code, {}).get("status", 422))

    def words(self, language: str) -> str:
        entry = words_of_refusals().get(self.code)
        if entry is None:
            return self.code
        text = str(entry.get(language[:2]) or entry["vi"])
        return text.format_map(_Blank(self.params))


def refuse_all(faults: Mapping[str, Refused | None]) -> None:
    """Say no to everything that is wrong with a form at once, by field; the first fault is the one that is raised."""
    found = {name: no for name, no in faults.items() if no is not None}
    if found:
        first = next(iter(found.values()))
        first.each = found
        raise first


def why_not(check: Callable[[], object]) -> Refused | None:
    """What a check refuses, to be told together with other faults; None when it lets it pass."""
    try:
        check()
    except Refused as no:
        return no
    return None


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


@cache
def words_of_refusals() -> dict[str, dict[str, Any]]:
    """Every refusal code of the product with its status and its words in Vietnamese and English."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(SOURCES.glob("**/refusals.yaml")):
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        twice = found.keys() & entries.keys()
        if twice:
            raise ValueError(f"Refusal codes defined twice: {sorted(twice)} in {path.name} of {path.parent.name}")
        found.update(entries)
    return found
