"""The memory of public pages never keeps what could be somebody's."""

from typing import Any

import pytest

from motcua.config.public_pages import PublicPages

PUBLIC = [("Content-Type", "text/html"), ("Cache-Control", "public, max-age=60")]


class Inner:
    """An application that counts how often it was really asked."""

    def __init__(self, headers: list[tuple[str, str]], status: str = "200 OK") -> None:
        self.headers, self.status, self.asked = headers, status, 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.asked += 1
        start_response(self.status, self.headers)
        return [f"page {self.asked}".encode()]


def ask(pages: PublicPages, **environ: str) -> bytes:
    told: list[str] = []
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": "", "HTTP_HOST": "a"} | environ
    return b"".join(pages(asked, lambda status, headers, exc=None: told.append(status)))


def test_a_public_page_is_answered_from_memory() -> None:
    inner = Inner(PUBLIC)
    pages = PublicPages(inner)

    assert [ask(pages), ask(pages), ask(pages, HTTP_COOKIE="motcua_lang=en")] == [b"page 1", b"page 1", b"page 2"]


@pytest.mark.parametrize(
    "visitor",
    [
        {"HTTP_COOKIE": "motcua=abc"},
        {"HTTP_COOKIE": "motcua_lang=vi; mc_notice=x"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"REQUEST_METHOD": "POST"},
    ],
)
def test_whoever_may_be_somebody_is_always_asked_for_anew(visitor: dict[str, str]) -> None:
    inner = Inner(PUBLIC)
    pages = PublicPages(inner)
    ask(pages)

    ask(pages, **visitor)
    ask(pages, **visitor)

    assert inner.asked == 3


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([("Cache-Control", "no-store")], "200 OK"),
        ([("Cache-Control", "private, max-age=60")], "200 OK"),
        ([], "200 OK"),
        ([*PUBLIC, ("Set-Cookie", "motcua=abc")], "200 OK"),
        (PUBLIC, "404 Not Found"),
        (PUBLIC, "302 Found"),
    ],
)
def test_what_did_not_call_itself_public_is_never_kept(headers: list[tuple[str, str]], status: str) -> None:
    inner = Inner(headers, status)
    pages = PublicPages(inner)

    ask(pages)
    ask(pages)

    assert inner.asked == 2


def test_pages_of_different_addresses_and_hosts_are_different() -> None:
    pages = PublicPages(Inner(PUBLIC))

    answers = [ask(pages), ask(pages, PATH_INFO="/tim"), ask(pages, QUERY_STRING="q=a"), ask(pages, HTTP_HOST="b")]

    assert len(set(answers)) == 4
