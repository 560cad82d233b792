"""C29: where to get help, how the pages serve everybody, what happens to personal data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.faces.kit.powers import power
from motcua.faces.portal.discover import topics
from motcua.rooms.agencies import queries as agencies

ONE_STOP = ("psc_center", "commune_pc")


@require_safe
@power("public")
def help_page(request: HttpRequest) -> HttpResponse:
    """Telephone, desks, the usual questions, the map of the site."""
    desks = [(agency, agencies.desk(agency.id)) for kind in ONE_STOP for agency in agencies.agencies(kind)]
    names = [agency.name for agency, desk in desks if desk or agency.kind == ONE_STOP[0]]
    return render(request, "portal/about/help.html", {"desks": names, "topics": topics.topics()})


@require_safe
@power("public")
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about/accessibility.html")


@require_safe
@power("public")
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about/privacy.html")


@require_safe
@power("public")
def offline(request: HttpRequest) -> HttpResponse:
    """What a browser without network shows in place of a page."""
    return render(request, "portal/about/offline.html")
