"""The SMTP side: takes every message, unless told to misbehave."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from motcua.sandbox.mail.box import Box
from motcua.sandbox.web import Behaviour

TARPIT_SECONDS = 20
MODES = ("reject", "defer", "tarpit", "accept-then-drop", "hang-up")


class Sink:
    """Called by the SMTP server for each recipient and each message."""

    def __init__(self, box: Box, behaviour: Behaviour) -> None:
        self._box = box
        self._behaviour = behaviour

    async def handle_RCPT(  # noqa: N802 - the name the library calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Addresses that begin with `nobody@` do not exist, always."""
        if address.casefold().startswith("nobody@"):
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        mode = self._behaviour.take()
        if mode == "reject":
            return "554 5.7.1 Rejected by the sandbox"
        if mode == "defer":
            return "451 4.3.0 Try again later"
        if mode == "tarpit":
            await asyncio.sleep(TARPIT_SECONDS)
        if mode == "hang-up" and server.transport is not None:
            server.transport.close()
            return "421 4.3.0 Closing"
        if mode != "accept-then-drop":
            content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
            self._box.add(envelope.mail_from or "", envelope.rcpt_tos, content)
        return "250 2.0.0 Taken"


def start(sink: Sink, host: str, port: int) -> Callable[[], Any]:
    """Serve in a thread of its own; the answer stops it."""
    controller = Controller(sink, hostname=host, port=port, enable_SMTPUTF8=True, server_hostname="sandbox.mail")
    controller.start()
    return controller.stop
