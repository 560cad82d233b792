"""A schema fault in words an author can act on."""

from collections.abc import Mapping
from typing import Any

from motcua.rooms.catalogue.package_source import Source, Where

_MENDS: dict[str, tuple[str, str]] = {
    "extra_forbidden": ("“{key}” is not a known key here", "Check its spelling or remove the line"),
    "missing": ("“{key}” is missing", "Add `{key}:` here"),
    "string_type": ("“{key}” must be text, but it is {given}", 'Put it between quotes: "…"'),
    "string_too_short": ("“{key}” is empty", "Write the words"),
    "bool_type": ("“{key}” must be true or false, but it is {given}", "Write true or false"),
    "bool_parsing": ("“{key}” must be true or false, but it is {given}", "Write true or false"),
    "int_type": ("“{key}” must be a whole number, but it is {given}", "Write a whole number without quotes"),
    "int_parsing": ("“{key}” must be a whole number, but it is {given}", "Write a whole number"),
    "list_type": ("“{key}” must be a list", "Start each line below it with “- ”"),
    "dict_type": ("“{key}” must have keys below it", "Write `key: value` lines below it"),
    "model_type": ("“{key}” must have keys below it, but it is {given}", "Write `key: value` lines below it"),
    "date_from_datetime_parsing": ("“{key}” must be a day, but it is {given}", "Write it as 2026-07-01"),
    "date_parsing": ("“{key}” must be a day, but it is {given}", "Write it as 2026-07-01"),
    "enum": ("“{key}” is {given}, which is not in the list", "Use one of: {expected}"),
    "literal_error": ("“{key}” is {given}, which is not in the list", "Use one of: {expected}"),
    "string_pattern_mismatch": ("“{key}” is {given}, which has the wrong shape", "It must match {pattern}"),
    "greater_than_equal": ("“{key}” is {given}, which is too small", "The least is {ge}"),
    "greater_than": ("“{key}” is {given}, which is too small", "It must be more than {gt}"),
    "less_than_equal": ("“{key}” is {given}, which is too large", "The most is {le}"),
}


def words_for(fault: Mapping[str, Any], source: Source, where: Where) -> tuple[str, str]:
    """What is wrong and how to mend it."""
    steps = [step for step in where if isinstance(step, str) and "[" not in step]
    key = steps[-1] if steps else source.file
    facts = {
        "key": key,
        "given": _given(fault.get("input")),
        "expected": "",
        "pattern": "",
        "ge": "",
        "gt": "",
        "le": "",
    }
    facts.update({name: str(value) for name, value in (fault.get("ctx") or {}).items()})
    if fault["type"] in _MENDS:
        what, mend = _MENDS[fault["type"]]
        return what.format_map(facts), mend.format_map(facts)
    return f"“{key}”: {str(fault['msg']).removeprefix('Value error, ')}", "See procedures/README.md for this key"


def _given(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list):
        return "a list"
    return f"“{str(value)[:60]}”"
