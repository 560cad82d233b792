"""What is true of the signatures in a PDF. Runs in the inspector's child: no Django, no database, no network."""

import asyncio
import io
import re
import warnings
from datetime import datetime
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

MOST_SIGNATURES = 12
PURPOSES = {"ChuKyCaNhan": "personal", "ChuKyCoQuan": "seal"}
CODE = re.compile(rb"motcua:([0-9A-Z]{8,20})")


def warm() -> None:
    """Touch what pyHanko loads late, on a document signed for the purpose."""
    from motcua.rooms.documents.signing.rehearsal import signed_sample  # noqa: PLC0415 - only here

    pdf, certificate = signed_sample()
    found = examine({"roots": [certificate.hex()]}, pdf)["signatures"]
    assert [one["intact"] for one in found] == [True, True], found
    _loop.clear()


_loop: list[asyncio.AbstractEventLoop] = []


def open_loop() -> None:
    """Make the event loop pyHanko runs on while its two files can still be opened."""
    _loop[:] = [asyncio.new_event_loop()]


def _validated(signature: EmbeddedPdfSignature, **contexts: Any) -> PdfSignatureStatus:
    if not _loop:
        open_loop()
    return _loop[0].run_until_complete(async_validate_pdf_signature(signature, **contexts))


def examine(job: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Look at every signature; `code` is our verification code when the file carries one."""
    warnings.simplefilter("ignore")
    answer: dict[str, Any] = {"code": _code_in(body), "signatures": [], "readable": False}
    try:
        reader = PdfFileReader(io.BytesIO(body), strict=False)
        found = list(reader.embedded_regular_signatures)[:MOST_SIGNATURES]
        answer["code"] = answer["code"] or _code_of(reader)
        answer["readable"] = True
    except Exception:  # noqa: BLE001 - a file that cannot be read has no signatures to speak of
        return answer
    roots = [x509.Certificate.load(bytes.fromhex(der)) for der in job["roots"]]
    crls = [asn1_crl.CertificateList.load(bytes.fromhex(der)) for der in job.get("crls", ())]
    for place, signature in enumerate(found):
        last = place == len(found) - 1
        try:
            answer["signatures"].append(_one(signature, reader, roots, crls, last=last))
        except Exception as fault:  # noqa: BLE001 - a signature that breaks the reader is no signature
            answer["signatures"].append({**_nothing(signature), "reason": f"unreadable: {type(fault).__name__}"})
    return answer


def _one(
    signature: EmbeddedPdfSignature,
    reader: PdfFileReader,
    roots: list[x509.Certificate],
    crls: list[asn1_crl.CertificateList],
    *,
    last: bool,
) -> dict[str, Any]:
    status = _validated(
        signature,
        signer_validation_context=_context(reader, roots, crls, None),
        ts_validation_context=_context(reader, roots, crls, None),
        key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"}),
    )
    stamped = status.timestamp_validity
    stamped_at = stamped.timestamp if stamped is not None and stamped.valid and stamped.trusted else None
    if not status.trusted and stamped_at is not None:
        # Revoked or expired since: what counts is the time-stamped moment of signing.
        status = _validated(
            signature,
            signer_validation_context=_context(reader, roots, crls, stamped_at),
            ts_validation_context=_context(reader, roots, crls, None),
            key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"}),
        )
    allowed = ModificationLevel.LTA_UPDATES if last else ModificationLevel.FORM_FILLING
    unchanged = status.modification_level is not None and status.modification_level <= allowed
    subject = status.signing_cert.subject.native
    return {
        "purpose": PURPOSES.get(signature.field_name, "other"),
        "signer": str(subject.get("common_name", "")),
        "organisation": str(_text(subject.get("organization_name", ""))),
        "signed_at": _iso(signature.self_reported_timestamp),
        "time_stamped_at": _iso(stamped_at),
        "intact": bool(status.intact and status.valid and unchanged and status.docmdp_ok is not False),
        "trusted": bool(status.trusted),
        "reason": _reason(status, unchanged=unchanged),
    }


def _context(
    reader: PdfFileReader,
    roots: list[x509.Certificate],
    crls: list[asn1_crl.CertificateList],
    moment: datetime | None,
) -> ValidationContext:
    """Trust only our roots; use revocation lists given and those kept in the document itself."""
    kept: list[Any] = list(crls)
    others: list[x509.Certificate] = []
    try:
        store = DocumentSecurityStore.read_dss(reader)
        others = list(store.load_certs())
        kept += [asn1_crl.CertificateList.load(ref.get_object().data) for ref in store.crls]
    except Exception:  # noqa: BLE001, S110 - a document need not have a store
        pass
    return ValidationContext(
        trust_roots=roots,
        other_certs=others,
        crls=kept,
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=moment,
        best_signature_time=moment,
        retroactive_revinfo=moment is not None,
    )


def _reason(status: PdfSignatureStatus, *, unchanged: bool) -> str:
    if not status.intact or not status.valid:
        return "altered"
    if not unchanged or status.docmdp_ok is False:
        return "changed-after-signing"
    if status.revoked:
        return "certificate-revoked"
    return "" if status.trusted else "unknown-authority"


def _nothing(signature: EmbeddedPdfSignature) -> dict[str, Any]:
    return {
        "purpose": PURPOSES.get(signature.field_name, "other"),
        "signer": "",
        "organisation": "",
        "signed_at": None,
        "time_stamped_at": None,
        "intact": False,
        "trusted": False,
    }


def _code_in(body: bytes) -> str:
    found = CODE.search(body)
    return found[1].decode() if found else ""


def _code_of(reader: PdfFileReader) -> str:
    """Our code lies among the keywords, which may be packed, and in each signature."""
    try:
        keywords = str(reader.trailer["/Info"].get("/Keywords", ""))
    except Exception:  # noqa: BLE001 - a file without the dictionary
        keywords = ""
    found = CODE.search(keywords.encode())
    if found:
        return found[1].decode()
    for signature in reader.embedded_signatures:
        found = CODE.search(str(signature.sig_object.get("/ContactInfo", "")).encode())
        if found:
            return found[1].decode()
    return ""


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _text(value: Any) -> str:
    return str(value[0] if isinstance(value, list) else value)
