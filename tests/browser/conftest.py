"""A real Chromium (Debian's, never a downloaded one) against the real application on a port of its own."""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from installation import Installation, running

# Playwright keeps an event loop in this thread, which Django takes for asynchronous code
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """A test prints nothing."""


@pytest.fixture(scope="session")
def served(django_db_setup: None) -> Iterator[str]:
    """The address of the application, as granian would serve it, with hashed bundles."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    from motcua.config.wsgi import application

    server = make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The whole product with its sandbox world, as `bin/run --empty` starts it."""
    with running(tmp_path_factory.mktemp("installation")) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Every test opens windows of its own.

    It goes with the last test of a file: while it is there an event loop runs in this thread, and what signs, stamps or
    compiles in other files of the same process would meet it.
    """
    arguments = (
        "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking disable-component-update"
    )
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=[f"--{argument}" for argument in [*arguments.split(), "disable-sync"]],
        )
        yield one
        one.close()
    # Without the loop this thread has the connection again that it had before; a test may have cut it meanwhile.
    connections.close_all()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A telephone's window that has never been here."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()
