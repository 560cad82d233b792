import os
import subprocess
import sys

from motcua.config.env import ROOT
from motcua.faces.kit import words


def test_the_very_first_process_of_a_checkout_speaks_vietnamese() -> None:
    """Compiled words are made before Django loads them: it does so long before the faces are ready."""
    compiled = [path.with_suffix(".mo") for path in words.FACES.glob(f"*/{words.DOMAIN}")]
    aside = [path.rename(path.with_suffix(".aside")) for path in compiled if path.exists()]
    say = "import django; django.setup(); from motcua.faces.kit import due; from django.utils import timezone;"
    try:
        said = subprocess.run(
            [sys.executable, "-c", f"{say} print(due.chip(None, timezone.now()))"],
            capture_output=True, text=True, check=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        ).stdout  # fmt: skip
    finally:
        for path in aside:
            path.rename(path.with_suffix(".mo"))

    assert "Chưa có hạn" in said
