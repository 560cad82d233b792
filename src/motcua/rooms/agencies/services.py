"""Acts of agencies: taking in the reference data that content files hold."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection
from django.db import models as db
from psycopg import sql

from motcua.kernel.acts import act, audit_note, permit
from motcua.kernel.permissions import Target
from motcua.kernel.types import Actor
from motcua.rooms.agencies import content, queries
from motcua.rooms.agencies.models import AdminUnit, AdminUnitChange, Agency, Competence, LoadedContent, Unit
from motcua.rooms.agencies.types import Loaded


@act("agencies.load")
def load_agencies(path: Path, *, by: Actor, at: datetime) -> Loaded:
    """Bring agencies, units and competences to the state of content/agencies.yaml.

    Loading the same file again changes nothing. An agency that left the file stays, so that old dossiers stay readable.

    Refused: agency.content-faulty
    """
    permit(by, "agencies.load", Target())
    sha256 = _digest([path])
    if _loaded("agencies", sha256):
        return Loaded(changed=False, sha256=sha256, rows={})
    rows = content.read_agencies(path)
    _upsert(Agency.objects, rows.agencies)
    _upsert(Unit.objects, rows.units)
    Competence.objects.all().delete()
    Competence.objects.bulk_create([Competence(**row) for row in rows.competences])
    counts = {"agencies": len(rows.agencies), "units": len(rows.units), "competences": len(rows.competences)}
    return _keep("agencies", sha256, counts, at)


@act("agencies.load_admin_units")
def load_admin_units(paths: Sequence[Path], *, by: Actor, at: datetime) -> Loaded:
    """Replace the table of provinces, districts and communes by what content/admin_units*.csv say.

    Refused: admin-unit.content-faulty
    """
    permit(by, "agencies.load_admin_units", Target())
    sha256 = _digest(paths)
    if _loaded("admin_units", sha256):
        return Loaded(changed=False, sha256=sha256, rows={})
    units, changes = content.read_admin_units(list(paths))
    AdminUnitChange.objects.all().delete()
    AdminUnit.objects.all().delete()
    _copy("agencies_adminunit", units)
    _copy("agencies_adminunitchange", changes)
    return _keep("admin_units", sha256, {"units": len(units), "changes": len(changes)}, at)


def _digest(paths: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _loaded(name: str, sha256: str) -> bool:
    return LoadedContent.objects.filter(name=name, sha256=sha256).exists()


def _upsert(table: db.Manager[Any], rows: list[dict[str, Any]]) -> None:
    changing = [column.removesuffix("_id") for column in rows[0] if column != "id"]
    table.bulk_create(
        [table.model(**row) for row in rows], update_conflicts=True, unique_fields=["id"], update_fields=changing
    )


def _copy(table: str, rows: list[dict[str, Any]]) -> None:
    """Many rows at once, ten times faster than INSERT."""
    names = list(rows[0])
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])


def _keep(name: str, sha256: str, rows: dict[str, int], at: datetime) -> Loaded:
    LoadedContent.objects.update_or_create(name=name, defaults={"sha256": sha256, "loaded_at": at})
    queries.forget()
    audit_note(content=name, sha256=sha256, **rows)
    return Loaded(changed=True, sha256=sha256, rows=rows)
