"""Makes content/admin_units*.csv from the open data set of the package `vietnamadminunits` (MIT).

Run once per release of that package, by a developer: `python -m motcua.rooms.agencies.importing content`.
The product reads only the CSV files, so the package and what it drags along are not needed to run it.
"""

import csv
import json
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

TWO_TIERS_SINCE = "2025-07-01"
THREE_TIERS_UNTIL = "2025-06-30"
UNIT_COLUMNS = ("model", "code", "parent", "name", "valid_from", "valid_to")
CHANGE_COLUMNS = ("on", "old", "new", "extent")
TWO_WORD_KINDS = {("Thành", "Phố"), ("Thị", "Xã"), ("Thị", "Trấn"), ("Đặc", "Khu")}
KNOWN_SINCE = {"769": "2021-01-01"}  # Thành phố Thủ Đức took over the code of Quận 2

Row = tuple[str, ...]


def main(folder: Path) -> None:
    """Write both files into `folder`, sorted, so that a new release shows as a readable difference."""
    source = _package_folder()
    with closing(sqlite3.connect(f"file:{source / 'dataset.db'}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        present = database.execute("select * from admin_units").fetchall()
        former = database.execute("select * from admin_units_legacy").fetchall()
    mapping = json.loads((source / "converter_2025.json").read_text(encoding="utf-8"))
    _write(folder / "admin_units.csv", UNIT_COLUMNS, [*_present_units(present), *_former_units(former)])
    _write(folder / "admin_units_changes.csv", CHANGE_COLUMNS, _changes(present, former, mapping))


def _package_folder() -> Path:
    spec = find_spec("vietnamadminunits")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The package vietnamadminunits is not installed: pip install 'vietnamadminunits>=1.0'.")
    return Path(spec.submodule_search_locations[0]) / "data"


def _present_units(rows: list[sqlite3.Row]) -> Iterable[Row]:
    for code, name in sorted({(r["provinceCode"], r["province"]) for r in rows}):
        yield "y2025", code, "", _name(name), TWO_TIERS_SINCE, ""
    for r in sorted(rows, key=lambda r: (r["provinceCode"], r["wardCode"])):
        yield "y2025", r["wardCode"], r["provinceCode"], _name(r["ward"]), TWO_TIERS_SINCE, ""


def _former_units(rows: list[sqlite3.Row]) -> Iterable[Row]:
    for code, name in sorted({(r["provinceCode"], r["province"]) for r in rows}):
        yield "y2020", code, "", _name(name), "", THREE_TIERS_UNTIL
    for code, parent, name in sorted({(r["districtCode"], r["provinceCode"], r["district"]) for r in rows}):
        yield "y2020", code, parent, _name(name), KNOWN_SINCE.get(code, ""), THREE_TIERS_UNTIL
    for r in sorted((r for r in rows if r["wardCode"]), key=lambda r: (r["districtCode"], r["wardCode"])):
        yield "y2020", r["wardCode"], r["districtCode"], _name(r["ward"]), "", THREE_TIERS_UNTIL


def _name(text: str) -> str:
    """One way to write the kind: «Thành Phố Bắc Kạn» → «Thành phố Bắc Kạn»."""
    first, second, rest = [*text.split(" ", 2), ""][:3]
    return f"{first} {second.lower()} {rest}" if (first, second) in TWO_WORD_KINDS else text


def _changes(present: list[sqlite3.Row], former: list[sqlite3.Row], mapping: dict[str, Any]) -> list[Row]:
    new_codes = {(r["provinceKey"], r["wardKey"]): r["wardCode"] for r in present}
    provinces = {r["provinceKey"]: r["provinceCode"] for r in present}
    old_codes = {_old_key(r): r["wardCode"] or r["districtCode"] for r in former}
    old_codes |= {r["provinceKey"]: r["provinceCode"] for r in former}
    pairs: list[tuple[str, str, str]] = [
        (old, provinces[new], "whole") for new, olds in mapping["DICT_PROVINCE"].items() for old in olds
    ]
    for province, wards in mapping["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        pairs += [(old, new_codes[province, ward], "whole") for ward, olds in wards.items() for old in olds]
    for province, wards in mapping["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in wards.items():
            pairs += [(old, new_codes[province, p["newWardKey"]], _extent(p)) for p in parts]
    return sorted((TWO_TIERS_SINCE, old_codes[old], new, extent) for old, new, extent in pairs)


def _old_key(row: sqlite3.Row) -> str:
    return f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"


def _extent(part: dict[str, Any]) -> str:
    return "main" if part["isDefaultNewWard"] else "part"


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "content"))
