"""The reference documents tell the truth, and the words of the law are used as the glossary says."""

import ast
import re

from motcua.config.env import ROOT
from motcua.faces.cli.commands import reference

SOURCE = ROOT / "src" / "motcua"
FORBIDDEN = re.compile(r"formality|case_?file|client_|customer|Manager$|Helper|Utils?$|Processor$|Info$", re.IGNORECASE)
ALLOWED = {
    "client_ip",
    "client_id",
    "client_secret",
    "oidc_client_id",
    "oidc_client_secret",
    "client_address",
    "client_secret_basic",
    "client_secret_post",
}


def test_the_reference_pages_are_up_to_date() -> None:
    stale = [
        n
        for n, t in reference.pages().items()
        if not (p := reference.FOLDER / n).exists() or p.read_text(encoding="utf-8") != t
    ]

    assert stale == [], "run: bin/motcua reference"


def test_identifiers_use_the_words_of_the_glossary() -> None:
    wrong = []
    for path in SOURCE.rglob("*.py"):
        if "sandbox" in path.parts or "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.ClassDef | ast.FunctionDef)
                and FORBIDDEN.search(node.name)
                and node.name not in ALLOWED
            ):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert wrong == []
