"""Bring the database to the present schema, as its owner."""

import argparse

from django.core.management import call_command
from django.db import connections


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="only tell whether something is to be done (exit 1)")


def run(arguments: argparse.Namespace) -> int:
    alias = "owner" if "owner" in connections.databases else "default"
    if arguments.check:
        call_command("migrate", database=alias, check_unapplied=True, verbosity=0)
        return 0
    call_command("migrate", database=alias, interactive=False, verbosity=0)
    return 0
