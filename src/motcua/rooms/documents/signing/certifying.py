"""Keys made here and certified by an authority over HTTP: the demonstration's, in place of the Government's."""

from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

LONGEST_NAME = 64


class Authority:
    """The certificate authority at an address, for the length of a `with`."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=10.0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def trust(self, folder: Path | None) -> None:
        """Keep the authority's root among those that are believed."""
        if folder is None:
            return
        folder.mkdir(parents=True, exist_ok=True)
        answer = self._client.get("/ca/root.pem")
        answer.raise_for_status()
        path = folder / "demonstration-root.pem"
        if not path.exists() or path.read_bytes() != answer.content:
            path.write_bytes(answer.content)

    def make(self, path: Path, name: str, organisation: str, profile: str, *, password: str) -> None:
        """Make a key, have it certified, and keep both in one file under the password."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, _fitting(organisation)),
                x509.NameAttribute(NameOID.COMMON_NAME, _fitting(name)),
            ]
        )
        request = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
        answer = self._client.post(
            "/ca/certificates",
            params={"profile": profile},
            content=request.public_bytes(serialization.Encoding.PEM),
            headers={"Content-Type": "application/pkcs10"},
        )
        answer.raise_for_status()
        chain = x509.load_pem_x509_certificates(answer.content)
        lock: serialization.KeySerializationEncryption = (
            serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
        )
        content = pkcs12.serialize_key_and_certificates(name.encode(), key, chain[0], chain[1:], lock)
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
