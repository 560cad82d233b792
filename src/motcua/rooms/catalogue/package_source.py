"""YAML that remembers its lines.

Authors of procedures are told the file, the line, what is wrong and how to
mend it. So the text is composed first and every value keeps the line it stands on.

The dialect is YAML 1.2's plain sense: `yes`, `on` and `2026-11-21` are text,
`012345` is text, only `true` and `false` are truth values. Two equal keys in one
mapping are a fault, not a silent loss.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Where = tuple[str | int, ...]
"""The way to a value: keys and list positions from the top of the file."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of a package, told to its author."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}. {self.mend}"


@dataclass
class Source:
    """One parsed file: its plain value and the line of every part."""

    file: str
    value: Any = None
    lines: dict[Where, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, where: Where) -> int:
        """The line of a value, or of the nearest thing around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def complain(self, where: Where, what: str, mend: str) -> None:
        """Note a fault at the line of this value."""
        self.problems.append(Problem(self.file, self.line(where), what, mend))

    def at(self, where: Where) -> Any:
        """The value at this place, or None."""
        value = self.value
        for step in where:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value


_Parser: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where the wheel carries it: ten times as fast, the same lines."""


class _PlainLoader(_Parser):  # type: ignore[valid-type,misc]
    """The 1.2 core schema on PyYAML's parser."""


_PlainLoader.yaml_implicit_resolvers = {}
_FIRST = "-+0123456789."
for _tag, _pattern, _letters in (
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("bool", r"^(?:true|false)$", ["t", "f"]),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list(_FIRST)),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$", list(_FIRST)),
):
    _PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _letters)


def read(path: Path, *, name: str | None = None) -> Source:
    """Parse one file. Never raises for what the author wrote; the faults are in `problems`."""
    source = Source(name or path.name)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        source.problems.append(Problem(source.file, 1, "The file is missing", "Add the file to the package"))
        return source
    except UnicodeDecodeError:
        source.problems.append(Problem(source.file, 1, "The file is not UTF-8 text", "Save it again as UTF-8"))
        return source
    return parse(text, source)


def parse(text: str, source: Source) -> Source:
    """Parse text into the given source (for tests and the studio)."""
    loader = _PlainLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            source.complain((), "The file is empty", "Write the content or delete the file")
        else:
            source.value = _build(loader, node, (), source)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = mark.line + 1 if mark else 1
        what = f"This is not YAML: {fault.problem or fault.context or 'the text stops making sense here'}"
        mend = "Check the indentation, the colons and the quotes on this line and the one above"
        source.problems.append(Problem(source.file, line, what, mend))
    finally:
        loader.dispose()
    return source


def _build(loader: _PlainLoader, node: yaml.Node, where: Where, source: Source) -> Any:
    source.lines[where] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _build_mapping(loader, node, where, source)
    if isinstance(node, yaml.SequenceNode):
        return [_build(loader, child, (*where, number), source) for number, child in enumerate(node.value)]
    return loader.construct_object(node)


def _build_mapping(loader: _PlainLoader, node: yaml.MappingNode, where: Where, source: Source) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        place = (*where, key)
        if key in built:
            source.lines[place] = key_node.start_mark.line + 1
            source.complain(place, f"The key “{key}” stands twice in one place", "Keep one of the two")
            continue
        built[key] = _build(loader, value_node, place, source)
        source.lines[place] = key_node.start_mark.line + 1
    return built
