"""What a form asks, of this person, with these answers, today. Pure: no clock, no database.

Conditions see the held values of the fields that are shown; a hidden or
unreadable answer counts as blank there, but it is kept. A missing answer
counts as the default of its field.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.kernel import expressions
from motcua.kernel.expressions import Bindings, ExpressionFault
from motcua.rooms.forms.kinds import KINDS, Context, Kind
from motcua.rooms.forms.kinds import file as files_of
from motcua.rooms.forms.kinds.kind import Post
from motcua.rooms.forms.kinds.repeat import MOST_ROWS
from motcua.rooms.forms.types import (
    IN_CHECKS,
    IN_CONDITIONS,
    Fault,
    Field,
    FieldState,
    FileBounds,
    FormDefinition,
    Known,
    ListChange,
    Page,
    PageState,
    SummaryPage,
    SummaryRow,
    Words,
)

DONE = "_done."
"""Answers with this in front of a page's key tell that the person has been through the page."""
MOST_PASSES = 6


@dataclass(frozen=True, slots=True)
class Sight:
    """Which fields are shown, and every value as conditions see it."""

    fields: frozenset[str]
    values: Mapping[str, Any]
    today: date


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one page brought: every field of it as it now reads, and what has changed."""

    answers: dict[str, Any]
    changes: dict[str, Any]
    faults: list[Fault]


def kind_of(field: Field) -> Kind:
    """How this field is gathered, parsed, checked, worded and shown."""
    return KINDS[field.kind]


def file_bounds(field: Field) -> FileBounds:
    """What a file field takes in."""
    return FileBounds(files_of.media_of(field), files_of.max_bytes(field), field.limits.max_pages)


def fault_of(field: Field, value: Any, answers: Mapping[str, Any], *, today: date) -> Words | None:
    """What is wrong with one value that must be given, judged by itself."""
    kind = KINDS[field.kind]
    return kind.missing(field) if kind.empty(value) else kind.check(field, value, Context(today, answers))


def value_of(field: Field, answers: Mapping[str, Any]) -> Any:
    """The answer, or the default while nothing was ever answered."""
    if field.key in answers:
        return answers[field.key]
    kind = KINDS[field.kind]
    return kind.parse(field, field.default) if field.default is not None else kind.blank


def look(definition: FormDefinition, answers: Mapping[str, Any], *, today: date) -> Sight:
    """Decide what is shown. Conditions may build on one another, so it is looked at until nothing changes."""
    held = {}
    for field in definition.fields():
        kind, value = KINDS[field.kind], value_of(field, answers)
        held[field.key] = value if kind.holds(value) else kind.blank
    hidden: set[str] = set()
    for _ in range(MOST_PASSES):
        values = {key: KINDS[definition.by_key[key].kind].blank if key in hidden else v for key, v in held.items()}
        now_hidden = _hidden(definition, _bound(values, today))
        if now_hidden == hidden:
            break
        hidden = now_hidden
    return Sight(frozenset(held.keys() - hidden), values, today)


def pages(
    definition: FormDefinition,
    answers: Mapping[str, Any],
    known: Mapping[str, Known] | None = None,
    *,
    today: date,
    files: Mapping[str, Any] | None = None,
    opened: frozenset[str] = frozenset(),
    pledged_last: bool = False,
) -> list[PageState]:
    """Every page that has something to show, as it stands. `opened` fields are asked although they are known.

    With `pledged_last` a page that holds the promise of truth alone is left to the handing in.
    """
    known = known or {}
    sight = look(definition, answers, today=today)
    states: list[PageState] = []
    for page in definition.pages:
        fields = tuple(
            FieldState(
                field,
                value_of(field, answers),
                known.get(field.key),
                asked=_asked(field, answers, known, opened),
                opened=field.key in opened or (field.key in known and known[field.key].disputed),
            )
            for field in page.fields
            if field.key in sight.fields
        )
        if not fields or (pledged_last and page.pledge):
            continue
        faults = tuple(_faults_of_page(page, answers, sight, files))
        skipped = _known_enough(fields)
        states.append(PageState(page, 0, 0, fields, skipped, f"{DONE}{page.key}" in answers, faults))
    asked = [state for state in states if not state.skipped]
    numbers = {state.key: number for number, state in enumerate(asked, start=1)}
    return [
        PageState(s.page, numbers.get(s.key, 0), len(asked), s.fields, s.skipped, s.visited, s.faults) for s in states
    ]


def next_page(states: list[PageState], *, after: str | None = None) -> PageState | None:
    """The page to show next: the one that follows `after`, or the first that is not complete."""
    if after is None:
        return next((state for state in states if not state.complete), None)
    keys = [state.key for state in states]
    rest = states[keys.index(after) + 1 :] if after in keys else states
    return next((state for state in rest if not state.skipped), None)


def check(
    definition: FormDefinition,
    answers: Mapping[str, Any],
    *,
    today: date,
    files: Mapping[str, Any] | None = None,
) -> list[Fault]:
    """All faults at once, in the order of the form. Required counts only for fields that are shown."""
    sight = look(definition, answers, today=today)
    return [fault for page in definition.pages for fault in _faults_of_page(page, answers, sight, files)]


def parse(
    definition: FormDefinition,
    page: str,
    post: Post,
    current: Mapping[str, Any],
    *,
    today: date,
    seen: Mapping[str, str] | None = None,
) -> Parsed:
    """Read one page as a browser posted it. Fields that were not on the page keep their answers.

    `seen` holds the marks (`mark`) of the values the page was shown with. A field sent back as it
    was shown was not touched here, so what another tab has written into it meanwhile stays.
    """
    changes = read_page(definition, page, post, current, seen=seen)
    answers = {**current, **changes}
    sight = look(definition, answers, today=today)
    return Parsed(answers, changes, list(_faults_of_page(definition.page_of[page], answers, sight, None)))


def read_page(
    definition: FormDefinition,
    page: str,
    post: Post,
    current: Mapping[str, Any],
    *,
    seen: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What a posted page changes, without judging it."""
    changes: dict[str, Any] = {}
    for field in definition.page_of[page].fields:
        kind = KINDS[field.kind]
        typed = kind.gather(field, field.key, post) if seen is None or field.key in seen else None
        if typed is None:
            continue
        value = kind.parse(field, typed)
        untouched = seen is not None and seen[field.key] == mark(field, value)
        if not untouched and (field.key not in current or kind.core(current[field.key]) != kind.core(value)):
            changes[field.key] = value
    return changes


