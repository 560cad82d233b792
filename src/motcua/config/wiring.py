"""The only list of who listens to what, what the clock starts, and which adapter stands behind which port."""

from importlib import import_module
from importlib.util import find_spec

ROOMS = (
    "agencies", "identity", "calendar", "documents", "notifications", "forms", "payments", "process", "catalogue",
    "dossiers", "feedback", "insights",
)  # fmt: skip


def bind() -> None:
    """Load every room's acts and facts, then connect them. Called once, when Django is ready."""
    for room in ROOMS:
        for part in ("events", "services"):
            name = f"motcua.rooms.{room}.{part}"
            if find_spec(name) is not None:
                try:  # TEMPORARY while rooms are being built side by side
                    import_module(name)
                except ImportError as fault:
                    import logging
                    logging.getLogger(__name__).warning("room %s is not whole yet: %s", room, fault)
