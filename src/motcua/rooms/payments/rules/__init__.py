"""Decisions about money: pure functions over values, free of Django and of the clock."""

from motcua.rooms.payments.rules.concessions import Concession, best_concession, relieve
from motcua.rooms.payments.rules.fees import FeeRule, fees

__all__ = ["Concession", "FeeRule", "best_concession", "fees", "relieve"]
