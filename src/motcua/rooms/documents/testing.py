"""For tests of this room and those above: small real files, and a certification authority that answers."""

import contextlib
import io
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pikepdf
import pypdfium2
from PIL import Image

import motcua
from motcua.kernel import clock, tenancy
from motcua.kernel.ids import new_id
from motcua.kernel.types import SYSTEM, Actor, ActorKind, Office
from motcua.rooms.documents import services
from motcua.rooms.documents.models import Document
from motcua.rooms.documents.services.replacing import void_the_replaced
from motcua.rooms.documents.types import StoredFile

SOURCES = Path(motcua.__file__).resolve().parents[1]


def citizen(name: str = "Lê Thị Hường") -> Actor:
    return Actor(id=new_id(), kind=ActorKind.CITIZEN, name=name, person_id=new_id(), assurance=2)


def text_of(pdf: bytes) -> str:
    """The words of a PDF in one line."""
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def officer(role: str, agency_id: UUID, name: str = "Trần Văn Lân") -> Actor:
    return Actor(
        id=new_id(), kind=ActorKind.OFFICER, name=name, agency_id=agency_id, offices=(Office(role, agency_id),)
    )


def small_pdf(pages: int = 1) -> bytes:
    """A good PDF of a few hundred bytes."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    return saved(pdf)


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def small_jpeg(width: int = 320, height: int = 240, **options: Any) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 40).convert("RGB").save(out, "JPEG", **options)
    return out.getvalue()


def clean_file(
    by: Actor, *, name: str = "giấy tờ.pdf", purpose: str = "test", content: bytes | None = None
) -> StoredFile:
    """A file that was taken in and found clean."""
    at = clock.now()
    taken = services.take_in(content or small_pdf(), name, owner_id=by.person_id, purpose=purpose, by=by, at=at)
    return services.inspect_now(taken.id, by=by, at=at)


def taken_as_signed(document_id: UUID, *, at: datetime) -> None:
    """As if both signatures had been made, without keys: it is signed, and what it replaces is void."""
    with tenancy.scope(SYSTEM, writes=True):
        row = Document.objects.get(id=document_id)
        void_the_replaced(row, by=SYSTEM, at=at)
        row.be_signed(content=row.content, sha256=row.sha256, size=row.size, at=at)
        row.save()


@contextlib.contextmanager
def trust_service(folder: Path) -> Iterator[str]:
    """The sandbox's certification and time-stamp authority as a process of its own; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "motcua.sandbox", "trust", "--port", str(port), "--data", str(folder)]
    process = subprocess.Popen(command, cwd=SOURCES, stdout=subprocess.DEVNULL)  # noqa: S603 - our own module
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            with contextlib.suppress(httpx.HTTPError):
                httpx.get(f"{url}/ca/root.pem", timeout=1).raise_for_status()
                break
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait()
