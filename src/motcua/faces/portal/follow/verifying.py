"""C27: what is true of a document, by its code or by the file itself."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from motcua.faces.kit.powers import power
from motcua.kernel.errors import Refused
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.types import Verification

MOST_BYTES = 30 * 1024 * 1024
LONGEST_CODE = 60
FINDINGS = {
    "content-appended": gettext_noop("Something was added to the file after it was signed."),
    "differs-from-issued": gettext_noop("The file differs from the one the office keeps."),
    "validation-info-added": gettext_noop(
        "A reader added proof of the signature to the file. The content is untouched."
    ),
    "not-a-pdf": gettext_noop("The file is not a PDF. Send the PDF itself, not a picture of it."),
    "not-issued-here": gettext_noop("This portal did not issue the file."),
}


@require_http_methods(["GET", "POST"])
@power("public")
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code or the file; a code leads to its own address, a file is answered here."""
    if request.method == "GET":
        code = request.GET.get("ma", "").strip()[:LONGEST_CODE]
        return redirect("open:verify-code", code) if code else _page(request)
    code = request.POST.get("code", "").strip()[:LONGEST_CODE]
    sent = request.FILES.get("file")
    if sent is not None:
        return _of_file(request, sent)
    if code:
        return redirect("open:verify-code", code.replace("/", ""))
    return _page(request, error=_("Type the code on the document, or choose the file"), status=422)


@require_safe
@power("public")
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The page a QR code leads to."""
    found = documents.verify_code(code[:LONGEST_CODE])
    status = 404 if found.truth == "unknown" else 200
    response = render(request, "portal/follow/verified.html", _context(found, code=code), status=status)
    response["Cache-Control"] = "no-store"  # revoked means revoked at once
    return response


def _of_file(request: HttpRequest, sent: "UploadedFile[Any]") -> HttpResponse:
    if (sent.size or 0) > MOST_BYTES:
        words = _("The file is larger than %(size)s MB. Send the signed PDF itself") % {"size": MOST_BYTES // 1024**2}
        return _page(request, error=words, status=422)
    try:
        found = documents.verify_file(sent.read())
    except Refused as no:
        return _page(request, error=no.message, status=422)
    return render(request, "portal/follow/verified.html", _context(found, file_name=sent.name or ""))


def _page(request: HttpRequest, *, error: str | None = None, status: int = 200) -> HttpResponse:
    context = {
        "code": {
            "name": "code", "id": "code", "label": _("Code on the document"), "required": True, "options": [],
            "hint": _("Beside the square code, for example 7K3M-9QTX-42"), "value": request.POST.get("code", ""),
            "error": error, "attrs": {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
        },
        "faults": [{"id": "code", "words": error}] if error else [],
    }  # fmt: skip
    return render(request, "portal/follow/verify.html", context, status=status)


def _context(found: Verification, *, code: str = "", file_name: str = "") -> dict[str, object]:
    words = [_(FINDINGS[finding]) for finding in found.findings if finding in FINDINGS]
    return {"v": found, "code": code, "by_code": bool(code), "file_name": file_name, "findings": words}
