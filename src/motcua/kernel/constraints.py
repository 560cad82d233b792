"""Constraints that several models share."""

from functools import reduce
from operator import and_

from django.db.models import CheckConstraint, Q


def all_or_none(*fields: str, name: str) -> CheckConstraint:
    """Either every one of these fields is filled, or none is."""
    filled = reduce(and_, (Q(**{f"{f}__isnull": False}) for f in fields))
    empty = reduce(and_, (Q(**{f"{f}__isnull": True}) for f in fields))
    return CheckConstraint(condition=filled | empty, name=name)
