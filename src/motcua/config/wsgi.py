"""The web application, as granian loads it: static files, then a small memory of public pages, then Django.

Static files are answered before Django: servestatic's middleware is asynchronous and would cost every page two changes
of thread under WSGI.
"""

import gc
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from servestatic import ServeStatic

from motcua.config.public_pages import PublicPages

HOUR = 3600
YOUNG_OBJECTS = 20_000


def _harden(headers: dict[str, str], _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


django = get_wsgi_application()


def whole(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Hand a finished page over in one piece: the server sends it with its length instead of chunk by chunk."""
    response = django(environ, start_response)
    if not isinstance(response, HttpResponse):
        return response
    content = response.content
    response.close()
    return [content]


Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
application = ServeStatic(
    PublicPages(whole),
    root=settings.STATIC_ROOT,
    prefix=settings.STATIC_URL,
    max_age=HOUR,
    allow_all_origins=False,
    immutable_file_test=r"\.[0-9a-f]{12}\.(css|js)$",
    add_headers_function=_harden,
)

# Everything made so far lives as long as the process: the collector need not look at it again, and forked memory stays
# shared. A page makes thousands of objects that die with it; looking for cycles every 700 of them costs a tenth of it.
gc.collect()
gc.freeze()
gc.set_threshold(YOUNG_OBJECTS, 20, 50)
