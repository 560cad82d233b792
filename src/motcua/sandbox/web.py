"""A small HTTP service on the standard library, shared by all processes of the sandbox.

Starts in a tenth of a second and needs about 20 MB; the protocols on top of it are the real ones.
"""

import html
import json
import re
import signal
import socketserver
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import parse_qs, urlsplit

MAX_BODY = 25 * 1024 * 1024
USUAL_HEADERS = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
    ),
)
STYLE = (Path(__file__).parent / "style.css").read_bytes()


class Rejected(Exception):
    """Ends a request with this status and one line of text."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


@dataclass
class Request:
    """What came in, read once and parsed on demand."""

    method: str
    path: str
    raw_query: str
    headers: dict[str, str]
    body: bytes
    client: str
    params: dict[str, str] = field(default_factory=dict)

    @cached_property
    def query(self) -> dict[str, str]:
        return _first_values(self.raw_query)

    @cached_property
    def form(self) -> dict[str, str]:
        return _first_values(self.body.decode("utf-8", errors="replace"))

    @cached_property
    def json(self) -> Any:
        try:
            return json.loads(self.body or b"null")
        except ValueError as fault:
            raise Rejected(400, "The body is not JSON") from fault

    @cached_property
    def fields(self) -> dict[str, str]:
        """A form or a flat JSON object: switches accept both."""
        if "json" in self.headers.get("content-type", ""):
            return {str(key): str(value) for key, value in (self.json or {}).items()}
        return self.form

    @cached_property
    def cookies(self) -> dict[str, str]:
        try:
            jar = SimpleCookie(self.headers.get("cookie", ""))
        except CookieError:
            return {}
        return {name: morsel.value for name, morsel in jar.items()}


@dataclass
class Reply:
    """What goes out."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: list[tuple[str, str]] = field(default_factory=list)


View = Callable[[Request], Reply]


class Service:
    """Routes of one process. A pattern is a path with `<name>` for one segment."""

    def __init__(self, name: str, title: str) -> None:
        self.name = name
        self.title = title
        self.on_start: list[Callable[[], None]] = []
        self.on_stop: list[Callable[[], None]] = []
        self._routes: list[tuple[str, re.Pattern[str], View]] = []
        self.add("GET", "/_sandbox/health", lambda _request: json_reply({"service": name, "ok": True}))
        self.add("GET", "/favicon.ico", lambda _request: Reply(b"", HTTPStatus.NO_CONTENT))
        self.add("GET", "/_sandbox/style.css", lambda _request: Reply(STYLE, content_type="text/css"))

    def add(self, method: str, pattern: str, view: View) -> None:
        expression = re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", pattern)
        self._routes.append((method, re.compile(f"^{expression}$"), view))

    def route(self, method: str, pattern: str) -> Callable[[View], View]:
        def register(view: View) -> View:
            self.add(method, pattern, view)
            return view

        return register

    def answer(self, request: Request) -> Reply:
        known_path = False
        for method, pattern, view in self._routes:
            match = pattern.match(request.path)
            if not match:
                continue
            known_path = True
            if method == request.method or (request.method == "HEAD" and method == "GET"):
                request.params = match.groupdict()
                return view(request)
        raise Rejected(405 if known_path else 404, "Method not allowed" if known_path else "Not found")


class Behaviour:
    """A switch that makes a service misbehave on purpose, for a number of calls or until changed."""

    def __init__(self, service: Service, *modes: str) -> None:
        self.modes = ("normal", *modes)
        self._mode = "normal"
        self._remaining: int | None = None
        self._lock = threading.Lock()
        service.add("POST", "/_sandbox/behaviour", self._change)
        service.add("GET", "/_sandbox/behaviour", lambda _request: json_reply(self._state()))

    @property
    def mode(self) -> str:
        return self._mode

    def take(self) -> str:
        """The mode for this call; counts down when a number of calls was given."""
        with self._lock:
            mode = self._mode
            if self._remaining is not None and mode != "normal":
                self._remaining -= 1
                if self._remaining <= 0:
                    self._mode, self._remaining = "normal", None
            return mode

    def _change(self, request: Request) -> Reply:
        mode = request.fields.get("mode", "")
        count = request.fields.get("count", "")
        if mode not in self.modes or not (count.isdigit() or not count):
            raise Rejected(422, f"mode is one of {', '.join(self.modes)}; count is a number or absent")
        with self._lock:
            self._mode = mode
            self._remaining = int(count) if count else None
        return json_reply(self._state())

    def _state(self) -> dict[str, Any]:
        return {"mode": self._mode, "remaining": self._remaining, "modes": self.modes}


