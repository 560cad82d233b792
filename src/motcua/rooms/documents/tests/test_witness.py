"""The ends of the chains of evidence under the stamp of a real time-stamp authority."""

import hashlib
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from motcua.config import testing
from motcua.kernel import anchoring, audit, tenancy
from motcua.kernel.tests.test_acts import LAN, greet
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import testing as documents
from motcua.rooms.documents.services import TimeStampWitness
from motcua.rooms.documents.tests.conftest import NOON

DIGEST = hashlib.sha256(b"ends of chains").digest()
CHAIN = audit.chain_of(None, LAN)


@pytest.mark.django_db
def test_a_token_proves_its_own_digest_and_no_other(keys: None) -> None:
    witness = TimeStampWitness()

    token = witness.stamp(DIGEST)

    assert token is not None
    assert witness.stamped_at(token, DIGEST) is not None
    assert witness.stamped_at(token, hashlib.sha256(b"other").digest()) is None
    assert witness.stamped_at(token[:-20] + b"\0" * 20, DIGEST) is None


@pytest.mark.django_db
def test_an_authority_nobody_trusts_proves_nothing(keys: None, settings: Any, tmp_path: Any) -> None:
    token = TimeStampWitness().stamp(DIGEST)
    settings.MOTCUA = settings.MOTCUA.model_copy(update={"trust_roots": tmp_path / "nobody"})

    assert token is not None
    assert TimeStampWitness().stamped_at(token, DIGEST) is None


@pytest.mark.django_db
def test_an_authority_that_is_away_is_asked_again_later(keys: None, settings: Any) -> None:
    settings.MOTCUA = settings.MOTCUA.model_copy(update={"tsa_url": "http://127.0.0.1:9/tsa"})
    greet("một", by=LAN, at=NOON)

    assert not anchoring.anchor(NOON)


def trusted(url: str, folder: Path) -> Path:
    folder.mkdir()
    (folder / "root.pem").write_bytes(httpx.get(f"{url}/ca/root.pem").content)
    return folder


def tamper(sql: str) -> None:
    with psycopg.connect(testing.server().superuser_url(testing.NAME), autocommit=True) as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute(sql)


def rebuild() -> str:
    """What somebody who owns the database would do: cut the tail and set the head to match."""
    return (
        "delete from kernel_audit where seq > 2; "
        "update kernel_auditchain set seq = 2, head = (select hash from kernel_audit where seq = 2)"
    )


@pytest.mark.committed
def test_a_tail_cut_with_its_head_is_found_by_the_anchor(settings: Any, tmp_path: Any) -> None:
    with documents.trust_service(tmp_path) as url:
        roots = trusted(url, tmp_path / "roots")
        settings.MOTCUA = settings.MOTCUA.model_copy(update={"tsa_url": f"{url}/tsa", "trust_roots": roots})
        for word in ("một", "hai", "ba"):
            greet(word, by=LAN, at=NOON)
        assert anchoring.anchor(NOON)
        assert not anchoring.anchor(NOON), "nothing moved since"

        with tenancy.scope(SYSTEM):
            assert list(anchoring.verify()) == []
        tamper(rebuild())

        with tenancy.scope(SYSTEM):
            assert list(audit.verify()) == [], "the chain by itself looks whole"
            assert [(found.chain, found.seq) for found in anchoring.verify()] == [(CHAIN, 3)]


@pytest.mark.committed
def test_an_altered_anchor_is_named(settings: Any, tmp_path: Any) -> None:
    with documents.trust_service(tmp_path) as url:
        roots = trusted(url, tmp_path / "roots")
        settings.MOTCUA = settings.MOTCUA.model_copy(update={"tsa_url": f"{url}/tsa", "trust_roots": roots})
        greet("một", by=LAN, at=NOON)
        anchoring.anchor(NOON)

        tamper("update kernel_auditanchor set heads = '{}', root = encode(sha256('{}'), 'hex')")

        with tenancy.scope(SYSTEM):
            assert [found.chain for found in anchoring.verify()] == ["anchors"]
