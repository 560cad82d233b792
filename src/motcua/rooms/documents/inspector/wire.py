"""How parent and inspector speak: a length, a JSON header, a length, bytes."""

import json
import struct
from typing import IO, Any

MOST = 256 * 1024 * 1024


def pack(header: dict[str, Any], body: bytes = b"") -> bytes:
    head = json.dumps(header).encode()
    return struct.pack("!II", len(head), len(body)) + head + body


def unpack(raw: bytes) -> tuple[dict[str, Any], bytes]:
    head, body = struct.unpack("!II", raw[:8])
    return json.loads(raw[8 : 8 + head]), raw[8 + head : 8 + head + body]


def send(stream: IO[bytes], header: dict[str, Any], body: bytes = b"") -> None:
    stream.write(pack(header, body))
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Read one message; None at the end of the stream."""
    sizes = stream.read(8)
    if len(sizes) < 8:  # noqa: PLR2004 - two lengths of four bytes
        return None
    head, body = struct.unpack("!II", sizes)
    if head + body > MOST:
        return None
    return json.loads(stream.read(head)), stream.read(body)
