"""The order in which the reference content of an installation is loaded. Each step is idempotent."""

from collections.abc import Callable
from importlib.util import find_spec

STEPS: list[tuple[str, Callable[[], object]]] = []
