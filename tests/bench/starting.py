"""How long people wait for the product itself: first start, second start, and a start from nothing."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.bench.installation import ROOT, Installation
from tests.bench.table import Table

COLD_SECONDS = 900
PORT = 9970


def first_and_second(installation: Installation, table: Table, *, both: bool) -> None:
    """Start on an empty folder, and again on the folder as it is then."""
    print("start", flush=True)
    installation.start()
    if not both:
        return
    table.add("first start, packages installed", installation.started["until ready"], "s")
    table.add("  first page after it", installation.started["first page"], "s", most=1)
    installation.stop()
    installation.start()
    table.add("second start", installation.started["until ready"], "s", most=5)
    table.add("  first page after it", installation.started["first page"], "s", most=1)


def cold(table: Table) -> None:
    """`bin/run` in a copy of the sources: virtual environment, packages from the cache, database, content, first page."""
    print("cold", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="motcua-cold-"))
    folder.chmod(0o755)
    try:
        _copy_sources(folder)
        began = time.perf_counter()
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("MOTCUA_", "DJANGO_")) and k != "DATABASE_URL"
        }
        with (folder / "cold.log").open("wb") as log:
            running = subprocess.Popen(
                ["bin/run", "--empty", "--port", str(PORT)],
                cwd=folder,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        ready = _wait(running, f"http://127.0.0.1:{PORT}/song")
        if ready is None:
            table.missing("cold bin/run", (folder / "cold.log").read_text(errors="replace")[-200:].strip())
        else:
            table.add("cold bin/run, packages cached", ready - began, "s", most=180)
            since = time.perf_counter()
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=60).close()
            table.add("  first page after it", time.perf_counter() - since, "s", most=1)
        os.kill(running.pid, signal.SIGTERM)
        running.wait(60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_sources(folder: Path) -> None:
    for name in ("bin", "src", "content", "procedures", "requirements", "pyproject.toml", "README.md"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy2(source, folder / name)


def _wait(running: subprocess.Popen[bytes], url: str) -> float | None:
    end = time.perf_counter() + COLD_SECONDS
    while time.perf_counter() < end and running.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=30).close()
        except OSError:
            time.sleep(0.05)
        else:
            return time.perf_counter()
    return None
