# ruff: noqa: ARG002 (every kind is asked the same things)
"""What every kind of field can do. The defaults are those of one line of text.

A value is either *held* (the canonical form of the kind) or *as typed*: what a
person wrote is kept until he mends it, so nothing typed is ever lost.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar, Protocol

from motcua.kernel import expressions
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, clean, inside, say

IN_PATTERN = {"value": "string", "pattern": "string"}
LONGEST_TEXT = 500


class Post(Protocol):
    """What a browser posted: Django's QueryDict, or any mapping with getlist."""

    def get(self, name: str, default: Any = None, /) -> Any: ...
    def getlist(self, name: str, /) -> list[Any]: ...
    def __iter__(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may look at besides the value itself."""

    today: date
    answers: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Any] | None = None


class Kind:
    key: ClassVar[str]
    macro: ClassVar[str]
    verb: ClassVar[Words] = Words(vi="Nhập", en="Enter")
    blank: ClassVar[Any] = ""
    limits: ClassVar[frozenset[str]] = frozenset({"min_length", "max_length", "pattern"})
    chooses: ClassVar[bool] = False
    example: ClassVar[Any] = ""
    longest: ClassVar[int] = LONGEST_TEXT

    def fits(self, field: Field) -> None:
        """Raise ValueError when the definition asks of this kind what it cannot do."""
        foreign = {name for name in field.limits.model_fields_set if getattr(field.limits, name)} - self.limits
        if foreign:
            raise ValueError(f"a {self.key} has no {', '.join(sorted(foreign))}")
        if bool(field.options or field.options_from) != self.chooses:
            raise ValueError(f"a {self.key} {'needs' if self.chooses else 'has no'} options")
        if field.fields and self.key != "repeat":
            raise ValueError(f"a {self.key} has no fields of its own")

    def gather(self, field: Field, name: str, post: Post) -> Any:
        """What the browser sent for this field, or None when it was not on the page."""
        return post.get(name)

    def parse(self, field: Field, typed: Any) -> Any:
        """The canonical value, or what was typed when there is none."""
        return clean(typed) if isinstance(typed, str) else self.blank if typed is None else typed

    def holds(self, value: Any) -> bool:
        """Whether this is a value of the kind, fit for conditions and documents."""
        return isinstance(value, str)

    def empty(self, value: Any) -> bool:
        return value is None or value in ("", [], {})

    def core(self, value: Any) -> Any:
        """The part of a value a person can change; what is only noted beside it does not count."""
        return value

    def check(self, field: Field, value: Any, context: Context) -> Words | None:
        """What is wrong with this value and how to mend it."""
        if not self.holds(value):
            return self.unlike(field)
        return self.length(field, value) or self.pattern(field, value)

    def length(self, field: Field, value: str) -> Words | None:
        longest = field.limits.max_length or self.longest
        if len(value) > longest:
            return say(
                "Rút gọn còn {most} ký tự. Vừa nhập {n} ký tự",
                "Shorten it to {most} characters. There are {n}",
                most=longest,
                n=len(value),
            )
        if len(value) < (field.limits.min_length or 0):
            return say(
                "Viết ít nhất {least} ký tự. Vừa nhập {n} ký tự",
                "Write at least {least} characters. There are {n}",
                least=field.limits.min_length,
                n=len(value),
            )
        return None

    def pattern(self, field: Field, value: str) -> Words | None:
        if field.limits.pattern and not matches(value, field.limits.pattern):
            return self.unlike(field)
        return None

    def unlike(self, field: Field) -> Words:
        """The value does not have the form of the kind, and nothing more exact can be said."""
        if field.hint:
            return say(
                "Xem lại {label}. {hint}", "Look at {label} again. {hint}", label=inside(field.label), hint=field.hint
            )
        return say(
            "Xem lại {label}: có ký tự không dùng được ở đây",
            "Look at {label} again: it has characters that cannot be used here",
            label=inside(field.label),
        )

    def missing(self, field: Field) -> Words:
        """What to do when a required field is empty."""
        return say("{verb} {label}", "{verb} {label}", verb=self.verb, label=inside(field.label))

    def shown(self, field: Field, value: Any, language: str = "vi") -> tuple[str, ...]:
        """Lines for the summary, a document, a screen of the officer."""
        return () if self.empty(value) else (str(value),)

    def boxes(self, field: Field, value: Any) -> Any:
        """The value as the macro of the page takes it."""
        return "" if value is None else value if isinstance(value, str) else str(value)

    def attrs(self, field: Field) -> dict[str, Any]:
        """HTML attributes of the control."""
        return {"maxlength": field.limits.max_length or self.longest}

    def schema(self, field: Field) -> dict[str, Any]:
        """JSON Schema of the canonical value, for the machine interface."""
        return {"type": "string", "maxLength": field.limits.max_length or self.longest}


def matches(value: str, pattern: str) -> bool:
    """Whether the pattern is found, by RE2: linear whatever the pattern.

    RE2 unrolls `{2,100}` each time it is asked (0.6 ms); for a pattern that is one
    class counted, counting the letters here says the same in a fiftieth of the time.
    """
    lone, least, most = _counted(pattern)
    if not least <= len(value) <= most:
        return False
    return bool(_MATCHES.value({"value": value, "pattern": lone}))


@lru_cache(maxsize=512)
def _counted(pattern: str) -> tuple[str, int, float]:
    found = _ONE_CLASS.fullmatch(pattern)
    return (f"^{found[1]}*$", int(found[2]), int(found[3])) if found else (pattern, 0, float("inf"))


_ONE_CLASS = re.compile(r"\^(\[(?:[^\[\]\\]|\\.)+\]|\\[dw])\{(\d+),(\d+)\}\$")


_MATCHES = expressions.compile("value.matches(pattern)", variables=IN_PATTERN, answers="bool")


def digits_of(text: str) -> str:
    """What is left of a number when people's blanks, dots and dashes are taken away."""
    return "".join(c for c in text if c not in " .-\u00a0\u2009\u202f")


def chosen(field: Field, values: Iterable[str], language: str) -> tuple[str, ...]:
    """The labels of chosen options."""
    labels = {option.value: option.label.of(language) for option in field.options}
    return tuple(labels.get(value, value) for value in values)
