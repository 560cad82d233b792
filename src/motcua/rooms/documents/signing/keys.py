"""Keys in files and in hardware modules, loaded once; time-stamps over HTTP."""
# mypy: disable-error-code="no-untyped-call"
# (pyHanko has functions without types)

import asyncio
import contextlib
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from asn1crypto import pem, tsp
from asn1crypto.x509 import Certificate
from django.conf import settings
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper

from motcua.rooms.documents.ports import KeyMissing, SignedContainer, Signer, TimeStampUnavailable

TSA_SECONDS = 8.0


class HttpTimeStamper(TimeStamper):
    """RFC 3161 over one kept connection."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self._client = httpx.Client(timeout=TSA_SECONDS)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        try:
            answer = self._client.post(
                self._url, content=req.dump(), headers={"Content-Type": "application/timestamp-query"}
            )
            answer.raise_for_status()
            return tsp.TimeStampResp.load(answer.content)
        except (httpx.HTTPError, ValueError) as fault:
            raise TimeStampUnavailable(f"{type(fault).__name__}") from fault


class FileSigner:
    """Keys as PKCS#12 or PEM files named by account or agency."""

    def __init__(self, folder: Path | None, password: str, tsa_url: str) -> None:
        self._folder, self._password = folder, password
        self._stamper = HttpTimeStamper(tsa_url) if tsa_url else None
        self._loaded: dict[str, tuple[float, SimpleSigner]] = {}
        self._lock = threading.Lock()

    def holds(self, key_name: str) -> bool:
        return self._path(key_name) is not None

    def sign(self, digest: bytes, *, key_name: str, at: datetime) -> SignedContainer:
        return _sign(self._key(key_name), digest, at=at, stamper=self._stamper)

    def _key(self, key_name: str) -> SimpleSigner:
        path = self._path(key_name)
        if path is None:
            raise KeyMissing(f"No file {key_name}.p12 in the folder of signing keys")
        changed = path.stat().st_mtime
        with self._lock:
            known = self._loaded.get(key_name)
            if known is None or known[0] != changed:
                known = (changed, self._open(path))
                self._loaded[key_name] = known
        return known[1]

    def _open(self, path: Path) -> SimpleSigner:
        password = self._password.encode() or None
        if path.suffix == ".p12":
            found = SimpleSigner.load_pkcs12(pfx_file=str(path), passphrase=password)
        else:
            found = SimpleSigner.load(str(path), str(path), key_passphrase=password)
        if found is None:
            raise KeyMissing(f"{path.name} cannot be opened: wrong password or damaged file")
        signer: SimpleSigner = found
        return signer

    def _path(self, key_name: str) -> Path | None:
        if self._folder is None or not key_name.replace("-", "").isalnum():
            return None
        return next((p for p in (self._folder / f"{key_name}{e}" for e in (".p12", ".pem")) if p.is_file()), None)


class HardwareSigner:
    """Keys in a hardware security module, named by account or agency as their label."""

    def __init__(self, library: str, token: str, pin: str, tsa_url: str) -> None:
        self._library, self._token, self._pin = library, token, pin
        self._stamper = HttpTimeStamper(tsa_url) if tsa_url else None
        self._session: Any = None
        self._signers: dict[str, Any] = {}
        self._turn = threading.Lock()  # a session of the module serves one caller at a time

    def holds(self, key_name: str) -> bool:
        try:
            with self._turn:
                self._signer(key_name)
        except KeyMissing:
            return False
        return True

    def sign(self, digest: bytes, *, key_name: str, at: datetime) -> SignedContainer:
        with self._turn:
            return _sign(self._signer(key_name), digest, at=at, stamper=self._stamper)

    def _signer(self, key_name: str) -> Any:
        try:
            from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415 - only with a module
            from pyhanko.sign import pkcs11  # noqa: PLC0415 - the same
        except ImportError as fault:
            raise KeyMissing("PKCS#11 needs the package python-pkcs11") from fault
        try:
            if self._session is None:
                token = TokenCriteria(label=self._token) if self._token else None
                self._session = pkcs11.open_pkcs11_session(self._library, user_pin=self._pin, token_criteria=token)
            if key_name not in self._signers:
                made = pkcs11.PKCS11Signer(
                    self._session,
                    cert_label=key_name,
                    key_label=key_name,
                    use_raw_mechanism=True,
                    other_certs_to_pull=None,
                )  # hashing here: not every module knows the combined mechanisms
                assert made.signing_cert is not None  # reads the module: fails here when the label is unknown
                self._signers[key_name] = made
        except Exception as fault:
            self._forget()
            raise KeyMissing(f"The hardware module has no key {key_name}: {type(fault).__name__}") from fault
        return self._signers[key_name]

    def _forget(self) -> None:
        """Close the session: the next signature opens a fresh one, also after the module was restarted."""
        session, self._session = self._session, None
        self._signers.clear()
        if session is not None:
            with contextlib.suppress(Exception):
                session.close()


def configured_signer() -> Signer:
    """The signer the settings describe: a hardware module when one is named, else files."""
    wanted = settings.MOTCUA
    if wanted.pkcs11_module:
        library, _, token = wanted.pkcs11_module.partition("#")  # /usr/lib/module.so#token label
        return HardwareSigner(library, token, wanted.signing_password, wanted.tsa_url)
    return FileSigner(wanted.signing_keys, wanted.signing_password, wanted.tsa_url)


def _sign(signer: SimpleSigner, digest: bytes, *, at: datetime, stamper: TimeStamper | None) -> SignedContainer:
    del at  # PAdES keeps the time in the signature dictionary and in the time-stamp
    # Bytes, not the structure: asyncio.run shows its result to a debugger's repr, which takes minutes for a CMS.
    container = asyncio.run(_container(signer, digest, stamper))
    certificate = signer.signing_cert
    subject = certificate.subject.human_friendly if certificate is not None else ""
    return SignedContainer(cms=container, certificate=subject[:300])


async def _container(signer: SimpleSigner, digest: bytes, stamper: TimeStamper | None) -> bytes:
    made = await signer.async_sign(
        digest, "sha256", use_pades=True, timestamper=stamper, signed_attr_settings=PdfCMSSignedAttributes()
    )
    return bytes(made.dump())


def certificates_in(text: bytes) -> list[Certificate]:
    """Every certificate of a PEM bundle, or the one of a DER file."""
    if not pem.detect(text):
        return [Certificate.load(text)]
    return [Certificate.load(der) for _, _, der in pem.unarmor(text, multiple=True)]
