"""Acts of processes: starting, doing, assigning, handing over, returning, closing."""

from motcua.rooms.process.services.assigning import assign, claim, hand_over, release
from motcua.rooms.process.services.moving import close, complete, fire_timer, reschedule, return_for_rework, start
from motcua.rooms.process.services.rescheduling import recount_timers, reschedule_many

__all__ = [
    "assign",
    "claim",
    "close",
    "complete",
    "fire_timer",
    "hand_over",
    "recount_timers",
    "release",
    "reschedule",
    "reschedule_many",
    "return_for_rework",
    "start",
]
