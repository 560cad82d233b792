"""The harness of every test: a database of its own, nothing committed unless it says so, two agencies at hand."""

import os
import subprocess
import sys
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


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test marked `alone` in a fresh process: threads of this one would be missing in what it forks."""
    if pyfuncitem.get_closest_marker("alone") is None or os.environ.get("MOTCUA_TEST_ALONE"):
        return None
    fresh = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(  # noqa: S603 (the suite itself)
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", pyfuncitem.nodeid],
        cwd=pyfuncitem.config.rootpath, env=fresh | {"MOTCUA_TEST_ALONE": "1"}, capture_output=True, text=True,
        check=False, timeout=500,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
    return True
