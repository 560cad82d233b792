"""Make the figures again from the recorded facts."""

import argparse

from motcua.rooms.insights import services


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("rebuild",), help="fold every fact again; the rows come out the same")


def run(arguments: argparse.Namespace) -> int:
    del arguments
    print(f"{services.rebuild()} facts read, every figure made again")
    return 0
