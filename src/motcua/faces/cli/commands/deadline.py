"""Compute a due date and explain every day that was counted or skipped."""

import argparse
import json
import re
import sys
from datetime import datetime

from pydantic import ValidationError

from motcua.kernel import clock
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar import queries as calendar
from motcua.rooms.calendar.rules import CalendarFault, due_at
from motcua.rooms.calendar.types import Deadline, LimitUnit, TimeLimit
from motcua.rooms.catalogue import queries as catalogue

SHORT = {
    "": "working_day", "d": "working_day", "h": "working_hour", "cd": "calendar_day", "ch": "hour", "w": "week",
    "m": "month",
}  # fmt: skip
SPELLED = re.compile(r"(?P<amount>\d+(\.\d+)?)\s*(?P<unit>[a-z_]*)")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked."""
    parser.add_argument("amount", nargs="?", help="length of the limit, for example 5 or 0.5")
    parser.add_argument("unit", nargs="?", choices=[unit.value for unit in LimitUnit], default="working_day")
    parser.add_argument(
        "--received", "--from", dest="start", metavar="INSTANT", help="instant of acceptance, ISO 8601; else now"
    )
    parser.add_argument(
        "--limit", metavar="LIMIT", help="the limit in one word, for example 5, 5d, 4h, 2w, 1m, 30cd or «5 working_day»"
    )
    parser.add_argument("--known-at", metavar="INSTANT", help="count by what was known then; else by what is known now")
    parser.add_argument("--procedure", metavar="CODE", help="take the limit of this procedure instead")
    parser.add_argument("--channel", default="online", choices=["online", "counter", "postal"])
    parser.add_argument("--agency", metavar="CODE", help="count by the calendar of this agency")
    parser.add_argument("--cutoff", metavar="HH:MM", help="received after this hour counts for the next working day")
    parser.add_argument("--same-day", action="store_true", help="the result is due the same day, before the cut-off")
    parser.add_argument("--json", action="store_true", help="print the explanation as JSON")


def run(args: argparse.Namespace) -> int:
    """Print the due date and its explanation."""
    try:
        start = _instant(args.start)
        with scope(SYSTEM):
            limit = _limit(args)
            home = agencies.agency_by_code(args.agency) if args.agency else None
            if args.agency and home is None:
                return _no(f"no agency has the code {args.agency}")
            known = _instant(args.known_at)
            deadline = due_at(start, limit, calendar.calendar_for(home.id if home else None, known))
    except CalendarFault as fault:
        return _no(str(fault))
    except ValidationError as fault:
        return _no(fault.errors()[0]["msg"])
    except ValueError as fault:
        return _no(str(fault))
    print(json.dumps(deadline.as_dict(), ensure_ascii=False, indent=2) if args.json else _told(deadline))
    return 0


def _instant(text: str | None) -> datetime:
    if text is None:
        return clock.now()
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=clock.ZONE)


def _limit(args: argparse.Namespace) -> TimeLimit:
    if args.procedure:
        definition = catalogue.procedure(args.procedure)
        if definition is None:
            raise ValueError(f"no procedure has the code {args.procedure}")
        return catalogue.time_limit(definition, args.channel, {})
    if args.amount is None and args.limit is None:
        raise ValueError("say how long (for example: --limit 5) or name a --procedure")
    amount, unit = _spelled(args.limit) if args.limit else (args.amount, args.unit)
    given = {"amount": amount, "unit": unit, "cutoff": args.cutoff, "same_day": args.same_day}
    return TimeLimit.model_validate({**given, "cutoff_shifts_deadline": bool(args.cutoff) and not args.same_day})


def _spelled(text: str) -> tuple[str, str]:
    """Read «5», «4h» or «5 working_day»."""
    found = SPELLED.fullmatch(text.strip())
    if found is None or (found["unit"] and found["unit"] not in SHORT and found["unit"] not in set(LimitUnit)):
        raise ValueError(f"{text} is not a time limit; say for example 5, 4h, 2w, 1m, 30cd")
    return found["amount"], SHORT.get(found["unit"], found["unit"])


def _told(deadline: Deadline) -> str:
    lines = [deadline.text]
    for step in deadline.steps:
        source = f" [{step.source}]" if step.source else ""
        lines.append(f"  {'+' if step.counted else '-'} {step.date:%Y-%m-%d}  {step.reason}{source}")
    return "\n".join(lines)


def _no(words: str) -> int:
    print(f"motcua: {words}", file=sys.stderr)
    return 2
