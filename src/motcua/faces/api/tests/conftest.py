"""One commune with its people and programs, built once a file; every test forgets what it changed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from motcua.faces.api.tests import worlds as building
from motcua.faces.api.tests.worlds import World
from motcua.faces.kit.pace import TRACKING


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), building.standing("a") as built:
        yield built["a"]


@pytest.fixture
def world(standing: World) -> Iterator[World]:
    TRACKING._seen.clear()
    with transaction.atomic():
        yield standing
        transaction.set_rollback(True)


@pytest.fixture
def citizen(world: World) -> Client:
    """The program of a person."""
    return world.citizen.client(machine=True)


@pytest.fixture
def officer(world: World) -> Client:
    """The program of somebody with every role of the commune."""
    return world.officer.client(machine=True)
