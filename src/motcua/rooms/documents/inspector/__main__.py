"""Serve requests on standard input until it closes: one fork per file."""

import contextlib
import json
import os
import resource
import select
import signal
import sys
import time
from typing import Any

from motcua.rooms.documents.inspector import wire
from motcua.rooms.documents.inspector.jobs import begin, load, perform

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 12
WALL_SECONDS = 25.0
NOBODY = 65534


def serve(kind: str) -> None:
    load(kind)
    ceiling = _own_size() + MEMORY  # read now: once root has stepped down /proc is closed to it
    _step_down()
    source, answer = sys.stdin.buffer, sys.stdout.buffer
    while True:
        request = wire.receive(source)
        if request is None:
            return
        header, body = _in_child(*request, ceiling=ceiling)
        wire.send(answer, header, body)


def _step_down() -> None:
    """Root reads no stranger's file: become nobody once the libraries are loaded."""
    if os.geteuid() == 0:
        with contextlib.suppress(OSError):
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)


def _in_child(job: dict[str, Any], body: bytes, *, ceiling: int) -> tuple[dict[str, Any], bytes]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_child(writing, job, body, ceiling)
    os.close(writing)
    raw, late = _collect(reading, time.monotonic() + WALL_SECONDS)
    os.close(reading)
    if late:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if status == 0 and raw:
        return wire.unpack(raw)
    return {"fault": "too-heavy"}, b""


def _be_child(writing: int, job: dict[str, Any], body: bytes, ceiling: int) -> None:
    """Never returns: an interpreter that has seen a hostile file is thrown away."""
    code = 1
    try:
        begin(job)
        _limit(ceiling)
        try:
            header, made = perform(job, body)
        except MemoryError:
            header, made = {"fault": "too-heavy"}, b""
        except Exception as fault:  # noqa: BLE001 - whatever a parser raises about a stranger's file is "unreadable"
            header, made = {"fault": "unreadable", "detail": repr(fault)[:300]}, b""
        _write_all(writing, wire.pack(header, made))
        code = 0
    finally:
        os._exit(code)


def _limit(ceiling: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))  # nothing opened from here on: no file, no socket


def _own_size() -> int:
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - no imports left to make
        return int(statm.read().split()[0]) * resource.getpagesize()


def _collect(reading: int, deadline: float) -> tuple[bytes, bool]:
    parts: list[bytes] = []
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([reading], [], [], left)
        if not ready:
            break
        part = os.read(reading, 1 << 20)
        if not part:
            return b"".join(parts), False
        parts.append(part)
    return b"", True


def _write_all(handle: int, raw: bytes) -> None:
    view = memoryview(raw)
    while view:
        view = view[os.write(handle, view) :]


if __name__ == "__main__":
    try:
        serve(sys.argv[1] if len(sys.argv) > 1 else "files")
    except (BrokenPipeError, KeyboardInterrupt, json.JSONDecodeError):
        sys.exit(0)
