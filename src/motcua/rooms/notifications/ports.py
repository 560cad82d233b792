"""Ways out of the house. config/wiring.py may bind other providers."""

from dataclasses import dataclass
from typing import Protocol


class NotNow(Exception):
    """The provider did not take the message this time; it is tried again."""


class NeverThere(Exception):
    """The provider will never take this message: the address is wrong or refused."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is handed to a provider. `reference` is the same at every attempt, so that it can be told apart."""

    reference: str
    address: str
    subject: str
    body: str


class Provider(Protocol):
    """Takes messages of one channel."""

    def ready(self) -> bool:
        """Tell whether the installation has this channel at all; if not, messages wait."""
        ...

    def send(self, message: Outgoing) -> str:
        """Hand one message over; answers the provider's own reference. Raises NotNow, NeverThere."""
        ...


_providers: dict[str, Provider] = {}


def bind(channel: str, provider: Provider) -> None:
    """Put a provider in the place of the configured one."""
    _providers[channel] = provider


def provider(channel: str) -> Provider:
    if channel not in _providers:
        from motcua.rooms.notifications.providers import configured  # noqa: PLC0415 - SMTP and HTTP only where needed

        return configured(channel)
    return _providers[channel]


def forget() -> None:
    """Go back to the configured providers."""
    _providers.clear()
