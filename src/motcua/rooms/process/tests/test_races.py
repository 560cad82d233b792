"""Two at one task, with real commits."""

import threading

import pytest
from django.db import connections

from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.agencies import testing as agencies_testing
from motcua.rooms.process import services
from motcua.rooms.process.tests.test_tasks import AT, MINH, NAM, begin


@pytest.mark.committed
def test_two_officers_racing_for_one_task_complete_it_once() -> None:
    agencies_testing.load_tree()
    task = begin().new_tasks[0]
    gate, answers = threading.Barrier(2), []

    def race(by: Actor) -> None:
        gate.wait()
        try:
            services.complete(task.id, by=by, at=AT)
            answers.append("done")
        except Refused as no:
            answers.append(no.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=race, args=(by,)) for by in (MINH, NAM)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["done", "task.already-done"]
