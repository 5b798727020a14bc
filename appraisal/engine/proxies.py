"""Financial proxies: dated values with a unit and a source, looked up by key, area and date."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple


class ProxyKind(NamedTuple):
    """What is known of a proxy whatever its value: its words, and how it is looked up."""

    key: str
    title: str  # in plain words: "minimum wage an hour"
    money: bool = True  # a price in pounds; else a plain number
    by_area: bool = False
    fallback_area: str = ""  # taken, with a warning, where the area has no value
    stale_after_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """One value of a proxy, from the day it applies."""

    key: str
    area: str
    applies_from: date
    value: Decimal
    unit: str
    status: Literal["published", "default", "local"]
    source: str


_MOST_FOUND = 2_000  # look-ups that are remembered: many files share a region and a day


class Proxies:
    """The proxies of one appraisal: the library's, and the council's own over them."""

    def __init__(
        self,
        kinds: Mapping[str, ProxyKind],
        values: Iterable[Proxy],
        library: "Proxies | None" = None,
    ) -> None:
        self.kinds = kinds
        self._library = library
        self._found: dict[tuple[str, str, date], Proxy | None] = {}
        self._series: dict[tuple[str, str], list[Proxy]] = {}
        for value in sorted(values, key=lambda proxy: proxy.applies_from):
            self._series.setdefault((value.key, value.area), []).append(value)

    def with_local(self, own: Iterable[Proxy]) -> "Proxies":
        """Return these proxies with the council's own figures beside them."""
        return Proxies(self.kinds, own, library=self)

    def newest(self, key: str, area: str, on: date) -> Proxy | None:
        """Return the newest value that applies from on or before a day, or None.

        On the same day the council's own figure comes before the library's.
        """
        wanted = (key, area, on)
        if wanted not in self._found:
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            self._found[wanted] = self._look_up(key, area, on)
        return self._found[wanted]

    def _look_up(self, key: str, area: str, on: date) -> Proxy | None:
        series = self._series.get((key, area), [])
        after = bisect_right(series, on, key=_applies_from)
        own = series[after - 1] if after else None
        library = self._library.newest(key, area, on) if self._library else None
        if own is None or (library is not None and library.applies_from > own.applies_from):
            return library
        return own

    def unit_of(self, key: str) -> str:
        """Return the unit that the values of a proxy are in."""
        return next((proxy.unit for proxy in self.all() if proxy.key == key), "")

    def all(self) -> Iterator[Proxy]:
        """Return every value, the library's first."""
        if self._library:
            yield from self._library.all()
        for series in self._series.values():
            yield from series


def _applies_from(proxy: Proxy) -> date:
    return proxy.applies_from


def is_stale(proxy: Proxy, kind: ProxyKind, on: date) -> bool:
    """Say whether the value applies from more than the kind's months before a day."""
    if kind.stale_after_months is None:
        return False
    month = on.year * 12 + on.month - kind.stale_after_months
    began = proxy.applies_from
    return (month, on.day) > (began.year * 12 + began.month, began.day)
