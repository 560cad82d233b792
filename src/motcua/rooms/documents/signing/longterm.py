"""What is needed to check a signature years later, kept in the document itself (PAdES B-LT).

Best effort: when a revocation list cannot be fetched the signature stays B-T, which is complete in law.
"""

import asyncio
import io
import logging
import time
from collections.abc import Iterable

import httpx
from asn1crypto import crl as asn1_crl
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import async_add_validation_info
from pyhanko_certvalidator import ValidationContext

log = logging.getLogger(__name__)
FRESH_SECONDS = 600.0
_lists: dict[str, tuple[float, bytes]] = {}


def with_validation_material(pdf: bytes, roots: list[x509.Certificate]) -> bytes:
    """Add certificates and revocation lists of all signatures; the same bytes when that is not possible."""
    if not roots:
        return pdf
    try:
        return _extended(pdf, roots)
    except Exception as fault:  # noqa: BLE001 - a signature that is good today must not fail over its archive copy
        log.warning("no validation info kept in the document: %s", type(fault).__name__)
        return pdf


def _extended(pdf: bytes, roots: list[x509.Certificate]) -> bytes:
    reader = PdfFileReader(io.BytesIO(pdf))
    signatures = list(reader.embedded_regular_signatures)
    others = [cert for signature in signatures for cert in signature.other_embedded_certs]
    leaves = [signature.signer_cert for signature in signatures]
    lists = [_list(url) for url in sorted(set(_points([*leaves, *others])))]
    for signature in range(len(signatures)):
        context = ValidationContext(
            trust_roots=roots,
            other_certs=others,
            crls=[asn1_crl.CertificateList.load(raw) for raw in lists],
            allow_fetching=False,
            revocation_mode="soft-fail",
        )
        embedded = list(PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures)[signature]
        output = asyncio.run(async_add_validation_info(embedded, context, add_vri_entry=False))
        pdf = output.getvalue()
    return pdf


def _points(certificates: Iterable[x509.Certificate]) -> Iterable[str]:
    for certificate in certificates:
        for point in certificate.crl_distribution_points:
            if point.url and point.url.startswith(("http://", "https://")):
                yield point.url


def _list(url: str) -> bytes:
    known = _lists.get(url)
    if known is None or time.monotonic() - known[0] > FRESH_SECONDS:
        answer = httpx.get(url, timeout=4.0)
        answer.raise_for_status()
        known = (time.monotonic(), answer.content)
        _lists[url] = known
    return known[1]
