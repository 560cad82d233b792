"""A PDF with room for one more signature. From here on the bytes to be signed are fixed."""
# mypy: disable-error-code="no-untyped-call"
# (pyHanko has functions without types)

import asyncio
import binascii
import io
import uuid
from dataclasses import dataclass
from datetime import datetime

import pypdfium2
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import ExternalSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import StaticStampStyle

from motcua.rooms.documents.types import Prepared, SignaturePurpose
from motcua.rooms.documents.typesetting import render_appearance

ROOM_FOR_CMS = 16_384
POINTS = 72 / 25.4
BOX = (56 * POINTS, 10.8 * POINTS)
BETWEEN = 0.4 * POINTS
WHOLE_BOX = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins.uniform(0)
)
FIELD_NAMES = {SignaturePurpose.PERSONAL: "ChuKyCaNhan", SignaturePurpose.SEAL: "ChuKyCoQuan"}


@dataclass(frozen=True, slots=True)
class Appearance:
    """What people see of a signature on the page."""

    purpose: SignaturePurpose
    signer: str
    organisation: str
    beside: str
    at: datetime


def prepare(pdf: bytes, *, appearance: Appearance, contact: str) -> Prepared:
    """Add the signature field and its picture, leave room for the signature, digest everything around it.

    The first signature certifies: afterwards only further signatures are allowed, no change of content.
    """
    purpose = appearance.purpose
    page, box = place_of(pdf, appearance.beside, purpose)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    if purpose == SignaturePurpose.PERSONAL:
        # A certified document takes no new fields, so the room of the seal is there before the first signature.
        _, room = place_of(pdf, appearance.beside, SignaturePurpose.SEAL)
        fields.append_signature_field(writer, _field(SignaturePurpose.SEAL, page, room))
        fields.append_signature_field(writer, _field(purpose, page, box))
    metadata = PdfSignatureMetadata(
        field_name=FIELD_NAMES[purpose],
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        name=appearance.signer,
        contact_info=contact,
        certify=purpose == SignaturePurpose.PERSONAL,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
    )
    picture = render_appearance(
        {
            "seal": purpose == SignaturePurpose.SEAL,
            "signer": appearance.signer,
            "organisation": appearance.organisation,
            "at": appearance.at.strftime("%d/%m/%Y %H:%M:%S %z")[:-2] + ":00",
            "width": (box[2] - box[0]) / POINTS,
            "height": (box[3] - box[1]) / POINTS,
        }
    )
    pdf_signer = PdfSigner(
        metadata,
        signer=ExternalSigner(signing_cert=None, cert_registry=None, signature_value=None),
        stamp_style=StaticStampStyle(background=_PageOfBytes(picture), border_width=0, background_layout=WHOLE_BOX),
    )
    content, digest = asyncio.run(_room(pdf_signer, writer))
    return Prepared(content=content, digest=digest, field_name=FIELD_NAMES[purpose])


def _field(purpose: SignaturePurpose, page: int, box: tuple[int, int, int, int]) -> fields.SigFieldSpec:
    words = {SignaturePurpose.PERSONAL: "Chữ ký số của người ký", SignaturePurpose.SEAL: "Con dấu số của cơ quan"}
    return fields.SigFieldSpec(FIELD_NAMES[purpose], on_page=page, box=box, readable_field_name=words[purpose])


async def _room(signer: PdfSigner, writer: IncrementalPdfFileWriter) -> tuple[bytes, bytes]:
    """The document with room for the signature, and the digest of all the rest; plain bytes for asyncio.run."""
    digest, _, output = await signer.async_digest_doc_for_signing(
        writer, existing_fields_only=True, bytes_reserved=ROOM_FOR_CMS
    )
    output.seek(0)
    return output.read(), digest.document_digest


def fill(prepared: bytes, digest: bytes, cms: bytes) -> bytes:
    """Put the signature into the room left for it; nothing else changes."""
    start = prepared.rindex(b"/Contents <" + b"0" * 64) + len(b"/Contents ")
    end = prepared.index(b">", start) + 1
    output = io.BytesIO(prepared)
    PreparedByteRangeDigest(digest, start, end).fill_with_cms(output, cms)
    return output.getvalue()


def place_of(pdf: bytes, name: str, purpose: SignaturePurpose) -> tuple[int, tuple[int, int, int, int]]:
    """Where a signature is shown: above the signer's printed name, the seal on top of it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in range(len(document) - 1, -1, -1):
            found = _last_place(document[page], name) if name else None
            if found is not None:
                left, _, right, top = found
                centre, foot = (left + right) / 2, top + 4
                return page, _box(centre, foot, purpose, document[page].get_width())
        last = document[len(document) - 1]
        return len(document) - 1, _box(last.get_width() * 0.7, 60, purpose, last.get_width())
    finally:
        document.close()


def _last_place(page: pypdfium2.PdfPage, name: str) -> tuple[float, float, float, float] | None:
    text = page.get_textpage()
    search, place = text.search(name, match_case=True), None
    while (hit := search.get_next()) is not None:
        index, count = hit
        if text.count_rects(index, count):
            place = text.get_rect(0)
    return place


def _box(centre: float, foot: float, purpose: SignaturePurpose, width: float) -> tuple[int, int, int, int]:
    across, up = BOX
    left = max(18.0, min(centre - across / 2, width - across - 18))
    bottom = foot if purpose == SignaturePurpose.PERSONAL else foot + up + BETWEEN
    return round(left), round(bottom), round(left + across), round(bottom + up)


class _PageOfBytes(ImportedPdfPage):
    """The first page of a PDF that is in memory, as the picture of a signature."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__(file_name="", page_ix=0)
        self._pdf = pdf

    def render(self) -> bytes:
        reader = PdfFileReader(io.BytesIO(self._pdf))
        picture = self._ensure_writer.import_page_as_xobject(reader, page_ix=0)
        name = b"/Import" + binascii.hexlify(uuid.uuid4().bytes)
        self.resources.xobject[name.decode()] = picture
        x1, y1, x2, y2 = picture.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(x1 - x2), height=abs(y1 - y2))
        return name + b" Do"
