"""The order in which the reference content of an installation is loaded. Each step is idempotent."""

import sys
from collections.abc import Callable

from motcua.config import env
from motcua.kernel import clock
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import services as agencies
from motcua.rooms.calendar import services as calendar
from motcua.rooms.catalogue import services as catalogue
from motcua.rooms.identity import services as identity
from motcua.rooms.insights import queries as insights


def _agencies() -> None:
    agencies.load_agencies(env.load().content_dir / "content" / "agencies.yaml", by=SYSTEM, at=clock.now())


def _admin_units() -> None:
    paths = sorted((env.load().content_dir / "content").glob("admin_units*.csv"))
    agencies.load_admin_units(paths, by=SYSTEM, at=clock.now())


def _calendars() -> None:
    calendar.load_shipped(by=SYSTEM, at=clock.now())


def _procedures() -> None:
    published = catalogue.publish_all(env.load().content_dir / "procedures", by=SYSTEM, at=clock.now())
    for problem in published.problems:
        print(f"  {problem}", file=sys.stderr)


def people() -> None:
    """Accounts and offices of the demonstration people."""
    identity.load_people(env.load().content_dir / "content" / "people.yaml", by=SYSTEM, at=clock.now())


STEPS: list[tuple[str, Callable[[], object]]] = [
    ("agencies", _agencies),
    ("administrative units", _admin_units),
    ("working calendars", _calendars),
    ("procedures", _procedures),
    ("targets", insights.check_targets),
]
