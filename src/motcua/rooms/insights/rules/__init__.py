"""What the facts mean, without a database and without a clock."""

from motcua.rooms.insights.rules.urgent import Urgent, three
from motcua.rooms.insights.rules.work import Ask, Piece, Progress, fold

__all__ = ["Ask", "Piece", "Progress", "Urgent", "fold", "three"]
