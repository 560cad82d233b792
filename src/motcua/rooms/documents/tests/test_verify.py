"""What anybody is told about a document he holds."""
# mypy: disable-error-code="no-untyped-call"
# (pyHanko has functions without types)

import io
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pikepdf
import pytest

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.documents import handlers, ports, queries, services, testing
from motcua.rooms.documents.models import Document
from motcua.rooms.documents.services.keys import KeyHolder
from motcua.rooms.documents.tests.office_work import certificate, numbered, receipt
from motcua.rooms.documents.types import DocumentRef, Truth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.fixture
def signed(drafter: Actor, chair: Actor, clerk: Actor) -> DocumentRef:
    ready = numbered(drafter, chair, clerk)
    services.sign_now(ready.id, by=chair, at=NOON)
    with scope(drafter):
        return queries.document(ready.id, by=drafter)


@pytest.fixture
def pdf(signed: DocumentRef, drafter: Actor) -> bytes:
    with scope(drafter):
        return queries.document_content(signed.id, by=drafter)


def test_an_untouched_file_is_valid_and_names_its_signers(pdf: bytes, signed: DocumentRef, office: UUID) -> None:
    found = queries.verify_file(pdf)

    agency = agencies.agency(office)
    assert agency is not None
    assert (found.truth, found.number_text, found.agency_name) == (Truth.VALID, "01/GXN-UBND", agency.name)
    assert found.holder_initials == "L.T.H."
    assert [(s.purpose, s.signer, s.intact, s.trusted) for s in found.signatures] == [
        ("personal", "Nguyễn Thị Ánh Tuyết", True, True),
        ("seal", agency.name[:64], True, True),
    ]
    assert all(s.time_stamped_at for s in found.signatures)
    assert found.sha256 == signed.sha256


def test_the_code_tells_the_same_without_the_file(signed: DocumentRef) -> None:
    code = signed.verification_code
    typed = f" {code[:4].lower()}-{code[4:8]} {code[8:]}"

    found = queries.verify_code(typed)

    assert (found.truth, found.code, len(found.signatures)) == (Truth.VALID, code, 2)


def test_nothing_personal_is_told(signed: DocumentRef, pdf: bytes) -> None:
    for found in (queries.verify_code(signed.verification_code), queries.verify_file(pdf)):
        assert "Hường" not in repr(found)


@pytest.mark.parametrize("place", ["content", "signature", "end"])
def test_one_altered_byte_is_found(pdf: bytes, place: str) -> None:
    body = bytearray(pdf)
    at = {
        "content": pdf.index(b"stream\n") + 40,
        "signature": pdf.index(b"/Contents <") + 400,
        "end": len(pdf) - 30,
    }[place]
    body[at] = body[at] ^ 1 if place != "signature" else (ord("0") if body[at] != ord("0") else ord("1"))

    assert queries.verify_file(bytes(body)).truth == Truth.ALTERED


