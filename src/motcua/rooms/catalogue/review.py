"""Looks at packages before they are published: are they sound, do their examples come true, what would change."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from motcua.rooms.catalogue import package_group_checks as groups
from motcua.rooms.catalogue import package_source as source_of
from motcua.rooms.catalogue import rehearsal
from motcua.rooms.catalogue.package import GROUP, Package, Problem, folders, read_package, read_shared
from motcua.rooms.catalogue.package_expansion import Shared
from motcua.rooms.catalogue.types import Checked, Difference

LONGEST = 200
KEY = re.compile(r"^key:\s*([a-z][a-z0-9_]*)", re.MULTILINE)


def check(folder: Path) -> Checked:
    """Check one package or all packages below a folder, and run their examples. Needs no database."""
    chosen, shared = _packages(folder)
    problems: set[Problem] = set()
    codes: dict[str, str] = {}
    examples = 0
    for one in chosen:
        found, ran, names = _check_one(one, shared)
        problems |= found
        examples += ran
        for name in names:
            if name in codes and codes[name] != str(one):
                mend = "Give each procedure its own key and code"
                what = f"“{name}” is used by {Path(codes[name]).name} as well"
                problems.add(Problem(f"{one.parent.name}/{one.name}/procedure.yaml", 1, what, mend))
            codes[name] = str(one)
    if not chosen:
        problems.add(
            Problem(str(folder), 1, "There is no package here", "Name a folder with procedure.yaml, or procedures/")
        )
    return Checked(len(chosen), examples, tuple(sorted(problems)))


def _packages(folder: Path) -> tuple[list[Path], Shared]:
    if (folder / "procedure.yaml").is_file():
        home = folder.resolve()
        return [home], read_shared(home.parent.parent)
    return list(folders(folder)), read_shared(folder)


def _check_one(folder: Path, shared: Shared) -> tuple[set[Problem], int, list[str]]:
    reading = read_package(folder, shared)
    problems = set(reading.problems)
    if reading.package is None:
        return problems, 0, []
    examples = source_of.read(folder / "examples.yaml", name=f"{reading.folder}/examples.yaml")
    process = source_of.read(folder / "process.yaml", name=f"{reading.folder}/process.yaml")
    group = source_of.Source(f"{reading.folder}/{GROUP}")
    rehearsal.examples(reading.package, examples)
    rehearsal.units(reading.package, process)
    if reading.package.group is not None:
        group = source_of.read(folder / GROUP, name=group.file)
        groups.check_members(reading.package, _members(reading.package, folder, shared), group, examples)
    problems |= {*examples.problems, *process.problems, *group.problems}
    procedure = reading.package.procedure
    return problems, len(reading.package.examples.examples), [procedure.key, procedure.public_code]


def _members(package: Package, folder: Path, shared: Shared) -> Mapping[str, Package]:
    """The packages a group names, those of them that can be understood."""
    wanted = {member.procedure for member in package.group.members} if package.group else set()
    found = {}
    for one in folders(folder.parent.parent):
        key = KEY.search((one / "procedure.yaml").read_text(encoding="utf-8"))
        if key and key[1] in wanted:
            reading = read_package(one, shared)
            if reading.package is not None:
                found[key[1]] = reading.package
    return found


def differences(before: Any, after: Any) -> list[Difference]:
    """Every place where two definitions differ, in the order of the first. Lists of things with keys go by key."""
    return list(_differences("", before, after))


def _differences(where: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    left, right = _keyed(before), _keyed(after)
    if left is None or right is None:
        yield Difference(where, _short(before), _short(after))
        return
    for key in [*left, *(k for k in right if k not in left)]:
        yield from _differences(f"{where}.{key}" if where else key, left.get(key), right.get(key))


def _keyed(value: Any) -> dict[str, Any] | None:
    """A mapping as it is; a list as a mapping, by the `key` of its members or else by place."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        names = [one.get("key") or one.get("code") if isinstance(one, dict) else None for one in value]
        unique = all(names) and len(set(names)) == len(names)
        return {str(name if unique else place): one for place, (name, one) in enumerate(zip(names, value, strict=True))}
    return None


def _short(value: Any) -> str | None:
    if value is None:
        return None
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
