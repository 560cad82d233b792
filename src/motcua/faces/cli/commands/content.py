"""Load the reference content: agencies, administrative units, calendars, procedures."""

import argparse
import time

from motcua.config import content


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print nothing")


def run(arguments: argparse.Namespace) -> int:
    for title, load in content.STEPS:
        started = time.monotonic()
        load()
        if not arguments.quiet:
            print(f"  {title}: {time.monotonic() - started:.1f} s")
    return 0
