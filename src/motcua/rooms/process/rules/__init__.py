"""Processes as pure functions: which step comes next, whether a definition is sound, when each step is due."""

from motcua.rooms.process.rules.executor import (
    ExecutionFault,
    Marking,
    Moved,
    Token,
    complete,
    fire,
    move_back,
    start,
    walk,
)
from motcua.rooms.process.rules.schedule import may_move, planned_ends, step_due_at
from motcua.rooms.process.rules.soundness import problems

__all__ = [
    "ExecutionFault",
    "Marking",
    "Moved",
    "Token",
    "complete",
    "fire",
    "may_move",
    "move_back",
    "planned_ends",
    "problems",
    "start",
    "step_due_at",
    "walk",
]
