"""What the law of England sets as figures: each dated, with where it stands.

A table and no constants, so that a proposal is held to what held on its valuation date, and a new figure is a new
line with its day. ``OURS`` marks what no statute says in these words: it is the council’s practice as we take it.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

Status = Literal["statute", "consent", "ours"]
Key = Literal[
    "general_consent", "short_lease", "notices", "minimal_assistance", "assistance_years", "stale"
]


class Limit(NamedTuple):
    """A figure from the day on which it applies, with its unit and where it stands."""

    amount: Decimal
    unit: str
    applies_from: date
    title: str
    where: str
    status: Status = "statute"

    @property
    def whole(self) -> int:
        """The figure of what is counted: years, weeks or months."""
        return int(self.amount)


_ASSISTANCE = date(2023, 1, 4)

# By key, the oldest first.
LIMITS: Mapping[Key, tuple[Limit, ...]] = {
    "general_consent": (
        Limit(
            Decimal(2_000_000),
            "£ of undervalue",
            date(2003, 8, 4),
            "General Disposal Consent (England) 2003",
            "Annex to ODPM Circular 06/2003",
            "consent",
        ),
    ),
    "short_lease": (
        Limit(
            Decimal(7),
            "years of lease",
            date(1974, 4, 1),
            "Short leases",
            "Local Government Act 1972 s123(2) and (7)",
        ),
    ),
    "notices": (
        Limit(
            Decimal(2),
            "consecutive weeks",
            date(1980, 11, 13),
            "Notice of disposing of open space",
            "Local Government Act 1972 s123(2A), added by the Local Government, Planning and Land Act 1980",
        ),
    ),
    "minimal_assistance": (
        Limit(
            Decimal(315_000),
            "£ for one enterprise",
            _ASSISTANCE,
            "Minimal financial assistance",
            "Subsidy Control Act 2022 s36(1)",
        ),
    ),
    "assistance_years": (
        Limit(
            Decimal(3),
            "financial years: this one so far and the two before",
            _ASSISTANCE,
            "Minimal financial assistance",
            "Subsidy Control Act 2022 s36(2)",
        ),
    ),
    "stale": (
        Limit(
            Decimal(6),
            "months between a valuation and the decision",
            date(2003, 8, 4),
            "A valuation of the day",
            "Council practice. ODPM Circular 06/2003 asks for a valuation; no number of months in it is confirmed",
            "ours",
        ),
    ),
}


def limit_on(key: Key, day: date) -> Limit:
    """Return the limit that held on a day; on a day before the first that is known, the first.

    So no sum breaks on an old date: who must know compares the day with ``applies_from``.
    """
    known = LIMITS[key]
    return next((one for one in reversed(known) if one.applies_from <= day), known[0])


def limits_on(day: date) -> Mapping[Key, Limit]:
    """Return every limit that held on a day, by key."""
    return {key: limit_on(key, day) for key in LIMITS}
