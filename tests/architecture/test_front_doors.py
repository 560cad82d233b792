"""From outside a room only its front doors are open."""

import ast
from pathlib import Path

from motcua.config.env import ROOT

SOURCE = ROOT / "src" / "motcua"
DOORS = {"services", "queries", "types", "events", "ports", "handlers", "testing"}
# Content formats and pure engines that faces and content tools may use as well; each is documented in its room's README.
OPEN_BESIDES = {
    "catalogue.package",
    "calendar.rules",
    "payments.rules",
    "process.rules",
    "forms.logic",
    "forms.kinds",
    "forms.shown",
    "catalogue.competence",
}
ONLY_CONFIG = {"handlers"}


def _imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return found


def test_rooms_are_entered_through_their_front_doors() -> None:
    wrong = []
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE).parts
        home = parts[1] if parts[0] == "rooms" and len(parts) > 1 else ""
        for name in _imports(path):
            bits = name.split(".")
            if bits[:2] != ["motcua", "rooms"] or len(bits) < 4 or bits[2] == home:
                continue
            door = bits[3]
            if "tests" in parts or (path.name in {"testing.py", "worlds.py"} and door == "testing"):
                continue  # a test may look behind the door to see that nothing is hidden there
            if door in ONLY_CONFIG and parts[0] != "config":
                wrong.append(f"{path.relative_to(ROOT)} imports {name}: handlers are for the wiring only")
            elif door == "testing":
                wrong.append(f"{path.relative_to(ROOT)} imports {name}: testing is for tests only")
            elif door not in DOORS and f"{bits[2]}.{door}" not in OPEN_BESIDES:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}: not a front door")
    assert wrong == []
