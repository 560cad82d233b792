"""List the working calendar of a place, declare days or a working week by decree, and take a declaration back."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar import queries, services
from motcua.rooms.calendar.types import WEEKDAYS, DeclarationKind, Decree, Intervals, Place, spans
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers.types import Forecast

WEEKDAY_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Four verbs, each for the whole country unless a place is named."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="list | declare | declare-week | take-back")
    listing = verbs.add_parser("list", help="the working weeks of a year, and every day that differs from them")
    listing.add_argument("year", nargs="?", type=int, help="this year unless told")
    _add_place(listing)
    declaring = verbs.add_parser("declare", help="declare a day off, a swap, a closure, a day worked or other hours")
    declaring.add_argument("kind", choices=[kind.value for kind in DeclarationKind if kind != DeclarationKind.WEEK])
    declaring.add_argument("first", type=date.fromisoformat, help="first day, YYYY-MM-DD")
    declaring.add_argument("last", nargs="?", type=date.fromisoformat, help="last day; the first unless told")
    declaring.add_argument("--worked-on", type=date.fromisoformat, help="the day of rest that is worked instead (swap)")
    declaring.add_argument("--hours", nargs="+", default=[], metavar="HH:MM-HH:MM", help="opening hours of the days")
    _add_decision(declaring)
    week = verbs.add_parser("declare-week", help="declare another working week from a day on")
    week.add_argument("first", type=date.fromisoformat, help="from which day on, YYYY-MM-DD")
    week.add_argument(
        "--hours", nargs="+", required=True, metavar="DAYS=HOURS",
        help="for example mon-fri=07:30-11:30,13:00-17:00 sat=07:30-11:30; days not named are days of rest",
    )  # fmt: skip
    _add_decision(week)
    back = verbs.add_parser("take-back", help="take a declaration back")
    back.add_argument("id", type=UUID, help="as `list` shows it")
    back.add_argument("--number", required=True, help="number of the decision")
    back.add_argument("--reason", required=True, help="what people will read")


def run(args: argparse.Namespace) -> int:
    """Do one of the four."""
    try:
        if args.verb == "take-back":
            services.take_back(args.id, number=args.number, reason=args.reason, by=SYSTEM, at=clock.now())
            return 0
        place = _place(args)
        if args.verb == "list":
            return _list(place, args.year or clock.today().year)
        return _declare(place, _week(args) if args.verb == "declare-week" else _days(args), args)
    except Refused as no:
        return _no(no.message)
    except ValueError as fault:
        return _no(str(fault))


def _add_decision(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--number", required=True, help="number of the decision")
    parser.add_argument("--decided-on", type=date.fromisoformat, help="day of the decision; today unless told")
    parser.add_argument("--reason", required=True, help="what people will read")
    parser.add_argument("--yes", action="store_true", help="declare; without it only say what would happen")
    _add_place(parser)


def _add_place(parser: argparse.ArgumentParser) -> None:
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--agency", metavar="CODE", help="of this agency")
    where.add_argument("--province", metavar="CODE", help="of this province")


def _place(args: argparse.Namespace) -> Place:
    if args.agency:
        agency = agencies.agency_by_code(args.agency)
        if agency is None:
            raise ValueError(f"no agency has the code {args.agency}")
        return Place(agency_id=agency.id)
    return Place(province_code=args.province or "")


def _list(place: Place, year: int) -> int:
    with scope(SYSTEM):
        for week in queries.weeks_of(place, clock.now()):
            if week.since.year <= year:
                print(f"= {week.since:%Y-%m-%d} {_spelled(dict(week.days))} [{week.source}]")
        for day in queries.holidays(year, place, at=clock.now()):
            sign = "+" if day.open else "-"
            certain = "" if day.confidence != "estimated" else " (ước tính)"
            mark = f" {day.declaration_id}" if day.declaration_id else ""
            weekday = WEEKDAYS[day.date.weekday()]
            print(f"{sign} {day.date:%Y-%m-%d} {weekday:<9} {day.reason}{certain} [{day.source}]{mark}")
    return 0


def _days(args: argparse.Namespace) -> Decree:
    return Decree(
        DeclarationKind(args.kind), args.first, args.last or args.first, args.number,
        args.decided_on or clock.today(), args.reason, args.worked_on, spans(args.hours),
    )  # fmt: skip


def _week(args: argparse.Namespace) -> Decree:
    return Decree(
        DeclarationKind.WEEK, args.first, args.first, args.number, args.decided_on or clock.today(), args.reason,
        weekly=_weekly(args.hours),
    )  # fmt: skip


def _weekly(words: Sequence[str]) -> tuple[tuple[int, Intervals], ...]:
    """Read «mon-fri=07:30-11:30,13:00-17:00» and «sat=07:30-11:30»."""
    found: dict[int, Intervals] = {}
    for word in words:
        days, _, hours = word.partition("=")
        first, _, last = days.strip().lower().partition("-")
        if first not in WEEKDAY_KEYS or (last or first) not in WEEKDAY_KEYS or not hours:
            raise ValueError(f"{word} is not a day and its hours; say for example mon-fri=07:30-11:30,13:00-17:00")
        named = range(WEEKDAY_KEYS.index(first), WEEKDAY_KEYS.index(last or first) + 1)
        twice = [WEEKDAY_KEYS[day] for day in named if day in found]
        if twice or not named:
            raise ValueError(f"{word}: each weekday once, in the order of the week")
        found |= dict.fromkeys(named, spans(hours.split(",")))
    return tuple(sorted(found.items()))


def _spelled(days: Mapping[int, Intervals]) -> str:
    """«thứ Hai 07:30-11:30,13:00-17:00; …», weekdays with the same hours in a row together."""
    runs: list[tuple[int, int]] = []
    for day in (one for one in range(7) if days.get(one)):
        if runs and runs[-1][1] == day - 1 and days[runs[-1][0]] == days[day]:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    names = [WEEKDAYS[a] if a == b else f"{WEEKDAYS[a]} đến {WEEKDAYS[b]}" for a, b in runs]
    hours = [
        ",".join(f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}" for a, b in days[run[0]]) for run in runs
    ]
    return "; ".join(f"{name} {open_}" for name, open_ in zip(names, hours, strict=True))


def _declare(place: Place, decree: Decree, args: argparse.Namespace) -> int:
    at = clock.now()
    with scope(SYSTEM):
        ahead = dossiers.forecast(place, *queries.touched(decree), queries.under(decree, place, at), at=at)
    print(_told(ahead))
    if not args.yes:
        print("nothing was declared; repeat with --yes")
        return 0
    print(services.declare(decree, place, by=SYSTEM, at=at))
    return 0


def _told(ahead: Forecast) -> str:
    moves = ", ".join(f"{count:,} by {days:+d} days" for days, count in ahead.by_days)
    about = f" (estimated from {ahead.sampled:,})" if ahead.sampled else ""
    return f"{ahead.moved:,} of {ahead.looked:,} open due dates move{about}" + (f": {moves}" if moves else "")


def _no(words: str) -> int:
    print(f"motcua: {words}", file=sys.stderr)
    return 2
