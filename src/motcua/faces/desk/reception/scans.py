"""Scans made at the counter: taken in for the person, inspected while he waits, put among the answers."""

from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from motcua.faces.desk.asking import DeskRequest
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.types import FileLimits, FileState
from motcua.rooms.forms import logic
from motcua.rooms.forms.types import Fault, Field, FormDefinition, ListChange, Words


class Place(Protocol):
    """What the scans are for: a draft, or a dossier that is being completed."""

    @property
    def id(self) -> UUID: ...
    @property
    def owner_id(self) -> UUID: ...


@dataclass
class Received:
    """What became of the scans of one post."""

    changes: dict[str, Any] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def faults(self, form: FormDefinition) -> list[Fault]:
        places = {one.key: page.key for page in form.pages for one in page.fields}
        return [Fault(key, "file", Words(vi=words), places[key]) for key, words in self.refused.items()]


def take_in(request: DeskRequest, form: FormDefinition, view: Place) -> Received:
    """Take in every scan that was sent; a refused one is explained and not kept."""
    received = Received()
    for one in form.fields():
        if one.kind == "file":
            for upload in request.FILES.getlist(one.key):
                _add(request, one, view, upload, received)
    return received


def _add(request: DeskRequest, to: Field, view: Place, upload: Any, received: Received) -> None:
    try:
        stored = documents.take_in_looked_at(
            upload.read(),
            upload.name or "",
            owner_id=view.owner_id,
            agency_id=request.actor.agency_id,
            purpose=f"draft:{view.id}",
            limits=_limits(to),
            by=request.actor,
            at=clock.now(),
        )
    except Refused as no:
        received.refused[to.key] = no.message
        return
    if stored.state in (FileState.REFUSED, FileState.UNREADABLE):
        received.refused[to.key] = stored.words
        return
    before = received.changes.get(to.key) or ListChange()
    received.changes[to.key] = ListChange((*before.add, str(stored.id)))


def _limits(to: Field) -> FileLimits:
    usual, bounds = FileLimits(), logic.file_bounds(to)
    return FileLimits(
        media_types=bounds.media,
        max_image_bytes=min(bounds.max_bytes, usual.max_image_bytes),
        max_bytes=bounds.max_bytes,
        max_pages=bounds.max_pages or usual.max_pages,
    )
