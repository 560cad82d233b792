"""Tables to take away: UTF-8 with a mark so that a spreadsheet shows Vietnamese, and no cell that it would calculate."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse

from motcua.faces.kit.downloads import attachment
from motcua.kernel.clock import local

BYTE_ORDER_MARK = "\ufeff"
CALCULATED = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers."""
    text = value if isinstance(value, str) else None
    return f"'{text}" if text and text.lstrip(" ").startswith(CALCULATED) else value


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A table as a file."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    table = csv.writer(out)
    table.writerow(head)
    table.writerows([plain_cell(cell) for cell in row] for row in rows)
    return attachment(out.getvalue().encode(), name, "text/csv; charset=utf-8")


def instant(at: datetime | None) -> str:
    """A time as spreadsheets sort it."""
    return f"{local(at):%Y-%m-%d %H:%M}" if at else ""
