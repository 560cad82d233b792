"""Make a form whole: shared blocks become pages, shared lists become options.

A published version is pinned for life, so nothing in it may point outside
itself. What the author borrows from `_shared` is copied in when the package is
read, and each part remembers the file it came from for the sake of messages.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from motcua.rooms.catalogue import package_source as source_of
from motcua.rooms.catalogue.package_source import Source, Where

IMPORT = '#import "../../_shared/'


@dataclass
class Shared:
    """What packages may borrow: blocks of pages, lists of options, templates."""

    folder: Path
    blocks: Source
    options: Source

    @property
    def problems(self) -> list[source_of.Problem]:
        """Faults of the shared files themselves."""
        return [*self.blocks.problems, *self.options.problems]


def read_shared(procedures: Path) -> Shared:
    """Read `procedures/_shared`."""
    folder = procedures / "_shared"
    return Shared(
        folder,
        source_of.read(folder / "blocks.yaml", name="_shared/blocks.yaml"),
        source_of.read(folder / "options.yaml", name="_shared/options.yaml"),
    )


@dataclass
class WholeForm:
    """A form with everything borrowed copied in."""

    own: Source
    value: dict[str, Any]
    origins: list[tuple[Source, Where]] = field(default_factory=list)

    def origin(self, where: Where) -> tuple[Source, Where]:
        """The file and the place there of a part of the whole form."""
        match where:
            case ("pages", int(number), *rest) if number < len(self.origins):
                source, page = self.origins[number]
                return source, (*page, *rest)
        return self.own, where

    def complain(self, where: Where, what: str, mend: str) -> None:
        """Note a fault in the file the part came from, once."""
        source, place = self.origin(where)
        problem = source_of.Problem(source.file, source.line(place), what, mend)
        if problem not in self.own.problems:
            self.own.problems.append(problem)


def whole_form(own: Source, shared: Shared) -> WholeForm:
    """Copy the included blocks and the shared lists into the form."""
    if not isinstance(own.value, dict):
        return WholeForm(own, {})
    value = {key: part for key, part in own.value.items() if key not in {"include", "pages"}}
    form = WholeForm(own, value)
    first, last = _included(own, shared)
    mine = [(own, ("pages", number)) for number in range(len(_list(own.value.get("pages"))))]
    form.origins = [*first, *mine, *last]
    value["pages"] = [_copy(source.at(where)) for source, where in form.origins]
    for where, one in fields_of(value):
        _fill_options(form, where, one, shared)
    return form


def _included(own: Source, shared: Shared) -> tuple[list[tuple[Source, Where]], list[tuple[Source, Where]]]:
    first: list[tuple[Source, Where]] = []
    last: list[tuple[Source, Where]] = []
    blocks = shared.blocks.value if isinstance(shared.blocks.value, dict) else {}
    for number, name in enumerate(_list(own.value.get("include"))):
        block = blocks.get(name)
        if not isinstance(block, dict):
            known = ", ".join(sorted(blocks))
            own.complain(("include", number), f"There is no shared block “{name}”", f"Use one of: {known}")
            continue
        pages: list[tuple[Source, Where]] = [
            (shared.blocks, (name, "pages", index)) for index in range(len(_list(block.get("pages"))))
        ]
        (last if block.get("place") == "last" else first).extend(pages)
    return first, last


def _fill_options(form: WholeForm, where: Where, one: dict[str, Any], shared: Shared) -> None:
    name = one.pop("options_from", None)
    if name is None:
        return
    lists = shared.options.value if isinstance(shared.options.value, dict) else {}
    if name not in lists:
        known = ", ".join(sorted(lists))
        form.complain((*where, "options_from"), f"There is no shared list “{name}”", f"Use one of: {known}")
        return
    if "options" in one:
        form.complain((*where, "options"), "The field has both `options` and `options_from`", "Keep one of the two")
        return
    one["options"] = _copy(lists[name])


def fields_of(form: Any) -> Iterator[tuple[Where, dict[str, Any]]]:
    """Every field of a raw form with its place, rows of repeating groups included."""
    for page_number, page in enumerate(_list(form.get("pages")) if isinstance(form, dict) else []):
        if isinstance(page, dict):
            yield from _nested(("pages", page_number), page)


def _nested(where: Where, parent: dict[str, Any]) -> Iterator[tuple[Where, dict[str, Any]]]:
    for number, one in enumerate(_list(parent.get("fields"))):
        if isinstance(one, dict):
            place = (*where, "fields", number)
            yield place, one
            yield from _nested(place, one)


def template_text(folder: Path, name: str, shared: Shared) -> str | None:
    """A template with the shared parts it imports written into it, or None when there is no such file.

    The renderer is given one text and no folder to read from.
    """
    path = folder / name if (folder / name).exists() else shared.folder / name
    if not path.exists():
        return None
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        borrowed = _imported(line, shared)
        lines.append(line if borrowed is None else borrowed)
    return "\n".join(lines) + "\n"


def _imported(line: str, shared: Shared) -> str | None:
    for start in (IMPORT, '#import "'):
        if line.startswith(start):
            path = shared.folder / line.removeprefix(start).split('"')[0]
            return path.read_text(encoding="utf-8").rstrip("\n") if path.exists() else None
    return None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_copy(part) for part in value]
    return value
