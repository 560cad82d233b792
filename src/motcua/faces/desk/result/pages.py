"""The drafted result as pictures of its pages."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel.types import Actor
from motcua.rooms.dossiers import queries


def of(dossier_id: UUID, actor: Actor) -> list[dict[str, Any]]:
    """Where each page of the draft as it was saved is to be had, or of what the procedure proposes."""
    held = queries.result_draft(dossier_id, by=actor)
    version = held.version if held else 0
    count = len(queries.result_pages(dossier_id, by=actor))
    return [
        {
            "number": n,
            "url": f"{reverse('desk:result-preview', args=[dossier_id, n])}?v={version}",
            "alt": _("Page %(n)s of the result as it will be printed") % {"n": n},
        }
        for n in range(1, count + 1)
    ]
