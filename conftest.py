"""The harness of every test: a database of its own, nothing committed unless it says so, two agencies at hand."""

import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.db import connections

from motcua.config import testing

# A busy machine is no fault of a rule; continuous integration tries the same examples each time.
hypothesis.settings.register_profile(
    "suite",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
hypothesis.settings.load_profile("suite")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Give the run a migrated database under the application's own rights."""
    testing.make_database()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    testing.drop_database()


@pytest.fixture(autouse=True)
def _database(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run every test in a transaction that is rolled back, unless it is marked `committed` or touches no database."""
    if request.node.get_closest_marker("committed"):
        request.getfixturevalue("django_db_setup")
        blocker = request.getfixturevalue("django_db_blocker")
        from motcua.kernel import crypto  # noqa: PLC0415

        with blocker.unblock():
            yield
            connections.close_all()
        testing.empty_tables()
        crypto.forget_keys()
        return
    yield
