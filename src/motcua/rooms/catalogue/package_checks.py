"""Sense checks over a package whose shape is already right.

Each check complains at the line where the author has to mend. Process
soundness is asked of the process room; words, conditions, fees, papers and
examples are looked at here.
"""

from typing import TYPE_CHECKING

from motcua.rooms.catalogue import package_examples_checks as examples
from motcua.rooms.catalogue.package_conditions import Conditions
from motcua.rooms.catalogue.package_form_checks import officialese
from motcua.rooms.catalogue.package_models import Limit, Method, Text
from motcua.rooms.catalogue.package_source import Source, Where
from motcua.rooms.process.rules import problems as unsound
from motcua.rooms.process.types import IN_CONDITIONS as IN_STEPS

if TYPE_CHECKING:
    from motcua.rooms.catalogue.package import Package

IN_PROCEDURE = {"answers": "map", "channel": "string", "today": "date"}
IN_DRAFTS = {"answers": "map", "words": "map"}


def check(package: "Package", sources: dict[str, Source], conditions: Conditions) -> None:
    """Note every fault of sense outside the form, whose own checks made `conditions`."""
    _procedure(package, sources["procedure.yaml"], conditions)
    _papers(package, sources["papers.yaml"], conditions)
    _process(package, sources["process.yaml"], conditions)
    examples.check(package, sources["examples.yaml"])


def _procedure(package: "Package", source: Source, conditions: Conditions) -> None:
    procedure = package.procedure
    if (procedure.code is None) == (procedure.local_code is None):
        source.complain(
            ("code",),
            "A procedure has either a national code or a local one",
            "Write `code: null` and `local_code: MC.000001`, or the national code alone",
        )
    named = procedure.code or procedure.key
    if package.folder.split("/")[-1] != named:
        source.complain(("code",), f"The folder is not called {named}", f"Rename the folder to {named}")
    for parts, key in ((package.form.key, "form.yaml"), (package.process.key, "process.yaml")):
        if parts is not None and parts != procedure.key:
            source.complain(
                ("key",), f"{key} belongs to “{parts}”, not to “{procedure.key}”", "Use one key in all files"
            )
    _words(package, source)
    _online(package, source)
    _methods(package, source, conditions)
    _result(package, source, conditions)
    if procedure.status == "published":
        for part in package.missing_parts():
            source.complain((), f"A published procedure needs its {part}", "Add it, or set `status: draft`")


def _words(package: "Package", source: Source) -> None:
    """What people read on the start page is plain; the legal name may stay as the law has it."""
    procedure = package.procedure
    read: list[tuple[Where, Text]] = [(("plain_name",), procedure.plain_name)]
    read += [(("steps", number), step) for number, step in enumerate(procedure.steps)]
    for where, words in read:
        if not words.en:
            source.complain(where, f"“{words.vi[:40]}” has no English", "Add `en:`")
        for what, mend in officialese(words.vi):
            source.complain(where, what, mend)


def _online(package: "Package", source: Source) -> None:
    online, channels = package.procedure.online, {row.channel for row in package.procedure.methods}
    if online.mode != "full" and online.reason is None:
        source.complain(
            ("online",), "A service that is not fully online must tell why (NĐ 224/2026 Art. 14)", "Add `reason:`"
        )
    if online.mode == "full" and online.reason is not None:
        source.complain(
            ("online", "reason"), "A fully online service has no reason", "Remove `reason:` or change `mode:`"
        )
    if online.mode != "info" and channels and "online" not in channels:
        source.complain(("methods",), "The service is online, but no method row is", "Add a row with `channel: online`")


def _methods(package: "Package", source: Source, conditions: Conditions) -> None:
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(package.procedure.methods):
        where: Where = ("methods", number)
        key = (row.channel.value, row.case.key if row.case else "")
        if key in seen:
            source.complain(where, f"Two rows of {key[0]} hold in the same case", "Give one a `case:`, or remove it")
        seen.add(key)
        if row.case and row.case.when:
            conditions.check(source, (*where, "case", "when"), row.case.when, IN_PROCEDURE, "bool")
        _limit(source, (*where, "time_limit"), row.time_limit)
        _fees(source, where, row, conditions)
    for channel in {row.channel for row in package.procedure.methods}:
        if (channel.value, "") not in seen:
            source.complain(
                ("methods",),
                f"{channel.value} has rows for cases only",
                "Add one row without `case:` for everybody else",
            )


