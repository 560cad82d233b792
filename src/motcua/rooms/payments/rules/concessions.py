"""Concessions on fees (miễn, giảm): dated data, the best one counts, floors and ceilings of the law respected."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from motcua.rooms.payments.types import FeeLine, Profile

WHOLE = 100


class Concession(BaseModel):
    """A reduction some legal text grants for a time to some people on some fees.

    `payable_min` and `payable_max` bound what is left to pay; `benefit_max` bounds what is given. A concession with
    `times_per_year` counts per person and kind of thing: the caller says how often it was used.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    subjects: frozenset[str]
    percent: int = Field(ge=1, le=WHOLE)
    basis: str
    valid_from: date
    valid_to: date | None = None
    assurance: int = 0
    requires: frozenset[str] = frozenset()
    times_per_year: int | None = None
    benefit_max: int | None = None
    benefit_max_base_salaries: int | None = None
    payable_min: int | None = None
    payable_max: int | None = None

    def applies(self, subject: str, profile: Profile) -> bool:
        """Tell whether this person has it for a fee on this subject on this day."""
        in_force = self.valid_from <= profile.on and (self.valid_to is None or profile.on <= self.valid_to)
        entitled = profile.assurance >= self.assurance and self.requires <= profile.facts
        left = self.times_per_year is None or profile.used_this_year < self.times_per_year
        return in_force and entitled and left and subject in self.subjects


class BaseSalary(BaseModel):
    """Mức lương cơ sở from one day on: several ceilings are multiples of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: int
    valid_from: date
    basis: str


@dataclass(frozen=True, slots=True)
class Relief:
    """What a concession does to one amount."""

    payable: int
    benefit: int
    concession: Concession | None = None


def reduce(amount: int, concession: Concession, *, base_salary: int = 0) -> Relief:
    """Apply one concession. Fractions of a đồng fall in favour of the person who pays."""
    benefit = -(-amount * concession.percent // WHOLE)
    ceilings = [concession.benefit_max]
    if concession.benefit_max_base_salaries is not None:
        ceilings.append(concession.benefit_max_base_salaries * base_salary)
    benefit = min([benefit, *(c for c in ceilings if c is not None)])
    payable = amount - benefit
    if concession.payable_min is not None:
        payable = max(payable, min(concession.payable_min, amount))
    if concession.payable_max is not None:
        payable = min(payable, concession.payable_max)
    return Relief(payable=payable, benefit=amount - payable, concession=concession)


def best_concession(
    amount: int, subject: str, concessions: Iterable[Concession], profile: Profile, *, base_salary: int = 0
) -> Relief:
    """Of all policies that apply only the highest benefit counts; they are never added up."""
    reliefs = [reduce(amount, c, base_salary=base_salary) for c in concessions if c.applies(subject, profile)]
    reliefs.sort(key=lambda r: (-r.benefit, r.concession.code if r.concession else ""))
    nothing = Relief(payable=amount, benefit=0)
    return reliefs[0] if reliefs and reliefs[0].benefit > 0 else nothing


def relieve(
    lines: Iterable[FeeLine], concessions: Iterable[Concession], profile: Profile, *, base_salary: int = 0
) -> list[FeeLine]:
    """Reduce each line by its best concession; the subject of a line is its code."""
    known = list(concessions)
    result: list[FeeLine] = []
    for line in lines:
        if not line.amount:
            result.append(line)
            continue
        best = best_concession(line.amount, line.code, known, profile, base_salary=base_salary)
        if best.concession is None:
            result.append(line)
        else:
            full = line.full_amount if line.full_amount is not None else line.amount
            result.append(replace(line, amount=best.payable, full_amount=full, relief=best.concession.name))
    return result


def base_salary_on(day: date, table: Iterable[BaseSalary]) -> int:
    """The base salary in force on a day; zero before the first known one."""
    known = [row for row in table if row.valid_from <= day]
    return max(known, key=lambda row: row.valid_from).amount if known else 0


class Policy(BaseModel):
    """A file of concessions: one legal text, read and checked as a whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    title: str
    state: Literal["in_force", "proposed"] = "in_force"
    concessions: tuple[Concession, ...]
    base_salaries: tuple[BaseSalary, ...] = ()
