"""The sandbox authority issues certificates and time-stamps that an independent implementation accepts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pikepdf import Pdf
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, fields, signers
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from motcua.sandbox.tests.running import running
from motcua.sandbox.trust.timestamps import Rejection


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running("trust", tmp_path_factory.mktemp("trust")) as address:
        yield address


@pytest.fixture
def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _request(key: ec.EllipticCurvePrivateKey, **names: str) -> bytes:
    oids = {"common_name": NameOID.COMMON_NAME, "organisation": NameOID.ORGANIZATION_NAME}
    subject = x509.Name([x509.NameAttribute(oids[name], value) for name, value in names.items()])
    csr = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
    return csr.public_bytes(serialization.Encoding.PEM)


def _issue(authority: str, csr: bytes, profile: str = "person") -> httpx.Response:
    return httpx.post(f"{authority}/ca/certificates", params={"profile": profile}, content=csr)


def _signed_pdf(authority: str, key: ec.EllipticCurvePrivateKey, folder: Path) -> Path:
    chain = list(load_certs_from_pemder_data(_issue(authority, _request(key, common_name="Phạm Thị Lan")).content))
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(chain[1:])
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    from asn1crypto.keys import PrivateKeyInfo

    signer = SimpleSigner(signing_cert=chain[0], signing_key=PrivateKeyInfo.load(private), cert_registry=store)
    plain, signed = folder / "plain.pdf", folder / "signed.pdf"
    with Pdf.new() as document:
        document.add_blank_page()
        document.save(plain)
    with plain.open("rb") as source, signed.open("wb") as target:
        signers.PdfSigner(
            PdfSignatureMetadata(field_name="Sig", subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"),
            signer=signer,
            timestamper=HTTPTimeStamper(f"{authority}/tsa"),
        ).sign_pdf(IncrementalPdfFileWriter(source), output=target)
    return signed


def _validate(authority: str, signed: Path, *, revocation: bool = False) -> Any:
    root = next(iter(load_certs_from_pemder_data(httpx.get(f"{authority}/ca/root.pem").content)))
    context = ValidationContext(
        trust_roots=[root], allow_fetching=revocation, revocation_mode="hard-fail" if revocation else "soft-fail"
    )
    with signed.open("rb") as source:
        return validate_pdf_signature(PdfFileReader(source).embedded_signatures[0], context)


def test_a_time_stamped_signature_is_valid_for_pyhanko(
    authority: str, key: ec.EllipticCurvePrivateKey, tmp_path: Path
) -> None:
    status = _validate(authority, _signed_pdf(authority, key, tmp_path))

    assert status.bottom_line
    assert status.timestamp_validity.valid
    assert status.timestamp_validity.trusted


def test_a_revoked_certificate_is_found_by_the_revocation_services(
    authority: str, key: ec.EllipticCurvePrivateKey, tmp_path: Path
) -> None:
    signed = _signed_pdf(authority, key, tmp_path)
    assert _validate(authority, signed, revocation=True).trusted
    with signed.open("rb") as source:
        serial = PdfFileReader(source).embedded_signatures[0].signer_cert.serial_number

    httpx.post(f"{authority}/_sandbox/revoke", data={"serial": serial, "reason": "keyCompromise"})

    listed = x509.load_der_x509_crl(httpx.get(f"{authority}/ca/crl").content)
    assert listed.get_revoked_certificate_by_serial_number(serial) is not None
    assert not _validate(authority, signed, revocation=True).trusted


def test_certificates_carry_the_usages_of_their_kind(authority: str, key: ec.EllipticCurvePrivateKey) -> None:
    person = x509.load_pem_x509_certificates(_issue(authority, _request(key, common_name="Lan")).content)
    tsa = x509.load_pem_x509_certificate(httpx.get(f"{authority}/ca/tsa.pem").content)

    usage = person[0].extensions.get_extension_for_class(x509.KeyUsage)
    stamping = tsa.extensions.get_extension_for_class(x509.ExtendedKeyUsage)

    assert usage.critical
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign
    assert stamping.critical
    assert list(stamping.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
    assert len(person) == 3
    assert person[0].not_valid_before_utc < datetime.now(UTC) - timedelta(days=365)


def test_a_seal_certificate_needs_an_organisation(authority: str, key: ec.EllipticCurvePrivateKey) -> None:
    assert _issue(authority, _request(key, common_name="Lan"), "organisation").status_code == 422
    named = _request(key, common_name="UBND phường Sài Gòn", organisation="UBND phường Sài Gòn")
    assert _issue(authority, named, "organisation").status_code == 201


@pytest.mark.parametrize("body", [b"", b"not a request", b"-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n"])
def test_anything_but_a_certificate_request_is_refused(authority: str, body: bytes) -> None:
    assert _issue(authority, body).status_code == 422


def test_ocsp_answers_good_for_a_living_certificate(authority: str, key: ec.EllipticCurvePrivateKey) -> None:
    leaf, issuer, _root = x509.load_pem_x509_certificates(_issue(authority, _request(key, common_name="Lan")).content)
    query = ocsp.OCSPRequestBuilder().add_certificate(leaf, issuer, hashes.SHA256()).build()

    answer = httpx.post(f"{authority}/ca/ocsp", content=query.public_bytes(serialization.Encoding.DER))

    assert ocsp.load_der_ocsp_response(answer.content).certificate_status == ocsp.OCSPCertStatus.GOOD


@pytest.mark.parametrize(("body", "failure"), [(b"rubbish", "bad_data_format"), (None, "bad_alg")])
def test_a_bad_time_stamp_query_is_rejected_in_the_protocol(authority: str, body: bytes | None, failure: str) -> None:
    if body is None:
        imprint = {"hash_algorithm": {"algorithm": "sha1"}, "hashed_message": b"x" * 20}
        body = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint}).dump()

    answer = httpx.post(f"{authority}/tsa", content=body, headers={"Content-Type": "application/timestamp-query"})

    status = Rejection.load(answer.content)["status"]
    assert status["status"].native == "rejection"
    assert status["fail_info"].native == {failure}


def test_the_authority_keeps_its_root_over_a_restart(tmp_path: Path) -> None:
    with running("trust", tmp_path) as address:
        before = httpx.get(f"{address}/ca/root.pem").content
    with running("trust", tmp_path) as address:
        after = httpx.get(f"{address}/ca/root.pem").content

    assert before == after
