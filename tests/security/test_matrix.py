"""Every address × method × visitor × whose thing: nobody reaches what is not his, nothing breaks, nothing leaks.

Generated from the addresses the product answers. A new address with a parameter that stands for somebody's thing fails
until it is said here what the parameter names; one with known parameters is covered from the day it exists.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import product
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
from django.http import HttpResponse

from motcua.faces.api.tests import worlds as building
from motcua.faces.api.tests.addresses import (
    CODES,
    COMMON,
    MACHINE,
    OWNED,
    PROOFS,
    ROUTES,
    Route,
    ask,
    values_of,
)
from motcua.faces.api.tests.worlds import Setting, Visitor, World
from motcua.kernel.types import ActorKind

# Things of the installation, for its operators.
OPERATED = {"van-hanh/giao-lai/<uuid:delivery_id>": "delivery_id"}
# The same bytes for everybody, and so marked by the view itself.
SAME_FOR_ALL = {"dia-ban/<str:province_code>/xa-phuong"}
# Asks the e-identity, which is not there in this test: it says so, politely.
NEEDS_IDENTITY = {"dang-nhap"}
# A page that shows what is typed as it would be printed; it changes nothing.
SHOWN_BY_POST = {"can-bo/ho-so/<uuid:dossier_id>/ket-qua/xem-truoc"}
# Machines' addresses take no cookie: whoever carries one is a stranger there.
WITHOUT_COOKIE = ("doi-tac/", ".well-known/")
REFUSED = frozenset({401, 403, 404, 405})
SIGN_IN = "/dang-nhap"


ANYBODY = Visitor("anonymous")


@pytest.fixture(scope="module")
def visitors(worlds: dict[str, World]) -> list[Visitor]:
    both = [v for world in worlds.values() for v in (world.citizen, world.officer)]
    return [ANYBODY, *both, building.technical_admin()]


def body(answer: Any) -> str:
    """The words of an answer as somebody reads them; headers count too."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode("utf-8", "replace")
    if "json" in answer.headers.get("Content-Type", ""):
        text = json.dumps(json.loads(content), ensure_ascii=False)
    return unescape(text) + unquote(str(dict(answer.headers)))


def leaks(answer: HttpResponse, world: World) -> list[str]:
    text = body(answer)
    return [canary for canary in world.canaries if canary in text]


def refuses(answer: HttpResponse) -> bool:
    if answer.status_code in {302, 204}:
        target = answer.headers.get("Location") or answer.headers.get("HX-Redirect") or ""
        return target.startswith(SIGN_IN)
    return answer.status_code in REFUSED


def mixes(route: Route, worlds: dict[str, World]) -> Iterator[tuple[frozenset[str], Setting]]:
    """Ids of each world, every setting of it; and ids of both in one address: (worlds touched, values)."""
    for key, world in worlds.items():
        for setting in world.settings if route.owned else world.settings[:1]:
            yield frozenset(key), values_of(world, setting, route)
    if len(route.owned) > 1:
        rich = {key: values_of(world, world.settings[0], route) for key, world in worlds.items()}
        for keys in product(worlds, repeat=len(route.owned)):
            if len(set(keys)) > 1:
                yield frozenset(keys), rich["a"] | {n: rich[k][n] for n, k in zip(route.owned, keys, strict=True)}


def reaches(visitor: Visitor, keys: frozenset[str]) -> bool:
    return keys == {visitor.world}


def known_there(visitor: Visitor, route: Route) -> bool:
    """Tell whether the answer may be made for somebody in particular."""
    if route.path in SAME_FOR_ALL or route.path.startswith(WITHOUT_COOKIE):
        return False
    return bool(visitor.bearer if route.path.startswith(MACHINE) else visitor.cookie)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: "/" + route.path)
def test_nobody_reaches_what_is_not_his(route: Route, worlds: dict[str, World], visitors: list[Visitor]) -> None:
    faults: list[str] = []
    for (keys, values), visitor, method in product(mixes(route, worlds), visitors, ("GET", "POST")):
        answer = ask(visitor, route, method, values)
        what = f"{method} /{route.path} by {visitor.name} on {'+'.join(sorted(keys))}: {answer.status_code}"
        if answer.status_code >= 500 and not (answer.status_code == 503 and route.path in NEEDS_IDENTITY):
            faults.append(f"{what} broke")
        if route.owned and not reaches(visitor, keys) and not refuses(answer):
            faults.append(f"{what} → {answer.headers.get('Location', '')} is no refusal")
        for key, world in worlds.items():
            if visitor.world != key and (found := leaks(answer, world)):
                faults.append(f"{what} tells {found}")
        if known_there(visitor, route) and "no-store" not in answer.headers.get("Cache-Control", ""):
            faults.append(f"{what} may be kept: {answer.headers.get('Cache-Control')}")

    assert not faults, "\n".join(faults)