def test_a_change_appended_behind_the_signature_is_found(pdf: bytes) -> None:
    """The shadow attack: an incremental update replaces what the page shows, the signed bytes stay."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    reference = writer.root["/Pages"]["/Kids"].raw_get(0)
    reference.get_object()["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.mark_update(reference)
    forged = io.BytesIO()
    writer.write(forged)

    found = queries.verify_file(forged.getvalue())

    assert forged.getvalue().startswith(pdf)
    assert found.truth == Truth.ALTERED
    assert "signature-changed-after-signing" in found.findings


def test_a_file_saved_anew_by_another_program_is_altered(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        saved = testing.saved(opened)

    assert queries.verify_file(saved).truth == Truth.ALTERED


def test_a_forgery_signed_by_a_foreign_authority_is_not_ours(
    signed: DocumentRef, pdf: bytes, chair: Actor, office: UUID, settings: Any, tmp_path: Path
) -> None:
    from motcua.rooms.documents.signing import preparing
    from motcua.rooms.documents.types import SignaturePurpose

    with scope(SYSTEM):
        content = Document.objects.get(id=signed.id)
    ours = settings.MOTCUA
    with testing.trust_service(tmp_path / "foreign") as url:
        settings.MOTCUA = ours.model_copy(
            update={"ca_url": url, "tsa_url": f"{url}/tsa", "signing_keys": tmp_path / "forged", "trust_roots": None}
        )
        services.provision_keys([KeyHolder(chair.id, chair.name, "Ủy ban")], by=SYSTEM, at=NOON)
        plain = pdf[: pdf.index(b"%%EOF") + 6]
        look = preparing.Appearance(SignaturePurpose.PERSONAL, chair.name, "Ủy ban", chair.name, NOON)
        prepared = preparing.prepare(plain, appearance=look, contact=f"motcua:{content.verification_code}")
        container = ports.signer().sign(prepared.digest, key_name=str(chair.id), at=NOON)
        forged = preparing.fill(prepared.content, prepared.digest, container.cms)
    settings.MOTCUA = ours
    ports.forget_signer()

    found = queries.verify_file(forged)

    assert found.truth == Truth.ALTERED
    assert "signature-unknown-authority" in found.findings


def test_a_revoked_document_says_so_by_code_and_by_file(signed: DocumentRef, pdf: bytes, chair: Actor) -> None:
    services.revoke(signed.id, reason="Cấp sai họ tên, đã cấp lại", by=chair, at=NOON)

    for found in (queries.verify_code(signed.verification_code), queries.verify_file(pdf)):
        assert (found.truth, found.revoked_at, found.revoked_reason) == (
            Truth.REVOKED,
            NOON,
            "Cấp sai họ tên, đã cấp lại",
        )
    with pytest.raises(Refused, match="already-revoked"):
        services.revoke(signed.id, reason="nữa", by=chair, at=NOON)


def test_a_certificate_revoked_later_does_not_void_what_was_signed_before(
    signed: DocumentRef, pdf: bytes, authority: str, drafter: Actor, chair: Actor, clerk: Actor
) -> None:
    serial = _serial_of(chair.id)
    time.sleep(1.1)  # revocation lists count whole seconds
    httpx.post(
        f"{authority}/_sandbox/revoke", data={"serial": str(serial), "reason": "keyCompromise"}
    ).raise_for_status()
    assert handlers.refresh_revocation_lists(NOON) == 2

    assert queries.verify_file(pdf).truth == Truth.VALID
    late = numbered(drafter, chair, clerk)
    services.sign_now(late.id, by=chair, at=NOON)
    found = queries.verify_code(late.verification_code)

    assert (found.truth, found.findings) == (Truth.REVOKED, ("signature-certificate-revoked",))


def _serial_of(key_name: UUID) -> int:
    from cryptography.hazmat.primitives.serialization import pkcs12
    from django.conf import settings

    folder = settings.MOTCUA.signing_keys
    assert folder is not None
    held = (folder / f"{key_name}.p12").read_bytes()
    _, certificate, _ = pkcs12.load_key_and_certificates(held, settings.MOTCUA.signing_password.encode())
    assert certificate is not None
    return certificate.serial_number


def test_drafts_and_strangers_are_unknown(drafter: Actor) -> None:
    draft = certificate(drafter)
    with scope(drafter):
        body = queries.document_content(draft.id, by=drafter)

    assert queries.verify_file(body).truth == Truth.UNKNOWN
    assert queries.verify_code(draft.verification_code).truth == Truth.UNKNOWN
    assert queries.verify_file(testing.small_pdf()).findings == ("not-issued-here",)
    assert queries.verify_file(b"MZ not a pdf").findings == ("not-a-pdf",)
    for code in ("", "AAAA", "' or 1=1 --", "0" * 5000):
        assert queries.verify_code(code).truth == Truth.UNKNOWN


def test_an_unsigned_receipt_is_known_by_its_digest(huong: Actor, office: UUID) -> None:
    drawn = services.render_now(receipt(huong, office).id, at=NOON)
    with scope(huong):
        body = queries.document_content(drawn.id, by=huong)

    assert (queries.verify_file(body).truth, queries.verify_file(body).signed) == (Truth.VALID, False)
    assert queries.verify_file(body.replace(b"motcua:", b"motcua:", 1) + b"\n").truth == Truth.ALTERED


def test_every_page_carries_the_code(pdf: bytes, signed: DocumentRef) -> None:
    from motcua.rooms.documents.testing import text_of

    assert re.search(signed.verification_code, text_of(pdf))


def test_an_endless_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refused, match=r"file\.too-big"):
        queries.verify_file(b"%PDF-" + bytes(31 << 20))
