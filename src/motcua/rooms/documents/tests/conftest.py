"""An authority that certifies and stamps, an office with people, a citizen."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.agencies import testing as agencies_testing
from motcua.rooms.documents import ports, services, testing
from motcua.rooms.documents.services.keys import KeyHolder

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with testing.trust_service(tmp_path_factory.mktemp("trust")) as url:
        yield url


@pytest.fixture
def office() -> UUID:
    """The people's committee of a ward."""
    agencies_testing.load_tree()
    return next(a.id for a in agencies.agencies("commune_pc") if a.parent_id is not None)


@pytest.fixture
def huong() -> Actor:
    return testing.citizen()


@pytest.fixture
def drafter(office: UUID) -> Actor:
    return testing.officer("case_officer", office, "Trần Văn Lân")


@pytest.fixture
def chair(office: UUID) -> Actor:
    return testing.officer("signing_authority", office, "Nguyễn Thị Ánh Tuyết")


@pytest.fixture
def clerk(office: UUID) -> Actor:
    return testing.officer("records_clerk", office, "Phạm Thu Hà")


@pytest.fixture
def keys(settings: Any, tmp_path: Path, authority: str, chair: Actor, office: UUID) -> Iterator[None]:
    """Keys for the chair and for the seal of the office, trusted by this installation."""
    settings.MOTCUA = settings.MOTCUA.model_copy(
        update={
            "signing_keys": tmp_path / "keys",
            "signing_password": "pass-word-of-tests",
            "trust_roots": tmp_path / "roots",
            "ca_url": authority,
            "tsa_url": f"{authority}/tsa",
        }
    )
    agency = agencies.agency(office)
    assert agency is not None
    holders = [
        KeyHolder(chair.id, chair.name, agency.name),
        KeyHolder(office, agency.name, agency.name, profile="organisation"),
    ]
    services.provision_keys(holders, by=SYSTEM, at=NOON)
    yield
    ports.forget_signer()
