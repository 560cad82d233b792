"""Taking files in, looking into them, binding them to what they belong to."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from motcua.kernel import events, files
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.asking import ask
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.permissions import Target
from motcua.kernel.rows import change, fetch_one, insert
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.documents import inspection, rules
from motcua.rooms.documents.events import FileInspected, FileTakenIn
from motcua.rooms.documents.inspector import sniff
from motcua.rooms.documents.models import File
from motcua.rooms.documents.reading import as_file, reaches
from motcua.rooms.documents.types import MEGABYTE, FileLimits, FileState, StoredFile, Verdict
from motcua.rooms.documents.words import size_in_words

LOOSE = "select coalesce(sum(size), 0) from documents_file where owner_id = %s and subject_id is null"
LOOSE_BYTES = 300 * MEGABYTE
AT_ONCE = 12 * MEGABYTE


@act("documents.take_in")
def take_in(
    data: bytes | Path,
    name: str,
    *,
    owner_id: UUID | None,
    agency_id: UUID | None = None,
    purpose: str = "",
    limits: FileLimits | None = None,
    verdict: Verdict | None = None,
    by: Actor,
    at: datetime,
) -> StoredFile:
    """Put a file into quarantine. Only its first bytes and its size are looked at here; the inspector does the rest.

    With a `verdict` the inspector has spoken already (`take_in_looked_at`), and the file is what he said.

    Refused: file.empty, file.too-big, file.picture-too-big, file.wrong-type, file.quota-full
    """
    permit(by, "documents.take_in", Target(owner_id=owner_id, agency_id=agency_id))
    content = data.read_bytes() if isinstance(data, Path) else data
    bounds = _bounded(limits or FileLimits())
    media_type = _first_look(content, bounds)
    if owner_id is not None:
        _keep_to_quota(owner_id, len(content))
    blob = files.store().put(content, agency_id=agency_id)
    row = File(
        agency_id=agency_id,
        owner_id=owner_id,
        purpose=purpose,
        name=rules.name_with_true_ending(rules.display_name(name), media_type),
        media_type=media_type,
        size=blob.size,
        sha256=blob.sha256,
        blob=blob.name,
        limits=asdict(bounds),
        taken_in_at=at,
        taken_in_by=by.id,
    )
    if verdict is not None:
        row.judge(verdict, at=at)
        row.name = rules.name_with_true_ending(row.name, row.media_type)
    insert(row)
    events.record(
        _inspected(row, at=at)
        if verdict is not None
        else FileTakenIn(occurred_at=at, agency_id=agency_id, subject_id=row.id, owner_id=owner_id, purpose=purpose)
    )
    audit_note(subject=row.id, sha256=row.sha256, **({"state": str(row.state)} if verdict is not None else {}))
    return as_file(row)


def take_in_looked_at(
    data: bytes,
    name: str,
    *,
    owner_id: UUID | None,
    agency_id: UUID | None = None,
    purpose: str = "",
    limits: FileLimits | None = None,
    by: Actor,
    at: datetime,
) -> StoredFile:
    """Take in a file while its sender waits: looked into first, then stored as what it is, in one act.

    Orchestrates `judge` and `take_in`. A big file, or one that comes while the inspector is away, goes into quarantine.

    Refused: file.empty, file.too-big, file.picture-too-big, file.wrong-type, file.quota-full
    """
    bounds = _bounded(limits or FileLimits())
    _first_look(data, bounds)
    verdict = None
    if len(data) <= AT_ONCE:
        try:
            verdict = judge(data, bounds)
        except Refused as no:
            if no.code != "file.inspector-away":
                raise
    return take_in(
        data, name, owner_id=owner_id, agency_id=agency_id, purpose=purpose, limits=limits, verdict=verdict, by=by,
        at=at,
    )  # fmt: skip


def inspect(file_id: UUID, *, by: Actor = SYSTEM, at: datetime) -> StoredFile:
    """Have the inspector look into a file and write down what it found.

    Orchestrates: reads, asks the inspector outside any transaction, then `record_inspection`.

    Refused: act.out-of-reach
    """
    with scope(by):
        row = _held(file_id, by)
        if row.state != FileState.QUARANTINE:
            return as_file(row)
        content, limits = files.store().get(row.blob), row.limits
    verdict = judge(content, FileLimits(**{**limits, "media_types": tuple(limits["media_types"])}))
    return record_inspection(file_id, verdict, by=SYSTEM, at=at)


def inspect_now(file_id: UUID, *, by: Actor, at: datetime) -> StoredFile:
    """Inspect while the person waits, if the file is small; a big one is left to the worker and stays in quarantine.

    Orchestrates `inspect`.
    """
    with scope(by):
        row = _held(file_id, by)
        if row.size > AT_ONCE or row.state != FileState.QUARANTINE:
            return as_file(row)
    try:
        return inspect(file_id, by=by, at=at)
    except Refused as no:
        if no.code != "file.inspector-away":
            raise
        return as_file(row)  # the worker tries again


@act("documents.record_inspection")
def record_inspection(file_id: UUID, verdict: Verdict, *, by: Actor, at: datetime) -> StoredFile:
    """Write a verdict down, once: a second one about the same file changes nothing.

    Refused: act.out-of-reach
    """
    row = fetch_one(File, "where id = %s for update", [file_id])
    if row is None:
        raise Refused("act.out-of-reach")
    permit(by, "documents.record_inspection", Target(owner_id=row.owner_id, agency_id=row.agency_id))
    if row.state == FileState.QUARANTINE:
        row.judge(verdict, at=at)
        row.name = rules.name_with_true_ending(row.name, row.media_type)
        row.save()
        events.record(_inspected(row, at=at))
    audit_note(subject=row.id, state=str(row.state), reason=row.reason)
    return as_file(row)


@act("documents.attach")
def attach(
    file_ids: list[UUID], *, subject_id: UUID, agency_id: UUID | None, by: Actor, at: datetime
) -> list[StoredFile]:
    """Bind files to a dossier inside its act: one UPDATE. All or none; only clean files, only one's own.

    Refused: file.not-ready, file.out-of-reach
    """
    permit(by, "documents.attach", Target(owner_id=by.person_id, agency_id=agency_id))
    if not file_ids:
        return []
    rows = change(
        File,
        "set subject_id = %s, agency_id = coalesce(%s, agency_id), attached_at = %s "
        "where id = any(%s) and state = 'clean' and (subject_id is null or subject_id = %s)",
        [subject_id, agency_id, at, list(file_ids), subject_id],
    )
    if len(rows) != len(set(file_ids)):
        missing = set(file_ids) - {row.id for row in rows}
        waiting = File.objects.filter(id__in=missing, subject_id__isnull=True).order_by("taken_in_at").first()
        if waiting is not None:
            raise Refused("file.not-ready", name=waiting.name)
        raise Refused("file.out-of-reach")
    order = {file_id: place for place, file_id in enumerate(file_ids)}
    return [as_file(row) for row in sorted(rows, key=lambda row: order[row.id])]


@act("documents.hand_on")
def hand_on(file_ids: list[UUID], *, subject_id: UUID, agency_id: UUID, by: Actor, at: datetime) -> dict[UUID, UUID]:
    """Let another agency have these clean files too, each as a row of its own over the same bytes: old id → new id.

    Refused: file.out-of-reach
    """
    permit(by, "documents.hand_on", Target(agency_id=agency_id))
    rows = {row.id: row for row in File.objects.filter(id__in=file_ids, state=FileState.CLEAN).order_by("id")}
    if rows.keys() != set(file_ids):
        raise Refused("file.out-of-reach")
    handed: dict[UUID, UUID] = {}
    for file_id in dict.fromkeys(file_ids):
        row = rows[file_id]
        row.id, row.agency_id, row.subject_id, row.attached_at = new_id(), agency_id, subject_id, at
        insert(row)
        handed[file_id] = row.id
    audit_note(subject=subject_id, files=len(handed))
    return handed


@act("documents.discard")
def discard(file_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take back a file that is not yet part of a dossier. Its bytes are swept later.

    Refused: act.out-of-reach, file.already-attached
    """
    del at
    row = _held(file_id, by, lock=True)
    permit(by, "documents.discard", Target(owner_id=row.owner_id, agency_id=row.agency_id))
    if row.subject_id is not None:
        raise Refused("file.already-attached")
    audit_note(subject=row.id)
    row.delete()


