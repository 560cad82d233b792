"""C23: progress of a dossier for whoever holds its code and the last four digits of the telephone. No sign-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.faces.kit.pace import TRACKING as GUESSES
from motcua.faces.kit.powers import power
from motcua.faces.portal.follow.progress import progress_page
from motcua.kernel import ids
from motcua.rooms.dossiers import queries as dossiers

LONGEST = 60
DIGITS = 4


@require_http_methods(["GET", "POST"])
@power("public")
def track(request: HttpRequest) -> HttpResponse:
    """The question, and the answer to a right pair. Every wrong pair gets one and the same words."""
    if request.method == "GET":
        return _page(request, request.GET.get("ma", "")[:LONGEST], "")
    typed = request.POST.get("code", "").strip()[:LONGEST]
    digits = "".join(c for c in request.POST.get("digits", "") if c.isdigit())
    errors = {}
    if not typed:
        errors["code"] = _("Type the code on the slip or in the message")
    if len(digits) != DIGITS:
        errors["digits"] = _("Type the last 4 digits of the telephone given when handing in")
    if errors:
        return _page(request, typed, digits, errors, status=422)
    reference = ids.parse_receipt_number(typed) or typed.upper().replace(" ", "")
    if not GUESSES.allows(reference):
        words = _("This code was tried too often. Try again in an hour, or call for help")
        return _page(request, typed, digits, {"code": words}, status=429)
    found = dossiers.track(reference, digits)
    if found is None:
        GUESSES.count(reference)
        words = _(
            "No dossier has this code and this telephone. Look at the slip again: the letters O and I are not used"
        )
        return _page(request, typed, digits, {"code": words}, status=404, title=_("Dossier not found yet"))
    return progress_page(request, found)


def _page(
    request: HttpRequest,
    code: str,
    digits: str,
    errors: dict[str, str] | None = None,
    status: int = 200,
    title: str | None = None,
) -> HttpResponse:
    errors = errors or {}
    plain = {"autocomplete": "off", "spellcheck": "false"}
    fields = [
        {
            "name": "code", "id": "code", "label": _("Code of the dossier"), "value": code, "required": True,
            "options": [], "hint": _("On the slip and in the message, for example MC-7K3M-9QTX-4"),
            "error": errors.get("code"), "attrs": plain | {"autocapitalize": "characters"},
        },
        {
            "name": "digits", "id": "digits", "label": _("Last 4 digits of the telephone"), "value": digits,
            "required": True, "hint": None, "options": [], "error": errors.get("digits"),
            "attrs": plain | {"inputmode": "numeric", "maxlength": DIGITS},
        },
    ]  # fmt: skip
    faults = [{"id": key, "words": words} for key, words in errors.items()]
    context = {"code": fields[0], "digits": fields[1], "faults": faults, "title": title}
    return render(request, "portal/follow/track.html", context, status=status)
