"""POST /messages with a bearer token; a page and a JSON list of what was sent.

Request   {"to": "0901234567", "text": "…", "reference": "unique per message"}
Answer    202 {"id": "…", "state": "accepted"}; the same reference twice answers the same id and sends once.
"""

import argparse
import hmac
import json
import os
import re
import threading
import time
import uuid
from pathlib import Path
from typing import Any

from motcua.sandbox.web import Behaviour, Rejected, Reply, Request, Service, escape, json_reply, page, redirect

MODES = ("reject", "tarpit", "accept-then-drop", "outage")
PHONE = re.compile(r"^(?:\+?84|0)\d{9}$")
LONGEST = 670  # ten parts of 67 characters with Vietnamese marks
TARPIT_SECONDS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--token",
        default=os.environ.get("SANDBOX_SMS_TOKEN", "sandbox-token"),
        help="or SANDBOX_SMS_TOKEN in the environment",
    )


def build(options: argparse.Namespace) -> Service:
    service = Service("sms", "Tin nhắn")
    book = Book(options.data / "messages.jsonl")
    gateway = Gateway(book, options.token, Behaviour(service, *MODES))
    service.add("POST", "/messages", gateway.send)
    service.add("GET", "/", lambda request: _list(book.all(request.query.get("to", ""))))
    service.add("GET", "/_sandbox/messages", lambda request: _as_json(book.all(request.query.get("to", ""))))
    service.add("POST", "/_sandbox/clear", lambda _request: _clear(book))
    return service


class Book:
    """The messages, one JSON line each."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self._messages: list[dict[str, Any]] = [json.loads(line) for line in lines]

    def by_reference(self, reference: str) -> dict[str, Any] | None:
        return next((one for one in self._messages if reference and one["reference"] == reference), None)

    def add(self, message: dict[str, Any]) -> None:
        with self._lock:
            self._messages.append(message)
            with self._path.open("a", encoding="utf-8") as book:
                book.write(json.dumps(message, ensure_ascii=False) + "\n")

    def all(self, to: str = "") -> list[dict[str, Any]]:
        return [one for one in reversed(self._messages) if not to or one["to"] == _national(to)]

    def clear(self) -> None:
        with self._lock:
            self._messages.clear()
            self._path.unlink(missing_ok=True)


class Gateway:
    """Accepts messages like a gateway of a telephone company."""

    def __init__(self, book: Book, token: str, behaviour: Behaviour) -> None:
        self._book = book
        self._token = token
        self._behaviour = behaviour

    def send(self, request: Request) -> Reply:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), self._token.encode()):
            return json_reply({"error": "unauthorised"}, 401)
        mode = self._behaviour.take()
        if mode == "outage":
            raise Rejected(503, "The gateway is out of service")
        if mode == "tarpit":
            time.sleep(TARPIT_SECONDS)
        content = request.json if isinstance(request.json, dict) else {}
        to, text = str(content.get("to", "")), str(content.get("text", ""))
        if mode == "reject" or not PHONE.match(to) or not text or len(text) > LONGEST:
            return json_reply({"error": "rejected", "reason": "number or text not accepted"}, 422)
        reference = str(content.get("reference", ""))
        earlier = self._book.by_reference(reference)
        message = earlier or {
            "id": str(uuid.uuid4()),
            "reference": reference,
            "to": _national(to),
            "text": text,
            "received_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        }
        if earlier is None and mode != "accept-then-drop":
            self._book.add(message)
        return json_reply({"id": message["id"], "state": "accepted"}, 202)


def _national(number: str) -> str:
    digits = number.removeprefix("+")
    return f"0{digits[2:]}" if digits.startswith("84") else digits


def _as_json(messages: list[dict[str, Any]]) -> Reply:
    return json_reply({"count": len(messages), "messages": messages[:200]})


def _clear(book: Book) -> Reply:
    book.clear()
    return redirect("/")


def _list(messages: list[dict[str, Any]]) -> Reply:
    rows = "".join(
        f"<tr><td>{escape(one['received_at'])}</td><td>{escape(one['to'])}</td><td>{escape(one['text'])}</td></tr>"
        for one in messages[:200]
    )
    body = (
        f"<table><tr><th>Lúc (UTC)</th><th>Số nhận</th><th>Nội dung</th></tr>{rows}</table>"
        if rows
        else '<p class="soft">Chưa có tin nhắn nào.</p>'
    )
    return page(
        "Tin nhắn (thử)",
        '<h1>Tin nhắn (thử)</h1><p class="soft">Mọi tin nhắn hệ thống gửi đi đều nằm ở đây, không đến máy nào.</p>'
        f'{body}<form method="post" action="/_sandbox/clear"><p><button class="quiet">Xóa hết</button></p></form>',
    )
