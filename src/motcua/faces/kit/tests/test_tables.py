"""A table taken away never calculates."""

from datetime import UTC, datetime

import pytest

from motcua.faces.kit import tables


@pytest.mark.parametrize("typed", ["=1+1", "+84 90", "-2", "@SUM(A1)", "\tx", "  =cmd|'/c calc'!A0"])
def test_a_text_that_would_be_a_formula_is_only_text(typed: str) -> None:
    assert tables.plain_cell(typed) == f"'{typed}"


def test_other_cells_stay_as_they_are() -> None:
    assert [tables.plain_cell(cell) for cell in ("An - Bình", 3, None, "")] == ["An - Bình", 3, None, ""]


def test_a_table_is_a_file_a_spreadsheet_reads() -> None:
    answer = tables.csv_file("sổ.csv", ["Tên"], [["=HYPERLINK(1)"], ["Lê, Hường"]])

    assert answer.content.decode() == '\ufeffTên\r\n\'=HYPERLINK(1)\r\n"Lê, Hường"\r\n'
    assert answer["Content-Disposition"].startswith("attachment")
    assert tables.instant(datetime(2026, 3, 5, 2, 5, tzinfo=UTC)) == "2026-03-05 09:05"
    assert tables.instant(None) == ""
