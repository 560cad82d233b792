"""Policies as they are written in policy.yaml, read once."""

from datetime import date
from functools import cache
from pathlib import Path

import yaml

from motcua.rooms.feedback.rules import Policy, policy_on

SOURCE = Path(__file__).resolve().parent / "policy.yaml"


@cache
def policies() -> tuple[Policy, ...]:
    lines = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return tuple(
        Policy(
            date.fromisoformat(str(line["from"])),
            int(line["answer_working_days"]),
            int(line["question_at_least_working_hours"]),
        )
        for line in lines
    )


def on(day: date) -> Policy:
    """How long an office has to answer what is asked on this day."""
    return policy_on(day, policies())
