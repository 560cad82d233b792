"""C1-C4: the first page, search, life events, the start of a procedure."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.faces.kit.codes import qr
from motcua.faces.kit.powers import power
from motcua.faces.portal.discover import presenting, todo, topics
from motcua.faces.portal.discover.presenting import result_of
from motcua.kernel import clock, ids
from motcua.kernel.types import ActorKind
from motcua.kernel.vietnamese import fold
from motcua.rooms.catalogue import queries as catalogue

MOST_NEAR = 3  # what is shown when it is not sure what was meant
LONGEST_QUESTION = 200
MOST_RESULTS = 12
ABOUT_A_DOSSIER = ("tra cuu", "ho so cua toi", "ho so toi", "da nop", "den dau roi", "ma ho so", "bao gio co ket qua")


@require_safe
@power("public")
def home(request: HttpRequest) -> HttpResponse:
    """C1: search first, what waits for the signed-in person, life events, track."""
    actor = request.actor  # type: ignore[attr-defined]
    waiting = todo.waiting_for(actor, at=clock.now()) if actor.kind == ActorKind.CITIZEN else []
    events = catalogue.life_events()
    context = {
        "todo": waiting,
        "signed_in": actor.kind == ActorKind.CITIZEN,
        "events": [presenting.event_link(e) for e in events if e.audience != "business"],
        "business": [presenting.event_link(e) for e in events if e.audience == "business"],
        "often": presenting.often_asked(),
    }
    return render(request, "portal/discover/home.html", context)


@require_safe
@power("public")
def search(request: HttpRequest) -> HttpResponse:
    """C2: the best answer first; nothing found leads to people, not to an empty page."""
    text = " ".join(request.GET.get("q", "")[:LONGEST_QUESTION].split())
    found = catalogue.found(text, MOST_RESULTS) if text else None
    results = [result_of(hit.card) for hit in found.hits] if found else []
    folded, meant = fold(text), topics.asked_about(text)
    context = {
        "q": text,
        "first": results[0] if found and found.sure and results else None,
        "others": results[1:],
        "near": results[:MOST_NEAR] if found and not found.sure and not meant else [],
        "corrected": [right for _wrong, right in found.corrected] if found else [],
        "reference": ids.parse_receipt_number(text) if text else None,
        "topics": meant,
        "about_a_dossier": any(words in folded for words in ABOUT_A_DOSSIER),
        "often": presenting.often_asked(),
        "events": [presenting.event_link(e) for e in catalogue.life_events()[:6]],
    }
    return render(request, "portal/discover/search.html", context)


@require_safe
@power("public")
def procedures(request: HttpRequest) -> HttpResponse:
    """Everything that can be done here, by field of work."""
    chosen = request.GET.get("linh-vuc", "")
    fields = catalogue.fields()
    field = next((f for f in fields if f.key == chosen), None)
    cards = catalogue.procedures(field=field.key) if field else catalogue.procedures()
    context = {"fields": fields, "field": field, "results": [result_of(card) for card in cards]}
    return render(request, "portal/discover/procedures.html", context)


@require_safe
@power("public")
def life_event(request: HttpRequest, slug: str) -> HttpResponse:
    """C3: what an event in life makes necessary, the linked services first."""
    event = catalogue.life_event(slug)
    if event is None:
        raise Http404
    cards = sorted(
        catalogue.procedures(life_event=slug), key=lambda c: (not c.key.startswith("linked_"), not c.essential)
    )
    language = presenting.language()
    groups = [group for group in (presenting.group_of(card) for card in cards) if group]
    together = {group.code for group in groups}
    context = {
        "title": event.title(language),
        "intro": event.words(language),
        "groups": groups,
        "results": [result_of(card) for card in cards if card.code not in together],
    }
    return render(request, "portal/discover/life_event.html", context)


@require_safe
@power("public")
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """C4: who, minutes, papers, fee and days per channel, what is known already, then Start."""
    card = catalogue.card(code)
    if card is None:
        raise Http404
    start = presenting.start_page(card.version_id, get_language() or "vi", clock.today())
    return render(request, "portal/discover/procedure.html", {"p": start})


@require_safe
@power("public")
def at_home(request: HttpRequest, code: str) -> HttpResponse:
    """A sheet in big type, to be printed at a counter: how to do the same at home next time."""
    card = catalogue.card(code)
    if card is None:
        raise Http404
    address = f"{settings.MOTCUA.public_url.rstrip('/')}/thu-tuc/{card.code}"
    context = {
        "p": presenting.start_page(card.version_id, get_language() or "vi", clock.today()),
        "address": address.partition("//")[2],
        "code": qr(address, _("The page of this procedure")),
    }
    return render(request, "portal/discover/at_home.html", context)