def _inspected(row: File, *, at: datetime) -> FileInspected:
    return FileInspected(
        occurred_at=at,
        agency_id=row.agency_id,
        subject_id=row.id,
        owner_id=row.owner_id,
        state=str(row.state),
        reason=row.reason,
    )


def judge(content: bytes, limits: FileLimits) -> Verdict:
    """Ask the inspector about some bytes."""
    answer, _ = inspection.ask(
        "files",
        {
            "do": "inspect",
            "allow": list(limits.media_types),
            "most_pages": limits.max_pages,
            "most_pixels": limits.max_pixels,
        },
        content,
    )
    if "fault" in answer:
        if answer["fault"] == "too-heavy":
            return Verdict(FileState.REFUSED, reason="file.too-heavy")
        return Verdict(FileState.UNREADABLE, reason="file.unreadable")
    params = dict(answer.get("params", {}))
    if answer.get("code") == "file.wrong-type":
        params["allowed"] = rules.allowed_words(limits.media_types)
    return Verdict(
        state=FileState(answer["verdict"]),
        media_type=answer.get("media_type", ""),
        pages=answer.get("pages"),
        width=answer.get("width"),
        height=answer.get("height"),
        reason=answer.get("code", ""),
        reason_params=params,
        notes=tuple(answer.get("notes", ())),
    )


