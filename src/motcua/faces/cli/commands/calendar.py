"""List the working calendar of a place, declare days by decree, and take a declaration back."""

import argparse
import sys
from datetime import date
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar import queries, services
from motcua.rooms.calendar.types import WEEKDAYS, DeclarationKind, Decree, Place, spans
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers.types import Forecast


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Three verbs, each for the whole country unless a place is named."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="list | declare | take-back")
    listing = verbs.add_parser("list", help="every day of a year that differs from the ordinary week")
    listing.add_argument("year", nargs="?", type=int, help="this year unless told")
    _add_place(listing)
    declaring = verbs.add_parser("declare", help="declare a day off, a swap, a closure, a day worked or other hours")
    declaring.add_argument("kind", choices=[kind.value for kind in DeclarationKind])
    declaring.add_argument("first", type=date.fromisoformat, help="first day, YYYY-MM-DD")
    declaring.add_argument("last", nargs="?", type=date.fromisoformat, help="last day; the first unless told")
    declaring.add_argument("--worked-on", type=date.fromisoformat, help="the day of rest that is worked instead (swap)")
    declaring.add_argument("--hours", nargs="+", default=[], metavar="HH:MM-HH:MM", help="opening hours of the days")
    declaring.add_argument("--number", required=True, help="number of the decision")
    declaring.add_argument("--decided-on", type=date.fromisoformat, help="day of the decision; today unless told")
    declaring.add_argument("--reason", required=True, help="what people will read")
    declaring.add_argument("--yes", action="store_true", help="declare; without it only say what would happen")
    _add_place(declaring)
    back = verbs.add_parser("take-back", help="take a declaration back")
    back.add_argument("id", type=UUID, help="as `list` shows it")
    back.add_argument("--number", required=True, help="number of the decision")
    back.add_argument("--reason", required=True, help="what people will read")


def run(args: argparse.Namespace) -> int:
    """Do one of the three."""
    try:
        if args.verb == "take-back":
            services.take_back(args.id, number=args.number, reason=args.reason, by=SYSTEM, at=clock.now())
            return 0
        place = _place(args)
        return _list(place, args.year or clock.today().year) if args.verb == "list" else _declare(place, args)
    except Refused as no:
        return _no(no.message)
    except ValueError as fault:
        return _no(str(fault))


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
        for day in queries.holidays(year, place, at=clock.now()):
            sign = "+" if day.open else "-"
            certain = "" if day.confidence != "estimated" else " (ước tính)"
            mark = f" {day.declaration_id}" if day.declaration_id else ""
            weekday = WEEKDAYS[day.date.weekday()]
            print(f"{sign} {day.date:%Y-%m-%d} {weekday:<9} {day.reason}{certain} [{day.source}]{mark}")
    return 0


def _declare(place: Place, args: argparse.Namespace) -> int:
    decree = Decree(
        DeclarationKind(args.kind), args.first, args.last or args.first, args.number,
        args.decided_on or clock.today(), args.reason, args.worked_on, spans(args.hours),
    )  # fmt: skip
    at = clock.now()
    with scope(SYSTEM):
        days = [decree.first, decree.last, *([decree.worked_on] if decree.worked_on else [])]
        ahead = dossiers.forecast(place, min(days), max(days), queries.under(decree, place, at), at=at)
    print(_told(ahead))
    if not args.yes:
        print("nothing was declared; repeat with --yes")
        return 0
    print(services.declare(decree, place, by=SYSTEM, at=at))
    return 0


def _told(ahead: Forecast) -> str:
    moves = ", ".join(f"{count:,} by {days:+d} days" for days, count in ahead.by_days)
    return f"{ahead.moved:,} of {ahead.looked:,} open due dates move" + (f": {moves}" if moves else "")


def _no(words: str) -> int:
    print(f"motcua: {words}", file=sys.stderr)
    return 2
