"""A citizen's browser: cookies, forms and redirects over one kept-alive connection; and one whole filing."""

import html
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.bench import procedure
from tests.bench.load import Connection

FORMS = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
BOUNDARY = "----benchboundary7MA4YWxkTrZu0gW"
Pairs = list[tuple[str, str]]
Upload = tuple[str, str, bytes]
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

    def post(self, path: str, page: Answer, fields: Pairs, *, expect: int = 302) -> Answer:
        """Send the form of a page the way a browser does, with everything hidden in it."""
        form = _form(page, fields[0][0] if fields else "")
        pairs = [(name, html.unescape(value)) for name, value in HIDDEN.findall(form)] + fields
        if "multipart/form-data" in form.partition(">")[0]:
            return self.send(path, multipart(pairs), FORM, expect=expect)
        return self.send(path, urlencode(pairs).encode(), "application/x-www-form-urlencoded", expect=expect)

    def send(self, path: str, body: bytes, kind: str, *, expect: int) -> Answer:
        """Send what is in hand."""
        return self._ask("POST", path, body, kind, expect)

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


def _form(page: Answer, field: str) -> str:
    """The form that holds a field; for a form of one button, the first that belongs to the page itself."""
    forms = FORMS.findall(page.body.decode())
    mark = f'name="{field}"' if field else "<form"
    found = [one for one in forms if mark in one and (field or "action=" not in one.partition(">")[0])]
    if not found:
        raise RuntimeError(f"the page has no form with {field or 'a button'}")
    return str(found[0])


def multipart(fields: Pairs, file: Upload | None = None) -> bytes:
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
    """What the page's script does when a file is chosen."""
    token = dict(HIDDEN.findall(_form(page, procedure.FILE_FIELD)))["csrfmiddlewaretoken"]
    fields = [("csrfmiddlewaretoken", token), ("name", procedure.FILE_FIELD)]
    answer = browser.send(f"{draft}/tep", multipart(fields, ("file", "giay-to.pdf", paper)), FORM, expect=201)
    if json.loads(answer.body)["state"] != "clean":
        raise RuntimeError(f"the paper was not taken: {answer.body.decode()}")
    return answer
