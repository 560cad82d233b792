"""A small load generator: prebuilt requests over kept-alive connections, latencies measured from outside."""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Result:
    """What one run saw. Times in seconds."""

    seconds: float
    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.latencies)

    @property
    def rate(self) -> float:
        return self.count / self.seconds

    def percentile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    def expect(self, status: int) -> "Result":
        """Figures of wrong answers are no figures."""
        if set(self.statuses) != {status}:
            raise RuntimeError(f"answers other than {status}: {self.statuses}")
        return self


class Connection:
    """One kept-alive HTTP/1.1 connection."""

    def __init__(self, host: str, port: int) -> None:
        self.address = (host, port)
        self.socket: socket.socket | None = None

    def ask(self, request: bytes) -> tuple[int, bytes, bytes]:
        """Send one request; gives (status, head, body)."""
        if self.socket is None:
            self.socket = socket.create_connection(self.address, 60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(request)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head = received[:end]
        body = received[end + 4 :]
        length = _length(head)
        while len(body) < length:
            body += self._more()
        if b"connection: close" in head.lower():
            self.close()
        return int(head[9:12]), head, body

    def _more(self) -> bytes:
        assert self.socket is not None
        chunk = self.socket.recv(262144)
        if not chunk:
            raise ConnectionError("the server closed the connection")
        return chunk

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def hammer(
    host: str, port: int, request: Callable[[int], bytes | None], *, clients: int, seconds: float = 3600.0
) -> Result:
    """Let `clients` ask as fast as answers come, for `seconds` or until there is nothing left to ask.

    `request` gets the number of the client and answers what he sends next; None ends him.
    """
    result = Result(seconds)
    guard = threading.Lock()
    start = threading.Barrier(clients + 1)
    ends = [0.0]

    def one(number: int) -> None:
        connection = Connection(host, port)
        latencies: list[float] = []
        statuses: dict[int, int] = {}
        start.wait()
        while time.perf_counter() < ends[0] and (asked := request(number)) is not None:
            began = time.perf_counter()
            status, _, _ = connection.ask(asked)
            latencies.append(time.perf_counter() - began)
            statuses[status] = statuses.get(status, 0) + 1
        connection.close()
        with guard:
            result.latencies += latencies
            for status, n in statuses.items():
                result.statuses[status] = result.statuses.get(status, 0) + n

    threads = [threading.Thread(target=one, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    began = time.perf_counter()
    ends[0] = began + seconds
    start.wait()
    for thread in threads:
        thread.join()
    result.seconds = time.perf_counter() - began
    return result
