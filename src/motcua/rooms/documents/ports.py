"""What this room needs from outside; config/wiring.py may bind other adapters."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class KeyMissing(Exception):
    """There is no key under this name, or it cannot be opened; the text says which file or slot."""


class TimeStampUnavailable(Exception):
    """The time-stamp authority did not answer: the signature waits and nothing unsigned goes out."""


@dataclass(frozen=True, slots=True)
class SignedContainer:
    """The signature itself (CMS, DER) and the subject of the certificate it was made with."""

    cms: bytes
    certificate: str


class Signer(Protocol):
    """Signs digests with keys it never gives away: files, a hardware module, a remote signing service."""

    def holds(self, key_name: str) -> bool:
        """Tell whether there is a key under this name."""
        ...

    def sign(self, digest: bytes, *, key_name: str, at: datetime) -> SignedContainer:
        """Sign a SHA-256 digest of a document and have it time-stamped when an authority is configured.

        Raises KeyMissing, TimeStampUnavailable.
        """
        ...


_signer: list[Signer] = []


def bind_signer(signer: Signer) -> None:
    """Put another signer in the place of the configured one."""
    _signer[:] = [signer]


def signer() -> Signer:
    """The bound signer; without one, the keys of the settings."""
    if not _signer:
        from motcua.rooms.documents.signing.keys import configured_signer  # noqa: PLC0415 - pyHanko only where needed

        _signer[:] = [configured_signer()]
    return _signer[0]


def forget_signer() -> None:
    """Read the settings again at the next signature."""
    _signer.clear()
