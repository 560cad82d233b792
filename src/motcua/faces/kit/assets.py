"""Style sheets and scripts: file by file in development, as one small hashed file after the release step.

The release step runs by itself when the product boots outside debugging and a source is newer. Modules stay plain ES
modules that a browser can load raw; the step joins them in order into one scope, so every top-level name must be unique
in its bundle (the build refuses otherwise).
"""

import gzip
import hashlib
import json
import os
import re
from functools import cache
from pathlib import Path

import rcssmin
import rjsmin
from django.conf import settings
from django.templatetags.static import static

SOURCE = Path(__file__).resolve().parent / "static" / "kit"
MANIFEST = "kit/bundles.json"

BUNDLES: dict[str, tuple[str, ...]] = {
    "citizen.css": (
        "css/tokens.css",
        "css/base.css",
        "css/layout.css",
        "css/forms.css",
        "css/files.css",
        "css/content.css",
        "css/figures.css",
        "css/days.css",
        "css/home.css",
        "css/follow.css",
        "css/slip.css",
        "css/print.css",
    ),
    "desk.css": (
        "css/tokens.css",
        "css/base.css",
        "css/layout.css",
        "css/forms.css",
        "css/files.css",
        "css/content.css",
        "css/figures.css",
        "css/days.css",
        "css/follow.css",
        "css/officer.css",
        "css/case.css",
        "css/counter.css",
        "css/slip.css",
        "css/compare.css",
        "css/leader.css",
        "css/print.css",
    ),
    "citizen.js": (
        "js/dom.js",
        "js/errors.js",
        "js/submit-once.js",
        "js/autosave.js",
        "js/reveal.js",
        "js/count.js",
        "js/address.js",
        "js/upload.js",
        "js/timeout.js",
        "js/copy.js",
        "js/print.js",
        "js/citizen.js",
    ),
    "desk.js": (
        "js/dom.js",
        "js/errors.js",
        "js/submit-once.js",
        "js/autosave.js",
        "js/reveal.js",
        "js/count.js",
        "js/address.js",
        "js/upload.js",
        "js/timeout.js",
        "js/print.js",
        "js/worklist.js",
        "js/viewer.js",
        "js/narrow.js",
        "js/desk.js",
    ),
}
IMPORT = re.compile(r"^import\s[^;]*;\s*$", re.MULTILINE)
EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?(?:function|const|class|let)\b)", re.MULTILINE)
TOP_NAME = re.compile(r"^(?:export\s+)?(?:async\s+)?(?:function\*?|const|let|class)\s+(\w+)", re.MULTILINE)


def urls(name: str) -> list[str]:
    """Addresses to load for a bundle: one after the release step; else each sheet, or the entry module alone."""
    built = _manifest()
    if name in built:
        return [
            f"{settings.STATIC_URL}kit/{built[name]}"
        ]  # already hashed: the storage's own manifest does not know it
    files = BUNDLES[name]
    wanted = files if name.endswith(".css") else files[-1:]
    return [static(f"kit/{path}") for path in wanted]


def build(root: Path) -> dict[str, str]:
    """Write every bundle, minified and precompressed, below `root` (STATIC_ROOT) and remember the hashed names."""
    target = root / "kit"
    target.mkdir(parents=True, exist_ok=True)
    built: dict[str, str] = {}
    for name, files in BUNDLES.items():
        data = (_sheet(files) if name.endswith(".css") else _script(files)).encode()
        stem, suffix = name.rsplit(".", 1)
        hashed = f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}.{suffix}"
        _write(target / hashed, data)
        _write(target / f"{hashed}.gz", gzip.compress(data, 9, mtime=0))
        built[name] = hashed
    _write(root / MANIFEST, json.dumps(built, indent=1).encode())
    _manifest.cache_clear()
    return built


def build_stale() -> bool:
    """Run the release step when a source is newer than the bundles. Called at each start."""
    manifest = Path(settings.STATIC_ROOT) / MANIFEST
    newest = max(path.stat().st_mtime for path in (*SOURCE.glob("*/*"), Path(__file__)))
    if manifest.is_file() and manifest.stat().st_mtime >= newest:
        return False
    try:
        build(Path(settings.STATIC_ROOT))
    except OSError:  # a read-only installation serves the sources, or carries its bundles with it
        return False
    return True


def _sheet(files: tuple[str, ...]) -> str:
    return str(rcssmin.cssmin("\n".join((SOURCE / path).read_text(encoding="utf-8") for path in files)))


def _script(files: tuple[str, ...]) -> str:
    parts, owner = [], dict[str, str]()
    for path in files:
        text = (SOURCE / path).read_text(encoding="utf-8")
        for name in TOP_NAME.findall(text):
            if name in owner:
                raise ValueError(f"{path} and {owner[name]} both define «{name}»: names must be unique in a bundle")
            owner[name] = path
        parts.append(EXPORT.sub("", IMPORT.sub("", text)))
    return str(rjsmin.jsmin("\n".join(parts)))


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: several processes may start at once."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(data)
    draft.replace(path)


@cache
def _manifest() -> dict[str, str]:
    root = getattr(settings, "STATIC_ROOT", None)
    path = Path(root) / MANIFEST if root else None
    if path is None or not path.is_file():
        return {}
    return dict(json.loads(path.read_text(encoding="utf-8")))
