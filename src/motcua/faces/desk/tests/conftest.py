"""The desk on a Wednesday morning: agencies, two procedures, and the officers who work there."""

from collections.abc import Iterator
from functools import cache

import pytest

from motcua.faces.desk.tests.officers import Desk, Officer
from motcua.kernel import clock
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock stands at nine on a Wednesday, where the factories stand."""
    monkeypatch.setenv("MOTCUA_NOW", AT.isoformat())
    clock._held.cache_clear()
    yield
    monkeypatch.undo()
    clock._held.cache_clear()


@pytest.fixture(autouse=True)
def _world(db: None, _morning: None) -> None:
    testing.world()


@pytest.fixture
def officer(_world: None) -> Desk:
    """Signs an officer in by his key in content/people.yaml, once a test."""
    return cache(Officer)


@pytest.fixture
def reception(officer: Desk) -> Officer:
    return officer("tai")


@pytest.fixture
def case_officer(officer: Desk) -> Officer:
    return officer("quan")


@pytest.fixture
def head(officer: Desk) -> Officer:
    return officer("thom")


@pytest.fixture
def leader(officer: Desk) -> Officer:
    return officer("nghia")


@pytest.fixture
def clerk(officer: Desk) -> Officer:
    return officer("quy")
