"""What other discount policies would give for the same appraisal: nothing is scored anew."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine.amounts import Ratio, exactly, half_up
from appraisal.engine.discount import Discount, discount_from
from appraisal.engine.policy import Policy
from appraisal.engine.results import Appraisal


class Other(NamedTuple):
    """A policy, and what it derives; None where a figure that it needs is not known."""

    policy: Policy
    discount: Discount | None


def what_others_give(appraisal: Appraisal, policies: Iterable[Policy]) -> tuple[Other, ...]:
    """Return what each policy derives of this appraisal; nothing where no policy can apply.

    No policy can apply to a coproduction proposal, or where no criterion applies.
    """
    case = appraisal.case
    if case is None:
        return ()
    with exactly():
        return tuple(
            Other(policy, discount_from(policy, case, appraisal.answers.terms))
            for policy in policies
        )


class YearRent(NamedTuple):
    """What is payable in a year of the lease: pounds, and the percentage that year's discount is."""

    year: int
    percent: Decimal
    amount: Decimal
    payable: Decimal


class Term(NamedTuple):
    """What is payable over a lease, at today's market rent: neither uprated nor discounted."""

    years: int
    shown: tuple[YearRent, ...]  # the first years
    payable: Decimal  # over all of them
    forgone: Decimal


MOST_YEARS_SHOWN = 25


def over_the_term(discount: Discount, years: int | None) -> Term | None:
    """Return the rent payable year by year; None for a price, or where rent or years are not known.

    In a year of the policy's transition its percentage of the discount counts, each year rounded
    once to the penny; afterwards all of it. The sums are exact.
    """
    if discount.basis != "rent" or not years or discount.full is None:
        return None
    with exactly():
        stepped = min(years, len(discount.policy.transition))
        shown = [
            _year(discount, year)
            for year in range(1, min(max(MOST_YEARS_SHOWN, stepped), years) + 1)
        ]
        forgone = sum((one.amount for one in shown), start=Decimal("0.00"))
        forgone += _year(discount, len(shown) + 1).amount * (years - len(shown))
        whole = discount.full * years
        return Term(years, tuple(shown[:MOST_YEARS_SHOWN]), whole - forgone, forgone)


def _year(discount: Discount, year: int) -> YearRent:
    transition = discount.policy.transition
    part = transition[year - 1] if year <= len(transition) else Decimal(100)
    exact = discount.derived.percent
    full, whole = discount.full or Decimal(0), discount.amount or Decimal(0)
    amount = half_up(Ratio(whole * part, Decimal(100)), 2)
    percent = half_up(Ratio(exact.over * part, exact.under * 100), 2)
    return YearRent(year, percent, amount, full - amount)
