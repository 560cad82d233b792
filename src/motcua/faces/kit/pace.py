"""Holds back guessing: so many tries for one thing in so long, counted in this process."""

import time
from collections import OrderedDict
from threading import Lock

MOST_KEYS = 10_000


class Pace:
    """At most `tries` in `seconds` for a key. Forgets the keys asked for least recently."""

    def __init__(self, tries: int, seconds: float) -> None:
        self.tries, self.seconds = tries, seconds
        self._seen: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = Lock()

    def allows(self, key: str) -> bool:
        """Tell whether one more try is still allowed."""
        with self._lock:
            return len(self._recent(key)) < self.tries

    def count(self, key: str) -> None:
        """Remember a try that failed."""
        with self._lock:
            recent = self._recent(key)
            recent.append(time.monotonic())
            self._seen[key] = recent
            self._seen.move_to_end(key)
            while len(self._seen) > MOST_KEYS:
                self._seen.popitem(last=False)

    def _recent(self, key: str) -> list[float]:
        since = time.monotonic() - self.seconds
        return [moment for moment in self._seen.get(key, []) if moment > since]


# Four digits of a telephone are soon guessed: after ten wrong pairs a dossier's code rests for an hour, on every face.
TRACKING = Pace(10, 3600)
