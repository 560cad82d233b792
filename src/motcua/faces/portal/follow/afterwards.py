"""C16: what can be done once a result is there, and what was: of a dossier, and of each part of a linked one."""

from typing import Any

from motcua.faces.portal.follow import copying
from motcua.kernel.types import Actor
from motcua.rooms.dossiers import queries
from motcua.rooms.dossiers.types import DossierView

IN_HAND = frozenset({"delivered", "corrected"})


def offered(view: DossierView, actor: Actor) -> dict[str, Any]:
    """A wrong result, another copy. A linked dossier as a whole offers nothing: each of its parts does."""
    row, asked = view.row, copying.shown(view, actor)
    may = frozenset() if row.leads else view.may
    return {
        "may_report": "dossiers.request_correction" in may and row.status in IN_HAND | {"issued"},
        "copies": asked,
        "may_copy": "dossiers.request_copy" in may and row.status in IN_HAND and not any(c["one"].open for c in asked),
        "corrections": queries.corrections_told(row.id, by=actor) if row.completed_at else [],
    }
