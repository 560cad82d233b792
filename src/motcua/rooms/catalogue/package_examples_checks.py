"""Whether the examples of a package speak about this package at all. Running them is another matter."""

from typing import TYPE_CHECKING

from motcua.rooms.catalogue.package_models import Example
from motcua.rooms.catalogue.package_source import Source, Where

if TYPE_CHECKING:
    from motcua.rooms.catalogue.package import Package


def check(package: "Package", source: Source) -> None:
    """Note names the package does not have."""
    seen: set[str] = set()
    for number, example in enumerate(package.examples.examples):
        where: Where = ("examples", number)
        if example.key in seen:
            source.complain((*where, "key"), f"Two examples are called “{example.key}”", "Rename one")
        seen.add(example.key)
        _one(package, source, where, example)


def _one(package: "Package", source: Source, where: Where, example: Example) -> None:
    rows = package.procedure.methods_for(example.channel)
    if not rows:
        source.complain(
            (*where, "channel"), f"Nothing can be filed by {example.channel}", "Use a channel of procedure.yaml"
        )
    known: dict[str, tuple[set[str], set[str], str]] = {
        "answers": (set(example.answers), {one.key for one in package.form.fields()}, "field of the form"),
        "case": (
            {example.case} if example.case else set(),
            {row.case.key for row in rows if row.case},
            "case of this channel",
        ),
        "outcomes": (set(example.outcomes), set(package.process.nodes), "step"),
    }
    expect = example.expect
    known["expect.pages"] = (set(expect.pages or ()), {page.key for page in package.form.pages}, "page")
    known["expect.path"] = (set(expect.path or ()), set(package.process.nodes), "step")
    fees = {fee.code for row in rows for fee in row.fees}
    known["expect.fees"] = ({fee.code for fee in expect.fees or ()}, fees, "fee of this channel")
    known["expect.faults"] = (
        {name.split(".")[0] for name in expect.faults or ()},
        {one.key for one in package.form.fields()},
        "field of the form",
    )
    for name, (used, there, what) in known.items():
        for one in sorted(str(key) for key in used - there):
            place = (*where, *name.split("."))
            source.complain(
                (*place, one) if name in {"answers", "outcomes"} else place,
                f"There is no {what} “{one}”",
                "Mend the name",
            )
