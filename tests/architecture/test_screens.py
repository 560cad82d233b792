"""Every page of officers is held to the bars of a screen, by a line of the table or by a reason."""

import re
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from django.test import RequestFactory
from django.urls import resolve
from django.urls.converters import UUIDConverter

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from screens import DESK, HELD_ELSEWHERE, NO_SCREEN

from motcua.faces.desk import urls

FILES = (".csv", ".pdf", ".png")


def test_every_address_of_officers_has_its_screen_or_its_reason() -> None:
    listed = {name_of(screen.path) for screen in DESK} | HELD_ELSEWHERE.keys() | NO_SCREEN.keys()
    asked = {pattern.name for pattern in urls.urlpatterns if answers_get(pattern)}

    assert asked - listed == set(), "give it a line in tests/browser/screens.py"
    assert (HELD_ELSEWHERE.keys() | NO_SCREEN.keys()) - asked == set(), "there is no such address any more"


def name_of(path: str) -> str:
    """The name of the address, whatever stands in its places."""
    plain = path.partition("?")[0].partition("#")[0]
    return str(resolve(re.sub(r"\{\w+\}", str(UUID(int=1)), plain)).url_name)


def answers_get(pattern: Any) -> bool:
    """Tell whether the address is a page: no file, and more than the target of a form, which refuses a GET."""
    if str(pattern.pattern).endswith(FILES):
        return False
    converters = pattern.pattern.converters
    values = {key: UUID(int=1) if isinstance(one, UUIDConverter) else 1 for key, one in converters.items()}
    status: int = pattern.callback(RequestFactory().get("/"), **values).status_code
    return status != 405
