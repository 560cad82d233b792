"""The messages that arrived: in memory, and as .eml files in the data folder so that they survive a restart."""

import threading
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

KEPT = 2000


@dataclass(frozen=True)
class Mail:
    """One message as it arrived, with the addresses of its envelope."""

    number: int
    received_at: float
    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def parsed(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    def body(self, kind: str) -> str:
        part = self.parsed.get_body((kind,))
        return str(part.get_content()) if part else ""

    def as_json(self) -> dict[str, Any]:
        parsed = self.parsed
        return {
            "id": self.number,
            "received_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.received_at)),
            "from": self.sender,
            "to": list(self.recipients),
            "subject": str(parsed["subject"] or ""),
            "message_id": str(parsed["message-id"] or ""),
            "text": self.body("plain"),
            "html": self.body("html"),
            "attachments": [part.get_filename() for part in parsed.iter_attachments()],
        }


class Box:
    """Keeps the latest messages."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "messages"
        self._folder.mkdir(exist_ok=True)
        self._lock = threading.Lock()
        self._mails: dict[int, Mail] = {}
        for path in sorted(self._folder.glob("*.eml"))[-KEPT:]:
            number, _, _ = path.stem.partition("-")
            envelope, _, raw = path.read_bytes().partition(b"\n")
            sender, *recipients = envelope.decode().removeprefix("X-Envelope: ").split(" ")
            self._mails[int(number)] = Mail(int(number), path.stat().st_mtime, sender, tuple(recipients), raw)
        self._last = max(self._mails, default=0)

    def add(self, sender: str, recipients: list[str], raw: bytes) -> None:
        with self._lock:
            self._last += 1
            mail = Mail(self._last, time.time(), sender, tuple(recipients), raw)
            self._mails[mail.number] = mail
            if len(self._mails) > KEPT:
                oldest = next(iter(self._mails))
                del self._mails[oldest]
                self._path(oldest).unlink(missing_ok=True)
        self._path(mail.number).write_bytes(f"X-Envelope: {' '.join([sender, *recipients])}\n".encode() + raw)

    def all(self, to: str = "") -> list[Mail]:
        """Newest first; `to` matches a whole address, ignoring case."""
        with self._lock:
            mails = list(self._mails.values())
        wanted = to.casefold()
        return [m for m in reversed(mails) if not to or wanted in (one.casefold() for one in m.recipients)]

    def get(self, number: int) -> Mail | None:
        return self._mails.get(number)

    def clear(self) -> None:
        with self._lock:
            self._mails.clear()
        for path in self._folder.glob("*.eml"):
            path.unlink(missing_ok=True)

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:08d}.eml"
