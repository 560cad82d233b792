"""A procedure package: one folder of `procedures/`, read, checked and made whole.

`read_package(folder)` answers the package (None when it cannot be understood)
together with every fault, each with file, line, what is wrong and how to mend.
`load_package(folder)` is for those who need a sound one. `Package.definition()`
is what publishing freezes: plain data that stands on its own for life.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from motcua.rooms.catalogue import package_source as source_of
from motcua.rooms.catalogue.package_expansion import Shared, WholeForm, read_shared, template_text, whole_form
from motcua.rooms.catalogue.package_groups import Group, LinkedMember
from motcua.rooms.catalogue.package_models import (
    Case,
    Channel,
    Component,
    Confidence,
    Example,
    Examples,
    Expectation,
    Fee,
    FeeKind,
    LegalBasis,
    Level,
    Limit,
    LimitWindow,
    Messages,
    Method,
    OnlineService,
    Papers,
    PartialReason,
    Procedure,
    Provenance,
    Publication,
    ResultDocument,
    Text,
)
from motcua.rooms.catalogue.package_source import Problem, Source, Where
from motcua.rooms.catalogue.package_words import words_for
from motcua.rooms.forms.types import FormDefinition
from motcua.rooms.process.types import ProcessDefinition

__all__ = [
    "Case",
    "Channel",
    "Component",
    "Confidence",
    "Example",
    "Examples",
    "Expectation",
    "Fee",
    "FeeKind",
    "Group",
    "LegalBasis",
    "Level",
    "Limit",
    "LimitWindow",
    "LinkedMember",
    "Messages",
    "Method",
    "OnlineService",
    "Package",
    "PackageFaulty",
    "Papers",
    "PartialReason",
    "Problem",
    "Procedure",
    "Provenance",
    "Publication",
    "Reading",
    "ResultDocument",
    "Text",
    "folders",
    "json_schemas",
    "load_package",
    "publishable",
    "read_package",
    "read_shared",
]

SCHEMA = 1
FILES: dict[str, type[BaseModel]] = {
    "procedure.yaml": Procedure,
    "papers.yaml": Papers,
    "form.yaml": FormDefinition,
    "process.yaml": ProcessDefinition,
    "examples.yaml": Examples,
}
GROUP = "group.yaml"


class PackageFaulty(ValueError):
    """A package with faults was to be loaded."""

    def __init__(self, folder: str, problems: list[Problem]) -> None:
        super().__init__(f"{folder}: " + "; ".join(str(problem) for problem in problems[:5]))
        self.folder, self.problems = folder, problems


@dataclass(frozen=True)
class Package:
    """A procedure with everything it needs to be carried out."""

    folder: str
    procedure: Procedure
    papers: Papers
    form: FormDefinition
    process: ProcessDefinition
    examples: Examples
    messages: dict[str, Messages] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    group: Group | None = None

    def missing_parts(self) -> list[str]:
        """The compulsory parts that keep this package from being published."""
        return publishable(self.procedure, self.papers)

    @property
    def result_template(self) -> str:
        """The typst text of the result document."""
        return self.templates[self.procedure.result.template]

    def definition(self) -> dict[str, Any]:
        """What a published version pins: plain data, complete in itself. Examples are not part of it."""
        return {
            "schema": SCHEMA,
            "procedure": self.procedure.model_dump(mode="json"),
            "papers": self.papers.model_dump(mode="json"),
            "form": self.form.model_dump(mode="json"),
            "process": self.process.model_dump(mode="json"),
            "messages": {language: words.model_dump(mode="json") for language, words in sorted(self.messages.items())},
            "templates": dict(sorted(self.templates.items())),
            **({"group": self.group.model_dump(mode="json")} if self.group else {}),
        }

    def sha256(self) -> str:
        """The digest of the definition, the same on every machine."""
        text = json.dumps(self.definition(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def from_definition(cls, definition: dict[str, Any], *, folder: str = "") -> "Package":
        """A package out of a pinned definition (without examples)."""
        return cls(
            folder=folder,
            procedure=Procedure.model_validate(definition["procedure"]),
            papers=Papers.model_validate(definition["papers"]),
            form=FormDefinition.model_validate(definition["form"]),
            process=ProcessDefinition.model_validate(definition["process"]),
            examples=Examples.model_construct(examples=[]),
            messages={language: Messages.model_validate(m) for language, m in definition["messages"].items()},
            templates=dict(definition["templates"]),
            group=Group.model_validate(definition["group"]) if definition.get("group") else None,
        )


@dataclass
class Reading:
    """What came of reading a folder."""

    folder: str
    package: Package | None
    problems: list[Problem]

    @property
    def sound(self) -> bool:
        """Whether the package may be used."""
        return self.package is not None and not self.problems


def publishable(procedure: Procedure, papers: Papers) -> list[str]:
    """The compulsory parts of NĐ 63/2010 Art. 8 that are missing; empty means it may be published."""
    eform_only = bool(procedure.methods) and not papers.components
    parts = {
        "name (tên)": bool(procedure.name.vi),
        "steps (trình tự thực hiện)": bool(procedure.steps),
        "methods (cách thức thực hiện)": bool(procedure.methods),
        "papers and number of sets (thành phần, số lượng hồ sơ)": bool(papers.components) or eform_only,
        "time limit (thời hạn giải quyết)": bool(procedure.methods)
        and all(_limit_is_told(row.time_limit) for row in procedure.methods),
        "who it is for (đối tượng thực hiện)": bool(procedure.eligible_subjects),
        "deciding agency (cơ quan thực hiện)": bool(procedure.agency_kind) and bool(procedure.levels),
    }
    missing = [name for name, there in parts.items() if not there]
    return missing if procedure.publication else [*missing, "publication decision (quyết định công bố)"]


def _limit_is_told(limit: Limit) -> bool:
    return limit.amount is not None or (limit.unit == "window" and limit.note is not None)


def folders(procedures: Path) -> Iterator[Path]:
    """Every package folder below `procedures/`, in order."""
    for path in sorted(procedures.glob("*/*/procedure.yaml")):
        if not path.parent.parent.name.startswith("_"):
            yield path.parent


def load_package(folder: Path, shared: Shared | None = None) -> Package:
    """A sound package, or PackageFaulty."""
    reading = read_package(folder, shared)
    if reading.package is None or reading.problems:
        raise PackageFaulty(reading.folder, reading.problems)
    return reading.package


def read_package(folder: Path, shared: Shared | None = None) -> Reading:
    """Read and check one folder. Never raises for what an author wrote."""
    from motcua.rooms.catalogue.package_checks import check  # noqa: PLC0415 - the checks know the package
    from motcua.rooms.catalogue.package_form_checks import check as check_form  # noqa: PLC0415
    from motcua.rooms.catalogue.package_group_checks import check as check_group  # noqa: PLC0415

    shared = shared or read_shared(folder.parent.parent)
    label = f"{folder.parent.name}/{folder.name}"
    sources = {name: source_of.read(folder / name, name=f"{label}/{name}") for name in FILES}
    form = whole_form(sources["form.yaml"], shared)
    conditions = check_form(form)
    messages, message_sources = _messages(folder, label, form)
    group, group_source = _group(folder, label, form)
    parts = {
        name: _validated(FILES[name], source, form) for name, source in sources.items() if source.value is not None
    }
    templates = _templates(folder, parts.get("procedure.yaml"), sources["procedure.yaml"], shared)
    package = None
    if len(parts) == len(FILES) and None not in parts.values() and None not in messages.values():
        package = Package(
            label,
            parts["procedure.yaml"],  # type: ignore[arg-type]
            parts["papers.yaml"],  # type: ignore[arg-type]
            parts["form.yaml"],  # type: ignore[arg-type]
            parts["process.yaml"],  # type: ignore[arg-type]
            parts["examples.yaml"],  # type: ignore[arg-type]
            {language: one for language, one in messages.items() if one is not None},
            templates,
            group,
        )
        check(package, sources, conditions)
        check_group(package, group_source, conditions)
    everything = [*sources.values(), *message_sources, group_source, shared.blocks, shared.options]
    problems = [problem for source in everything for problem in source.problems]
    return Reading(label, package, sorted(set(problems)))


def _messages(folder: Path, label: str, form: WholeForm) -> tuple[dict[str, Messages | None], list[Source]]:
    found: dict[str, Messages | None] = {}
    sources: list[Source] = []
    for path in sorted(folder.glob("messages.*.yaml")):
        source = source_of.read(path, name=f"{label}/{path.name}")
        sources.append(source)
        if source.value is not None:
            found[path.name.split(".")[1]] = _validated(Messages, source, form)  # type: ignore[assignment]
    return found, sources


def _group(folder: Path, label: str, form: WholeForm) -> tuple[Group | None, Source]:
    """The optional group.yaml: the package is then a group of linked procedures."""
    name = f"{label}/{GROUP}"
    if not (folder / GROUP).is_file():
        return None, Source(name)
    source = source_of.read(folder / GROUP, name=name)
    return (_validated(Group, source, form) if source.value is not None else None), source  # type: ignore[return-value]


def _templates(folder: Path, procedure: BaseModel | None, source: Source, shared: Shared) -> dict[str, str]:
    if not isinstance(procedure, Procedure):
        return {}
    name = procedure.result.template
    text = template_text(folder, name, shared)
    if text is None:
        source.complain(
            ("result", "template"),
            f"There is no template “{name}” in this folder nor in _shared",
            "Add the file or use result.typ",
        )
        return {}
    return {name: text}


def _validated(model: type[BaseModel], source: Source, form: WholeForm) -> BaseModel | None:
    whole = model is FormDefinition
    try:
        return model.model_validate(form.value if whole else source.value)
    except ValidationError as faults:
        for fault in faults.errors(include_url=False):
            origin, where = form.origin(fault["loc"]) if whole else (source, fault["loc"])
            what, mend = words_for(fault, origin, where)
            place = standing(origin, where)
            if not fault["loc"] and any(other.file == origin.file for other in source.problems):
                continue  # the whole is wrong because of a part that is already told
            if "there is no kind" in what:
                place = (*place, "kind")
            source.problems.append(Problem(origin.file, origin.line(place), what, mend))
    return None


def standing(source: Source, where: Where) -> Where:
    """The longest start of `where` that really stands in the file; pydantic's own steps are left out."""
    place = tuple(step for step in where if not (isinstance(step, str) and "[" in step))
    while place and place not in source.lines:
        place = place[:-1]
    return place


def json_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of every file of a package, for editors."""
    models: dict[str, type[BaseModel]] = {**FILES, "messages.vi.yaml": Messages, GROUP: Group}
    return {name: model.model_json_schema() for name, model in models.items()}
