"""Conditions of a package against the form they speak about."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from motcua.kernel import expressions
from motcua.rooms.catalogue.package_source import Source, Where

ANSWER = re.compile(r"\banswers\.([A-Za-z_]\w*)")
COMPARED = re.compile(r"\banswers\.([a-z_]\w*)\s*(?:==|!=)\s*'([^']*)'")
AMONG = re.compile(r"\banswers\.([a-z_]\w*)\s+in\s+\[([^\]]*)\]")
CONTAINS = re.compile(r"'([^']*)'\s+in\s+answers\.([a-z_]\w*)")
TEXT = re.compile(r"'([^']*)'")


class Conditions:
    """Checks that a condition compiles, names fields that exist and options that can be chosen."""

    def __init__(self, fields: Iterable[Mapping[str, Any]]) -> None:
        self.fields = choices(fields)

    def check(
        self,
        source: Source,
        where: Where,
        text: str,
        variables: Mapping[str, str],
        answers: str | None,
        rows: Mapping[str, list[str]] | None = None,
    ) -> None:
        """Note what is wrong with this condition at its line."""
        try:
            expressions.compile(text, variables=dict(variables), answers=answers)
        except expressions.ExpressionFault as fault:
            source.complain(
                where, f"The condition cannot be used: {fault.plain}", "See procedures/README.md, Conditions"
            )
            return
        for what, mend in self.faults(text, rows or {}):
            source.complain(where, what, mend)

    def faults(self, text: str, rows: Mapping[str, list[str]]) -> list[tuple[str, str]]:
        """Unknown fields and impossible options, with how to mend."""
        fields = {**self.fields, **rows}
        unknown = [key for key in dict.fromkeys(ANSWER.findall(text)) if key not in fields]
        found = [(f"The form has no field “{key}”", _nearest(key, fields)) for key in unknown]
        for key, value in _chosen(text):
            options = fields.get(key)
            if options and value not in options:
                found.append((f"“{value}” is no option of “{key}”", f"Use one of: {', '.join(options[:20])}"))
        return found


def choices(fields: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """The keys of raw fields, each with the values that can be chosen (none for a field one types)."""
    return {
        str(one.get("key")): [
            str(option.get("value")) for option in one.get("options") or () if isinstance(option, dict)
        ]
        for one in fields
    }


def _chosen(text: str) -> list[tuple[str, str]]:
    pairs = [(key, value) for key, value in COMPARED.findall(text) if value]
    pairs += [(key, value) for key, values in AMONG.findall(text) for value in TEXT.findall(values)]
    return pairs + [(key, value) for value, key in CONTAINS.findall(text)]


def _nearest(key: str, fields: Mapping[str, list[str]]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only when there is something to say

    near = get_close_matches(key, list(fields), n=3)
    return f"Did you mean {', '.join(near)}?" if near else "Use the key of a field in form.yaml"
