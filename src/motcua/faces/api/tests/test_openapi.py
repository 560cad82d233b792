"""The published description against the real application: valid OpenAPI 3.1, and true of every answer.

schemathesis sends what the description allows and what it does not, as a person's program and as an officer's.
"""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.definitions import OPENAPI_31

from motcua.faces.api.tests.worlds import World

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 20
SETTINGS = settings(
    deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate]
)


@pytest.fixture(scope="module")
def described(standing: World) -> Iterator[Any]:
    """The interface as it describes itself. The test's transaction outlives its requests, as with Django's client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    schema.config.base_url = "http://testserver/"
    yield schema
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_description_is_valid_openapi_3_1(world: World) -> None:
    document = Client().get("/api/v1/openapi.json").json()

    assert document["openapi"].startswith("3.1")
    jsonschema_rs.validator_for(OPENAPI_31).validate(document)
    assert len({op["operationId"] for path in document["paths"].values() for op in path.values()}) >= 10


def test_the_description_says_who_must_sign_in(world: World) -> None:
    """What needs a token says so, and what says so needs one."""
    document = Client().get("/api/v1/openapi.json").json()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            address = path.replace("{dossier_id}", str(world.settings[0]["dossier_id"]))
            answer = getattr(Client(), method)(address)
            assert (answer.status_code == 401) == bool(operation.get("security")), f"{method} {path}"


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("caller", ["citizen", "officer"])
def test_every_answer_is_as_described(described: Any, standing: World, caller: str, mode: GenerationMode) -> None:
    headers = {"Authorization": f"Bearer {getattr(standing, caller).bearer}"}
    faults, asked = [], 0
    for found in described.get_all_operations():
        operation = found.ok()

        @settings(SETTINGS, max_examples=EXAMPLES)
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            if asked % 2:
                real = standing.settings[asked // 2 % len(standing.settings)]
                case.path_parameters.update({n: str(real[n]) for n in case.path_parameters if n in real})
            with transaction.atomic():
                case.call_and_validate(headers=headers, checks=CHECKS)
                transaction.set_rollback(True)

        try:
            ask()
        except (FailureGroup, Failure) as fault:
            faults.append(f"{operation.label}: {fault} {getattr(fault, 'exceptions', '')}")
        except Unsatisfiable:
            continue  # nothing wrong can be sent where nothing is asked

    assert not faults, "\n".join(faults)
    assert asked >= EXAMPLES * 3
