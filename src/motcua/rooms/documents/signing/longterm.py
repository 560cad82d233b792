"""What is needed to check a signature years later, kept in the document itself (PAdES B-LT).

Best effort: when a revocation list cannot be fetched the signature stays B-T, which is complete in law.
"""

# mypy: disable-error-code="no-untyped-call"
# (pyHanko has functions without types)

import io
import logging
import re
from collections.abc import Iterable, Iterator

from asn1crypto import cms, x509
from asn1crypto import crl as asn1_crl
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.validation.dss import DocumentSecurityStore

from motcua.rooms.documents import trust

log = logging.getLogger(__name__)
CONTAINER = re.compile(rb"/Contents\s*<([0-9a-fA-F]+)>")


def with_validation_material(pdf: bytes) -> bytes:
    """Add certificates and revocation lists of all signatures; the same bytes when that is not possible."""
    try:
        return _extended(pdf)
    except Exception as fault:  # noqa: BLE001 - a signature that is good today must not fail over its archive copy
        log.warning("no validation info kept in the document: %s", type(fault).__name__)
        return pdf


def _extended(pdf: bytes) -> bytes:
    """Write certificates and lists into the document's store, one revision; validating is the reader's business."""
    certificates: dict[bytes, x509.Certificate] = {}
    for found in CONTAINER.finditer(pdf):
        signed = cms.ContentInfo.load(bytes.fromhex(found[1].decode()), strict=False)["content"]
        for part in (signed, *_time_stamps(signed)):
            for choice in part["certificates"]:
                certificates[choice.chosen.dump()] = choice.chosen
    lists = [trust.revocation_list(url) for url in sorted(set(_points(certificates.values())))]
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=list(certificates.values()),
        crls=[asn1_crl.CertificateList.load(raw) for raw in lists],
    )
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _time_stamps(signed: cms.SignedData) -> Iterator[cms.SignedData]:
    for attribute in signed["signer_infos"][0]["unsigned_attrs"]:
        if attribute["type"].native == "signature_time_stamp_token":
            for token in attribute["values"]:
                yield token["content"]


def _points(certificates: Iterable[x509.Certificate]) -> Iterable[str]:
    for certificate in certificates:
        for point in certificate.crl_distribution_points:
            if point.url and point.url.startswith(("http://", "https://")):
                yield point.url
