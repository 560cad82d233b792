"""`motcua …`: parse the words, call one service, print the answer. Exit status 2 and one line when refused."""

import argparse
import importlib
import os
import pkgutil
import sys

from motcua.faces.cli import commands

WITHOUT_DJANGO = frozenset({"serve", "run", "doctor", "backup", "restore"})

# What only reads the code: it runs in a bare checkout, where no installation has been made.
WITHOUT_INSTALLATION = frozenset({"reference"})
NO_INSTALLATION = {
    "MOTCUA_SECRET_KEY": "nothing-is-signed-0123456789-abcdefghijklmnop",
    "MOTCUA_DATABASE_URL": "postgresql://nobody@/nothing",
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    words = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(
        prog="motcua", description="Một Cửa: every administrative procedure online from end to end."
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="command")
    chosen = words[0] if words else ""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    for module in pkgutil.iter_modules(commands.__path__):
        name = module.name.replace("_", "-")
        if name == chosen and chosen in WITHOUT_INSTALLATION:
            os.environ.update({k: v for k, v in NO_INSTALLATION.items() if k not in os.environ})
        if name == chosen and chosen not in WITHOUT_DJANGO:
            _set_up_django()
        if chosen in ("", "-h", "--help", name) or chosen not in _names():
            _add(subparsers, name, module.name, full=name == chosen)
    arguments = parser.parse_args(words)
    return _run(arguments)


def _names() -> set[str]:
    return {module.name.replace("_", "-") for module in pkgutil.iter_modules(commands.__path__)}


def _add(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, module: str, *, full: bool
) -> None:
    if not full:
        subparsers.add_parser(name)
        return
    loaded = importlib.import_module(f"motcua.faces.cli.commands.{module}")
    command = subparsers.add_parser(
        name, help=(loaded.__doc__ or "").strip().splitlines()[0], description=loaded.__doc__
    )
    loaded.add_arguments(command)
    command.set_defaults(run=loaded.run)


def _run(arguments: argparse.Namespace) -> int:
    from motcua.kernel.errors import Refused  # noqa: PLC0415 (only now is Django set up)

    try:
        return int(arguments.run(arguments) or 0)
    except Refused as no:
        print(f"motcua: {no.message} [{no.code}]", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _set_up_django() -> None:
    import django  # noqa: PLC0415

    django.setup()
