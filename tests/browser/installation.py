"""A whole installation as `bin/run` starts it: database, sandbox world, web server and worker on ports of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from motcua.config.instance import SANDBOX_PORTS, SMTP_OFFSET

READY_WITHIN = 240.0
STOPPED_WITHIN = 30.0
GONE_WITHIN = 5.0  # a child's own child may end a moment after it
FIRST_PORT = 21000
LAST_PORT = 29000
BLOCK = 50


@dataclass(frozen=True)
class Installation:
    """Where a running installation answers."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def sandbox(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port + SANDBOX_PORTS[name]}"

    def as_person(self, key: str, *capacity: str) -> httpx.Client:
        """A machine client with the token of one of the demonstration people."""
        said = subprocess.run(
            [sys.executable, "-m", "motcua.faces.cli", "token", "--as", key, *capacity],
            env=own_environment() | {"MOTCUA_DATA_DIR": str(self.folder)}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return httpx.Client(
            base_url=self.url, headers={"Authorization": f"Bearer {said.stdout.split()[-1]}"}, timeout=60
        )


def own_environment() -> dict[str, str]:
    """Ours without what the tests of this process run with."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MOTCUA_", "DJANGO_")) and name != "DATABASE_URL"
    }


@contextmanager
def running(folder: Path) -> Iterator[Installation]:
    """Start on an empty folder, stop as Ctrl-C does; nothing may survive."""
    port = free_block()
    log = folder / "said.log"
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "motcua.config.supervisor", "--empty", "--port", str(port), "--data", str(folder)],
            env=own_environment(), stdout=said, stderr=said, start_new_session=True,
        )  # fmt: skip
    try:
        await_ready(process, log)
        yield Installation(port, folder)
    finally:
        children = descendants(process.pid)
        process.send_signal(signal.SIGINT)
        code = process.wait(STOPPED_WITHIN)
    assert code == 0, log.read_text()
    assert children, "the installation had no child to stop"
    deadline = time.monotonic() + GONE_WITHIN
    while left := survivors(children):
        assert time.monotonic() < deadline, f"still alive: {left}"
        time.sleep(0.1)


def await_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while "ready after" not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)


def free_block() -> int:
    """A web port whose neighbours, where the sandbox world goes, are free too."""
    for port in range(FIRST_PORT + os.getpid() % 100 * BLOCK, LAST_PORT, BLOCK):
        if all(free(port + offset) for offset in (0, SMTP_OFFSET, *SANDBOX_PORTS.values())):
            return port
    raise AssertionError("no free block of ports")


def free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def descendants(pid: int) -> list[tuple[int, str]]:
    """Every process below this one, with the instant of its birth, which tells it from a later one of the number."""
    found: list[tuple[int, str]] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [(child, born(child)), *descendants(child)]
    return found


def survivors(children: list[tuple[int, str]]) -> list[str]:
    """The command lines of those that still run."""
    left = []
    for pid, birth in children:
        if birth and born(pid) == birth:
            with suppress(OSError):
                left.append(Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode())
    return left


def born(pid: int) -> str:
    """When the process started, in clock ticks since boot; empty when it is gone or only waits to be counted out."""
    try:
        about = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if about[0] == "Z" else about[19]
