"""The days of the demo: what happened when, told one thing after another as it would have been."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from heapq import heappop, heappush

_WEEKEND = 5  # Saturday, as datetime counts
_FIRST_HOUR, _HOURS = 9, 8


class Days:
    """Days that count back from ``at``; at most ``most`` of them, and with none everything is at ``at``."""

    def __init__(self, at: datetime, most: int) -> None:
        self.at = at
        self.most = most
        self._asked = 0

    def ago(self, days: float) -> datetime:
        """Return a time on a working day, so many days ago and never later than ``at``.

        Days below nought are still to come. Times of one day differ, in the order in which they are asked for.
        """
        if not self.most:
            return self.at
        then = self.at - timedelta(days=days)
        then -= timedelta(days=max(0, then.weekday() - _WEEKEND + 1))
        self._asked += 1
        minutes = self._asked * 37 % (_HOURS * 60)
        then = then.replace(hour=_FIRST_HOUR, minute=0, second=0, microsecond=0)
        then += timedelta(minutes=minutes)
        return min(then, self.at) if days >= 0 else then


class Diary:
    """Stories that go on beside each other: each yields when it goes on, and does so at that time."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Iterator[datetime]]] = []
        self._stories = 0

    def add(self, story: Iterator[datetime]) -> None:
        """Add a story, which begins at the first time that it yields."""
        self._stories += 1
        self._wait(story, self._stories)

    def live(self) -> None:
        """Let all stories happen, in the order of time, to their ends."""
        while self._waiting:
            _, number, story = heappop(self._waiting)
            self._wait(story, number)

    def _wait(self, story: Iterator[datetime], number: int) -> None:
        when = next(story, None)
        if when is not None:
            heappush(self._waiting, (when, number, story))
