# ruff: noqa: ARG002 (every kind is asked the same things)
import re
from typing import Any

from motcua.rooms.forms.kinds.kind import Context, Kind, matches
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, clean, say, shortened

BRANCH = re.compile(r"(\d{10})-?(\d{3})")


class TaxCode(Kind):
    """Mã số thuế: 10 digits, a branch 10-3, or the 12 digits of a person."""

    key = "tax_code"
    macro = "tax_code"
    limits = frozenset({"pattern"})
    example = "0312345678"

    def parse(self, field: Field, typed: Any) -> Any:
        if not isinstance(typed, str):
            return super().parse(field, typed)
        text = re.sub(r"[ .]", "", clean(typed)).replace("–", "-")
        branch = BRANCH.fullmatch(text)
        return f"{branch[1]}-{branch[2]}" if branch else text if re.fullmatch(r"[\d-]+", text) else clean(typed)

    def check(self, field: Field, value: Any, context: Context) -> Words | None:
        text = value if isinstance(value, str) else ""
        if matches(text, field.limits.pattern or r"^(\d{10}(-\d{3})?|\d{12})$"):
            return None
        if not re.fullmatch(r"[\d-]+", text, re.ASCII):
            return say(
                "Mã số thuế chỉ có chữ số và dấu gạch nối. Vừa nhập: {typed}",
                "A tax code has digits and a hyphen only. You entered: {typed}",
                typed=shortened(value),
            )
        return say(
            "Mã số thuế phải có 10 chữ số, hoặc 10 chữ số rồi -001 với chi nhánh. Số vừa nhập có {n}",
            "A tax code must have 10 digits, or 10 digits and -001 for a branch. The number entered has {n}",
            n=len(re.sub(r"\D", "", text)),
        )

    def attrs(self, field: Field) -> dict[str, Any]:
        return {"inputmode": "numeric", "maxlength": 24, "spellcheck": "false"}

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^(\d{10}(-\d{3})?|\d{12})?$"}


TAX_CODE = TaxCode()