def escape(value: object) -> str:
    return html.escape(str(value), quote=True)


def page(title: str, main: str, *, status: int = 200, headers: list[tuple[str, str]] | None = None) -> Reply:
    """A Vietnamese page without JavaScript, always marked as a test environment. `main` is ready HTML."""
    document = (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/_sandbox/style.css"></head>'
        '<body><header class="band">Môi trường thử. Mọi người và số liệu ở đây đều là giả định.</header>'
        f"<main>{main}</main></body></html>"
    )
    return Reply(document.encode(), status, headers=headers or [])


def hidden(fields: dict[str, str]) -> str:
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in fields.items()
    )


def json_reply(value: Any, status: int = 200, headers: list[tuple[str, str]] | None = None) -> Reply:
    body = json.dumps(value, ensure_ascii=False, default=str).encode()
    return Reply(body, status, "application/json", headers or [])


def text(value: str, status: int = 200) -> Reply:
    return Reply(value.encode(), status, "text/plain; charset=utf-8")


def redirect(location: str, *, headers: list[tuple[str, str]] | None = None) -> Reply:
    return Reply(b"", 303, headers=[("Location", location), *(headers or [])])


def _first_values(encoded: str) -> dict[str, str]:
    try:
        pairs = parse_qs(encoded, keep_blank_values=True, max_num_fields=500)
    except ValueError as fault:
        raise Rejected(400, "Too many fields") from fault
    return {name: values[0] for name, values in pairs.items()}


class Handler(BaseHTTPRequestHandler):
    """Reads one request, asks the service, writes one answer. Bound to its service by `serve`."""

    service: Service
    quiet = True
    protocol_version = "HTTP/1.1"
    server_version = "motcua-sandbox"
    sys_version = ""
    wbufsize = 65536  # headers and body leave in one packet
    timeout = 60

    def _serve(self) -> None:
        length = self.headers.get("Content-Length") or "0"
        if not length.isdigit() or int(length) > MAX_BODY or self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            self._send(text("Content-Length is missing or too large", 413))
            return
        target = urlsplit(self.path)
        request = Request(
            method=self.command,
            path=target.path,
            raw_query=target.query,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(length)),
            client=self.client_address[0],
        )
        self._send(self._answer(request))

    def _answer(self, request: Request) -> Reply:
        try:
            return self.service.answer(request)
        except Rejected as no:
            return text(no.text, no.status)
        except Exception as fault:  # noqa: BLE001 - a sandbox process survives any request
            print(f"{self.service.name}: {request.method} {request.path}: {fault!r}", file=sys.stderr)  # noqa: T201
            return text("Sandbox fault", HTTPStatus.INTERNAL_SERVER_ERROR)

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        given = {name.lower() for name, _ in reply.headers}
        usual = [(name, value) for name, value in USUAL_HEADERS if name.lower() not in given]
        for name, value in (*usual, *reply.headers):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    do_GET = do_POST = do_HEAD = do_PUT = do_DELETE = _serve  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        if not self.quiet:
            print(f"{self.service.name}: {format % args}", file=sys.stderr)  # noqa: T201


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def server_bind(self) -> None:
        """Bind without the reverse name lookup of the standard server, which can take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no news."""


def serve(service: Service, *, host: str, port: int, quiet: bool = True) -> None:
    """Run until SIGTERM or SIGINT."""
    server = Server((host, port), type("BoundHandler", (Handler,), {"service": service, "quiet": quiet}))

    def stop(_number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    for start in service.on_start:
        start()
    try:
        server.serve_forever(poll_interval=0.1)
    finally:
        server.server_close()
        for end in service.on_stop:
            end()
