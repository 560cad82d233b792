"""Filing: a draft is begun, filled in, and handed in once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import audit, clock
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.rows import change, fetch_one, insert, update
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.dossiers.models import Draft
from motcua.rooms.dossiers.models.drafts import KEPT_FOR
from motcua.rooms.dossiers.rules.papers import stored
from motcua.rooms.dossiers.services.standing import acting
from motcua.rooms.dossiers.types import OTHER_ORGANISATION, RESULT_DELIVERY, Method, PaperInHand, ResultChannel
from motcua.rooms.forms import services as forms
from motcua.rooms.forms.types import Known
from motcua.rooms.identity import queries as identity

AT_COUNTER = "counter"
USUAL_CHANNEL = {
    Method.ONLINE: ResultChannel.PORTAL,
    Method.COUNTER: ResultChannel.COUNTER,
    Method.POSTAL: ResultChannel.POST,
}


@act("dossiers.start_draft")
def start_draft(
    procedure_code: str,
    *,
    method: str = Method.ONLINE,
    owner_id: UUID | None = None,
    agency_id: UUID | None = None,
    answers: Mapping[str, Any] | None = None,
    authorisation_id: UUID | None = None,
    organisation_id: UUID | None = None,
    key: str | None = None,
    by: Actor,
    at: datetime,
) -> UUID:
    """Begin to fill in a procedure, with what the state already knows of the person.

    `organisation_id` is the organisation filed for, which the e-identity says he represents; `OTHER_ORGANISATION` one
    that it does not: he types it, and nothing of it counts as known.
    At the counter an officer begins for the person in front of him: `owner_id` is that person, or, by an authorisation
    that this counter recorded, whom he files for.
    Refused: procedure.unknown, procedure.not-online, draft.owner-missing, draft.assurance-too-low, draft.organisation-not-yours
    """
    del key  # the decorator's business
    owner = owner_id or by.person_id
    if owner is None:
        raise Refused("draft.owner-missing")
    at_counter = by.agency_id if method != Method.ONLINE else None
    permit(by, "dossiers.start_draft", Target(owner_id=owner, agency_id=at_counter))
    definition = offered(procedure_code, method)
    _refuse_strange_organisation(organisation_id, by)
    if at_counter is None and by.assurance < definition.procedure.assurance:
        raise Refused("draft.assurance-too-low", needed=definition.procedure.assurance)
    # the counter does not read the person's row itself; it gets what is known of somebody who stands there, recorded
    held = identity.authorisation(authorisation_id, by=by) if at_counter and authorisation_id else None
    if held is not None and (
        held.principal_id != owner or identity.why_not_for(held, definition.code, on=clock.local(at).date())
    ):
        raise Refused("draft.owner-missing")
    known = at_counter is not None and (held is not None or identity.is_at_counter(owner, by=by, at=at))
    opener = SYSTEM if known else by
    with acting(opener, instead_of=by, writes=True):
        answers_id = forms.open_answers(
            owner_id=owner, definition=definition.form, answers=_begun_with(definition, answers, method),
            agency_id=at_counter, organisation_id=organisation_id, by=opener, at=at,
        )  # fmt: skip
    draft = new_draft(definition, method, answers_id, owner, at_counter, begun_by=by, now=at)
    draft.agency_id = agency_id or draft.agency_id
    if held is not None:
        draft.authorisation_id, draft.representative_id = held.id, held.representative_id
        draft.representative_name = held.representative_name
        audit_note(on_behalf=held.id)
    insert(draft)
    audit_note(subject=draft.id, procedure=definition.key, organisation=organisation_id)
    if known:
        audit.record_read(
            by, subject="person", subject_id=owner, purpose=definition.code, owner_id=owner, agency_id=at_counter
        )
    return draft.id


def new_draft(
    definition: Definition,
    method: str,
    answers_id: UUID,
    owner_id: UUID,
    at_counter: UUID | None,
    *,
    begun_by: Actor,
    now: datetime,
) -> Draft:
    """A draft of this version for its owner, not yet stored."""
    return Draft(
        owner_id=owner_id,
        reception_agency_id=at_counter,
        agency_id=_only_agency(definition),
        procedure_key=definition.key,
        procedure_code=definition.code,
        procedure_name=definition.procedure.plain_name.vi,
        version_id=definition.id,
        answers_id=answers_id,
        method=Method(method),
        result_channel=USUAL_CHANNEL[Method(method)],
        started_by=begun_by.id,
        created_at=now,
        saved_at=now,
        expires_at=now + KEPT_FOR,
    )


@act("dossiers.save_draft")
def save_draft(
    draft_id: UUID,
    changes: Mapping[str, Any],
    provenance: Mapping[str, Known] | None = None,
    version: int = 0,
    *,
    by: Actor,
    at: datetime,
) -> int:
    """Keep what was typed, right or wrong; only the changed fields are sent. Answers the new version.

    Refused: act.out-of-reach, answer-set.version-unknown, answer-set.too-large
    """
    draft = _saved_draft(draft_id, by=by, at=at)
    return forms.save_answers(draft.answers_id, changes, version=version, provenance=provenance, by=by, at=at)


@act("dossiers.choose_agency")
def choose_agency(draft_id: UUID, agency_id: UUID, *, by: Actor, at: datetime) -> UUID:
    """Say which of the competent agencies is to decide. Refused: act.out-of-reach, draft.agency-not-competent"""
    draft = held_draft(draft_id, by=by, to="dossiers.choose_agency")
    definition = catalogue.procedure(draft.procedure_code)
    agency = agencies.agency(agency_id)
    if definition is None or agency is None or not is_competent(definition, agency_id, on=clock.local(at).date()):
        raise Refused("draft.agency-not-competent")
    draft.agency_id, draft.saved_at = agency_id, at
    update(draft, "agency_id", "saved_at")
    return draft.id


@act("dossiers.choose_options")
def choose_options(
    draft_id: UUID, *, case: str | None = None, result_channel: str | None = None, by: Actor, at: datetime
) -> UUID:
    """Choose the case of the procedure that applies, and how the result is to be received.

    Refused: act.out-of-reach, draft.case-unknown, draft.channel-unknown
    """
    draft = held_draft(draft_id, by=by, to="dossiers.choose_options")
    if case is not None:
        definition = catalogue.procedure(draft.procedure_code)
        known = {m.case.key for m in definition.procedure.methods if m.case} if definition else set()
        if case and case not in known:
            raise Refused("draft.case-unknown")
        draft.case_key = case
    if result_channel is not None:
        if result_channel not in set(ResultChannel):
            raise Refused("draft.channel-unknown")
        draft.result_channel = result_channel
    draft.saved_at = at
    draft.save(update_fields=["case_key", "result_channel", "saved_at"])
    return draft.id


@act("dossiers.note_papers", law="reception/at-the-counter")
def note_papers(draft_id: UUID, papers: Sequence[PaperInHand], *, by: Actor, at: datetime) -> UUID:
    """Write down what paper the person handed over the counter: kept, or seen and given back.

    Refused: act.out-of-reach, draft.not-at-the-counter, draft.paper-unknown
    """
    draft = held_draft(draft_id, by=by, to="dossiers.note_papers")
    if draft.method == Method.ONLINE:
        raise Refused("draft.not-at-the-counter")
    definition = catalogue.procedure(draft.procedure_key)
    names = {one.key: one.name.vi for one in definition.papers.components} if definition else {}
    if any(paper.key not in names for paper in papers):
        raise Refused("draft.paper-unknown")
    draft.papers_in_hand = stored(replace(paper, name=names[paper.key]) for paper in papers)
    draft.saved_at = at
    update(draft, "papers_in_hand", "saved_at")
    return draft.id


@act("dossiers.discard")
def discard(draft_id: UUID, *, by: Actor, at: datetime) -> None:
    """Throw a draft away with everything in it. Refused: act.out-of-reach"""
    draft = held_draft(draft_id, by=by, to="dossiers.discard")
    draft.delete()
    forms.discard_answers(draft.answers_id, by=by, at=at)


def held_draft(draft_id: UUID, *, by: Actor, to: str) -> Draft:
    return _permitted(fetch_one(Draft, "where id = %s for update", [draft_id]), by=by, to=to)


def _saved_draft(draft_id: UUID, *, by: Actor, at: datetime) -> Draft:
    """Hold a draft and note when it was saved last, in one statement; a refusal takes both back."""
    found = change(Draft, "set saved_at = %s, expires_at = %s where id = %s", [at, at + KEPT_FOR, draft_id])
    return _permitted(found[0] if found else None, by=by, to="dossiers.save_draft")


def _permitted(draft: Draft | None, *, by: Actor, to: str) -> Draft:
    if draft is None:
        raise Refused("act.out-of-reach")
    permit(by, to, Target(owner_id=draft.owner_id, agency_id=draft.reception_agency_id))
    audit_note(subject=draft.id)
    return draft


def is_competent(definition: Definition, agency_id: UUID, *, on: Any) -> bool:
    """Tell whether the agency may decide this procedure on that day, somewhere."""
    agency = agencies.agency(agency_id)
    if agency is None or not agency.active_on(on):
        return False
    if agency.kind == definition.procedure.agency_kind:
        return True
    return any(one.id == agency_id for one in catalogue.competent_agencies(definition, on=on))


def _refuse_strange_organisation(organisation_id: UUID | None, by: Actor) -> None:
    """The proof is the e-identity's word that this person represents it. Refused: draft.organisation-not-yours"""
    if organisation_id in {None, OTHER_ORGANISATION}:
        return
    if all(organisation_id != one for one, _name, _code in identity.organisations(by=by)):
        raise Refused("draft.organisation-not-yours")


def _begun_with(definition: Definition, answers: Mapping[str, Any] | None, method: str) -> Mapping[str, Any] | None:
    """At a counter the result comes back to it unless the person wants it otherwise, whatever the form proposes."""
    asked = definition.form.by_key.get(RESULT_DELIVERY)
    if method != Method.COUNTER or asked is None or all(one.value != AT_COUNTER for one in asked.options):
        return answers
    return {RESULT_DELIVERY: AT_COUNTER, **(answers or {})}


def offered(procedure_code: str, method: str) -> Definition:
    definition = catalogue.procedure(procedure_code)
    if definition is None:
        raise Refused("procedure.unknown")
    if method not in set(Method):
        raise Refused("procedure.not-online")
    if method == Method.ONLINE and (
        definition.procedure.online.mode == "info" or not definition.procedure.methods_for("online")
    ):
        raise Refused("procedure.not-online")
    return definition


def _only_agency(definition: Definition) -> UUID | None:
    competent = catalogue.competent_agencies(definition)
    return competent[0].id if len(competent) == 1 else None
