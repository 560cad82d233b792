"""group.yaml: one submission that is several procedures (liên thông).

The package that holds it is the group as its publication decision describes it: one joint form, one limit, one fee
table. The members are procedures of their own, handled by their own agencies; a CEL line says what each of their
questions is answered with.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from pydantic import Field

from motcua.kernel import expressions
from motcua.rooms.catalogue.package_models import Cel, Content, Key, Text

IN_FEEDS = {"answers": "map", "results": "map", "today": "date"}
RESULT = re.compile(r"\bresults\.([a-z]\w*)\.([a-z]\w*)")
ANSWER = re.compile(r"\banswers\.([a-z]\w*)")
ALWAYS_TOLD = frozenset({"number", "issued_on", "agency"})
"""What every result tells of itself, beside the fields its officer drafted."""


class LinkedMember(Content):
    """One procedure of the group (thủ tục thành phần).

    `when`: only in this case (CEL). `at`: the address that says which agency is competent (CEL); left out, the lead
    agency's own place. `share`: the part of the group's limit it may take. `answers`: field of the member's form → CEL
    over `answers` of the joint form and `results` of other members; a field of the same key in both forms needs no
    line. `needs`: members to wait for though no line asks for their result.
    """

    key: Key
    procedure: Key
    name: Text
    share: Decimal = Field(gt=0, le=1)
    when: Cel | None = None
    at: Cel | None = None
    needs: list[Key] = []
    answers: dict[Key, Cel] = {}

    @cached_property
    def waits_for(self) -> tuple[str, ...]:
        """Members whose result must be there first: named, or asked by a line."""
        asked = [name for text in self.answers.values() for name, _ in RESULT.findall(text)]
        return tuple(dict.fromkeys([*self.needs, *asked]))

    def uses(self, fields: Iterable[str]) -> frozenset[str]:
        """The joint answers this member is fed with; `fields` are the questions of its own form."""
        found = [ANSWER.findall(self.answers[name]) if name in self.answers else [name] for name in fields]
        return frozenset(key for keys in found for key in keys)

    @cached_property
    def places(self) -> frozenset[str]:
        """The joint answers that decide whether this member takes part, and at which agency."""
        return frozenset(ANSWER.findall(f"{self.when or ''} {self.at or ''}"))

    def origin(self, name: str, value: Any, answers: Mapping[str, Any], *, today: date) -> str | None:
        """The joint answer that would feed `name` with `value` if it were that; None when none would, or several."""
        text = self.answers.get(name)
        if text is None:
            return name
        meant = [
            key
            for key in dict.fromkeys(ANSWER.findall(text))
            if _value(text, {**answers, key: value}, {}, today) == value
        ]
        return meant[0] if len(meant) == 1 else None

    def applies(self, answers: Mapping[str, Any], *, today: date) -> bool:
        """Tell whether this member is part of what was asked for."""
        return self.when is None or _value(self.when, answers, {}, today) is True

    def place(self, answers: Mapping[str, Any], *, today: date) -> Mapping[str, Any]:
        """The address that decides who is competent; empty when the lead's own place does."""
        found = _value(self.at, answers, {}, today) if self.at else {}
        return found if isinstance(found, dict) else {}

    def fed(
        self,
        fields: Iterator[str] | list[str],
        answers: Mapping[str, Any],
        results: Mapping[str, Mapping[str, Any]],
        *,
        today: date,
    ) -> dict[str, Any]:
        """The answers of the member's form, out of the joint form and the results that are there."""
        found = {}
        for name in fields:
            text = self.answers.get(name)
            value = answers.get(name) if text is None else _value(text, answers, results, today)
            if value not in (None, "", {}, []):
                found[name] = value
        return found


class Group(Content):
    """group.yaml."""

    members: list[LinkedMember] = Field(min_length=2)

    @cached_property
    def by_key(self) -> dict[str, LinkedMember]:
        return {member.key: member for member in self.members}

    @cached_property
    def ends(self) -> dict[str, Decimal]:
        """The part of the group's limit that may have passed when each member is done; for a sound group."""
        found: dict[str, Decimal] = {}
        waiting = list(self.members)
        while waiting:
            ready = [one for one in waiting if all(name in found for name in one.waits_for)]
            if not ready:
                break  # a circle, told by the checks
            for one in ready:
                found[one.key] = max([found[name] for name in one.waits_for], default=Decimal(0)) + one.share
            waiting = [one for one in waiting if one.key not in found]
        return found


def _value(text: str, answers: Mapping[str, Any], results: Mapping[str, Mapping[str, Any]], today: date) -> Any:
    """What a line gives; nothing when it leans on what is not there."""
    bound = {"answers": dict(answers), "results": {k: dict(v) for k, v in results.items()}, "today": today.isoformat()}
    try:
        return expressions.compile(text, variables=IN_FEEDS).value(bound)
    except expressions.ExpressionFault:
        return None
