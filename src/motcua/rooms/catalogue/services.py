"""Acts of the catalogue: freezing a package as the version in effect."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from motcua.kernel import clock, events
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.catalogue import queries, search
from motcua.rooms.catalogue.events import ProcedurePublished
from motcua.rooms.catalogue.models import Procedure, ProcedureVersion, PublishedFolder
from motcua.rooms.catalogue.package import (
    Package,
    Problem,
    Publication,
    folders,
    publishable,
    read_package,
    read_shared,
)
from motcua.rooms.catalogue.package_expansion import Shared
from motcua.rooms.catalogue.search_index import Findable
from motcua.rooms.catalogue.types import Published, PublishedAll, VersionStatus, procedure_id

READER = "1"  # change it when reading the same files gives another definition


@act("catalogue.publish", law="catalogue/publication")
def publish(package: Package, decision: Publication | None = None, *, by: Actor, at: datetime) -> Published:
    """Freeze a package as a new version on the strength of a publication decision.

    The same definition under the same decision changes nothing. A version whose day has not come waits as approved;
    otherwise it takes effect now and replaces the one before it. Dossiers keep the version they were filed under.

    Refused: procedure.not-publishable
    """
    permit(by, "catalogue.publish", Target())
    decision = decision or package.procedure.publication
    missing = publishable(package.procedure, package.papers)
    if decision is None or missing:
        raise Refused("procedure.not-publishable", key=package.procedure.key, missing=", ".join(missing))
    procedure = _procedure(package)
    sha256 = package.sha256()
    latest = procedure.versions.select_for_update().order_by("-number").first()
    if latest and latest.sha256 == sha256 and latest.decision_number == decision.number:
        return Published(procedure.key, latest.id, latest.number, changed=False)
    version = _freeze(procedure, package, decision, number=latest.number + 1 if latest else 1, by=by, at=at)
    if version.status == VersionStatus.EFFECTIVE:
        _follow(procedure, package)
        search.store({procedure.id: findable(package)})
    events.record(
        ProcedurePublished(
            occurred_at=at,
            agency_id=None,
            subject_id=procedure.id,
            version_id=version.id,
            procedure_key=procedure.key,
            number=version.number,
            sha256=sha256,
            effective_from=version.effective_from,
        )
    )
    audit_note(subject=procedure.id, version=version.id, number=version.number, sha256=sha256, decision=decision.number)
    queries.forget()
    return Published(procedure.key, version.id, version.number, changed=True)


@act("catalogue.publish_all", law="catalogue/publication")
def publish_all(folder: Path, *, by: Actor, at: datetime) -> PublishedAll:
    """Publish every package below a folder whose files changed since it was read last.

    Packages with problems stay as they are; the problems come back for their authors.
    """
    permit(by, "catalogue.publish_all", Target())
    shared = read_shared(folder)
    common = _digest(sorted(shared.folder.glob("*")) if shared.folder.is_dir() else [])
    known = dict(PublishedFolder.objects.order_by("folder").values_list("folder", "digest"))
    published: list[Published] = []
    problems: list[Problem] = list(shared.problems)
    unchanged = 0
    for package_folder in folders(folder):
        name = f"{package_folder.parent.name}/{package_folder.name}"
        digest = _digest(sorted(p for p in package_folder.rglob("*") if p.is_file()), common)
        if known.get(name) == digest:
            unchanged += 1
            continue
        done, faults = _publish_folder(package_folder, shared, by=by, at=at)
        problems += faults
        if done:
            PublishedFolder.objects.update_or_create(
                folder=name, defaults={"digest": digest, "version_id": done.version_id}
            )
            published.append(done)
            unchanged += not done.changed
    return PublishedAll(tuple(published), unchanged, tuple(sorted(set(problems))))


@act("catalogue.take_effect", law="catalogue/publication")
def take_effect(*, by: Actor, at: datetime) -> list[UUID]:
    """Put approved versions whose day has come into effect. Runs every morning."""
    permit(by, "catalogue.take_effect", Target())
    today = clock.local(at).date()
    due = ProcedureVersion.objects.select_for_update().filter(status=VersionStatus.APPROVED, effective_from__lte=today)
    done: list[UUID] = []
    for version in due.order_by("effective_from", "number"):
        package = Package.from_definition(version.definition)
        procedure = Procedure.objects.get(pk=version.procedure_id)
        _replace_effective(procedure, version.effective_from)
        version.status = VersionStatus.EFFECTIVE
        version.save(update_fields=["status"])
        _follow(procedure, package)
        search.store({procedure.id: findable(package)})
        done.append(version.id)
    queries.forget()
    audit_note(versions=done)
    return done


def _publish_folder(folder: Path, shared: Shared, *, by: Actor, at: datetime) -> tuple[Published | None, list[Problem]]:
    reading = read_package(folder, shared)
    if reading.package is None or reading.problems:
        return None, reading.problems
    try:
        return publish(reading.package, by=by, at=at), []
    except Refused as no:
        mend = "Add what is missing, then publish again"
        return None, [Problem(f"{reading.folder}/procedure.yaml", 1, no.words("en").rstrip("."), mend)]


def _digest(paths: Iterable[Path], seed: str = READER) -> str:
    digest = hashlib.sha256(seed.encode())
    for path in paths:
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _procedure(package: Package) -> Procedure:
    """The procedure's row, made on its first publication."""
    identity = procedure_id(package.procedure.key)
    row = Procedure.objects.select_for_update().filter(pk=identity).first()
    if row is None:
        row = Procedure(id=identity, key=package.procedure.key)
        _follow(row, package)
    return row


