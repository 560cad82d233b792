"""A draft opened for its owner: the procedure as it is today, the answers, the pages as they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language

from motcua.faces.portal.apply.fields import file_ids
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import Actor
from motcua.rooms.agencies.types import Agency
from motcua.rooms.catalogue import competence
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents import queries as documents
from motcua.rooms.documents.types import StoredFile
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers.types import DraftView
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms
from motcua.rooms.forms.types import AnswersView, Fault, FormDefinition, PageState
from motcua.rooms.identity import queries as identity


@dataclass(frozen=True)
class OpenDraft:
    """Everything a page of the journey shows. Read once a request."""

    view: DraftView
    definition: Definition
    kept: AnswersView
    files: Mapping[str, StoredFile]
    today: date

    @property
    def id(self) -> UUID:
        return self.view.id

    @property
    def form(self) -> FormDefinition:
        return self.definition.form

    @property
    def answers(self) -> dict[str, Any]:
        return self.kept.answers

    @property
    def renewed(self) -> bool:
        """The procedure changed since the draft was begun: what was filled in moved over by the fields' names."""
        return self.definition.id != self.view.version_id

    @property
    def title(self) -> str:
        return self.definition.procedure.plain_name.words(language())

    @cached_property
    def states(self) -> list[PageState]:
        return self.states_with(self.answers)

    def states_with(self, answers: Mapping[str, Any], opened: frozenset[str] = frozenset()) -> list[PageState]:
        return logic.pages(
            self.form,
            answers,
            self.kept.provenance,
            today=self.today,
            files=self.files,
            opened=opened,
            pledged_last=True,
        )

    @cached_property
    def sight(self) -> dict[str, Any]:
        """The answers as conditions outside the form see them."""
        return logic.conditions_see(self.form, self.answers, today=self.today)

    @cached_property
    def faults(self) -> list[Fault]:
        return [fault for state in self.states for fault in state.faults]

    @cached_property
    def candidates(self) -> list[Agency]:
        return competence.candidates(self.definition, self.sight, self._home)

    def _home(self) -> dict[str, Any]:
        lives = identity.known_facts(self.view.owner_id).value("residence")
        at = lives if isinstance(lives, dict) else {}
        return {"province": at.get("province_code"), "commune": at.get("ward_code")} if at.get("ward_code") else {}

    @cached_property
    def agency(self) -> Agency | None:
        """Where it goes: what the person chose himself, else the only one there is."""
        chosen = competence.chosen(self.definition, self.answers)
        return chosen or (self.candidates[0] if len(self.candidates) == 1 else None)

    def next_url(self, after: str | None = None) -> str:
        """The page that comes next: a question, the choice of the agency, or the check page."""
        state = logic.next_page(self.states, after=after)
        if state is not None:
            return page_url(self.id, state.key)
        return reverse("apply:check" if self.agency else "apply:agency", args=[self.id])


def open_draft(draft_id: UUID, *, by: Actor) -> OpenDraft:
    """Read a draft inside the caller's scope. Refused: act.out-of-reach"""
    return filled_draft(draft_id, None, by=by)


def filled_draft(draft_id: UUID, kept: AnswersView | None, *, by: Actor) -> OpenDraft:
    """The same when its answers are at hand already; its files are then not looked up."""
    return opened(dossiers.draft(draft_id, by=by), kept, by=by)


def opened(view: DraftView, kept: AnswersView | None, *, by: Actor) -> OpenDraft:
    """The same from a draft at hand."""
    definition = catalogue.procedure(view.procedure_key)
    if definition is None:
        raise Refused("procedure.not-online")
    if kept is not None:
        return OpenDraft(view, definition, kept, {}, clock.today())
    kept = forms.answers(view.answers_id, by=by)
    return OpenDraft(view, definition, kept, files_in(definition.form, kept.answers, by=by), clock.today())


_procedures: dict[tuple[UUID, UUID], str] = {}
MOST_REMEMBERED = 10_000


def procedure_of(draft_id: UUID, *, by: Actor) -> Definition:
    """The procedure a draft is about, which never changes; remembered for whoever was once shown to have it.

    Refused: act.out-of-reach, procedure.not-online
    """
    remembered = (draft_id, by.person_id or by.id)
    key = _procedures.get(remembered)
    if key is None:
        with scope(by):
            key = dossiers.draft(draft_id, by=by).procedure_key
        if len(_procedures) >= MOST_REMEMBERED:
            _procedures.clear()
        _procedures[remembered] = key
    definition = catalogue.procedure(key)
    if definition is None:
        raise Refused("procedure.not-online")
    return definition


def files_in(form: FormDefinition, answers: Mapping[str, Any], *, by: Actor) -> dict[str, StoredFile]:
    """The files the answers name, by id; no statement when there is none."""
    named = file_ids(answers.get(one.key) for one in form.fields() if one.kind == "file")
    found = documents.files_by_id([UUID(one) for one in named], by=by) if named else []
    return {str(one.id): one for one in found}


def page_url(draft_id: UUID, page: str) -> str:
    return reverse("apply:page", args=[draft_id, page])


def language() -> str:
    return (get_language() or "vi")[:2]
