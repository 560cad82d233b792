"""Two worlds built once a file, in a transaction that is rolled back when the file is done."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction

from motcua.faces.api.tests import worlds as building
from motcua.rooms.payments.testing import SETTINGS


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, building.World]]:
    whole = django_settings.MOTCUA
    django_settings.MOTCUA = whole.model_copy(update=SETTINGS)
    with building.standing_clock(), django_db_blocker.unblock(), transaction.atomic():
        yield building.build()
        transaction.set_rollback(True)
    django_settings.MOTCUA = whole
