"""Names of provinces and communes put into addresses when they are saved.

An address keeps the names of the day it was written: names change by law, what
a person declared does not.
"""

from typing import Any

from motcua.rooms.agencies import queries as agencies


def named(value: Any) -> Any:
    """An address with its names as `text`, and `unknown` where a code means nothing."""
    if not isinstance(value, dict) or not {"province", "commune"} & value.keys():
        return value
    kept = {box: str(value.get(box) or "") for box in ("province", "commune", "detail")}
    province = next((place.name for place in agencies.provinces() if place.code == kept["province"]), None)
    commune = None
    if province and kept["commune"]:
        commune = next((p.name for p in agencies.communes(kept["province"]) if p.code == kept["commune"]), None)
    kept["text"] = ", ".join(part for part in (kept["detail"], commune, province) if part)
    if kept["province"] and not province:
        kept["unknown"] = "province"
    elif kept["commune"] and not commune:
        kept["unknown"] = "commune"
    return kept


def all_named(value: Any) -> Any:
    """The same for the addresses inside repeated rows."""
    if isinstance(value, list):
        return [{k: named(v) for k, v in row.items()} if isinstance(row, dict) else row for row in value]
    return named(value)
