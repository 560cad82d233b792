"""The kinds of fields, one file each. A new file here is a new kind; nothing else needs to know."""

from importlib import import_module
from pkgutil import iter_modules

from motcua.rooms.forms.kinds.kind import Context, Kind

__all__ = ["KINDS", "Context", "Kind"]


def _found() -> dict[str, Kind]:
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    kinds = (value for module in modules for value in vars(module).values() if isinstance(value, Kind))
    return {kind.key: kind for kind in kinds}


KINDS: dict[str, Kind] = _found()
