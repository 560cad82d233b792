"""Words of the faces: collected from code and templates, kept in one catalogue a face, compiled when it has changed.

Message ids are English; Vietnamese is complete or `bin/words --check` fails. A word of the kit belongs to the kit: the
other faces do not repeat it.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

FACES = Path(__file__).resolve().parent.parent
SHARED = "kit"
DOMAIN = Path("locale/vi/LC_MESSAGES/django.po")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
OPTIONS = {"extensions": "jinja2.ext.do", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
NEVER = datetime(2026, 1, 1, tzinfo=UTC)


def faces() -> list[Path]:
    """Faces that may hold words, the shared kit first."""
    found = [p for p in sorted(FACES.iterdir()) if (p / "apps.py").is_file()]
    return sorted(found, key=lambda p: p.name != SHARED)


def collect(face: Path, known: set[object] | None = None) -> "Catalog":
    """The catalogue template of one face, without what the kit already says."""
    from babel.messages.catalog import Catalog  # noqa: PLC0415
    from babel.messages.extract import extract_from_file  # noqa: PLC0415

    catalog = Catalog(project="motcua", version="", copyright_holder="", msgid_bugs_address="")
    for path in _sources(face):
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        for _line, message, comments, context in extract_from_file(method, path, KEYWORDS, ("Translators:",), OPTIONS):
            if known is None or message not in known:
                catalog.add(message, None, [(str(path.relative_to(face)), 0)], auto_comments=comments, context=context)
    return catalog


def update(face: Path, known: set[object] | None = None, *, tidy: bool = False) -> set[object]:
    """Bring the face's catalogue up to date and keep translations. Gives the ids that are said.

    What nobody says any more stays as a remark, so that a page being rewritten finds its words again; `tidy` drops it.
    """
    template = collect(face, known)
    catalog = _read(face)
    former = {m.id: m.string for m in catalog.obsolete.values()}
    catalog.update(template, no_fuzzy_matching=True)
    for message in catalog:
        if message.id and not _complete(message.string) and message.id in former:
            message.string = former[message.id]
    if tidy:
        catalog.obsolete.clear()
    if len(catalog) or catalog.obsolete:
        _write(face, catalog)
    return {m.id for m in template if m.id}


def fill(face: Path, text: str, known: set[object] | None = None) -> None:
    """Write translations given as YAML, English: Vietnamese, into the face's catalogue."""
    import yaml  # noqa: PLC0415

    update(face, known)
    catalog = _read(face)
    wanted = {str(k): str(v) for k, v in (yaml.safe_load(text) or {}).items()}
    for message in catalog:
        singular = message.id[0] if isinstance(message.id, tuple | list) else message.id
        if singular and singular in wanted:
            given = wanted[singular]
            message.string = (given,) if isinstance(message.id, tuple | list) else given
    _write(face, catalog)


def problems(face: Path, known: set[object] | None = None) -> list[str]:
    """Words without Vietnamese, doubtful ones, and sentences whose places do not match."""
    name, catalog, said = face.name, _read(face), collect(face, known)
    found = []
    for message in said:
        kept = catalog.get(message.id, message.context) if message.id else None
        if message.id and (kept is None or not _complete(kept.string)):
            found.append(f"{name}: not translated: {message.id!r}  ({message.locations[0][0]})")
        elif kept is not None and kept.fuzzy:
            found.append(f"{name}: doubtful: {message.id!r}")
    found += [f"{name}: {fault} in {message.id!r}" for message, faults in catalog.check() for fault in faults]
    return found


def compile_stale() -> list[Path]:
    """Compile every catalogue that is newer than its compiled form. Called at each start; costs nothing when fresh."""
    done = []
    for po in FACES.glob(f"*/{DOMAIN}"):
        mo = po.with_suffix(".mo")
        if mo.is_file() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        try:
            _compile(po, mo)
        except OSError:  # a read-only installation carries its compiled catalogues with it
            continue
        done.append(mo)
    return done


def _compile(po: Path, mo: Path) -> None:
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with po.open("rb") as source:
        catalog = read_po(source, locale="vi")
    handle, draft = tempfile.mkstemp(dir=mo.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as out:
        write_mo(out, catalog)
    Path(draft).chmod(0o644)
    Path(draft).replace(mo)


def _sources(face: Path) -> Iterator[Path]:
    for suffix in ("py", "html"):
        for path in sorted(face.rglob(f"*.{suffix}")):
            if "tests" not in path.parts and "migrations" not in path.parts:
                yield path


def _read(face: Path) -> "Catalog":
    from babel.messages.catalog import Catalog  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    path = face / DOMAIN
    if not path.is_file():
        return Catalog(locale="vi", project="motcua", version="", fuzzy=False)
    with path.open("rb") as source:
        return read_po(source, locale="vi")


def _write(face: Path, catalog: "Catalog") -> None:
    """Write the catalogue in a form that two people's changes seldom collide in."""
    from babel.messages.pofile import write_po  # noqa: PLC0415

    catalog.creation_date = catalog.revision_date = NEVER
    path = face / DOMAIN
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        write_po(out, catalog, width=110, sort_output=True, include_lineno=False)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two runs never write the same catalogue at once."""
    with (Path(tempfile.gettempdir()) / "motcua-words.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _complete(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)