def overdue_inspections(at: datetime) -> list[UUID]:
    """Files that still lie in quarantine after a while: the worker died, or the inspector did."""
    with scope(SYSTEM):
        late = File.objects.filter(state=FileState.QUARANTINE, taken_in_at__lt=at - timedelta(minutes=2))
        return list(late.order_by("taken_in_at").values_list("id", flat=True)[:50])


def _bounded(limits: FileLimits) -> FileLimits:
    most = settings.MOTCUA.upload_max_mb * MEGABYTE
    return replace(limits, max_bytes=min(limits.max_bytes, most), max_image_bytes=min(limits.max_image_bytes, most))


def _first_look(content: bytes, bounds: FileLimits) -> str:
    media_type = sniff.media_type(content)
    kind = media_type or ("image/heic" if content[4:8] == b"ftyp" else "")
    fault = rules.size_fault(kind, len(content), max_image_bytes=bounds.max_image_bytes, max_bytes=bounds.max_bytes)
    if fault:
        raise Refused(fault[0], **fault[1])
    if media_type not in bounds.media_types:
        raise Refused(
            "file.wrong-type", found=sniff.plain_name(content) if not media_type else rules.TYPE_WORDS[media_type],
            allowed=rules.allowed_words(bounds.media_types),
        )  # fmt: skip
    return media_type


def _keep_to_quota(owner_id: UUID, size: int) -> None:
    loose = int(ask(LOOSE, [owner_id])[0][0])
    if loose + size > LOOSE_BYTES:
        raise Refused("file.quota-full", used=size_in_words(loose), most=size_in_words(LOOSE_BYTES))


def _held(file_id: UUID, by: Actor, *, lock: bool = False) -> File:
    row = fetch_one(File, "where id = %s for update" if lock else "where id = %s", [file_id])
    if row is None or not reaches(row, by):
        raise Refused("act.out-of-reach")
    return row
