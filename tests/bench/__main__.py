"""Measure this product on this machine.

Names: start catalogue dossier submit filing receipt memory relay calendar acts leader worklist recompute cold. Without any, all of them.
How to read the table: docs/reference/bench.md.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import (
    acts,
    installation,
    leaders,
    machine,
    machinery,
    measures,
    procedure,
    recomputing,
    starting,
    worklists,
    world,
)
from tests.bench.table import Table

OVER_HTTP: dict[str, Callable[[measures.Bench], None]] = {
    "catalogue": measures.catalogue,
    "dossier": measures.dossier,
    "submit": measures.submit,
    "filing": measures.filing,
    "receipt": measures.receipt,
    "memory": measures.memory,
    "relay": machinery.relay,
    "calendar": machinery.calendar,
    "acts": acts.acts,
    "leader": leaders.leader,
    "worklist": worklists.worklist,
    "recompute": recomputing.recompute,
}
NAMES = ("start", *OVER_HTTP, "cold")


def main() -> int:
    arguments = _arguments()
    chosen = arguments.names or list(NAMES)
    table = Table()
    print(f"before: {machine.described()}", flush=True)
    if set(chosen) - {"cold"}:
        _measure(arguments, chosen, table)
    if "cold" in chosen:
        starting.cold(table)
    print()
    print("\n".join(table.lines()))
    print(f"\nafter: {machine.described()}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="name", help=", ".join(NAMES))
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each rate is measured")
    parser.add_argument(
        "--url", default="", help="measure a running installation instead of one of our own; needs --data"
    )
    parser.add_argument("--data", type=Path, help="data folder of the running installation")
    found = parser.parse_args()
    if bool(found.url) != bool(found.data):
        parser.error("--url and --data belong together")
    return found


def _measure(arguments: argparse.Namespace, chosen: list[str], table: Table) -> None:
    if arguments.url:
        _all(installation.running(arguments.url, arguments.data), arguments, chosen, table)
        return
    folder = Path(tempfile.mkdtemp(prefix="motcua-bench-"))
    folder.chmod(0o755)
    one = installation.our_own(folder)
    try:
        starting.first_and_second(one, table, both="start" in chosen)
        _all(one, arguments, chosen, table)
    finally:
        one.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _all(one: installation.Installation, arguments: argparse.Namespace, chosen: list[str], table: Table) -> None:
    if not set(chosen) & set(OVER_HTTP):
        return
    world.connect(one.folder)
    if one.ours:
        installation.begin_counting(one)
    world.publish()
    bench = measures.Bench(one, table, arguments.seconds, world.citizens(measures.CITIZENS), procedure.scan())
    one.start_worker()
    world.wait_for_catalogue(one)
    for name, measure in OVER_HTTP.items():
        if name in chosen:
            print(name, flush=True)
            measure(bench)


if __name__ == "__main__":
    sys.exit(main())
