"""The certification authority: root, issuing authority, certificates, revocation list, OCSP answers."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID, ObjectIdentifier

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
PROFILES = ("person", "organisation")
# Demonstrations run under a clock of the recent past: certificates must have been valid then.
BACKDATED = timedelta(days=500)
LIFETIME = timedelta(days=3 * 365)


class CannotIssue(Exception):
    """The request for a certificate is not acceptable; the text says why."""


@dataclass(frozen=True)
class Pair:
    """A certificate and the key that signs with it."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)


class Authority:
    """Everything the authority is, kept in one folder; made at the first start."""

    def __init__(self, folder: Path, public_url: str) -> None:
        self._folder = folder
        self._url = public_url
        self._lock = threading.Lock()
        self._book_path = folder / "issued.jsonl"
        self.root = self._pair("root", self._make_root)
        self.issuing = self._pair("issuing", self._make_issuing)
        self.tsa = self._pair("tsa", self._make_tsa)
        self._book: dict[int, dict[str, str]] = {}
        if self._book_path.exists():
            for line in self._book_path.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                self._book[int(entry["serial"])] = entry

    def issue(self, csr_pem: bytes, profile: str) -> bytes:
        """Sign a certificate request; the answer is leaf, issuing authority and root in PEM."""
        try:
            request = x509.load_pem_x509_csr(csr_pem)
        except ValueError as fault:
            raise CannotIssue("The body is not a PEM certificate request") from fault
        if not request.is_signature_valid:
            raise CannotIssue("The request is not signed by its own key")
        names = {attribute.oid for attribute in request.subject}
        if NameOID.COMMON_NAME not in names:
            raise CannotIssue("The subject needs a common name")
        if profile == "organisation" and NameOID.ORGANIZATION_NAME not in names:
            raise CannotIssue("A seal certificate needs an organisation name in its subject")
        certificate = self._leaf(request.subject, request.public_key())
        self._note(certificate.serial_number, {"subject": request.subject.rfc4514_string(), "profile": profile})
        return certificate.public_bytes(serialization.Encoding.PEM) + self.issuing.pem + self.root.pem

    def revoke(self, serial: int, reason: str) -> None:
        """Refused for a serial number that was never issued."""
        if serial not in self._book:
            raise CannotIssue("No such certificate was issued here")
        try:
            x509.ReasonFlags(reason)
        except ValueError as fault:
            raise CannotIssue(f"reason is one of {', '.join(flag.value for flag in x509.ReasonFlags)}") from fault
        self._note(serial, self._book[serial] | {"revoked_at": datetime.now(UTC).isoformat(), "reason": reason})

    def issued(self) -> list[dict[str, str]]:
        return list(self._book.values())

    def revocation_list(self, of: str = "issuing") -> bytes:
        signer = self.issuing if of == "issuing" else self.root
        now = datetime.now(UTC)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(signer.certificate.subject)
            .last_update(now - timedelta(minutes=5))
            .next_update(now + timedelta(days=7))
            .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key()), critical=False)
        )
        for entry in self._book.values() if of == "issuing" else ():
            if entry.get("revoked_at"):
                builder = builder.add_revoked_certificate(
                    x509.RevokedCertificateBuilder()
                    .serial_number(int(entry["serial"]))
                    .revocation_date(datetime.fromisoformat(entry["revoked_at"]))
                    .add_extension(x509.CRLReason(x509.ReasonFlags(entry["reason"])), critical=False)
                    .build()
                )
        return builder.sign(signer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def ocsp_answer(self, request_der: bytes) -> bytes:
        """RFC 6960, signed by the issuing authority itself."""
        try:
            request = ocsp.load_der_ocsp_request(request_der)
        except ValueError:
            return _ocsp_failure(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
        entry = self._book.get(request.serial_number)
        if entry is None:
            return _ocsp_failure(ocsp.OCSPResponseStatus.UNAUTHORIZED)
        subject = x509.load_der_x509_certificate(self._certificate_path(request.serial_number).read_bytes())
        revoked_at = entry.get("revoked_at")
        now = datetime.now(UTC)
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=subject,
            issuer=self.issuing.certificate,
            algorithm=request.hash_algorithm,
            cert_status=ocsp.OCSPCertStatus.REVOKED if revoked_at else ocsp.OCSPCertStatus.GOOD,
            this_update=now - timedelta(minutes=5),
            next_update=now + timedelta(days=1),
            revocation_time=datetime.fromisoformat(revoked_at) if revoked_at else None,
            revocation_reason=x509.ReasonFlags(entry["reason"]) if revoked_at else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self.issuing.certificate)
        for extension in request.extensions:
            if isinstance(extension.value, x509.OCSPNonce):
                builder = builder.add_extension(extension.value, critical=False)
        return builder.sign(self.issuing.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def _leaf(self, subject: x509.Name, key: CertificatePublicKeyTypes) -> x509.Certificate:
        builder = (
            self._builder(subject, key, self.issuing)
            .add_extension(_key_usage(digital_signature=True, content_commitment=True), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
            )
        )
        certificate = builder.sign(self.issuing.key, hashes.SHA256())
        self._certificate_path(certificate.serial_number).write_bytes(
            certificate.public_bytes(serialization.Encoding.DER)
        )
        return certificate

    def _make_root(self, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
        return self._ca_certificate("Root CA thử nghiệm Một Cửa", key, None, path_length=1)

    def _make_issuing(self, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
        return self._ca_certificate("CA cấp chứng thư thử nghiệm Một Cửa", key, self.root, path_length=0)

    def _ca_certificate(
        self, name: str, key: ec.EllipticCurvePrivateKey, issuer: Pair | None, *, path_length: int
    ) -> x509.Certificate:
        builder = self._builder(_name(name), key.public_key(), issuer, ca=path_length)
        usage = _key_usage(digital_signature=True, key_cert_sign=True, crl_sign=True)
        return builder.add_extension(usage, critical=True).sign(issuer.key if issuer else key, hashes.SHA256())

    def _make_tsa(self, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
        builder = self._builder(_name("Dấu thời gian thử nghiệm Một Cửa"), key.public_key(), self.issuing)
        return (
            builder.add_extension(_key_usage(digital_signature=True, content_commitment=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
            .sign(self.issuing.key, hashes.SHA256())
        )

    def _builder(
        self, subject: x509.Name, key: CertificatePublicKeyTypes, issuer: Pair | None, *, ca: int | None = None
    ) -> x509.CertificateBuilder:
        """What all certificates have in common; `ca` is the path length of an authority."""
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject if issuer else subject)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - BACKDATED)
            .not_valid_after(now + LIFETIME * (1 if ca is None else 4))
            .add_extension(x509.BasicConstraints(ca=ca is not None, path_length=ca), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        )
        if issuer is None:
            return builder
        by_root = ca is not None
        return (
            builder.add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False
            )
            .add_extension(_crl_point(f"{self._url}/ca/{'root.crl' if by_root else 'crl'}"), critical=False)
            .add_extension(self._access(by_root=by_root), critical=False)
        )

    def _access(self, *, by_root: bool) -> x509.AuthorityInformationAccess:
        issuer = x509.AccessDescription(
            AuthorityInformationAccessOID.CA_ISSUERS,
            x509.UniformResourceIdentifier(f"{self._url}/ca/{'root' if by_root else 'issuing'}.crt"),
        )
        status = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(f"{self._url}/ca/ocsp")
        )
        return x509.AuthorityInformationAccess([issuer] if by_root else [issuer, status])

    def _pair(self, name: str, make: Callable[[ec.EllipticCurvePrivateKey], x509.Certificate]) -> Pair:
        """Read the pair from the folder, or make it and keep it."""
        key_path, certificate_path = self._folder / f"{name}.key", self._folder / f"{name}.pem"
        if not (key_path.exists() and certificate_path.exists()):
            key = ec.generate_private_key(ec.SECP256R1())
            certificate = make(key)
            key_path.touch(mode=0o600)
            key_path.write_bytes(
                key.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            )
            certificate_path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        loaded = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
        assert isinstance(loaded, ec.EllipticCurvePrivateKey)
        return Pair(x509.load_pem_x509_certificate(certificate_path.read_bytes()), loaded)

    def _certificate_path(self, serial: int) -> Path:
        folder = self._folder / "certificates"
        folder.mkdir(exist_ok=True)
        return folder / f"{serial:x}.der"

    def _note(self, serial: int, facts: dict[str, str]) -> None:
        """Write the latest state of a certificate; the last line of a serial number counts."""
        entry = facts | {"serial": str(serial)}
        entry.setdefault("issued_at", datetime.now(UTC).isoformat())
        with self._lock:
            self._book[serial] = entry
            with self._book_path.open("a", encoding="utf-8") as book:
                book.write(json.dumps(entry, ensure_ascii=False) + "\n")


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Môi trường thử Một Cửa"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _key_usage(**used: bool) -> x509.KeyUsage:
    every = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{usage: used.get(usage, False) for usage in every})


def _crl_point(url: str) -> x509.CRLDistributionPoints:
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)
    return x509.CRLDistributionPoints([point])


def _ocsp_failure(status: ocsp.OCSPResponseStatus) -> bytes:
    answer = ocsp.OCSPResponseBuilder.build_unsuccessful(status)
    return answer.public_bytes(serialization.Encoding.DER)
