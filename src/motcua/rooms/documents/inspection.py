"""The way to the inspector: one process beside this one, started at the first file and again when it died."""

import atexit
import os
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any

import motcua
from motcua.kernel.errors import Refused
from motcua.rooms.documents.inspector import wire

SOURCES = str(Path(motcua.__file__).resolve().parent.parent)


class Inspector:
    """A line to one inspector process. One file at a time; callers wait their turn."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """Have one file looked at. A file that kills its child answers "too-heavy".

        Refused: file.inspector-away, when there is no inspector: that is never the file's fault.
        """
        with self._turn:
            for _ in range(2):
                process = self._running()
                try:
                    assert process.stdin is not None
                    assert process.stdout is not None
                    wire.send(process.stdin, header, body)
                    answer = wire.receive(process.stdout)
                except (BrokenPipeError, OSError):
                    answer = None
                if answer is not None:
                    return answer
                self._forget()
        raise Refused("file.inspector-away")

    def stop(self) -> None:
        with self._turn:
            self._forget()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            # Nothing of our environment goes along: no secret can be read out of it.
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no outside words
                [sys.executable, "-s", "-m", "motcua.rooms.documents.inspector", self.kind],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.defpath, "PYTHONPATH": SOURCES, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
                cwd="/",
            )
        return self._process

    def _forget(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue
        process.kill()
        process.wait()


@cache
def inspector(kind: str, process_id: int = 0) -> Inspector:
    """The inspector of this process; a forked worker passes its own id and gets its own."""
    del process_id
    made = Inspector(kind)
    atexit.register(made.stop)
    return made


def ask(kind: str, header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    return inspector(kind, os.getpid()).ask(header, body)
