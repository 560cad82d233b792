"""Start a sandbox service as the real process it is, on a free port, for a test."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

SOURCE = Path(__file__).resolve().parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(service: str, folder: Path, *options: str, port: int | None = None) -> Iterator[str]:
    """Yield the address of the running service; stop it afterwards."""
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "motcua.sandbox", service, "--port", str(port), "--data", str(folder), *options]
    process = subprocess.Popen(command, env={"PYTHONPATH": str(SOURCE), "PATH": ""})
    try:
        _wait(process, address)
        yield address
    finally:
        process.terminate()
        process.wait(5)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The sandbox service ended with {process.returncode}")
        try:
            httpx.get(f"{address}/_sandbox/health", timeout=1)
        except httpx.TransportError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("The sandbox service did not start")
