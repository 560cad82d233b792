"""«Việc cần làm»: what waits for the signed-in person, the most urgent first."""

from datetime import datetime
from typing import Any

from motcua.kernel.types import Actor


def waiting_for(by: Actor, *, at: datetime) -> list[dict[str, Any]]:
    """Cards for the first page."""
    del by, at
    return []