def mark(field: Field, value: Any) -> str:
    """A short mark of a value, to tell later whether it was changed."""
    text = json.dumps(KINDS[field.kind].core(value), sort_keys=True, ensure_ascii=False, default=str)
    return f"{zlib.crc32(text.encode()):08x}"


def parse_some(
    definition: FormDefinition, names: Iterable[str], post: Post, current: Mapping[str, Any]
) -> dict[str, Any]:
    """Read single fields, as saved while typing. `goods-0-weight` is a field of the first row of `goods`."""
    changes: dict[str, Any] = {}
    for name in names:
        group, *inside = name.split("-")
        field = definition.by_key.get(group)
        if field is None or field.kind == "file":
            continue
        if field.fields and len(inside) == 2:  # noqa: PLR2004 - row number and key
            rows = changes.get(group, value_of(field, current))
            changes[group] = _with_cell(field, rows, inside, name, post)
        elif not field.fields and not inside:
            typed = KINDS[field.kind].gather(field, name, post)
            if typed is not None:
                changes[group] = KINDS[field.kind].parse(field, typed)
    return {key: value for key, value in changes.items() if key not in current or current[key] != value}


def _with_cell(group: Field, rows: Any, place: list[str], name: str, post: Post) -> Any:
    cell = next((one for one in group.fields if one.key == place[1]), None)
    number = int(place[0]) if place[0].isascii() and place[0].isdigit() and len(place[0]) < 4 else MOST_ROWS  # noqa: PLR2004
    if cell is None or number >= MOST_ROWS or not KINDS[group.kind].holds(rows):
        return rows
    typed = KINDS[cell.kind].gather(cell, name, post)
    grown = [dict(row) for row in rows] + [{} for _ in range(number + 1 - len(rows))]
    grown[number][cell.key] = KINDS[cell.kind].parse(cell, typed)
    return grown


