"""Questions about procedures. Public facts: nobody needs a power to ask."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.vietnamese import sort_key
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.agencies.types import Agency
from motcua.rooms.calendar.types import TimeLimit
from motcua.rooms.catalogue import models, review, rules, shelf
from motcua.rooms.catalogue import search as finder
from motcua.rooms.catalogue.package import Component, Method, Package
from motcua.rooms.catalogue.types import (
    Card,
    ChannelOffer,
    Checked,
    Definition,
    Difference,
    FieldOfWork,
    Found,
    Hit,
    LifeEvent,
    Reason,
    Version,
    VersionStatus,
)
from motcua.rooms.payments.types import FeeLine


def forget() -> None:
    """Drop everything this process keeps about the catalogue (after publishing, and in tests)."""
    shelf.forget()
    finder.forget()


def card(code_or_key: str) -> Card | None:
    """One procedure in effect by its national code, our own code or its key."""
    return shelf.shelf().by_code.get(code_or_key)


def procedure(code_or_key: str) -> Definition | None:
    """The version in effect of a procedure."""
    found = card(code_or_key)
    return version(found.version_id) if found else None


def version(version_id: UUID) -> Definition:
    """A frozen version, in effect or not. Kept in the process: it can never change. Refused: procedure.unknown"""
    try:
        return shelf.definition(version_id)
    except LookupError:
        raise Refused("procedure.unknown", procedure=version_id) from None


def history(procedure_id: UUID) -> list[Version]:
    """Every version of a procedure, the newest first."""
    rows = models.ProcedureVersion.objects.filter(procedure_id=procedure_id).order_by("-number").defer("definition")
    return [
        Version(
            id=row.id,
            number=row.number,
            status=VersionStatus(row.status),
            sha256=row.sha256,
            decision_number=row.decision_number,
            decided_on=row.decided_on,
            effective_from=row.effective_from,
            effective_to=row.effective_to,
        )
        for row in rows
    ]


def procedures(
    *,
    field: str | None = None,
    life_event: str | None = None,
    agency_kind: str | None = None,
    ministry: str | None = None,
    subject: str | None = None,
    online_only: bool = False,
) -> list[Card]:
    """Procedures in effect that fit every filter, in the order of the alphabet."""
    return [
        card
        for card in shelf.shelf().cards
        if (field is None or card.field_key == field)
        and (life_event is None or life_event in card.life_events)
        and (agency_kind is None or card.agency_kind == agency_kind)
        and (ministry is None or card.ministry == ministry)
        and (subject is None or subject in card.subjects)
        and (not online_only or card.online_mode != "info")
    ]


def names_for_choice() -> list[tuple[str, str]]:
    """Code and plain name of every procedure in effect, for a list to choose from."""
    return [(card.code, card.plain_name) for card in shelf.shelf().cards]


def procedures_of(agency_id: UUID) -> list[Card]:
    """What an agency handles, by its kind."""
    agency = agencies.agency(agency_id)
    return procedures(agency_kind=agency.kind) if agency else []


def related(definition: Definition) -> list[Card]:
    """Other procedures people with this one often need."""
    found = (card(key) for key in definition.procedure.related)
    return [one for one in found if one is not None]


def life_events() -> list[LifeEvent]:
    """Life events that lead to at least one procedure, with how many."""
    cards = shelf.shelf().cards
    counted = (
        replace(event, procedures=sum(event.slug in one.life_events for one in cards)) for event in shelf.life_events()
    )
    return [event for event in counted if event.procedures]


def life_event(slug: str) -> LifeEvent | None:
    return next((event for event in life_events() if event.slug == slug), None)


def fields() -> list[FieldOfWork]:
    """Fields of work with the number of procedures, in the order of the alphabet."""
    counts: dict[tuple[str, str], int] = {}
    for one in shelf.shelf().cards:
        counts[one.field_name, one.field_key] = counts.get((one.field_name, one.field_key), 0) + 1
    found = [FieldOfWork(key, name, count) for (name, key), count in counts.items()]
    return sorted(found, key=lambda one: sort_key(one.name))


def search(text: str, limit: int = 10) -> list[Hit]:
    """Procedures for what a person typed: own words, with or without marks, with typing errors, or a code."""
    return list(found(text, limit).hits)


def found(text: str, limit: int = 10) -> Found:
    """The same with the spelling that was used instead of what was typed, and whether the first is surely meant."""
    code = finder.code_in(text)
    exact = card(code) if code else None
    if exact:
        return Found((Hit(exact, 1.0),))
    rows, question = finder.find(text, limit)
    by_id = shelf.shelf().by_id
    hits = tuple(Hit(by_id[one], score) for one, score in rows if one in by_id)
    return Found(hits, question.corrected, sure=finder.sure(rows))


def competent_agencies(
    definition: Definition, *, ward_code: str | None = None, province_code: str | None = None, on: date | None = None
) -> list[Agency]:
    """Agencies that may decide this procedure for a place. Several: the applicant chooses. None: not taken here."""
    return agencies.competent_agencies(
        definition.procedure.agency_kind,
        field=definition.procedure.field.key,
        ward_code=ward_code,
        province_code=province_code,
        on=on,
    )


def competent_agency(
    definition: Definition, *, ward_code: str | None = None, province_code: str | None = None, on: date | None = None
) -> Agency | None:
    """The one competent agency, or the first of several."""
    return next(iter(competent_agencies(definition, ward_code=ward_code, province_code=province_code, on=on)), None)


def method_for(
    definition: Definition, channel: str, answers: Mapping[str, Any], *, on: date | None = None, case: str | None = None
) -> Method | None:
    """The row of the procedure's table (time limit, fees) that holds for a dossier."""
    return rules.method_for(definition.procedure, channel, answers, on=on or clock.today(), case=case)


