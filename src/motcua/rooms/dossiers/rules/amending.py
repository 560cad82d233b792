"""Which answers differ between two versions of a dossier, and how to tell so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from motcua.rooms.dossiers.rules.applicant import Applicant, applicant
from motcua.rooms.forms import logic
from motcua.rooms.forms.types import FormDefinition


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that was changed, in words. `files`: it is papers that were changed."""

    field: str
    label: str
    before: str
    after: str
    files: bool = False


def changed(form: FormDefinition, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The questions answered otherwise, in the order of the form."""
    return [field.key for field in form.fields() if _plain(before.get(field.key)) != _plain(after.get(field.key))]


def fixed(form: FormDefinition, answers: Mapping[str, Any]) -> frozenset[str]:
    """The questions that say who applies: another answer makes it another person's dossier."""
    return _deciding(form, answers, lambda who: (who.name, who.personal_id))


def naming(form: FormDefinition, answers: Mapping[str, Any]) -> frozenset[str]:
    """The questions that give the applicant's name."""
    return _deciding(form, answers, lambda who: who.name)


def _deciding(form: FormDefinition, answers: Mapping[str, Any], of: Callable[[Applicant], object]) -> frozenset[str]:
    def who(values: Mapping[str, Any]) -> object:
        return of(applicant(form, values))

    words = {field.key: answers.get(field.key) or "" for field in form.fields()}
    return frozenset(
        key
        for key, value in words.items()
        if isinstance(value, str) and who({**answers, key: f"{value}x"}) != who(answers)
    )


def told(
    form: FormDefinition, before: Mapping[str, Any], after: Mapping[str, Any], *, language: str = "vi"
) -> list[Change]:
    """Old and new of each changed answer; papers as how many there were and are."""
    old, new = logic.in_words(form, before), logic.in_words(form, after)
    found = []
    for key in changed(form, before, after):
        field = form.by_key[key]
        if field.kind == "file":
            counts = len(before.get(key) or ()), len(after.get(key) or ())
            found.append(Change(key, field.label.of(language), str(counts[0]), str(counts[1]), files=True))
        else:
            found.append(Change(key, field.label.of(language), old.get(key, ""), new.get(key, "")))
    return found


def _plain(value: Any) -> Any:
    """What is left empty is left empty, however it is written."""
    return value if value not in (None, "", [], {}) else None
