"""Files of a page: taken in, looked at while the person waits, and put among the answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from motcua.faces.portal.apply.asking import CitizenRequest
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.types import FileLimits, FileState, StoredFile
from motcua.rooms.forms import logic
from motcua.rooms.forms.types import Field, ListChange


class Place(Protocol):
    """What the files are for: a draft, or a dossier that is being supplemented."""

    @property
    def id(self) -> UUID: ...


@dataclass
class Received:
    """What became of the files of one post."""

    by_id: dict[str, StoredFile] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """Field → what is wrong with a file that was not kept."""
    changes: dict[str, Any] = field(default_factory=dict)


def take_in(request: CitizenRequest, fields: Iterable[Field], place: Place) -> Received:
    """Take in every file posted for these fields."""
    received = Received()
    for one in fields:
        if one.kind == "file":
            for upload in request.FILES.getlist(one.key):
                add(one, upload, place, received.changes, received, by=request.actor)
    return received


def add(
    to: Field,
    upload: "UploadedFile[bytes]",
    place: Place,
    changes: dict[str, Any],
    received: Received,
    *,
    by: Actor,
) -> StoredFile | None:
    """Take in one file and note the longer list in `changes`. A refused one is explained and not kept."""
    try:
        stored = documents.take_in_looked_at(
            upload.read(),
            upload.name or "",
            owner_id=by.person_id,
            purpose=f"draft:{place.id}",
            limits=_limits(to),
            by=by,
            at=clock.now(),
        )
    except Refused as no:
        received.refused[to.key] = no.message
        return None
    if stored.state in (FileState.REFUSED, FileState.UNREADABLE):
        received.refused[to.key] = stored.words
        return None
    received.by_id[str(stored.id)] = stored
    before = changes.get(to.key) or ListChange()
    changes[to.key] = ListChange((*before.add, str(stored.id)))
    return stored


@dataclass(frozen=True)
class Draft:
    """A draft of which only the identifier is needed."""

    id: UUID


def _limits(to: Field) -> FileLimits:
    usual, bounds = FileLimits(), logic.file_bounds(to)
    return FileLimits(
        media_types=bounds.media,
        max_image_bytes=min(bounds.max_bytes, usual.max_image_bytes),
        max_bytes=bounds.max_bytes,
        max_pages=bounds.max_pages or usual.max_pages,
    )
