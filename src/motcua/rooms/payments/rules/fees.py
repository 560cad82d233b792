"""Which fees apply to a dossier and how much each is: by the procedure's table, the day, the channel, the answers."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from motcua.kernel import expressions
from motcua.rooms.payments.types import FeeKind, FeeLine

NAME = re.compile(r"(?<![\w.'\"])[a-z_][a-z0-9_]*(?!\w*\s*\()")
MEMBER = re.compile(r"\banswers\.([a-z_][a-z0-9_]*)")
TEXT = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
WORDS = frozenset({"true", "false", "null", "in"})
WHOLE = 100


class Exemption(BaseModel):
    """Who pays less (đối tượng miễn, giảm): the clause word for word, and a condition where it can be checked."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    text: str
    when: str | None = None
    percent: int = Field(default=WHOLE, ge=1, le=WHOLE)
    basis: str = ""


class FeeRule(BaseModel):
    """One row of a procedure's fee table. `amount` None means set elsewhere and told later; it is not zero."""

    model_config = ConfigDict(frozen=True, from_attributes=True, extra="ignore")

    code: str
    kind: FeeKind
    name: str
    amount: int | None = Field(default=None, ge=0)
    unit: str | None = None
    channels: tuple[str, ...] = ()
    when: str | None = None
    per: str | None = None
    condition_text: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    due: Literal["on_submission", "on_notice", "on_copy"] = "on_submission"
    basis: str | None = None
    exemptions: tuple[Exemption | str, ...] = ()

    @property
    def dated(self) -> bool:
        return self.valid_from is not None or self.valid_to is not None

    def in_force(self, on: date) -> bool:
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)


def fees(
    rows: Iterable[Any],
    channel: str,
    on: date,
    answers: Mapping[str, Any],
    *,
    variables: Mapping[str, str] | None = None,
) -> list[FeeLine]:
    """Compute the fee lines of one dossier, in the order of the table.

    `rows` are FeeRules or anything with their members. A row with dates replaces the undated row of the same kind and
    code while it is in force; of two dated rows the younger counts. Conditions see each answer by its name and all of
    them as `answers`; `variables` are their kinds as the form declares them, without it each is taken as it is.
    """
    asked = _Answers(channel, on, answers, variables)
    rules = [row if isinstance(row, FeeRule) else FeeRule.model_validate(row) for row in rows]
    applying = [rule for rule in rules if _applies(rule, channel, on, asked)]
    lines = [_line(rule, asked) for rule in applying if not _replaced(rule, applying)]
    return [line for line in lines if line is not None]


def _applies(rule: FeeRule, channel: str, on: date, asked: "_Answers") -> bool:
    here = not rule.channels or channel in rule.channels
    return here and rule.in_force(on) and (rule.when is None or asked.holds(rule.when))


def _replaced(rule: FeeRule, applying: list[FeeRule]) -> bool:
    rivals = [other for other in applying if (other.kind, other.code) == (rule.kind, rule.code) and other.dated]
    if not rule.dated:
        return bool(rivals)
    return any((other.valid_from or date.min) > (rule.valid_from or date.min) for other in rivals)


def _line(rule: FeeRule, asked: "_Answers") -> FeeLine | None:
    quantity = asked.count(rule.per) if rule.per else 1
    if quantity == 0:
        return None
    full = None if rule.amount is None else rule.amount * quantity
    relief = _relief(rule, asked)
    amount = full if relief is None or full is None else full - -(-full * relief.percent // WHOLE)
    return FeeLine(
        code=rule.code,
        name=rule.name,
        kind=rule.kind.value,
        amount=amount,
        quantity=quantity,
        unit=rule.unit or "",
        due=rule.due,
        condition=rule.condition_text or "",
        full_amount=full if relief else None,
        relief=relief.text if relief else "",
        basis=rule.basis or "",
    )


def _relief(rule: FeeRule, asked: "_Answers") -> Exemption | None:
    """The highest exemption whose condition holds; one that is only text is for an officer to grant."""
    held = [e for e in rule.exemptions if isinstance(e, Exemption) and e.when and asked.holds(e.when)]
    return max(held, key=lambda e: e.percent) if held else None


class _Answers:
    """What was answered, ready for expressions. A name nobody answered is null, not a fault of the author."""

    def __init__(self, channel: str, on: date, answers: Mapping[str, Any], kinds: Mapping[str, str] | None) -> None:
        self.answers = answers
        self.values: dict[str, Any] = {**answers, "answers": answers, "channel": channel, "today": on}
        self.kinds: dict[str, str] = {
            **dict.fromkeys(answers, "dyn"),
            **(kinds or {}),
            "answers": "map",
            "channel": "string",
            "today": "date",
        }

    def holds(self, source: str) -> bool:
        """Tell whether a condition holds; one that hangs on a question left empty does not."""
        try:
            return bool(self._value(source))
        except expressions.ExpressionFault:
            if self._left_empty(source):
                return False
            raise

    def count(self, source: str) -> int:
        """How many units are asked for; a question left empty asks for one."""
        if self._left_empty(source):
            return 1
        answer = self._value(source)
        number = int(answer)
        if number != answer or number < 0:
            raise expressions.ExpressionFault("a number of units is whole and not below zero", source=source)
        return number

    def _left_empty(self, source: str) -> bool:
        unasked = [name for name in _names(source) if self.values.get(name) is None]
        return bool(unasked) or any(self.answers.get(name) is None for name in MEMBER.findall(source))

    def _value(self, source: str) -> Any:
        names = _names(source) | {"today"}
        kinds = {name: self.kinds.get(name, "dyn") if self.values.get(name) is not None else "dyn" for name in names}
        compiled = expressions.compile(source, variables=kinds)
        bound = {name: self.values.get(name) for name in names}
        if "answers" in bound:
            bound["answers"] = {**dict.fromkeys(MEMBER.findall(source)), **self.answers}
        return compiled.value(bound)


def _names(source: str) -> set[str]:
    """The answers an expression asks for: plain names, not members, functions or words in quotes."""
    return set(NAME.findall(TEXT.sub("''", source))) - WORDS
