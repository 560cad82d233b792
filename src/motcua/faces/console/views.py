"""What an operator must know at a glance: deliveries that wait or are parked, and the jobs."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.faces.console.asking import ConsoleRequest
from motcua.faces.kit import notices
from motcua.faces.kit.powers import power
from motcua.kernel import clock, operations

NO_FAULT = "–"


@require_GET
@power("kernel.console")
def overview(request: ConsoleRequest) -> HttpResponse:
    """Health of this installation."""
    health = operations.health()
    faulty = sum(job["fault"] != NO_FAULT for job in health.jobs)
    return render(request, "console/overview.html", {"health": health, "faulty": faulty, "at": clock.now()})


@require_POST
@power("kernel.redeliver")
def redelivery(request: ConsoleRequest, delivery_id: UUID) -> HttpResponse:
    """Try a parked delivery again."""
    operations.redeliver(delivery_id, by=request.actor, at=clock.now())
    return notices.add(redirect("console:overview"), "ok", _("It will be tried again at once."))
