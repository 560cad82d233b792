"""What changes answers. Saving never overwrites what the caller did not touch."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.errors import Refused
from motcua.kernel.permissions import Target
from motcua.kernel.rows import change, fetch_one, insert, update
from motcua.kernel.types import Actor
from motcua.rooms.forms.models import AnswerSet
from motcua.rooms.forms.places import all_named
from motcua.rooms.forms.prefill import known_answers
from motcua.rooms.forms.types import AnswersView, Changes, FormDefinition, Known, ListChange
from motcua.rooms.identity import queries as identity

LARGEST = 400_000
TYPED = "typed"


@act("forms.open_answers")
def open_answers(
    *,
    owner_id: UUID,
    definition: FormDefinition | None = None,
    answers: Mapping[str, Any] | None = None,
    provenance: Mapping[str, Known] | None = None,
    agency_id: UUID | None = None,
    organisation_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> UUID:
    """Begin an answer set: what the state knows of the owner and `definition` asks for, then the given `answers`.

    Refused: answer-set.too-large
    """
    permit(by, "forms.open_answers", Target(owner_id=owner_id, agency_id=agency_id))
    if definition is not None:
        known, marks = known_answers(definition, identity.known_facts(owner_id, organisation_id=organisation_id).facts)
        marks |= {k: _typed_over(marks[k], v) for k, v in known.items() if (answers or {}).get(k, v) != v}
        answers, provenance = {**known, **(answers or {})}, {**marks, **(provenance or {})}
    row = AnswerSet(owner_id=owner_id, agency_id=agency_id)
    row.write(
        _fitting({key: all_named(value) for key, value in (answers or {}).items()}), dict(provenance or {}), at=at
    )
    insert(row)
    audit_note(subject=row.id)
    return row.id


@act("forms.save_answers")
def save_answers(
    answer_set_id: UUID,
    changes: Changes,
    *,
    version: int,
    provenance: Mapping[str, Known] | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Write the changed fields and answer the new version.

    Two tabs merge field by field: `changes` holds only what this one touched, so an older
    `version` loses nothing and the last writer of a field wins; files are added and taken out
    with `ListChange`. A value that had a source keeps the memory of it. `changes` may be a
    function of the answers as they are now: one page is then read, judged and kept in one act.

    Refused: act.out-of-reach, answer-set.locked, answer-set.version-unknown, answer-set.too-large
    """
    row = _held(answer_set_id, by=by, to="forms.save_answers")
    if row.locked_at:
        raise Refused("answer-set.locked")
    if version > row.version:
        raise Refused("answer-set.version-unknown", version=version)
    before = row.opened()
    asked = changes(before) if callable(changes) else changes
    named = {
        key: value.applied(before.answers.get(key)) if isinstance(value, ListChange) else all_named(value)
        for key, value in asked.items()
    }
    fresh = {k: v for k, v in named.items() if k not in before.answers or before.answers[k] != v}
    marks = dict(provenance or {})
    if not fresh and all(before.provenance.get(key) == mark for key, mark in marks.items()):
        return row.version
    typed = {key: _after_typing(before, key) for key in fresh if key in before.provenance and key not in marks}
    row.write(_fitting({**before.answers, **fresh}), {**before.provenance, **typed, **marks}, at=at)
    row.version += 1
    update(row, "content", "saved_at", "version")
    audit_note(subject=row.id, version=row.version)
    return row.version


@act("forms.report_wrong", law="data/right-to-correct")
def report_wrong(answer_set_id: UUID, field: str, *, by: Actor, at: datetime) -> int:
    """Mark a value from a database as wrong in the eyes of the person it is about; he may then type his own.

    Refused: act.out-of-reach, answer-set.locked, answer-set.nothing-to-dispute
    """
    row = _held(answer_set_id, by=by, to="forms.report_wrong")
    if row.locked_at:
        raise Refused("answer-set.locked")
    view = row.opened()
    known = view.provenance.get(field)
    if known is None:
        raise Refused("answer-set.nothing-to-dispute", field=field)
    if known.disputed:
        return row.version
    mark = Known(known.source, known.obtained_at, verified=False, disputed=True, was=view.answers.get(field))
    row.write(view.answers, {**view.provenance, field: mark}, at=at)
    row.version += 1
    row.save(update_fields=["content", "saved_at", "version"])
    audit_note(subject=row.id, field=field, source=known.source)
    return row.version


@act("forms.lock_answers")
def lock_answers(
    answer_set_id: UUID, *, agency_id: UUID, kept: AnswersView | None = None, by: Actor, at: datetime
) -> None:
    """Close an answer set for good and let the competent agency read it.

    Who has just read it in the same transaction gives it as `kept`: one statement then does it all.
    Refused: act.out-of-reach, answer-set.locked
    """
    if kept is None:
        kept = _held(answer_set_id, by=by, to="forms.lock_answers").opened()
    else:
        permit(by, "forms.lock_answers", Target(agency_id=kept.agency_id, owner_id=kept.owner_id))
    saved_at = kept.saved_at or at
    closed = AnswerSet(id=kept.id, owner_id=kept.owner_id, agency_id=agency_id)
    closed.write(kept.answers, kept.provenance, at=saved_at)
    changed = change(
        AnswerSet,
        "set agency_id = %s, content = %s, locked_at = %s where id = %s and version = %s and locked_at is null",
        [agency_id, closed.content, max(at, saved_at), kept.id, kept.version],
    )
    if not changed:
        raise Refused("answer-set.locked")
    audit_note(subject=kept.id)


@act("forms.copy_answers")
def copy_answers(answer_set_id: UUID, *, by: Actor, at: datetime) -> UUID:
    """Begin a new set from a locked one, as for a supplement: what was submitted stays as it was.

    Refused: act.out-of-reach
    """
    row = _held(answer_set_id, by=by, to="forms.copy_answers")
    view = row.opened()
    copy = AnswerSet(owner_id=row.owner_id, agency_id=row.agency_id)
    copy.write(view.answers, view.provenance, at=at)
    copy.save(force_insert=True)
    audit_note(subject=copy.id, copied_from=row.id)
    return copy.id


@act("forms.discard_answers")
def discard_answers(answer_set_id: UUID, *, by: Actor, at: datetime) -> None:  # noqa: ARG001 (every act is told when)
    """Remove answers that were never submitted. Refused: act.out-of-reach, answer-set.locked"""
    row = _held(answer_set_id, by=by, to="forms.discard_answers")
    if row.locked_at:
        raise Refused("answer-set.locked")
    audit_note(subject=row.id)
    row.delete()


def _held(answer_set_id: UUID, *, by: Actor, to: str) -> AnswerSet:
    row = fetch_one(AnswerSet, "where id = %s for update", [answer_set_id])
    if row is None:
        raise Refused("act.out-of-reach")
    permit(by, to, Target(agency_id=row.agency_id, owner_id=row.owner_id))
    return row


def _after_typing(before: AnswersView, key: str) -> Known:
    """The mark of a value typed over one that had a source."""
    known = before.provenance[key]
    if known.disputed or known.source == TYPED:
        return known
    return _typed_over(known, before.answers.get(key))


def _typed_over(known: Known, value: Any) -> Known:
    """Another value was typed than the source says: no proof any more, but the memory of what it said."""
    return Known(TYPED, known.obtained_at, was=value)


def _fitting(answers: dict[str, Any]) -> dict[str, Any]:
    size = len(json.dumps(answers, ensure_ascii=False).encode())
    if size > LARGEST:
        raise Refused("answer-set.too-large", size=size, most=LARGEST)
    return answers