def _limit(source: Source, where: Where, limit: Limit) -> None:
    if limit.amount is None and limit.unit != "window":
        source.complain(where, "The time limit has no amount", "Write `amount:`, or `unit: window` with a `note:`")
    if limit.amount is None and limit.note is None:
        source.complain(where, "A limit by dates must tell the dates", "Add `note:`")
    if limit.windows and limit.unit != "window":
        source.complain(where, "Only a limit by dates has windows", "Write `unit: window`, or remove `windows:`")
    for window in limit.windows:
        if not window.opens_on <= window.closes_on <= (window.due_on or window.closes_on):
            source.complain((*where, "windows"), "A window opens, closes, and is due in this order", "Mend the dates")
    if limit.same_day and limit.cutoff is None and limit.unit != "working_day":
        source.complain(where, "Only a limit in working days can be of the same day", "Remove `same_day:`")


def _fees(source: Source, where: Where, row: Method, conditions: Conditions) -> None:
    for number, fee in enumerate(row.fees):
        place = (*where, "fees", number)
        if fee.valid_from and fee.valid_to and fee.valid_to < fee.valid_from:
            source.complain((*place, "valid_to"), "The fee ends before it begins", "Exchange the two days")
        if fee.amount is None and fee.due == "on_submission":
            source.complain(place, f"The amount of “{fee.code}” is told later, yet due at once", "Add `due: on_notice`")
        for key, kind in (("when", "bool"), ("per", None)):
            if (source_text := getattr(fee, key)) is not None:
                conditions.check(source, (*place, key), source_text, IN_PROCEDURE, kind)
        for other in row.fees[:number]:
            same = other.code == fee.code and other.when == fee.when
            if same and _overlap(other.valid_from, other.valid_to, fee.valid_from, fee.valid_to):
                source.complain(
                    place,
                    f"Two fees “{fee.code}” hold on the same days",
                    "Set `valid_from:` and `valid_to:`, or a `when:`",
                )


def _overlap(*days: object) -> bool:
    from_a, to_a, from_b, to_b = (str(day) if day else None for day in days)
    return (from_b is None or to_a is None or from_b <= to_a) and (from_a is None or to_b is None or from_a <= to_b)


def _result(package: "Package", source: Source, conditions: Conditions) -> None:
    for number, one in enumerate(package.procedure.result.fields):
        if one.default_from is not None:
            where = ("result", "fields", number, "default_from")
            conditions.check(source, where, one.default_from, IN_DRAFTS, None)


def _papers(package: "Package", source: Source, conditions: Conditions) -> None:
    files = {one.key for one in package.form.fields() if one.kind == "file"}
    seen: set[str] = set()
    for number, paper in enumerate(package.papers.components):
        where: Where = ("components", number)
        if paper.key in seen:
            source.complain((*where, "key"), f"Two papers are called “{paper.key}”", "Rename one")
        seen.add(paper.key)
        if paper.when is not None:
            conditions.check(source, (*where, "when"), paper.when, IN_PROCEDURE, "bool")
        if paper.field is not None and paper.field not in files:
            source.complain(
                (*where, "field"),
                f"The form has no file field “{paper.field}”",
                "Add it to form.yaml, or mend the name",
            )
        if paper.is_eform and paper.field is not None:
            source.complain((*where, "field"), "The form itself is this paper", "Remove `field:` or `is_eform:`")
    carried = {paper.field for paper in package.papers.components}
    for one in sorted(files - carried):
        if one != "attachments" and package.papers.components:
            source.complain(
                ("components",), f"No paper uses the file field “{one}”", "Write `field:` at the paper it carries"
            )


def _process(package: "Package", source: Source, conditions: Conditions) -> None:
    for fault in unsound(package.process):
        source.complain(fault.where, fault.what, fault.mend)
    for number, step in enumerate(package.process.steps):
        for branch, flow in enumerate(step.next or ()):
            if flow.when is not None:
                conditions.check(source, ("steps", number, "next", branch, "when"), flow.when, IN_STEPS, "bool")
    doing = {step.does for step in package.process.steps}
    if package.group is not None:
        if doing != {"receive", "gather", "deliver"}:
            what = "A group is received, its results gathered, and delivered; its members do the work"
            source.complain(("steps",), what, "Keep one step each that `does: receive`, `gather` and `deliver`")
        return
    if "gather" in doing:
        source.complain(("steps",), "Only a group gathers results", "Add group.yaml, or use `does: work`")
    for needed, why in (("number", "numbered"), ("sign", "signed"), ("approve", "approved")):
        if needed not in doing:
            source.complain(("steps",), f"The result is never {why}", f"Add a step that `does: {needed}`")
