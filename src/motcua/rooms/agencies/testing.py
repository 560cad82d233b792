"""For tests of this room and of the rooms above: the agencies of the demonstration, in the test's own database."""

from pathlib import Path

from motcua.kernel import clock
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import services

CONTENT = Path(__file__).resolve().parents[4] / "content"


def load_tree() -> None:
    """Load content/agencies.yaml; a second call in the same database costs one statement."""
    services.load_agencies(CONTENT / "agencies.yaml", by=SYSTEM, at=clock.now())


def load_places() -> None:
    """Load every province and commune, about a second the first time."""
    services.load_admin_units(sorted(CONTENT.glob("admin_units*.csv")), by=SYSTEM, at=clock.now())
