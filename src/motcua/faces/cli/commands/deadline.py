"""Compute a due date and explain every day that was counted or skipped."""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import ValidationError

from motcua.kernel import clock
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar import queries as calendar
from motcua.rooms.calendar.rules import CalendarFault, due_at
from motcua.rooms.calendar.types import (
    DAY_ZERO,
    EVERY_DAY,
    SATURDAY,
    SUNDAY,
    WEEKDAYS,
    CountedDay,
    Deadline,
    LimitUnit,
    TimeLimit,
    spoken,
)
from motcua.rooms.catalogue import queries as catalogue

SHORT = {
    "": "working_day", "d": "working_day", "h": "working_hour", "cd": "calendar_day", "ch": "hour", "w": "week",
    "m": "month",
}  # fmt: skip
BY_DAYS = frozenset({LimitUnit.WORKING_DAY, LimitUnit.CALENDAR_DAY, LimitUnit.WEEK, LimitUnit.MONTH})
WEEKLY_REST = "nghỉ hằng tuần"
SMALL = frozenset({"Ngày", "Nghỉ", "Nhận", "Tính", "Tạm", "Đóng", "Làm"})
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
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text} is not an instant; write for example 2026-11-18T09:00") from None
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
    """For people, in Vietnamese: the date, how it is counted, every day left out with its reason, and the sources."""
    head = [("Nhận lúc", spoken(deadline.started_at)), ("Thời hạn", deadline.limit)]
    head += [("Hạn trả", spoken(deadline.due_at) if deadline.due_at else "không có ngày hẹn cố định")]
    head += [("Cách tính", deadline.rule)] if deadline.rule else []
    sources = _Sources()
    days = [_line(first, last, count, deadline, sources) for first, last, count in _runs(deadline.steps)]
    lines = [f"{label + ':':<11}{words}" for label, words in head]
    lines += ["", *days] if days else []
    lines += ["", "Căn cứ:", *sources.lines()] if sources.lines() else []
    if not deadline.certain:
        lines += ["", "(*) Lịch nghỉ chính thức của ngày này chưa công bố: ngày hẹn có thể thay đổi."]
    return "\n".join(lines)


class _Sources:
    """Each source is written once, at the end, and named by its number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, source: str) -> str:
        return f" [{self._numbers.setdefault(source, len(self._numbers) + 1)}]" if source else ""

    def lines(self) -> list[str]:
        return [f"  [{number}] {source}" for source, number in self._numbers.items()]


def _runs(steps: Sequence[CountedDay]) -> list[tuple[CountedDay, CountedDay, int]]:
    """Counted days in a row together; a day that is left out stands by itself."""
    runs: list[tuple[CountedDay, CountedDay, int]] = []
    for step in steps:
        first, last, count = runs[-1] if runs else (step, step, 0)
        same = first.counted and step.counted and (first.reason, first.certain) == (step.reason, step.certain)
        if count and same and last.date + timedelta(days=1) == step.date:
            runs[-1] = (first, step, count + 1)
        else:
            runs.append((step, step, 1))
    return runs


def _line(first: CountedDay, last: CountedDay, count: int, deadline: Deadline, sources: _Sources) -> str:
    days = _day(first) if count == 1 else f"{_day(first)} đến {_day(last)}"
    mark = "" if first.certain else " (*)"
    source = "" if first.reason == EVERY_DAY else sources.mark(first.source)
    if first.counted:
        many = f" ({count} ngày)" if count > 1 and deadline.term.unit in BY_DAYS else ""
        return f"  + {days:<21} tính{many}: {_lower(first.reason)}{source}{mark}"
    name, comma, rest = first.reason.partition(", ")
    reason = f"{WEEKLY_REST}{comma}{rest}" if name in {SATURDAY, SUNDAY} else _lower(first.reason)
    return f"  - {days:<21} không tính: {reason}{source}{mark}"


def _day(step: CountedDay) -> str:
    return f"{WEEKDAYS[step.date.weekday()]} {step.date:%d/%m/%Y}"


def _lower(words: str) -> str:
    """In the middle of a sentence; names of feasts keep their capitals."""
    usual = {DAY_ZERO: "ngày nhận hồ sơ", EVERY_DAY: "tính cả ngày nghỉ"}
    plain = usual.get(words, words)
    return plain[:1].lower() + plain[1:] if plain.split(" ")[0] in SMALL else plain


def _no(words: str) -> int:
    print(f"motcua: {words}", file=sys.stderr)
    return 2
