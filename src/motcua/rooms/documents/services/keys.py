"""Keys and certificates for a demonstration: made here, certified by the authority the settings name."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

from motcua.kernel.types import Actor
from motcua.rooms.documents import ports

LONGEST_NAME = 64


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
    del by, at
    wanted = settings.MOTCUA
    if wanted.signing_keys is None or not wanted.ca_url:
        raise ValueError("Set MOTCUA_SIGNING_KEYS and MOTCUA_CA_URL before keys can be made.")
    made = kept = 0
    folder: Path = wanted.signing_keys
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with httpx.Client(base_url=wanted.ca_url, timeout=10.0) as authority:
        _trust(authority, wanted.trust_roots)
        for holder in holders:
            path = folder / f"{holder.id}.p12"
            if path.exists():
                kept += 1
                continue
            _make(path, holder, authority, wanted.signing_password)
            made += 1
    ports.forget_signer()
    return Provisioned(made=made, kept=kept)


def _trust(authority: httpx.Client, folder: Path | None) -> None:
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    answer = authority.get("/ca/root.pem")
    answer.raise_for_status()
    path = folder / "demonstration-root.pem"
    if not path.exists() or path.read_bytes() != answer.content:
        path.write_bytes(answer.content)


def _make(path: Path, holder: KeyHolder, authority: httpx.Client, password: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _fitting(holder.organisation)),
            x509.NameAttribute(NameOID.COMMON_NAME, _fitting(holder.name)),
        ]
    )
    request = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
    answer = authority.post(
        "/ca/certificates",
        params={"profile": holder.profile},
        content=request.public_bytes(serialization.Encoding.PEM),
        headers={"Content-Type": "application/pkcs10"},
    )
    answer.raise_for_status()
    chain = x509.load_pem_x509_certificates(answer.content)
    lock: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    )
    content = pkcs12.serialize_key_and_certificates(holder.name.encode(), key, chain[0], chain[1:], lock)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(content)
    fresh.rename(path)


def _fitting(name: str) -> str:
    """At most 64 bytes (X.520), with the usual abbreviations of long names of offices first."""
    for long, short in (("Uỷ ban nhân dân", "UBND"), ("Ủy ban nhân dân", "UBND"), ("Thành phố", "TP")):
        if len(name.encode()) > LONGEST_NAME:
            name = name.replace(long, short)
    return name.encode()[:LONGEST_NAME].decode(errors="ignore").strip()
