"""Whether a group of linked procedures holds together: nobody waits in a circle, the time fits, every question is fed."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from motcua.kernel.clock import ZONE
from motcua.rooms.catalogue.package_conditions import Conditions
from motcua.rooms.catalogue.package_groups import ALWAYS_TOLD, IN_FEEDS, RESULT, Group, LinkedMember
from motcua.rooms.catalogue.package_models import Example
from motcua.rooms.catalogue.package_source import Source, Where
from motcua.rooms.forms import logic

if TYPE_CHECKING:
    from motcua.rooms.catalogue.package import Package

TOLERANCE = Decimal("0.001")


def check(package: "Package", source: Source, conditions: Conditions) -> None:
    """Faults that show in the group alone."""
    group = package.group
    if group is None:
        return
    seen: set[str] = set()
    for number, member in enumerate(group.members):
        where: Where = ("members", number)
        if member.key in seen:
            source.complain((*where, "key"), f"Two members are called “{member.key}”", "Rename one")
        seen.add(member.key)
        for name in member.waits_for:
            if name not in group.by_key or name == member.key:
                mend = f"Use one of: {', '.join(key for key in group.by_key if key != member.key)}"
                source.complain(where, f"“{member.key}” waits for “{name}”, which is no other member", mend)
        _lines(member, source, where, conditions)
    _time(group, source)


def _lines(member: LinkedMember, source: Source, where: Where, conditions: Conditions) -> None:
    for key, kind in (("when", "bool"), ("at", None)):
        if (text := getattr(member, key)) is not None:
            conditions.check(source, (*where, key), text, IN_FEEDS, kind)
            if RESULT.search(text):
                mend = "Use answers only: it is decided when the group is accepted"
                source.complain((*where, key), f"`{key}` asks for a result", mend)
    for name, text in member.answers.items():
        conditions.check(source, (*where, "answers", name), text, IN_FEEDS, None)


def _time(group: Group, source: Source) -> None:
    ends = group.ends
    circle = sorted(group.by_key.keys() - ends.keys())
    if circle:
        if all(name in group.by_key for key in circle for name in group.by_key[key].waits_for):
            source.complain(("members",), f"{', '.join(circle)} wait for one another", "Take one `needs` or line out")
        return
    last = max(ends.values())
    if last - 1 > TOLERANCE:
        mend = "Let the shares of members that wait for one another sum to at most 1"
        source.complain(("members",), f"The members take {last} of the group's limit", mend)


def check_members(package: "Package", members: Mapping[str, "Package"], source: Source, examples: Source) -> None:
    """Faults that show only beside the members' own packages: unknown questions, unfed ones, examples that fail."""
    group = package.group
    if group is None:
        return
    joint = package.form.by_key.keys()
    for number, member in enumerate(group.members):
        where: Where = ("members", number)
        own = members.get(member.procedure)
        if own is None:
            what = f"There is no procedure “{member.procedure}”"
            source.complain((*where, "procedure"), what, "Use the key of a package of procedures/")
            continue
        if own.group is not None:
            source.complain((*where, "procedure"), f"“{member.procedure}” is itself a group", "Name its members here")
        for name in sorted(member.answers.keys() - own.form.by_key.keys()):
            what = f"The form of “{member.procedure}” has no field “{name}”"
            source.complain((*where, "answers", name), what, "Take the line out, or mend the name")
        for name in _unfed(member, own, joint):
            what = f"Nothing answers “{name}” of “{member.procedure}”"
            source.complain((*where, "answers"), what, "Add a line, or ask it in the joint form")
        _results(group, member, members, source, where)
    for number, example in enumerate(package.examples.examples):
        for what, mend in _example_faults(package, group, members, example):
            examples.complain(("examples", number), f"Example “{example.key}”: {what}", mend)


def _unfed(member: LinkedMember, own: "Package", joint: Any) -> list[str]:
    """Questions that must be answered in every case, and that neither a line nor the joint form answers."""
    return [
        field.key
        for page in own.form.pages
        if page.when is None
        for field in page.fields
        if field.required and field.when is None and field.default is None
        if field.key not in member.answers and field.key not in joint
    ]


def _results(
    group: Group, member: LinkedMember, members: Mapping[str, "Package"], source: Source, where: Where
) -> None:
    for name, text in member.answers.items():
        for other, told in RESULT.findall(text):
            from_whom = members.get(group.by_key[other].procedure) if other in group.by_key else None
            if from_whom is None or told in ALWAYS_TOLD:
                continue
            fields = [field.key for field in from_whom.procedure.result.fields]
            if told not in fields:
                mend = f"Use one of: {', '.join([*fields, *sorted(ALWAYS_TOLD)])}"
                source.complain((*where, "answers", name), f"The result of “{other}” does not tell “{told}”", mend)


def _example_faults(
    package: "Package", group: Group, members: Mapping[str, "Package"], example: Example
) -> Iterator[tuple[str, str]]:
    if example.expect.faults:
        return
    today: date = example.received_at.astimezone(ZONE).date()
    answers = logic.conditions_see(package.form, logic.normalise(package.form, example.answers), today=today)
    applying = [member for member in group.members if member.applies(answers, today=today)]
    if example.expect.members is not None and [one.key for one in applying] != example.expect.members:
        yield f"the members are {', '.join(one.key for one in applying)}", "Correct `when` or the example"
    for member in applying:
        own = members.get(member.procedure)
        if own is None:
            continue
        missing = [name for name in member.waits_for if name not in example.results]
        if missing:
            yield f"it tells no result of {', '.join(missing)}", "Add `results:` with what those results say"
            continue
        fed = member.fed(list(own.form.by_key), answers, example.results, today=today)
        days = [str(told["issued_on"]) for told in example.results.values() if told.get("issued_on")]
        begun = max([today, *map(date.fromisoformat, days)])
        for fault in logic.check(own.form, logic.normalise(own.form, fed), today=begun):
            yield f"“{member.key}” is left with “{fault.field}”: {fault.words}", "Mend its line in group.yaml"
