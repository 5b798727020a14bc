"""Timing two things against each other in one interleaved run, so that a slow minute hits both."""

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Fault(str):
    """A line that tells of a fault, not of how fast something is: with one, ``bin/bench`` ends with status 1."""

    __slots__ = ()


class Ratio(NamedTuple):
    """How long ``ours`` takes for each unit of time that the baseline takes."""

    name: str
    baseline: str
    ours_seconds: float
    baseline_seconds: float
    ratio: float
    bound: float | None  # None: it is told for information, and nothing is promised
    at_least: bool = False  # the bound is a floor, not a ceiling

    def __str__(self) -> str:
        places = 2 if self.ratio >= 0.01 else 5
        return (
            f"{self.name:<44} {self.ratio:8.{places}f} × {self.baseline} ({self._judged()}; "
            f"{self.ours_seconds * 1000:.3f} ms against {self.baseline_seconds * 1000:.3f} ms)"
        )

    def _judged(self) -> str:
        if self.bound is None:
            return "for information"
        kept = self.ratio >= self.bound if self.at_least else self.ratio <= self.bound
        sign = "at least" if self.at_least else "at most"
        return f"wanted: {sign} {self.bound:g}; {'kept' if kept else 'NOT KEPT'}"


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that one call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def interleaved(
    ours: Callable[[], object], baseline: Callable[[], object], *, rounds: int, calls: int = 1
) -> tuple[float, float, float]:
    """Time both in turn; return the median seconds a call of each and the median of the ratios."""

    def batch(work: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            for _ in range(calls):
                work()

        return run

    pairs = []
    first, second = batch(ours), batch(baseline)
    first(), second()  # warm
    for _ in range(rounds):
        pairs.append((timed(first) / calls, timed(second) / calls))
    return (
        statistics.median(one for one, _ in pairs),
        statistics.median(other for _, other in pairs),
        statistics.median(one / other for one, other in pairs),
    )
