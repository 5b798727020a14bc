"""What the subsidy ledger is made of, and what the law sets for it (Subsidy Control Act 2022)."""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine.law import Limit, limit_on

NOTHING = Decimal("0.00")
_BEGAN = date(2023, 1, 4)
ACT = "Subsidy Control Act 2022"

# Kept apart from the limits that a pack may always show: this amount is an ordinary one, which may be somebody’s
# secret as well.
DATABASE = Limit(
    Decimal(100_000),
    "pounds, above which minimal financial assistance is entered in the subsidy database",
    _BEGAN,
    "Entry in the subsidy database",
    f"{ACT} s33 and s36(4)",
)
DATABASE_MONTHS = Limit(
    Decimal(3),
    "months from the day on which the decision was confirmed",
    _BEGAN,
    "Entry in the subsidy database",
    f"{ACT} s33(3)(c)",
)


class FinancialYear(NamedTuple):
    """A financial year: 1 April to 31 March."""

    begins: date
    ends: date

    @property
    def name(self) -> str:
        """Return what it is called: ``2026–27``."""
        return f"{self.begins.year}–{self.ends.year % 100:02}"


def financial_year(day: date) -> FinancialYear:
    """Return the financial year in which a day falls."""
    first = day.year if day >= date(day.year, 4, 1) else day.year - 1
    return FinancialYear(date(first, 4, 1), date(first + 1, 3, 31))


def years_that_count(given_on: date) -> tuple[FinancialYear, ...]:
    """Return the financial years that count for what is given on a day, the oldest first (section 36(2) and (7))."""
    this = financial_year(given_on)
    many = limit_on("assistance_years", given_on).whole
    return tuple(
        financial_year(date(this.begins.year - back, 4, 1)) for back in reversed(range(many))
    )


def limit_of(given_on: date) -> Limit | None:
    """Return the limit for what is given on a day; None before there was one."""
    found = limit_on("minimal_assistance", given_on)
    return found if found.applies_from <= given_on else None


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month where it has no such day."""
    later = day.month - 1 + months
    year, month = day.year + later // 12, later % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


class Line(NamedTuple):
    """A part of what this award is worth, and how that was summed; pounds to the penny."""

    what: str
    how: str
    amount: Decimal


class Award(NamedTuple):
    """Assistance that the recipient had before. ``counts``: it falls into the years that count."""

    whom: str
    what: str
    day: date
    amount: Decimal
    year: FinancialYear
    counts: bool


class Rate(NamedTuple):
    """The rate at which later years are brought to today’s value, in per cent a year, and where it comes from."""

    percent: Decimal
    source: str


class Steps(NamedTuple):
    """The days on which what the Act wants was done; None: not yet."""

    decided: date | None
    notified: date | None
    confirmed: date | None
    stated: date | None
    uploaded: date | None


class Ledger(NamedTuple):
    """What an award and the years before it come to. Pounds to the penny.

    ``asked``: what the recipient says it has had: listed, none or not-yet. ``own`` counts in place of ``summed``.
    """

    recipient: str  # empty: the group that applied
    linked: str
    given_on: date
    limit: Limit
    years: tuple[FinancialYear, ...]
    asked: str
    awards: tuple[Award, ...]
    lines: tuple[Line, ...]
    rate: Rate | None
    summed: Decimal
    own: Decimal | None
    own_why: str
    steps: Steps
    warnings: tuple[str, ...]

    @property
    def worth(self) -> Decimal:
        """What this award counts for."""
        return self.summed if self.own is None else self.own

    @property
    def before(self) -> Decimal:
        """All that counts of what was had before."""
        return sum((one.amount for one in self.awards if one.counts), NOTHING)

    @property
    def total(self) -> Decimal:
        """All that counts, with this award."""
        return self.before + self.worth

    @property
    def left(self) -> Decimal:
        """What is left of the limit; below 0 where it is exceeded."""
        return self.limit.amount - self.total

    @property
    def within(self) -> bool:
        """Say whether the total does not exceed the limit; exactly at it is within."""
        return self.left >= 0

    @property
    def known(self) -> bool:
        """Say whether the recipient said what it has had."""
        return self.asked != "not-yet"

    @property
    def in_database(self) -> bool:
        """Say whether this award must be entered in the subsidy database."""
        return self.worth > DATABASE.amount

    @property
    def upload_by(self) -> date | None:
        """The last day for that entry; None before the decision is confirmed, or where none is needed."""
        if not self.in_database or self.steps.decided is None:
            return None
        return months_after(self.steps.decided, DATABASE_MONTHS.whole)

    def in_year(self, year: FinancialYear) -> Decimal:
        """Return what was had before in one of the years that count."""
        return sum((one.amount for one in self.awards if one.counts and one.year == year), NOTHING)


class NoSubsidy(NamedTuple):
    """Nothing to add up: the recipient is not an enterprise, so the Act does not see a subsidy."""

    recipient: str
    why: str


Found = Ledger | NoSubsidy
