"""Two worlds built once a file, in a transaction that is rolled back when the file is done."""

from collections.abc import Iterator
from typing import Any

import pytest

from motcua.faces.api.tests import worlds as building


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, building.World]]:
    with django_db_blocker.unblock(), building.standing() as built:
        yield built
