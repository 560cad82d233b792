"""Write docs/reference from the code: settings, acts, facts, powers, refusals, commands."""

import argparse
import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Sequence

from motcua.config.env import ROOT, Settings
from motcua.faces.cli import commands
from motcua.kernel import acts, errors, events, permissions

FOLDER = ROOT / "docs" / "reference"
NOTE = "<!-- Written by `bin/motcua reference`; do not edit. -->\n\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="only tell whether the pages are up to date (exit 1)")


def run(arguments: argparse.Namespace) -> int:
    stale = []
    for name, text in pages().items():
        path = FOLDER / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not arguments.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{'stale' if arguments.check else 'written'}: docs/reference/{name}")
    return int(bool(stale) and arguments.check)


def pages() -> dict[str, str]:
    """Every reference page by file name."""
    return {
        "settings.md": _settings(),
        "acts.md": _acts(),
        "facts.md": _facts(),
        "powers.md": _powers(),
        "refusals.md": _refusals(),
        "commands.md": _commands(),
    }


def _table(title: str, lead: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [f"# {title}\n\n{NOTE}{lead}\n", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n\n")[0].replace("\n", " ")


def _settings() -> str:
    rows = []
    for name, one in Settings.model_fields.items():
        default = (
            "" if one.is_required() or one.default_factory else str(one.default if one.default is not None else "")
        )
        if str(ROOT) in default:
            default = "the checkout"
        rows.append((f"`MOTCUA_{name.upper()}`", one.description or "", f"`{default}`" if default else ""))
    rows.append(
        (
            "`DATABASE_URL`",
            "For bin/run: a PostgreSQL ≥ 16 as an administrator (makes roles and database) or as motcua_app",
            "",
        )
    )
    rows.append(("`MOTCUA_NOW`", "Holds the business clock still at this instant (ISO 8601); for demonstrations", ""))
    lead = "Environment variables win over `instance.json` in the data folder, which the first start writes."
    return _table("Settings", lead, ("setting", "meaning", "default"), rows)


def _acts() -> str:
    rows = []
    for name, one in sorted(acts.register().items()):
        if name.startswith("testing."):
            continue
        holders = sorted(
            f"{role} ({actions[name]})" for role, actions in permissions.powers().items() if name in actions
        )
        who = "anyone" if one.open else ", ".join(holders) or "system"
        rows.append((f"`{name}`", _first_line(one.function), one.law or "", who))
    return _table(
        "Acts",
        "Everything that changes anything. Each is one transaction and one audit line.",
        ("act", "what it does", "law", "who may"),
        rows,
    )


def _facts() -> str:
    rows = []
    listening = events.subscriptions()
    for name, kind in sorted(events.registered().items()):
        if name.startswith("testing."):
            continue
        fields = ", ".join(f.name for f in dataclasses.fields(kind))
        heard = "<br>".join(f"{s.handler.split('rooms.')[-1]} ({s.lane})" for s in listening.get(name, []))
        rows.append((f"`{name}`", _first_line(kind), fields, heard))
    return _table(
        "Facts",
        "What is announced, and who listens (config/wiring.py).",
        ("fact", "meaning", "fields", "listeners"),
        rows,
    )


def _powers() -> str:
    rows = [
        (role, "<br>".join(f"`{a}`: {r}" for a, r in sorted(actions.items())))
        for role, actions in sorted(permissions.powers().items())
    ]
    lead = "Role → act: relation. What is not here is denied. Source: `src/motcua/config/powers/`."
    return _table("Powers", lead, ("role", "acts"), rows)


def _refusals() -> str:
    rows = [
        (f"`{code}`", str(e.get("status", 422)), str(e["vi"]), str(e["en"]))
        for code, e in sorted(errors.words_of_refusals().items())
    ]
    return _table(
        "Refusals", "Stable codes for programs, words for people.", ("code", "HTTP", "Tiếng Việt", "English"), rows
    )


def _commands() -> str:
    rows = []
    for module in pkgutil.iter_modules(commands.__path__):
        loaded = importlib.import_module(f"{commands.__name__}.{module.name}")
        parser = argparse.ArgumentParser(prog=f"motcua {module.name}", add_help=False)
        loaded.add_arguments(parser)
        usage = " ".join(parser.format_usage().removeprefix("usage: ").split())
        rows.append((f"`{usage}`", (loaded.__doc__ or "").strip().splitlines()[0]))
    return _table("Commands", "`bin/motcua <command>`.", ("command", "what it does"), rows)
