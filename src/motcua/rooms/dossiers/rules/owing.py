"""What a notice of payment says: the procedure's own fees as its table or the officer fixes them, and further lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from motcua.kernel.errors import Refused
from motcua.rooms.dossiers.types import FurtherLine
from motcua.rooms.payments.types import Due, FeeKind, FeeLine

KINDS = frozenset(kind.value for kind in FeeKind)


def noticed(known: Iterable[FeeLine], amounts: Mapping[str, int], further: Sequence[FurtherLine] = ()) -> list[FeeLine]:
    """The lines of a notice. An amount the table fixes is not the officer's to change.

    Refused: notice.line-unknown, notice.amount-missing
    """
    by_code = {line.code: line for line in known}
    strange = sorted(amounts.keys() - by_code.keys())
    if strange or any(one.kind not in KINDS or not one.name.strip() for one in further):
        raise Refused("notice.line-unknown", lines=", ".join(strange))
    lines = [_fixed(line, amounts[code]) for code, line in by_code.items() if code in amounts]
    lines += [
        FeeLine(f"further-{n}", one.name.strip(), one.kind, one.amount, due=Due.ON_NOTICE)
        for n, one in enumerate(further, 1)
    ]
    if not lines or any(not line.amount or line.amount < 0 for line in lines):
        raise Refused("notice.amount-missing")
    return lines


def _fixed(line: FeeLine, typed: int) -> FeeLine:
    return line if line.amount is not None else replace(line, amount=typed)