def merged(answers: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they will read once these changes are saved."""
    return {**answers, **{k: v.applied(answers.get(k)) if isinstance(v, ListChange) else v for k, v in changes.items()}}


def normalise(definition: FormDefinition, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Answers from a machine, brought to canonical form. Unknown keys are left out."""
    return {key: KINDS[field.kind].parse(field, typed[key]) for key, field in definition.by_key.items() if key in typed}


def unknown_keys(definition: FormDefinition, typed: Mapping[str, Any]) -> list[str]:
    """Names a machine used that the form does not have."""
    return sorted(key for key in typed if key not in definition.by_key)


def submitted(definition: FormDefinition, answers: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """What leaves with the dossier: the held answers of the fields that are shown."""
    sight = look(definition, answers, today=today)
    return {
        field.key: sight.values[field.key]
        for field in definition.fields()
        if field.key in sight.fields and not KINDS[field.kind].empty(sight.values[field.key])
    }


def conditions_see(definition: FormDefinition, answers: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """Every field with its value or blank: the `answers` of any condition outside the form (fees, steps, papers)."""
    return dict(look(definition, answers, today=today).values)


def summary(
    definition: FormDefinition,
    answers: Mapping[str, Any],
    known: Mapping[str, Known] | None = None,
    *,
    today: date,
    language: str = "vi",
) -> list[SummaryPage]:
    """The check page: what is shown, in words, with where each value came from."""
    known = known or {}
    sight = look(definition, answers, today=today)
    found = []
    for page in definition.pages:
        fields = [field for field in page.fields if field.key in sight.fields]
        rows = tuple(_row(field, value_of(field, answers), known.get(field.key), language) for field in fields)
        if rows:
            found.append(SummaryPage(page.key, page.title, rows))
    return found


def in_words(definition: FormDefinition, answers: Mapping[str, Any], language: str = "vi") -> dict[str, str]:
    """Every answered field as text, for documents and messages."""
    texts = {}
    for field in definition.fields():
        lines = KINDS[field.kind].shown(field, value_of(field, answers), language)
        texts[field.key] = "\n".join(lines)
    return texts


def _hidden(definition: FormDefinition, bindings: Bindings) -> set[str]:
    hidden: set[str] = set()
    for page in definition.pages:
        whole = page.condition is None or _true(page.condition, bindings)
        for field in page.fields:
            if not whole or not (field.condition is None or _true(field.condition, bindings)):
                hidden.add(field.key)
    return hidden


def _true(condition: expressions.Expression, bindings: Bindings) -> bool:
    """A condition that cannot be decided yet (an empty date, say) does not hold."""
    try:
        return condition.value(bindings) is True
    except ExpressionFault:
        return False


def _bound(values: Mapping[str, Any], today: date) -> Bindings:
    return expressions.bind(IN_CONDITIONS, {"answers": values, "today": today.isoformat()})


def _asked(field: Field, answers: Mapping[str, Any], known: Mapping[str, Known], opened: frozenset[str]) -> bool:
    source = known.get(field.key)
    certain = source is not None and source.verified and not source.disputed
    return field.key in opened or not certain or KINDS[field.kind].empty(answers.get(field.key))


def _known_enough(fields: Sequence[FieldState]) -> bool:
    """Nothing is worth a page of its own: at most facts the state might have known and that nobody must give."""
    return any(not one.asked for one in fields) and not any(
        one.asked and (one.field.required or one.field.prefill is None or one.opened) for one in fields
    )


def _faults_of_page(
    page: Page, answers: Mapping[str, Any], sight: Sight, files: Mapping[str, Any] | None
) -> Iterator[Fault]:
    for field in page.fields:
        if field.key in sight.fields:
            context = Context(sight.today, sight.values, files)
            yield from _faults(field, value_of(field, answers), field.key, page.key, context)


def _faults(field: Field, value: Any, name: str, page: str, context: Context) -> Iterator[Fault]:
    kind = KINDS[field.kind]
    if kind.empty(value):
        if field.required:
            yield Fault(name, "required", kind.missing(field), page)
        return
    wrong = kind.check(field, value, context)
    if wrong is not None:
        yield Fault(name, "value", wrong, page)
        return
    for one in field.checks:
        if not _passes(one.expression, value, context):
            yield Fault(name, "rule", one.words, page)
            return
    if field.fields:
        for number, row in enumerate(value):
            yield from _faults_of_row(field, row, f"{name}.{number}", page, context)


def _faults_of_row(group: Field, row: Mapping[str, Any], name: str, page: str, context: Context) -> Iterator[Fault]:
    """Inside a row its own fields come first: `answers.quantity` is that of the row."""
    values = {**context.answers}
    for one in group.fields:
        value = value_of(one, row)
        values[one.key] = value if KINDS[one.kind].holds(value) else KINDS[one.kind].blank
    inner = Context(context.today, values, context.files)
    bindings = _bound(values, context.today)
    for one in group.fields:
        if one.condition is None or _true(one.condition, bindings):
            yield from _faults(one, value_of(one, row), f"{name}.{one.key}", page, inner)


def _passes(rule: expressions.Expression, value: Any, context: Context) -> bool:
    """A rule that cannot be decided, because it leans on an empty answer, waits for that answer."""
    bound = expressions.bind(
        IN_CHECKS, {"value": value, "answers": context.answers, "today": context.today.isoformat()}
    )
    try:
        return rule.value(bound) is not False
    except ExpressionFault:
        return True


def _row(field: Field, value: Any, known: Known | None, language: str) -> SummaryRow:
    files = tuple(value) if field.kind == "file" and KINDS["file"].holds(value) else ()
    return SummaryRow(field.key, field.label, KINDS[field.kind].shown(field, value, language), known, files)