def time_limit(
    definition: Definition, channel: str, answers: Mapping[str, Any], *, on: date | None = None, case: str | None = None
) -> TimeLimit:
    """How long the law gives the agency for a dossier; without a row for the channel, no fixed term."""
    method = method_for(definition, channel, answers, on=on, case=case)
    return rules.time_limit(method.time_limit) if method else TimeLimit(amount=None)


def papers_needed(definition: Definition, channel: str, answers: Mapping[str, Any], *, on: date) -> list[Component]:
    """The papers of a procedure that these answers ask for through a channel; its form is filled in, not brought."""
    return [
        one
        for one in definition.papers.components
        if not one.is_eform
        and (not one.channels or channel in one.channels)
        and (one.when is None or rules.holds(one.when, channel, answers, on=on))
    ]


def fees(
    definition: Definition, channel: str, answers: Mapping[str, Any], *, on: date | None = None, case: str | None = None
) -> list[FeeLine]:
    """The fee lines of a dossier filed on a day through a channel with these answers."""
    day = on or clock.today()
    method = rules.method_for(definition.procedure, channel, answers, on=day, case=case)
    return rules.fees(method, channel, answers, on=day) if method else []


def offers(definition: Definition, *, on: date | None = None, language: str = "vi") -> list[ChannelOffer]:
    """What each channel costs and how long it takes, for the start page."""
    return rules.offers(definition.procedure, on=on or clock.today(), language=language)


def why_online(definition: Definition, *, on: date | None = None, language: str = "vi") -> list[Reason]:
    """Why filing online is better for this procedure, computed from its table; the author's own words come first."""
    own = definition.messages(language).why_online
    return rules.why_online(definition.procedure, on=on or clock.today(), own=own, language=language)


def check_packages(folder: Path) -> Checked:
    """Check one package or all below a folder, and run their examples. Touches no database."""
    return review.check(folder)


def changes(package: Package) -> list[Difference]:
    """What publishing this package would change, against the version in effect (everything, if there is none)."""
    current = procedure(package.procedure.key)
    return review.differences(current.package.definition() if current else {}, package.definition())
