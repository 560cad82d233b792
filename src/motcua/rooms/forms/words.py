"""Sentences for people, in both languages, built without a catalogue: a room has no pages."""

import unicodedata
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Words(BaseModel):
    """Words for people. Vietnamese is the source, English may lag behind."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    vi: str = Field(min_length=1)
    en: str | None = None

    def of(self, language: str = "vi") -> str:
        """The words in this language, or the Vietnamese ones."""
        return (self.en or self.vi) if language[:2] == "en" else self.vi

    def __str__(self) -> str:
        return self.vi


def say(vi: str, en: str, **parts: Any) -> Words:
    """A sentence in both languages with the same parts put in.

    A part that is itself Words is put in in the language of the sentence.
    """
    return Words(
        vi=vi.format(**{k: p.vi if isinstance(p, Words) else p for k, p in parts.items()}),
        en=en.format(**{k: p.of("en") if isinstance(p, Words) else p for k, p in parts.items()}),
    )


def inside(label: Words) -> Words:
    """A label as it reads in the middle of a sentence: first letter small unless an abbreviation."""
    return Words(vi=_small(label.vi), en=_small(label.of("en")))


def _small(text: str) -> str:
    if len(text) > 1 and text[1].isupper():
        return text
    return text[:1].lower() + text[1:]


def clean(text: str, *, lines: bool = False) -> str:
    """Composed letters, no control or invisible characters, no runs of blanks."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        c for c in composed if (lines and c == "\n") or unicodedata.category(c)[0] != "C" or c in "\t\n\u200d"
    )
    if lines:
        return "\n".join(" ".join(line.split()) for line in kept.split("\n")).strip("\n")
    return " ".join(kept.split())


def shortened(value: Any, longest: int = 40) -> str:
    """What was typed, as it may be quoted back in a sentence."""
    text = clean(str(value))
    return text if len(text) <= longest else text[: longest - 1] + "…"
