"""The business clock. Nothing else in the product reads the machine's time for business."""

import os
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Tell the present instant, or the one MOTCUA_NOW holds still for a demonstration."""
    return _held() or datetime.now(UTC)


def local(instant: datetime) -> datetime:
    """The same instant on a Vietnamese wall clock."""
    return instant.astimezone(ZONE)


def today() -> date:
    return local(now()).date()


@cache
def _held() -> datetime | None:
    text = os.environ.get("MOTCUA_NOW", "")
    if not text:
        return None
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=ZONE)
