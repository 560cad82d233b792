"""The house stays the house: arrows down, acts registered, codes worded, files small, no signals."""

import ast
import inspect
import re
from pathlib import Path

import yaml
from django.apps import apps
from django.db import models

from motcua.config.env import ROOT
from motcua.config.wiring import ROOMS
from motcua.kernel import acts, errors

SOURCE = ROOT / "src" / "motcua"
STAIRS = [
    {"agencies"}, {"calendar", "identity"}, {"forms", "documents", "notifications"}, {"process", "payments"},
    {"catalogue"}, {"dossiers"}, {"exchange", "feedback"}, {"assistant", "insights"},
]  # fmt: skip
HEIGHT = {room: height for height, rooms in enumerate(STAIRS) for room in rooms}
PYTHON = [p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts]
BUDGET_FILE, BUDGET_TEST, BUDGET_FUNCTION, BUDGET_TEMPLATE = 400, 500, 40, 120


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_room_has_its_place_on_the_stairs() -> None:
    rooms = {p.name for p in (SOURCE / "rooms").iterdir() if p.is_dir() and p.name != "__pycache__"}

    assert rooms <= HEIGHT.keys()
    assert set(ROOMS) == rooms


def test_every_room_says_what_it_is_for() -> None:
    for room in ROOMS:
        readme = SOURCE / "rooms" / room / "README.md"
        assert readme.exists(), f"{room} has no README.md"
        assert len(readme.read_text(encoding="utf-8").splitlines()) <= 60, f"{room}/README.md is too long"


def test_foreign_keys_go_down_the_stairs() -> None:
    wrong = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey):
                continue
            here, there = model._meta.app_label, field.related_model._meta.app_label
            if here in HEIGHT and there in HEIGHT and here != there and HEIGHT[there] >= HEIGHT[here]:
                wrong.append(f"{model.__name__}.{field.name} climbs to {there}")
            if here != there and field.remote_field.on_delete is not models.PROTECT:
                wrong.append(f"{model.__name__}.{field.name} must be PROTECT")
    assert wrong == []


def _body_lines(node: ast.FunctionDef) -> int:
    """Lines of what a function does: its signature and docstring may be as long as they need."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_files_and_functions_keep_their_budget() -> None:
    wrong = []
    for path in PYTHON:
        text = path.read_text(encoding="utf-8")
        budget = BUDGET_TEST if "tests" in path.parts else BUDGET_FILE
        if (lines := len(text.splitlines())) > budget:
            wrong.append(f"{_name(path)}: {lines} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (length := _body_lines(node)) > BUDGET_FUNCTION:
                wrong.append(f"{_name(path)}: {node.name} has {length} lines")
    for path in SOURCE.rglob("jinja2/**/*.html"):
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > BUDGET_TEMPLATE:
            wrong.append(f"{_name(path)}: {lines} lines")
    assert wrong == []


def test_rules_know_neither_django_nor_the_clock() -> None:
    for path in [*SOURCE.glob("rooms/*/rules.py"), *SOURCE.glob("rooms/*/rules/*.py")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import) django", text, re.MULTILINE), f"{_name(path)} imports Django"
        assert not re.search(r"clock\.now|datetime\.now", text), f"{_name(path)} reads the clock"


def test_faces_never_touch_rows() -> None:
    wrong = []
    for path in (SOURCE / "faces").rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "objects":
                wrong.append(f"{_name(path)}:{node.lineno}")
    assert wrong == []


def test_nobody_listens_to_signals_or_overrides_save() -> None:
    for path in PYTHON:
        text = path.read_text(encoding="utf-8")
        assert "django.db.models.signals" not in text, f"{_name(path)} uses signals"
        if path.name == "models.py" or "models" in path.parts:
            assert "def save(" not in text, f"{_name(path)} overrides save()"


def test_every_act_is_documented_and_lawful() -> None:
    register = yaml.safe_load((ROOT / "docs" / "law" / "register.yaml").read_text(encoding="utf-8"))
    acts_of_rooms = {name: one for name, one in acts.register().items() if not name.startswith("testing.")}

    assert [name for name, one in acts_of_rooms.items() if not (one.function.__doc__ or "").strip()] == []
    assert {name: one.law for name, one in acts_of_rooms.items() if one.law and one.law not in register} == {}


def test_every_public_service_is_an_act() -> None:
    """Exceptions are functions that orchestrate acts with file or network work between them; they say so."""
    known = {one.function.__qualname__ for one in acts.register().values()}
    wrong = []
    for one in acts.register().values():
        module = inspect.getmodule(one.function)
        assert module is not None
        for label, function in vars(module).items():
            if inspect.isfunction(function) and function.__module__ == module.__name__ and not label.startswith("_"):
                parameters = inspect.signature(function).parameters
                if (
                    {"by", "at"} <= parameters.keys()
                    and function.__qualname__ not in known
                    and "Orchestrates" not in (function.__doc__ or "")
                ):
                    wrong.append(f"{module.__name__}.{label}")
    assert sorted(set(wrong)) == []


def test_every_refusal_has_words_in_both_languages() -> None:
    words = errors.words_of_refusals()
    used: dict[str, str] = {}
    for path in PYTHON:
        if "tests" in path.parts:
            continue
        for match in re.finditer(r'Refused\(\s*"([a-z-]+\.[a-z-]+)"', path.read_text(encoding="utf-8")):
            used[match.group(1)] = _name(path)

    assert {code: where for code, where in used.items() if code not in words} == {}
    assert [code for code, entry in words.items() if not entry.get("vi") or not entry.get("en")] == []


def test_every_act_can_be_granted_to_somebody() -> None:
    from motcua.kernel import permissions

    granted = {action for actions in permissions.powers().values() for action in actions}
    asked = set()
    for path in PYTHON:
        if "tests" not in path.parts:
            asked |= set(re.findall(r'permit\(\s*by,\s*"([a-z_.]+)"', path.read_text(encoding="utf-8")))
    system_only = (
        {line.strip() for line in (ROOT / "docs" / "law" / "system-acts.txt").read_text().splitlines() if line.strip()}
        if (ROOT / "docs/law/system-acts.txt").exists()
        else set()
    )

    assert asked - granted - system_only == set()
