"""What a person brings to a counter after filing: his dossier to be opened there, and the papers that were asked for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.rows import fetch_one
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers.events import SupplementBrought
from motcua.rooms.dossiers.models import Dossier, Share
from motcua.rooms.dossiers.rules.grounds import grounds
from motcua.rooms.dossiers.rules.papers import answered_by_paper, stored, together, told
from motcua.rooms.dossiers.services.completing import handed_in, open_request
from motcua.rooms.dossiers.services.holding import announce, definition_of, held, kept
from motcua.rooms.dossiers.services.paper_way import forward
from motcua.rooms.dossiers.services.standing import acting, as_desk_of
from motcua.rooms.dossiers.types import Done, PaperInHand
from motcua.rooms.forms import queries as forms
from motcua.rooms.identity import queries as identity

EVIDENCE = 300
SELF_EVIDENT = "owner"


@act("dossiers.open_at_counter", law="reception/at-the-counter")
def open_at_counter(dossier_id: UUID, *, by: Actor, at: datetime) -> UUID:
    """Open a dossier at the counter where its owner, or who filed it for him, stands; it then stands in there too.

    Refused: act.out-of-reach
    """
    permit(by, "dossiers.open_at_counter", Target(agency_id=by.agency_id))
    with acting(SYSTEM, instead_of=by):
        dossier = fetch_one(Dossier, "where id = %s", [dossier_id])
    there = [dossier.owner_id, dossier.representative_id] if dossier else []
    if dossier is None or not any(one and identity.is_at_counter(one, by=by, at=at) for one in there):
        raise Refused("act.out-of-reach")
    audit_note(subject=dossier.id, owner=dossier.owner_id)
    if by.agency_id is not None and by.agency_id not in {dossier.agency_id, dossier.reception_agency_id}:
        with acting(SYSTEM, instead_of=by, writes=True):
            Share.objects.update_or_create(
                dossier_id=dossier.id, agency_id=by.agency_id,
                defaults={"at_counter": True}, create_defaults={"at_counter": True, "since": at},
            )  # fmt: skip
    return dossier.id


@act("dossiers.bring_supplement", law="supplement/answer")
def bring_supplement(
    dossier_id: UUID,
    changes: Mapping[str, Any],
    *,
    files: Mapping[str, Sequence[UUID]] | None = None,
    papers: Sequence[PaperInHand] = (),
    confirmed: Collection[str] = (),
    ground: str = SELF_EVIDENT,
    evidence: str = "",
    by: Actor,
    at: datetime,
) -> Done:
    """Take in over the counter what was asked for: typed answers, scans, or the paper itself, which then goes on its way.

    `ground` says who brought it, `evidence` how that is known, where it was not the owner.
    Refused: act.out-of-reach, supplement.nothing-asked, supplement.field-not-asked, dossier.incomplete,
    supplement.unchanged (params: faults), dossier.ground-unknown, supplement.evidence-missing, draft.paper-unknown,
    file.out-of-reach
    """
    seen = fetch_one(Dossier, "where id = %s", [dossier_id])
    if seen is None:
        raise Refused("act.out-of-reach")
    desk = as_desk_of(seen, by)
    _refuse_groundless(ground, evidence)
    audit_note(desk_of=by.agency_id, ground=ground, evidence=evidence.strip()[:EVIDENCE])
    scans = {key: list(ids) for key, ids in (files or {}).items() if ids}
    _bind([one for ids in scans.values() for one in ids], seen, desk, by=by, at=at)
    with acting(desk, instead_of=by, writes=True):
        dossier = held(dossier_id, by=desk, to="dossiers.bring_supplement")
        definition = definition_of(dossier)
        brought = _named(papers, definition)
        on_paper = answered_by_paper(definition.papers.components, brought)
        mended = {**changes, **_with_scans(dossier, scans, by=desk)}
        done = handed_in(dossier, mended, confirmed=confirmed, on_paper=on_paper - scans.keys(), by=desk, at=at)
        dossier.papers_in_hand = stored(together(told(dossier.papers_in_hand), brought))
        kept(dossier)
        forward(dossier, brought, from_agency_id=by.agency_id or dossier.agency_id, at=at)
        names = tuple(one.name for one in brought)
        announce(SupplementBrought, dossier, by=desk, at=at, ground=ground, papers=names, at_agency=by.agency_id)
    return done


def _refuse_groundless(ground: str, evidence: str) -> None:
    if ground not in grounds("brought"):
        raise Refused("dossier.ground-unknown")
    if ground != SELF_EVIDENT and not evidence.strip():
        raise Refused("supplement.evidence-missing")


def _bind(ids: list[UUID], dossier: Dossier, desk: Actor, *, by: Actor, at: datetime) -> None:
    """Scans of this counter become the dossier's; where that is another agency's, the system moves them."""
    if not ids:
        return
    found = documents_read.files_by_id(ids, by=by)
    if len(found) < len(set(ids)) or any(one.owner_id != dossier.owner_id for one in found):
        raise Refused("file.out-of-reach")
    mover = by if desk == by else SYSTEM
    with acting(mover, instead_of=by, writes=True):
        documents.attach(ids, subject_id=dossier.id, agency_id=dossier.agency_id, by=mover, at=at)


def _with_scans(dossier: Dossier, scans: Mapping[str, list[UUID]], *, by: Actor) -> dict[str, list[str]]:
    """The files of each question with the new ones behind those that are there."""
    if not scans:
        return {}
    answers_id = open_request(dossier).answers_id or dossier.answers_id
    answers = forms.answers(answers_id, by=by).answers
    return {key: [*(answers.get(key) or ()), *map(str, ids)] for key, ids in scans.items()}


def _named(papers: Sequence[PaperInHand], definition: Definition) -> list[PaperInHand]:
    names = {one.key: one.name.vi for one in definition.papers.components}
    if any(paper.key not in names for paper in papers):
        raise Refused("draft.paper-unknown")
    return [replace(paper, name=names[paper.key]) for paper in papers if paper.there]
