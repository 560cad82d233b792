"""Keys and certificates for a demonstration: made here, certified by the authority the settings name."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from motcua.kernel.types import Actor
from motcua.rooms.documents import ports


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Who gets a key: an account (person) or an agency (organisation)."""

    id: UUID
    name: str
    organisation: str
    profile: str = "person"


@dataclass(frozen=True, slots=True)
class Provisioned:
    """How many keys were made, and how many were there before."""

    made: int
    kept: int


def provision_keys(holders: list[KeyHolder], *, by: Actor, at: datetime) -> Provisioned:
    """Make a key for everyone who has none and have it certified over HTTP; fetch the authority's root to trust it.

    For demonstrations. In production the Government's authority issues certificates and keys live in hardware.
    Orchestrates files and the authority; changes no row, so it is no act.
    """
    from motcua.rooms.documents.signing.certifying import Authority  # noqa: PLC0415 - only a demonstration makes keys

    del by, at
    wanted = settings.MOTCUA
    if wanted.signing_keys is None or not wanted.ca_url:
        raise ValueError("Set MOTCUA_SIGNING_KEYS and MOTCUA_CA_URL before keys can be made.")
    made = kept = 0
    folder: Path = wanted.signing_keys
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with Authority(wanted.ca_url) as authority:
        authority.trust(wanted.trust_roots)
        for holder in holders:
            path = folder / f"{holder.id}.p12"
            if path.exists():
                kept += 1
                continue
            authority.make(path, holder.name, holder.organisation, holder.profile, password=wanted.signing_password)
            made += 1
    ports.forget_signer()
    return Provisioned(made=made, kept=kept)
