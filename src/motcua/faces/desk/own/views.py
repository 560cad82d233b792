"""O15: the officer's own desk: keys, density, what opens next, filters with a name."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.faces.desk import menu
from motcua.faces.desk.asking import ELSEWHERE, DeskRequest
from motcua.faces.desk.worklist.narrowing import CHOSEN
from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock, tenancy
from motcua.kernel.errors import Refused
from motcua.rooms.identity import queries, services
from motcua.rooms.identity.types import DESK_KEYS, DeskSettings, SavedFilter

LETTERS = [(f"Key{letter}", letter) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


@require_http_methods(["GET", "POST"])
@power("officer")
def desk(request: DeskRequest) -> HttpResponse:
    """Show how the desk is arranged and change it."""
    with tenancy.scope(request.actor):
        kept = queries.desk_settings(by=request.actor)
    no, wanted = None, kept
    if request.method == "POST":
        wanted = _wanted(request.POST, kept)
        try:
            services.arrange_desk(wanted, by=request.actor, at=clock.now())
        except Refused as refused:
            if refused.code in ELSEWHERE:
                raise
            no = refused
        else:
            return notices.add(redirect("desk:own-desk"), "ok", _("The desk is arranged as chosen."))
    with tenancy.scope(request.actor):
        page: dict[str, Any] = {
            "wanted": wanted,
            "keys": [(does, words, wanted.key(does)) for does, words in key_words().items()],
            "letters": LETTERS,
            "error": no.message if no else None,
            "faults": [{"id": "key-next", "words": no.message}] if no else [],
        }
        status = no.http_status if no else 200
        return render(request, "desk/own/desk.html", menu.page(request, "desk", **page), status=status)


@require_POST
@power("officer")
def keep_filter(request: DeskRequest) -> HttpResponse:
    """Give the present filter a name."""
    asked = QueryDict(request.POST.get("query", ""))
    query = QueryDict(mutable=True)
    for name in ("view", *CHOSEN):
        if asked.get(name):
            query[name] = asked[name]
    with tenancy.scope(request.actor):
        kept = queries.desk_settings(by=request.actor)
    one = SavedFilter(request.POST.get("name", "").strip(), query.urlencode())
    others = tuple(other for other in kept.filters if other.name != one.name)
    back = f"{reverse('desk:worklist')}?{one.query}"
    try:
        services.arrange_desk(replace(kept, filters=(*others, one)), by=request.actor, at=clock.now())
    except Refused as no:
        if no.code in ELSEWHERE:
            raise
        return notices.add(redirect(back), "warning", no.message)
    return notices.add(redirect(back), "ok", _("The filter is kept."))


def _wanted(post: QueryDict, kept: DeskSettings) -> DeskSettings:
    typed = {does: post.get(f"key-{does}", usual) for does, usual in DESK_KEYS.items()}
    dropped = set(post.getlist("drop"))
    return DeskSettings(
        keys_on=post.get("keys_on") == "yes",
        keys={does: key for does, key in typed.items() if key != DESK_KEYS[does]},
        roomy=post.get("roomy") == "yes",
        next_opens=post.get("next_opens") == "yes",
        filters=tuple(one for one in kept.filters if one.name not in dropped),
    )


def key_words() -> dict[str, str]:
    return {
        "next": _("Next dossier of the list"),
        "previous": _("Previous dossier of the list"),
        "choose": _("Choose this dossier"),
        "main": _("Do the main thing of the page: accept, approve, pass on"),
        "ask": _("Ask the applicant for what is missing"),
        "back": _("Back to the list"),
        "following": _("On to the next dossier"),
    }
