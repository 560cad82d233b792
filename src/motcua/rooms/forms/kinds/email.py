# ruff: noqa: ARG002 (every kind is asked the same things)
import re
from typing import Any

from motcua.rooms.forms.kinds.kind import Context, Kind
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, clean, say, shortened

ADDRESS = re.compile(r"[^@\s,;<>()\"]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,8}")
LONGEST = 254


class Email(Kind):
    key = "email"
    macro = "email"
    longest = LONGEST
    example = "lan@example.vn"

    def parse(self, field: Field, typed: Any) -> Any:
        if not isinstance(typed, str):
            return super().parse(field, typed)
        name, at, domain = clean(typed).rpartition("@")
        return f"{name}{at}{domain.lower() if at else domain}"

    def check(self, field: Field, value: Any, context: Context) -> Words | None:
        text = value if isinstance(value, str) else ""
        if "@" not in text:
            return say(
                "Địa chỉ thư điện tử phải có dấu @. Ví dụ: lan@example.vn",
                "An e-mail address has an @. Example: lan@example.vn",
            )
        if " " in text:
            return say("Bỏ dấu cách trong địa chỉ thư điện tử", "Remove the spaces from the e-mail address")
        domain = text.rpartition("@")[2]
        if "." not in domain:
            return say(
                "Sau dấu @ phải có tên miền, ví dụ gmail.com. Vừa nhập: {typed}",
                "After the @ comes a domain such as gmail.com. You entered: {typed}",
                typed=shortened(domain) or "…",
            )
        if len(text) > LONGEST or not ADDRESS.fullmatch(text):
            return say(
                "Xem lại địa chỉ thư điện tử “{typed}”. Ví dụ đúng: lan@example.vn",
                "Look at the e-mail address “{typed}” again. A right one: lan@example.vn",
                typed=shortened(text),
            )
        return None

    def attrs(self, field: Field) -> dict[str, Any]:
        return {"autocomplete": "email", "maxlength": LONGEST, "spellcheck": "false"}

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "maxLength": LONGEST}


EMAIL = Email()
