"""Putting a message into words. Pure: no Django, no clock, no database."""

import re
import string
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from motcua.rooms.notifications.types import Text

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=2)
WINDOW = timedelta(days=3)
LONGEST_SMS = 600
LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|org|info|top|xyz|cc|io|me)\b\S*", re.IGNORECASE)
TWO_STOPS = re.compile(r"(?<!\.)\.\.$")
WITHOUT_LINK = "[đã bỏ liên kết]"
OWN_LINKS = frozenset({"link", "verify_link"})
ALIASES = {
    "reception_refused": "refused",
    "obligation_paid": "payment_received",
    "paid": "payment_received",
    "step_completed": "step_progress",
    "result_refused": "result_rejected",
    "result_signed": "result_issued",
    "dossier_delivered": "delivered",
    "dossier_withdrawn": "withdrawn",
    "dossier_submitted": "submitted",
    "dossier_accepted": "accepted",
    "due_changed": "deadline_changed",
    "apology": "late_apology",
    "supplement_answered": "supplement_received",
}


def event_key(event: str) -> str:
    """The plain name of an event: "dossiers.reception-refused" is `refused`."""
    plain = event.rsplit(".", 1)[-1].replace("-", "_")
    return ALIASES.get(plain, plain)


def written(entry: Mapping[str, Any], values: Mapping[str, Any]) -> Text:
    """Fill a text. A line that speaks of something unknown is left out, so no message has a hole in it."""
    known = {key: safe(key, value) for key, value in values.items() if value not in (None, "")}
    return Text(
        subject=_one_line(_filled(str(entry["subject"]), known) or str(entry["fallback_subject"])),
        body="\n".join(line for line in (_filled(str(line), known) for line in entry["body"]) if line),
        sms=_short(" ".join(filter(None, (_filled(line, known) for line in sentences(entry))))),
    )


def sentences(entry: Mapping[str, Any]) -> list[str]:
    """The short text as sentences that each stand or fall by their own values."""
    short = entry.get("sms", "")
    return [str(one) for one in (short if isinstance(short, list) else [short])]


def safe(key: str, value: Any) -> str:
    """A value in a message. Links in free text are taken out: a notice of the office must not carry a trap."""
    text = str(value)
    return text if key in OWN_LINKS else LINK.sub(WITHOUT_LINK, text)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts."""
    doublings = min(max(attempts - 1, 0), 20)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def given_up(*, waited: timedelta) -> bool:
    return waited >= WINDOW


def phone_number(text: str) -> str:
    """A Vietnamese mobile number as the gateway wants it; empty when it is none."""
    digits = re.sub(r"[^\d+]", "", text)
    digits = "0" + digits.removeprefix("+84") if digits.startswith("+84") else digits
    return digits if re.fullmatch(r"0\d{9}", digits) else ""


def _filled(line: str, known: Mapping[str, str]) -> str:
    fields = [name for _, name, _, _ in string.Formatter().parse(line) if name]
    if any(name not in known for name in fields):
        return ""
    return TWO_STOPS.sub(".", line.format_map(known))


def _one_line(text: str) -> str:
    return " ".join(text.split())[:150]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SMS else text[: LONGEST_SMS - 1] + "…"
