"""Check, compare, publish or export procedure packages.

check [FOLDER]    every package below FOLDER (or the one in it): schema, conditions, process, examples
diff [FOLDER]     what publishing would change, against the versions in effect
publish [FOLDER]  freeze what changed as new versions
export [FOLDER]   the JSON Schema of every package file, and every sound package as JSON, into --to
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from motcua.kernel import clock
from motcua.kernel.types import SYSTEM
from motcua.rooms.catalogue import queries, services
from motcua.rooms.catalogue.package import Problem, Reading, folders, json_schemas, read_package, read_shared

FAULTY = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("what", choices=("check", "diff", "publish", "export"))
    parser.add_argument("folder", nargs="?", type=Path, help="procedures/ or one package in it (default: procedures/)")
    parser.add_argument("--to", type=Path, default=Path("export"), help="folder that export writes to")


def run(arguments: argparse.Namespace) -> int:
    folder: Path = arguments.folder or settings.MOTCUA.content_dir / "procedures"
    if not folder.is_dir():
        print(f"motcua: there is no folder {folder}", file=sys.stderr)
        return FAULTY
    match arguments.what:
        case "check":
            return _check(folder)
        case "diff":
            return _diff(folder)
        case "publish":
            return _publish(folder)
        case _:
            return _export(folder, arguments.to)


def _check(folder: Path) -> int:
    found = queries.check_packages(folder)
    if _told(found.problems):
        print(f"{found.packages} packages, {len(found.problems)} problems", file=sys.stderr)
        return FAULTY
    print(f"{found.packages} packages are sound, {found.examples} examples come true")
    return 0


def _diff(folder: Path) -> int:
    readings = list(_readings(folder))
    for reading in readings:
        if reading.package is None:
            continue
        changes = queries.changes(reading.package)
        if changes and queries.card(reading.package.procedure.key) is None:
            print(f"{reading.folder}: new procedure, {reading.package.procedure.name.vi}")
            continue
        for change in changes:
            print(f"{reading.folder}: {change.where}: {_side(change.before)} → {_side(change.after)}")
    return FAULTY if _told(p for reading in readings for p in reading.problems) else 0


def _publish(folder: Path) -> int:
    if (folder / "procedure.yaml").is_file():
        (reading,) = _readings(folder)
        if _told(reading.problems) or reading.package is None:
            return FAULTY
        done = services.publish(reading.package, by=SYSTEM, at=clock.now())
        print(f"{done.procedure_key}: version {done.number}" + ("" if done.changed else " (unchanged)"))
        return 0
    everything = services.publish_all(folder, by=SYSTEM, at=clock.now())
    for one in everything.published:
        if one.changed:
            print(f"{one.procedure_key}: version {one.number}")
    print(f"{sum(one.changed for one in everything.published)} published, {everything.unchanged} unchanged")
    return FAULTY if _told(everything.problems) else 0


def _export(folder: Path, to: Path) -> int:
    (to / "schema").mkdir(parents=True, exist_ok=True)
    for name, schema in json_schemas().items():
        _write(to / "schema" / name.replace(".yaml", ".schema.json"), schema)
    readings = list(_readings(folder))
    for reading in readings:
        if reading.sound and reading.package is not None:
            package = reading.package
            facts = {"code": package.procedure.public_code, "sha256": package.sha256(), **package.definition()}
            _write(to / "packages" / f"{package.procedure.key}.json", facts)
    print(f"{len(json_schemas())} schemas and {sum(r.sound for r in readings)} packages written to {to}")
    return FAULTY if _told(p for reading in readings for p in reading.problems) else 0


def _readings(folder: Path) -> Iterable[Reading]:
    if (folder / "procedure.yaml").is_file():
        home = folder.resolve()
        return [read_package(home, read_shared(home.parent.parent))]
    shared = read_shared(folder)
    return [read_package(one, shared) for one in folders(folder)]


def _told(problems: Iterable[Problem]) -> bool:
    """Print each fault as file:line: what is wrong — how to mend. Tells whether there was any."""
    lines = [f"{one.file}:{one.line}: {one.what} — {one.mend}" for one in sorted(set(problems))]
    for line in lines:
        print(line, file=sys.stderr)
    return bool(lines)


def _side(text: str | None) -> str:
    return "nothing" if text is None else text


def _write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