def _follow(row: Procedure, package: Package) -> None:
    """Bring the columns that lists are made of to the state of the package."""
    said = package.procedure
    row.code = said.public_code
    row.name, row.name_en = said.name.vi, said.name.en or ""
    row.plain_name, row.plain_name_en = said.plain_name.vi, said.plain_name.en or ""
    row.field_key, row.field_name = said.field.key, said.field.name.vi
    row.agency_kind, row.ministry = said.agency_kind, package.folder.partition("/")[0] or row.ministry
    row.levels = [level.value for level in said.levels]
    row.subjects = list(said.eligible_subjects)
    row.life_events = list(said.life_events)
    row.online_mode, row.essential, row.minutes = said.online.mode, said.essential, said.minutes
    row.save()


def _freeze(
    procedure: Procedure, package: Package, decision: Publication, *, number: int, by: Actor, at: datetime
) -> ProcedureVersion:
    today = clock.local(at).date()
    now = decision.effective_from <= today
    if now:
        _replace_effective(procedure, decision.effective_from)
    return ProcedureVersion.objects.create(
        id=new_id(),
        procedure=procedure,
        number=number,
        definition=package.definition(),
        sha256=package.sha256(),
        status=VersionStatus.EFFECTIVE if now else VersionStatus.APPROVED,
        decision_number=decision.number,
        decided_on=decision.decided_on,
        effective_from=decision.effective_from,
        effective_to=decision.effective_to,
        published_at=at,
        published_by=by.id,
    )


def _replace_effective(procedure: Procedure, day: date) -> None:
    """End the version in effect; it never ends before it began."""
    for version in procedure.versions.filter(status=VersionStatus.EFFECTIVE).order_by("number"):
        version.status = VersionStatus.REPLACED
        version.effective_to = max(version.effective_from, day)
        version.save(update_fields=["status", "effective_to"])


def findable(package: Package) -> Findable:
    """The words a procedure is called by and those it speaks of."""
    said = package.procedure
    names = (said.name.vi, said.plain_name.vi, *said.aliases)
    spoken = [said.field.name.vi, said.result.name.vi]
    spoken += [paper.name.vi for paper in package.papers.components]
    spoken += [text.vi for text in said.requirements]
    spoken += [paper.condition_text.vi for paper in package.papers.components if paper.condition_text]
    english = tuple(text for text in (said.name.en, said.plain_name.en) if text)
    return Findable(names, (*spoken, *english))
