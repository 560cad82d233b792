"""Garbage for every form: whoever is known sends what no browser would, and is refused politely or forgiven.

The fields are those the pages show to the same person, so that a new field is tried the day it appears.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse

from motcua.faces.api.tests import worlds as building
from motcua.faces.api.tests.addresses import MACHINE, ROUTES, Route, ask, values_of
from motcua.faces.api.tests.worlds import Setting, Visitor, World

NAMED = re.compile(r'<(?:input|textarea|select|button)\b[^>]*?\bname="([^"]+)"')

HIDDEN = "csrfmiddlewaretoken"
GARBAGE: dict[str, Any] = {
    "nothing": "",
    "null bytes": "a\x00b",
    "huge": "x" * 30_000,
    "many digits": "9" * 5_000,
    "below zero": "-1",
    "beyond any number": "1e400",
    "strange digits": "\u0663\u00b2\u2167",
    "control signs": "\x01\x1b\u202e\ufeff\ud7ff",
    "nested": '{"a": [[[1, null, {"b": NaN}]]]}',
    "expression": "{{ 7*7 }}{% raw %}${x}<script>alert(1)</script>' or 1=1 --",
    "several": ["1", "", "a", "\x00"],
    "no date": "31/02/0000",
    "no id": "00000000-0000-0000-0000-000000000000",
    "file": "FILE",
}
ALONE = ("null bytes", "many digits", "strange digits")
MOST_ALONE = 5
BODIES = {
    "broken parts": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a'),
    "no boundary": ("multipart/form-data", b"a=1"),
    "bytes": ("application/x-www-form-urlencoded", b"text=%ED%A0%80&\xff\xfe=%ZZ&%00=%00&=&&a[]=1&a[b]=2"),
    "json": ("application/json", b'{"full_name": ["x"]}'),
    "strange charset": ("application/x-www-form-urlencoded; charset=klingon", b"a=1"),
    "many fields": ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(2_100))),
}
FORMS = [route for route in ROUTES if not route.path.startswith(MACHINE)]


@pytest.fixture(scope="module")
def names(worlds: dict[str, World]) -> dict[str, set[str]]:
    """Visitor → every field any page shows him."""
    found: dict[str, set[str]] = {}
    for visitor in _visitors(worlds):
        seen = found.setdefault(visitor.name, {"_fields", "next", "key"})
        for route in FORMS:
            for setting in worlds["a"].settings:
                seen |= _fields(ask(visitor, route, "GET", values_of(worlds["a"], setting, route)))
    assert all(len(seen) > 15 for seen in found.values()), found
    return found


def _visitors(worlds: dict[str, World]) -> list[Visitor]:
    return [worlds["a"].citizen, worlds["a"].officer]


def _fields(answer: HttpResponse) -> set[str]:
    if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
        return set()
    return set(NAMED.findall(answer.content.decode())) - {HIDDEN}


def _settings(world: World, route: Route) -> Iterator[Setting]:
    for setting in world.settings if route.owned else world.settings[:1]:
        yield values_of(world, setting, route)


def _value(kind: str) -> Any:
    return (
        SimpleUploadedFile("x\x00.exe", b"MZ\x00", "application/x-none") if GARBAGE[kind] == "FILE" else GARBAGE[kind]
    )


def _sent(kind: str, names: set[str]) -> dict[str, Any]:
    value = _value(kind)
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogatepass")
    return dict.fromkeys(sorted(names), value)


def _broke(answer: HttpResponse, route: Route) -> bool:
    return answer.status_code >= 500 and not (answer.status_code == 503 and route.path == "dang-nhap")


@pytest.mark.slow
@pytest.mark.parametrize("route", FORMS, ids=lambda route: "/" + route.path)
def test_no_form_breaks(route: Route, worlds: dict[str, World], names: dict[str, set[str]]) -> None:
    faults = []
    for visitor in _visitors(worlds):
        for values in _settings(worlds["a"], route):
            if ask(visitor, route, "POST", values).status_code in {403, 404, 405}:
                continue
            own = _fields(ask(visitor, route, "GET", values)) or {"text", "reason", "version"}
            for what, fields in _tries(own, names[visitor.name]):
                answer = ask(visitor, route, "POST", values, fields=fields)
                if _broke(answer, route):
                    faults.append(f"{visitor.name}: {what}: {answer.status_code}")
            faults += [
                f"{visitor.name}: {what}: {answer.status_code}"
                for what, answer in _raw(visitor, route, values)
                if _broke(answer, route)
            ]

    assert not faults, "\n".join(faults)


def _tries(own: set[str], every: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each kind of garbage in every field of the form; in some fields alone; once in all fields anybody ever saw."""
    yield from ((kind, _sent(kind, own)) for kind in GARBAGE)
    yield "strange fields", _sent("null bytes", every)
    alone = sorted(own)[:MOST_ALONE]
    yield from ((f"{kind} in {n}", dict.fromkeys(own, "1") | {n: _value(kind)}) for n in alone for kind in ALONE)


def _raw(visitor: Visitor, route: Route, values: Setting) -> Iterator[tuple[str, Any]]:
    for what, (kind, body) in BODIES.items():
        with transaction.atomic():
            answer = visitor.client().generic("POST", route.address(values), body, content_type=kind)
            transaction.set_rollback(True)
        yield what, answer


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: "/" + route.path)
def test_no_question_in_the_address_breaks(route: Route, worlds: dict[str, World]) -> None:
    """Pages read from the address what they were never given."""
    faults = []
    strange = (
        "q",
        "ma",
        "trang",
        "loc",
        "sau",
        "after",
        "next",
        "muc",
        "ngay",
        "page",
        "limit",
        "view",
        "tu",
        "den",
        "code",
        "state",
    )
    for visitor in [building.Visitor("anonymous"), *_visitors(worlds)]:
        values = values_of(worlds["a"], worlds["a"].settings[0], route)
        for kind in ("null bytes", "many digits", "strange digits", "several", "below zero", "no id", "control signs"):
            answer = ask(visitor, route, "GET", values, fields=dict.fromkeys(strange, GARBAGE[kind]))
            if _broke(answer, route):
                faults.append(f"{visitor.name}: {kind}: {answer.status_code}")

    assert not faults, "\n".join(faults)
