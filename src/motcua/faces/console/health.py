"""For machines that watch: is the process alive, is it ready to serve."""

from django.db import connection
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.faces.kit.powers import power


@require_safe
@power("public")
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; asks nothing else."""
    del request
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@power("public")
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too; 503 while it does not."""
    del request
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return HttpResponse(
            "the database does not answer\n", content_type="text/plain", status=503, headers={"Retry-After": "5"}
        )
    return HttpResponse("ready\n", content_type="text/plain")
