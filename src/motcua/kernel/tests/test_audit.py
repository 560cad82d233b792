"""Every kind of tampering, done as a superuser, is named to the row."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from motcua.config import testing
from motcua.config.env import ROOT
from motcua.kernel import audit, tenancy
from motcua.kernel.tests.test_acts import LAN, greet
from motcua.kernel.types import SYSTEM

pytestmark = pytest.mark.committed
NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
CHAIN = audit.chain_of(None, LAN)

TAMPERINGS = {
    "an entry is edited": ("update kernel_audit set entry = replace(entry, 'testing.greet', 'testing.other') where seq = 3", 3),
    "an entry is deleted": ("delete from kernel_audit where seq = 3", 3),
    "the tail is cut": ("delete from kernel_audit where seq > 3", 3),
    "two entries change places": (
        "update kernel_audit set entry = (select b.entry from kernel_audit b where b.seq = 7 - kernel_audit.seq) where seq in (3, 4)", 3,
    ),
    "an entry and its hash are rewritten": (
        "update kernel_audit set entry = '{}', hash = encode(sha256(convert_to(previous || '|' || seq || '|' || '{}', 'UTF8')), 'hex') where seq = 3", 4,
    ),
}  # fmt: skip


def _tamper(sql: str) -> None:
    with psycopg.connect(testing.server().superuser_url(testing.NAME), autocommit=True) as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute(sql)


@pytest.fixture
def five() -> None:
    for minute, word in enumerate(("một", "hai", "ba", "bốn", "năm")):
        greet(word, by=LAN, at=NOON + timedelta(minutes=minute))


@pytest.mark.parametrize("how", TAMPERINGS)
def test_tampering_is_found_to_the_row(five: None, how: str) -> None:
    sql, row = TAMPERINGS[how]

    _tamper(sql)

    with tenancy.scope(SYSTEM):
        found = list(audit.verify())
    assert [(b.chain, b.seq) for b in found] == [(CHAIN, row)]


def _export(tmp_path: Path) -> tuple[Path, Path]:
    rows, heads = tmp_path / "export.jsonl", tmp_path / "heads.json"
    with tenancy.scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select chain, seq, entry, previous, hash from kernel_audit order by chain, seq")
        rows.write_text(
            "\n".join(
                json.dumps(dict(zip(("chain", "seq", "entry", "previous", "hash"), r, strict=True))) for r in cursor
            )
        )
        cursor.execute("select chain, seq, head from kernel_auditchain")
        heads.write_text(json.dumps({chain: [seq, head] for chain, seq, head in cursor}))
    return rows, heads


def _verifier(*arguments: Path) -> subprocess.CompletedProcess[str]:
    script = ROOT / "docs" / "how-to" / "verify_audit.py"
    return subprocess.run(
        [sys.executable, "-I", str(script), *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_the_one_file_verifier_agrees_with_an_honest_export(five: None, tmp_path: Path) -> None:
    done = _verifier(*_export(tmp_path))

    assert (done.returncode, done.stdout.strip()) == (0, "every chain holds")


def test_the_one_file_verifier_notices_a_chain_rebuilt_from_scratch(five: None, tmp_path: Path) -> None:
    rows, heads = _export(tmp_path)
    previous, rebuilt = audit.GENESIS, []
    for line in rows.read_text().splitlines():
        row = json.loads(line)
        row["entry"] = row["entry"].replace("testing.greet", "testing.other")
        row["previous"], row["hash"] = previous, audit.link(previous, row["seq"], row["entry"])
        previous = row["hash"]
        rebuilt.append(json.dumps(row))
    rows.write_text("\n".join(rebuilt))

    assert _verifier(rows).returncode == 0  # consistent in itself …
    assert "rebuilt" in _verifier(rows, heads).stdout  # … but not with the head somebody kept
