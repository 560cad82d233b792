"""What an operator must know at a glance: deliveries that wait or are parked, jobs, the chain of evidence."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock, operations


@require_GET
@power("kernel.console")
def overview(request: HttpRequest) -> HttpResponse:
    """Health of this installation."""
    return render(request, "console/overview.html", {"health": operations.health(), "at": clock.now()})


@require_POST
@power("kernel.console")
def redelivery(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Try a parked delivery again."""
    operations.redeliver(delivery_id, by=request.actor, at=clock.now())  # type: ignore[attr-defined]
    return notices.add(redirect("console:overview"), "ok", _("It will be tried again at once."))
