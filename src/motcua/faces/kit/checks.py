"""What must be true of the faces before the product boots."""

from typing import Any

from django.core.checks import CheckMessage, Error
from django.urls import get_resolver

from motcua.faces.kit.powers import unpowered_views


def every_view_declares_its_power(**_kwargs: Any) -> list[CheckMessage]:
    """A view without a declared power does not boot."""
    return [
        Error(f"{view} declares no power", hint='Put @power("public"|"citizen"|"officer"|"<act>") on it', id="kit.E001")
        for view in unpowered_views(get_resolver())
    ]
