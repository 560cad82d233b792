"""Opening what is not one's own: a dossier one has no part in, a part of a group at another agency. For a reason, recorded."""

from datetime import datetime, timedelta
from uuid import UUID

from motcua.kernel import audit, clock, crypto, events
from motcua.kernel.acts import act, audit_note
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.documents import queries as documents
from motcua.rooms.dossiers.models import Dossier, GroupMember, Opening
from motcua.rooms.dossiers.reading import groups
from motcua.rooms.dossiers.reading.rows import supplement_of
from motcua.rooms.dossiers.reading.timelines import public, timeline
from motcua.rooms.dossiers.rules.openings import policies, reasons_on
from motcua.rooms.dossiers.rules.wording import plain
from motcua.rooms.dossiers.services.holding import held
from motcua.rooms.dossiers.types import MemberProgress, OpenedPart
from motcua.rooms.process import queries as process

LONGEST = 200


@act("dossiers.open_for_reason", law="data/access-control")
def open_for_reason(dossier_id: UUID, reason: str, *, words: str = "", by: Actor, at: datetime) -> datetime:
    """Open a dossier of the agency to an officer who has no part in it; answers until when it is open to him.

    The applicant reads who opened it and why, whoever reviews openings too.
    Refused: act.out-of-reach, act.not-permitted, opening.reason-missing, opening.words-missing
    """
    dossier = held(dossier_id, by=by, to="dossiers.open_for_reason")
    chosen = reasons_on(clock.local(at).date(), policies()).get(reason)
    if chosen is None:
        raise Refused("opening.reason-missing")
    own = plain(words)[:LONGEST]
    if chosen.tell and not own:
        raise Refused("opening.words-missing")
    row = Opening(
        id=new_id(), dossier=dossier, agency_id=dossier.agency_id, officer_id=by.id, officer_name=by.name[:200],
        reason=reason, opened_at=at, until=at + timedelta(hours=chosen.hours),
    )  # fmt: skip
    if own:
        row.words = crypto.seal(own.encode(), context=sealed_at(row.id), agency_id=row.agency_id)
    row.save(force_insert=True)
    audit_note(reason=reason, until=row.until.isoformat())
    return row.until


def sealed_at(opening_id: UUID) -> str:
    return f"dossiers_opening.words:{opening_id}"


@act("dossiers.open_part", law="linked/one-submission")
def open_part(dossier_id: UUID, part: str, *, reason: str, by: Actor, at: datetime) -> OpenedPart:
    """Show a part of the group to the agency that leads it, or its result to an agency whose own part waits for it.

    `dossier_id` is what the officer has on his desk: the group, or his own part. The applicant sees who looked and why.
    Refused: act.out-of-reach, dossier.reason-missing, group.part-not-needed, group.part-not-begun
    """
    dossier = held(dossier_id, by=by, to="dossiers.open_part")
    if dossier.group_id is None or by.agency_id != dossier.agency_id:
        raise Refused("act.out-of-reach")
    if not reason.strip():
        raise Refused("dossier.reason-missing")
    with scope(SYSTEM):
        found = _opened(dossier, Dossier.objects.get(id=dossier.group_id), part, at=at)
    audit.record_read(
        by, subject="part of a group", subject_id=found.progress.dossier_id or found.group_id,
        purpose=f"{found.progress.name}: {reason.strip()}", owner_id=found.owner_id, agency_id=by.agency_id,
    )  # fmt: skip
    return found


def _opened(dossier: Dossier, group: Dossier, part: str, *, at: datetime) -> OpenedPart:
    whole = dossier.leads
    linked = catalogue.version(group.version_id).group
    if linked is None or part not in linked.by_key:
        raise Refused("act.out-of-reach")
    own = GroupMember.objects.filter(dossier_id=dossier.id).order_by().first()
    if not whole and (own is None or part not in linked.by_key[own.key].waits_for):
        raise Refused("group.part-not-needed")
    progress = groups.progress(group.id, at=at)
    one = next((one for one in progress.members if one.key == part), None) if progress else None
    if one is None or one.dossier_id is None:
        raise Refused("group.part-not-begun")
    return _shown(Dossier.objects.get(id=one.dossier_id), one, whole=whole, at=at)


def _shown(row: Dossier, one: MemberProgress, *, whole: bool, at: datetime) -> OpenedPart:
    asked = row.supplements.filter(answered_at=None, closed_at=None).order_by("id").first() if whole else None
    document = documents.document(one.result_document_id, by=SYSTEM) if one.result_document_id else None
    lines = timeline(events.history(row.id), process.tasks_of(row.id), at=at, inside=False) if whole else ()
    return OpenedPart(
        group_id=row.group_id or row.id, owner_id=row.owner_id, progress=one, whole=whole, timeline=public(lines),
        asked=supplement_of(asked) if asked else None, result_title=document.title if document else "",
        result_number=document.number_text if document else "", result_on=document.dated_on if document else None,
        verification_code=document.verification_code if document else "",
    )  # fmt: skip
