"""Concessions in force: the file of legal texts, read once, and what it does to the fees of one person."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

import yaml

from motcua.rooms.payments.models import Obligation
from motcua.rooms.payments.rules.concessions import Concession, Policy, base_salary_on, relieve
from motcua.rooms.payments.types import FeeLine, Profile

SOURCE = Path(__file__).resolve().parent / "concessions.yaml"


@cache
def policies() -> tuple[Policy, ...]:
    """Every legal text in the file that is in force."""
    documents = yaml.safe_load_all(SOURCE.read_text(encoding="utf-8"))
    found = (Policy.model_validate(document) for document in documents)
    return tuple(policy for policy in found if policy.state == "in_force")


def relieved(
    lines: Sequence[FeeLine], *, owner_id: UUID, on: date, assurance: int, facts: Callable[[], frozenset[str]]
) -> list[FeeLine]:
    """The lines with the best concession each. What is known of the person is asked for only where one could apply."""
    codes = {line.code for line in lines if line.amount}
    asked = [(p, c) for p in policies() for c in p.concessions if _might_apply(c, codes, on, assurance)]
    if not asked:
        return list(lines)
    left = [c for _, c in asked if c.times_per_year is None or _used(c, owner_id, on.year) < c.times_per_year]
    base = max(base_salary_on(on, policy.base_salaries) for policy, _ in asked)
    return relieve(lines, left, Profile(on=on, assurance=assurance, facts=facts()), base_salary=base)


def _might_apply(concession: Concession, codes: set[str], on: date, assurance: int) -> bool:
    in_force = concession.valid_from <= on and (concession.valid_to is None or on <= concession.valid_to)
    return in_force and assurance >= concession.assurance and bool(concession.subjects & codes)


def _used(concession: Concession, owner_id: UUID, year: int) -> int:
    """How often the person had this concession this year."""
    own = Obligation.objects.filter(owner_id=owner_id, raised_at__year=year)
    return own.filter(fee_lines__contains=[{"relief": concession.name}]).count()
