"""Conditions and checks written in content, in Google's CEL.

Nothing else in the product evaluates text from a file. Authoring faults
(names, types, syntax) are found by `compile`; what only goes wrong with real
values comes out of `Expression.value` as the same `ExpressionFault`: the
library would return it as an ordinary value of type ERROR.

Where a variable `today` (ISO date) is declared, `days_since(date)` and
`age_years(date)` count from it, never from the machine's clock. A date may be
a year or a month alone, as on old birth papers: then its last day counts.
"""

import calendar
import re
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from cel_expr_python import cel

_T = cel.Type
KINDS: dict[str, Any] = {name: getattr(_T, name.upper()) for name in ("string", "int", "double", "bool", "dyn")}
KINDS |= {"date": _T.STRING, "list": _T.List(_T.DYN), "map": _T.Map(_T.STRING, _T.DYN)}
LONGEST_SOURCE = 2_000

_counted_from: ContextVar[date] = ContextVar("expressions_counted_from")


class ExpressionFault(ValueError):
    """An expression that cannot be compiled, or cannot be evaluated on these values."""

    def __init__(self, message: str, *, source: str, column: int | None = None) -> None:
        super().__init__(f"{message} (in: {source[:120]})")
        self.plain, self.source, self.column = message, source, column


@dataclass(frozen=True, slots=True)
class Bindings:
    """Values prepared once, for many expressions over the same variables."""

    activation: Any
    today: date | None


@dataclass(frozen=True, slots=True)
class Expression:
    source: str
    kind: str  # "bool", "int", "string", "dyn", …: what it answers
    _compiled: Any
    _variables: tuple[tuple[str, str], ...]

    def value(self, bindings: Mapping[str, Any] | Bindings) -> Any:
        """The answer for these values; ExpressionFault when there is none."""
        bound = bindings if isinstance(bindings, Bindings) else bind(dict(self._variables), bindings, self.source)
        counted = _counted_from.set(bound.today) if bound.today else None
        try:
            answer = self._compiled.eval(bound.activation)
        except RuntimeError as fault:
            raise _at_run_time(str(fault), self.source) from None
        finally:
            if counted:
                _counted_from.reset(counted)
        if answer.type() == _T.ERROR:
            raise _at_run_time(answer.plain_value(), self.source)
        return answer.plain_value()


@lru_cache(maxsize=4096)
def _compile(source: str, variables: tuple[tuple[str, str], ...], answers: str | None) -> Expression:
    if len(source) > LONGEST_SOURCE:
        raise ExpressionFault(f"longer than {LONGEST_SOURCE} characters: split it", source=source)
    try:
        compiled = _environment(variables).compile(source)
    except RuntimeError as fault:
        raise _at_authoring(str(fault), source, [name for name, _ in variables]) from None
    kind = compiled.return_type().name().lower()
    if answers and kind not in (answers, "dyn"):
        raise ExpressionFault(f"answers {kind}, but {answers} is needed here", source=source)
    return Expression(source, kind, compiled, variables)


def compile(source: str, *, variables: Mapping[str, str], answers: str | None = None) -> Expression:  # noqa: A001
    """Check an expression against the names and kinds it may use, and make it ready.

    `answers` is the kind it must give ("bool" for every condition).
    """
    return _compile(source, tuple(sorted(variables.items())), answers)


def bind(variables: Mapping[str, str], values: Mapping[str, Any], source: str = "") -> Bindings:
    """Prepare values for many expressions over the same variables."""
    plain = {name: str(v) if isinstance(v, (UUID, date)) else v for name, v in values.items()}
    try:
        activation = _environment(tuple(sorted(variables.items()))).Activation(plain)
    except RuntimeError as fault:
        raise _at_run_time(str(fault), source) from None
    return Bindings(activation, date.fromisoformat(plain["today"][:10]) if plain.get("today") else None)


@lru_cache(maxsize=64)
def _environment(variables: tuple[tuple[str, str], ...]) -> Any:
    counting = [_function("days_since", _days_since), _function("age_years", _age_years)]
    return cel.NewEnv(
        variables={name: KINDS[kind] for name, kind in variables},
        functions=counting if any(name == "today" for name, _ in variables) else [],
    )


def _function(name: str, counts: Any) -> Any:
    overload = cel.Overload(f"{name}_string", return_type=_T.INT, parameters=[_T.STRING], impl=counts)
    return cel.FunctionDecl(name, [overload])


def _last_day(text: str) -> date:
    year, _, rest = text[:10].partition("-")
    if len(rest) > 2:  # noqa: PLR2004 - more than a month: a whole date
        return date.fromisoformat(text[:10])
    month = int(rest or 12)
    return date(int(year), month, calendar.monthrange(int(year), month)[1])


def _days_since(text: str) -> int:
    return (_counted_from.get() - _last_day(text)).days


def _age_years(text: str) -> int:
    born, today = _last_day(text), _counted_from.get()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _at_authoring(fault: str, source: str, names: list[str]) -> ExpressionFault:
    found = re.search(r"<input>:\d+:(-?\d+): ([^\n\[]+)", fault)
    column, words = (int(found[1]), found[2].strip()) if found else (None, fault.split("\n", maxsplit=1)[0])
    if unknown := re.search(r"undeclared reference to '(.+?)'", words):
        words = f"'{unknown[1].split('.')[0]}' is not known here; known names: {', '.join(names)}"
    return ExpressionFault(words, source=source, column=column)


def _at_run_time(fault: str, source: str) -> ExpressionFault:
    return ExpressionFault(_words(fault), source=source)


def _words(fault: str) -> str:
    return re.sub(r"^[A-Z_]+: |\s*\[[A-Z_]+\]$", "", fault)
