"""The agencies of the demonstration are there in every test of this room that uses the database."""

import pytest

from motcua.rooms.agencies.testing import load_tree


@pytest.fixture
def _agencies(db: None) -> None:
    load_tree()
