"""Runs the worked examples of a package through the real engines: form, fees, calendar, process. Needs no database."""

from collections.abc import Iterator
from typing import Any

from motcua.kernel.clock import ZONE
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.calendar import queries as calendars
from motcua.rooms.calendar import rules as calendar
from motcua.rooms.catalogue import rules
from motcua.rooms.catalogue.package import Example, Package
from motcua.rooms.catalogue.package_source import Source, Where
from motcua.rooms.forms import logic
from motcua.rooms.process import rules as process

Fault = tuple[Where, str, str]
"""Where in the file, what is wrong, how to mend."""


def examples(package: Package, source: Source) -> None:
    """Complain about every example that does not become what it says, at its line in examples.yaml."""
    for number, example in enumerate(package.examples.examples):
        for where, what, mend in _faults(package, example):
            source.complain(("examples", number, *where), f"Example “{example.key}”: {what}", mend)


def units(package: Package, source: Source) -> None:
    """Complain about steps that nobody at the deciding agency could take, at their line in process.yaml."""
    known = agencies.shipped_units()
    kind = package.procedure.agency_kind
    if kind not in known:
        source.complain(
            (), f"No agency is of the kind “{kind}”", "Use a kind of content/agencies.yaml in procedure.yaml"
        )
        return
    for number, step in enumerate(package.process.steps):
        if step.unit != "same" and step.unit not in known[kind]:
            mend = f"Use one of: {', '.join(sorted(known[kind]))}, same"
            source.complain(("steps", number, "unit"), f"A {kind} has no unit “{step.unit}”", mend)


def _faults(package: Package, example: Example) -> Iterator[Fault]:
    on = example.received_at.astimezone(ZONE).date()
    answers = logic.normalise(package.form, example.answers)
    seen = logic.conditions_see(package.form, answers, today=on)
    yield from _form(package, example, answers)
    method = rules.method_for(package.procedure, example.channel, seen, on=on, case=example.case)
    if method is None:
        yield ("channel",), f"no row of procedure.yaml holds for {example.channel}", "Add a row, or name a `case:`"
        return
    expect = example.expect
    if expect.fees is not None:
        asked = {one.code: one.amount for one in expect.fees}
        given = {line.code: line.amount for line in rules.fees(method, example.channel, seen, on=on)}
        if asked != given:
            yield (
                ("expect", "fees"),
                f"the fees are {_money(given)}, not {_money(asked)}",
                "Correct the fees or the example",
            )
    if expect.due is not None:
        deadline = calendar.due_at(
            example.received_at, rules.time_limit(method.time_limit), calendars.shipped_calendar()
        )
        due = deadline.due_at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M") if deadline.due_at else "not fixed"
        if not due.startswith(expect.due):
            yield ("expect", "due"), f"it is due {due}, not {expect.due}", "Correct the time limit or the example"
    yield from _path(package, example, seen, method.case.key if method.case else "")


def _form(package: Package, example: Example, answers: dict[str, Any]) -> Iterator[Fault]:
    on = example.received_at.astimezone(ZONE).date()
    expected = {name.split(".")[0] for name in example.expect.faults or ()}
    faults = logic.check(package.form, answers, today=on)
    for name in sorted(expected - {fault.field.split(".")[0] for fault in faults}):
        yield ("expect", "faults"), f"“{name}” is not faulty", "Correct the check in form.yaml or the example"
    for fault in faults:
        if fault.field.split(".")[0] not in expected:
            yield ("answers",), f"“{fault.field}” is faulty: {fault.words}", "Correct the answer or form.yaml"
    if example.expect.pages is not None:
        shown = [state.key for state in logic.pages(package.form, answers, today=on)]
        if shown != example.expect.pages:
            yield ("expect", "pages"), f"the pages are {', '.join(shown)}", "Correct the conditions or the example"


def _path(package: Package, example: Example, seen: dict[str, Any], case: str) -> Iterator[Fault]:
    if example.expect.path is None:
        return
    context = {"answers": seen, "channel": example.channel.value, "case": case, "outcome": ""}
    try:
        path = process.walk(package.process, context, example.outcomes)
    except process.ExecutionFault as fault:
        yield ("expect", "path"), str(fault), "Correct the branches in process.yaml or the outcomes"
        return
    if path != example.expect.path:
        yield ("expect", "path"), f"the steps are {', '.join(path)}", "Correct the process or the example"


def _money(fees: dict[str, int | None]) -> str:
    return ", ".join(f"{code} {'told later' if amount is None else amount}" for code, amount in fees.items()) or "none"
