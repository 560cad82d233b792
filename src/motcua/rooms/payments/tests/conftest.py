"""A configured gateway and bank, a person, an agency."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from motcua.kernel.ids import new_id
from motcua.kernel.types import Actor
from motcua.rooms.payments import testing

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _gateways(settings: Any) -> None:
    settings.MOTCUA = settings.MOTCUA.model_copy(update=testing.SETTINGS)


@pytest.fixture
def agency_id() -> UUID:
    return new_id()


@pytest.fixture
def an() -> Actor:
    """Nguyễn Thị An, a citizen."""
    return testing.citizen()
