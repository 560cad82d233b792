"""What the facts mean, without a database and without a clock."""

from motcua.rooms.insights.rules.hiding import SUMS, kept_back
from motcua.rooms.insights.rules.periods import PERIODS, days_of
from motcua.rooms.insights.rules.targets import MEASURED, Target, Targets, target_on
from motcua.rooms.insights.rules.urgent import Urgent, three
from motcua.rooms.insights.rules.work import Ask, Piece, Progress, fold

__all__ = [
    "MEASURED",
    "PERIODS",
    "SUMS",
    "Ask",
    "Piece",
    "Progress",
    "Target",
    "Targets",
    "Urgent",
    "days_of",
    "fold",
    "kept_back",
    "target_on",
    "three",
]
