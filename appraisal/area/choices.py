"""What a council may choose for its house prices: two periods, the least sales, the limit of what is suburban."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from appraisal.area.equity import SUBURBAN_FROM
from appraisal.area.prices import FIRST_YEAR, LEAST_SALES, Period

MOST_SALES = 1_000  # that a council may ask for: of more no district would be left
MOST_LIMIT = Decimal(10_000_000)


class Choices(NamedTuple):
    """What a council has chosen; None: it leaves that to us. ``start`` and ``end`` are chosen together."""

    start: Period | None = None
    end: Period | None = None
    least: int | None = None
    suburban_from: Decimal | None = None  # pounds at the start

    @property
    def least_sales(self) -> int:
        """Return how many sales a district needs in each period."""
        return LEAST_SALES if self.least is None else self.least

    @property
    def limit(self) -> Decimal:
        """Return from how many pounds at the start a district outside the inner city is suburban."""
        return SUBURBAN_FROM if self.suburban_from is None else self.suburban_from


def wrong_in(chosen: Choices, this_year: int) -> Iterator[tuple[str, str]]:
    """Yield what cannot be chosen: which choice it is, and why."""
    start, end = chosen.start, chosen.end
    for key, period in (("start", start), ("end", end)):
        if period is None:
            continue
        if not FIRST_YEAR <= period.first <= this_year:
            yield key, f"The year must be from {FIRST_YEAR} to {this_year}."
        elif not period.first <= period.last <= this_year:
            yield (
                f"{key}_last",
                f"A period ends in the year in which it begins or later, and by {this_year}.",
            )
    if (start is None) != (end is None):
        yield ("start" if start is None else "end"), "Choose both periods, or leave both blank."
    if start and end and start.last >= end.first:
        yield "end", "The last period must begin after the first has ended."
    if chosen.least is not None and not 1 <= chosen.least <= MOST_SALES:
        yield "least", f"The number of sales must be from 1 to {MOST_SALES:,}."
    limit = chosen.suburban_from
    if limit is not None and not 0 < limit <= MOST_LIMIT:
        yield "suburban_from", f"The price must be above £0, and £{MOST_LIMIT:,} at most."
