"""The demonstration: who is who, their accounts and signing keys, and the province that has lived for 90 days."""

import argparse
import signal
import subprocess
import sys

from motcua.config.demo import grow as growing
from motcua.config.demo import settling
from motcua.config.embedded import die_with_parent
from motcua.rooms.identity import queries


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("people", "grow", "settle"))
    parser.add_argument("--dossiers", type=int, default=growing.DOSSIERS, help="how many dossiers of the last 90 days")
    parser.add_argument("--part", type=int, help="grow one part only")
    parser.add_argument("--parts", type=int, default=2, help="how many processes grow at once")


def run(arguments: argparse.Namespace) -> int:
    if arguments.what == "people":
        return _people()
    if arguments.what == "settle":
        settling.settle()
        return 0
    if arguments.part is None:
        return _in_parts(arguments)
    growing.be_modest()
    told = growing.grow(part=arguments.part, parts=arguments.parts, dossiers=arguments.dossiers)
    print(f"  part {arguments.part + 1} of {arguments.parts}: {told.filed} dossiers", flush=True)
    for code, count in told.refusals.most_common():
        print(f"    {count} ended early: {code}", flush=True)
    return 0


def _in_parts(arguments: argparse.Namespace) -> int:
    command = [
        sys.executable,
        "-m",
        "motcua.faces.cli",
        "demo",
        "grow",
        "--dossiers",
        str(arguments.dossiers),
        "--parts",
        str(arguments.parts),
    ]
    children = [
        subprocess.Popen([*command, "--part", str(n)], preexec_fn=die_with_parent(signal.SIGTERM))  # noqa: PLW1509
        for n in range(arguments.parts)
    ]
    try:
        return max(child.wait() for child in children)
    except KeyboardInterrupt:
        for child in children:
            child.terminate()
        raise


def _people() -> int:
    for one in queries.people():
        if one.handle.startswith("dan"):
            continue
        what = "; ".join(f"{role} · {agency}{' · ' + unit if unit else ''}" for role, agency, unit in one.offices)
        print(f"{one.handle:12} {one.name:26} {what or one.organisation or f'citizen, level {one.assurance}'}")
    return 0
