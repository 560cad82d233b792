"""A citizen's browser: cookies, forms and redirects over one kept-alive connection; and one whole filing."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.bench import procedure
from tests.bench.load import Connection

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
SEEN = re.compile(rb'name="_seen" value="([^"]*)"')
BOUNDARY = "----benchboundary7MA4YWxkTrZu0gW"
Pairs = list[tuple[str, str]]
FORM = f"multipart/form-data; boundary={BOUNDARY}"


@dataclass(frozen=True)
class Answer:
    status: int
    head: bytes
    body: bytes

    @property
    def location(self) -> str:
        for line in self.head.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.lower() == b"location":
                parts = urlsplit(value.strip().decode())
                return parts.path + (f"?{parts.query}" if parts.query else "")
        return ""


class Browser:
    """Signed in by the session's token."""

    def __init__(self, host: str, port: int, token: str = "", cookie: str = "motcua") -> None:
        self.host = f"{host}:{port}"
        self.connection = Connection(host, port)
        self.cookies = {cookie: token} if token else {}
        self.requests = 0

    def get(self, path: str, *, expect: int = 200) -> Answer:
        return self._ask("GET", path, b"", "", expect)

    def post(
        self, path: str, page: Answer, fields: Pairs, file: tuple[str, str, bytes] | None = None, *, expect: int = 302
    ) -> Answer:
        """Send the form of a page the way a browser does."""
        found, seen = TOKEN.search(page.body), SEEN.search(page.body)
        if found is None:
            raise RuntimeError(f"{path}: the page has no form")
        pairs = [("csrfmiddlewaretoken", found[1].decode())]
        pairs += [("_seen", seen[1].decode())] if seen else []
        return self._ask("POST", path, multipart([*pairs, *fields], file), FORM, expect)

    def _ask(self, method: str, path: str, body: bytes, kind: str, expect: int) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", "Accept: text/html", "Accept-Language: vi"]
        lines += [f"Cookie: {cookies}"] if cookies else []
        lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"] if method == "POST" else []
        answer = Answer(*self.connection.ask("\r\n".join([*lines, "", ""]).encode() + body))
        self.requests += 1
        for line in answer.head.split(b"\r\n"):
            if line[:11].lower() == b"set-cookie:":
                name, _, rest = line[11:].strip().decode().partition("=")
                self.cookies[name] = rest.partition(";")[0]
        if answer.status != expect:
            raise RuntimeError(f"{method} {path} → {answer.status}: {answer.body[:600].decode(errors='replace')}")
        return answer


def multipart(fields: Pairs, file: tuple[str, str, bytes] | None = None) -> bytes:
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields]
    if file is not None:
        name, filename, content = file
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        parts += [f"{head}Content-Type: application/pdf\r\n\r\n".encode(), content, b"\r\n"]
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


@dataclass
class Filing:
    """One dossier from «Bắt đầu» to the confirmation."""

    seconds: float = 0.0
    requests: int = 0
    dossier: str = ""
    submitted: float = 0.0
    spent: dict[str, float] = field(default_factory=dict)
    """Step → seconds the citizen waited."""


def file_dossier(browser: Browser, typed: dict[str, Pairs], paper: bytes) -> Filing:
    """Every request of a filing, in a browser's order: the start page, each page and its post, the upload, the check
    page, the submission, the confirmation.
    """
    filing, before, began = Filing(), browser.requests, time.perf_counter()

    def step(name: str, ask: Callable[..., Answer], *words: Any) -> Answer:
        since = time.perf_counter()
        answer = ask(*words)
        filing.spent[name] = filing.spent.get(name, 0.0) + time.perf_counter() - since
        return answer

    start = f"/nop-ho-so/moi/{procedure.CODE}"
    page = step("GET start", browser.get, start)
    answer = step("POST start", browser.post, start, page, [])
    for name, fields in typed.items():
        address = answer.location
        if not address.endswith(f"/trang/{name}"):
            raise RuntimeError(f"page {name} was expected, not {address}")
        page = step("GET page", browser.get, address)
        if name == procedure.FILE_PAGE:
            step("POST upload", _upload, browser, address.partition("/trang/")[0], page, paper)
        answer = step("POST page", browser.post, address, page, fields)
    check = answer.location
    page = step("GET check", browser.get, check)
    answer = step("POST submit", browser.post, check, page, [("consent", "yes")])
    filing.submitted = time.perf_counter()
    step("GET confirmation", browser.get, answer.location)
    filing.dossier = answer.location.split("/")[2]
    filing.seconds, filing.requests = time.perf_counter() - began, browser.requests - before
    return filing


def _upload(browser: Browser, draft: str, page: Answer, paper: bytes) -> Answer:
    fields = [("name", procedure.FILE_FIELD)]
    answer = browser.post(f"{draft}/tep", page, fields, ("file", "giay-to.pdf", paper), expect=201)
    if json.loads(answer.body)["state"] != "clean":
        raise RuntimeError(f"the paper was not taken: {answer.body.decode()}")
    return answer
