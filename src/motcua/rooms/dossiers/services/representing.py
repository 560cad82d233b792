"""Filing for somebody else: a draft is the principal's from the first word, whoever types it."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.rows import insert
from motcua.kernel.types import SYSTEM, Actor, ActorKind
from motcua.rooms.dossiers.models import Draft
from motcua.rooms.dossiers.services.filing import new_draft, offered
from motcua.rooms.dossiers.services.standing import acting
from motcua.rooms.dossiers.types import Method
from motcua.rooms.forms import services as forms
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity.types import AuthorisationView


@act("dossiers.start_draft_for", law="representation/authorised-person")
def start_draft_for(authorisation_id: UUID, procedure_code: str, *, by: Actor, at: datetime) -> UUID:
    """Begin for the person one acts for; what the state knows of him is filled in once his word or a paper proved it.

    Refused: act.out-of-reach, procedure.unknown, procedure.not-online, draft.assurance-too-low,
    authorisation.ended-already, authorisation.not-in-force, authorisation.other-procedure, authorisation.not-verified
    """
    held = identity.authorisation(authorisation_id, by=by)
    permit(by, "dossiers.start_draft_for", Target(owner_id=held.representative_id))
    definition = offered(procedure_code, Method.ONLINE)
    _refuse_unauthorised(held, definition.code, clock.local(at).date())
    if by.assurance < definition.procedure.assurance:
        raise Refused("draft.assurance-too-low", needed=definition.procedure.assurance)
    principal = replace(by, person_id=held.principal_id, on_behalf_of=held.id)
    with acting(principal, instead_of=by, writes=True):
        answers_id = forms.open_answers(
            owner_id=held.principal_id, definition=definition.form if held.verified else None, by=principal, at=at
        )
        draft = new_draft(definition, Method.ONLINE, answers_id, held.principal_id, None, begun_by=by, now=at)
        draft.representative_id, draft.representative_name = held.representative_id, by.name[:200]
        draft.authorisation_id = held.id
        insert(draft)
    audit_note(subject=draft.id, procedure=definition.key, owner=held.principal_id, on_behalf=held.id)
    return draft.id


def _refuse_unauthorised(held: AuthorisationView, procedure: str, on: date) -> None:
    why = identity.why_not_for(held, procedure, on=on)
    if why:
        raise Refused(why)


def must_still_hold(draft: Draft, by: Actor, now: datetime) -> None:
    """When it is handed in the authorisation must still hold."""
    if draft.authorisation_id is None or by.kind == ActorKind.OFFICER:
        return
    with acting(SYSTEM, instead_of=by):
        held = identity.authorisation(draft.authorisation_id, by=SYSTEM)
    _refuse_unauthorised(held, draft.procedure_code, clock.local(now).date())
    audit_note(on_behalf=held.id)