def test_every_parameter_is_known() -> None:
    known = OWNED | COMMON.keys() | {"code"}
    strange = {
        f"/{route.path}: {name}"
        for route in ROUTES
        for name in route.parameters
        if name not in known and OPERATED.get(route.path) != name
    }
    by_code = {route.path for route in ROUTES if "code" in route.parameters}

    assert not strange, f"say in this file whose these are: {sorted(strange)}"
    assert by_code == CODES | PROOFS


def test_the_matrix_is_not_blind(worlds: dict[str, World]) -> None:
    """Whoever has reach does see his own, with the very words nobody else may read."""
    seen = set()
    for route in ROUTES:
        if not route.owned:
            continue
        for world in worlds.values():
            for visitor, setting in product((world.citizen, world.officer), world.settings):
                answer = ask(visitor, route, "GET", values_of(world, setting, route))
                if answer.status_code == 200:
                    seen.add((route.path, bool(leaks(answer, world))))

    opened = {path for path, _ in seen}
    assert len(opened) >= 20, sorted(opened)
    assert {path for path, telling in seen if telling} >= {
        "can-bo/ho-so/<uuid:dossier_id>", "nop-ho-so/<uuid:draft_id>/kiem-tra", "api/v1/dossiers/<dossier_id>",
    }  # fmt: skip


def test_operators_run_the_installation_and_touch_no_dossier(worlds: dict[str, World], visitors: list[Visitor]) -> None:
    operator = visitors[-1]
    assert operator.actor is not None
    assert operator.actor.kind == ActorKind.OFFICER
    faults = []
    for route in ROUTES:
        if not route.owned or route.path in SHOWN_BY_POST:
            continue
        for setting in worlds["a"].settings:
            values = values_of(worlds["a"], setting, route)
            answer = ask(operator, route, "POST", values, fields={"text": "x", "reason": "x", "note": "x"})
            if not refuses(answer):
                faults.append(f"POST /{route.path}: {answer.status_code} {answer.headers.get('Location', '')}")

    assert not faults, "\n".join(faults)
    assert ask(operator, Route("van-hanh/", ()), "GET", {}).status_code == 200


@pytest.mark.parametrize("path", sorted(OPERATED))
def test_only_operators_give_facts_out_again(path: str, worlds: dict[str, World], visitors: list[Visitor]) -> None:
    route = Route(path, (OPERATED[path],))
    values = values_of(worlds["a"], worlds["a"].settings[0], route)
    for visitor in visitors:
        answer = ask(visitor, route, "POST", values)
        assert refuses(answer) == (visitor.name != "technical_admin"), f"{visitor.name}: {answer.status_code}"


def test_what_does_not_exist_answers_like_what_is_not_mine(worlds: dict[str, World]) -> None:
    """Status and words are the same: an id cannot be tried out."""
    nowhere = {name: UUID(int=42) for name in OWNED}
    differing = []
    for route in ROUTES:
        if not route.owned:
            continue
        theirs = values_of(worlds["b"], worlds["b"].settings[0], route)
        for visitor, method in product((worlds["a"].citizen, worlds["a"].officer), ("GET", "POST")):
            other = ask(visitor, route, method, theirs)
            nothing = ask(visitor, route, method, theirs | nowhere)
            if (other.status_code, _words(other)) != (nothing.status_code, _words(nothing)):
                differing.append(
                    f"{method} /{route.path} by {visitor.name}: {other.status_code}, {nothing.status_code}"
                )

    assert not differing, "\n".join(differing)


def _words(answer: HttpResponse) -> str:
    plain = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27,}", "ID", answer.content.decode("utf-8", "replace"))
    return re.sub(r'(csrfmiddlewaretoken" value=|content=|request["a-z:_ -]+)"[^"]+"', "", plain)


def test_what_may_be_kept_for_all_is_the_same_for_all(worlds: dict[str, World], visitors: list[Visitor]) -> None:
    for route in ROUTES:
        if route.path in SAME_FOR_ALL:
            values = values_of(worlds["a"], worlds["a"].settings[0], route)
            assert len({ask(visitor, route, "GET", values).content for visitor in visitors}) == 1


def test_a_session_of_one_browser_is_not_a_token_of_a_program(worlds: dict[str, World]) -> None:
    """Machines' addresses take no cookie, pages take no bearer."""
    citizen = worlds["a"].citizen
    by_cookie = replace(citizen, bearer="").client().get("/api/v1/dossiers")
    by_bearer = replace(citizen, cookie="").client(machine=True).get("/ho-so")

    assert by_cookie.status_code == 401
    assert by_bearer.status_code == 302
