"""Terms: the discount that the council's policy derives, and the legal undervalue beside it.

The two ledgers are never netted (method §2.4): the discount comes from the score, the undervalue
from a valuer's figures, and neither is ever taken from the other.
"""

from decimal import Decimal
from typing import Literal, NamedTuple

from appraisal.engine.amounts import ZERO, Ratio, exactly, half_up, pounds
from appraisal.engine.answers import Answers, Terms
from appraisal.engine.scheme import DiscountPolicy

# General Disposal Consent (England) 2003: an undervalue of up to £2,000,000 needs no consent of the
# Secretary of State where the purpose is the area's well-being.
GENERAL_CONSENT_LIMIT_GBP = Decimal(2_000_000)
# Local Government Act 1972 s123(2), (7): a lease of 7 years or less is not a disposal in its terms.
SHORT_LEASE_YEARS = 7


class Discount(NamedTuple):
    """What the policy derives; amounts in pounds, None where the basis is not known."""

    policy: DiscountPolicy
    percent: Decimal
    basis: Literal["rent", "price"]
    full: Decimal | None
    amount: Decimal | None
    payable: Decimal | None


class Undervalue(NamedTuple):
    """Unrestricted value − consideration − voluntary conditions, in pounds; may be negative."""

    unrestricted: Decimal
    consideration: Decimal
    voluntary_conditions: Decimal
    amount: Decimal
    within_general_consent: bool
    short_lease: bool


def discount_from(policy: DiscountPolicy, score: Ratio, terms: Terms) -> Discount:
    """Apply ``score-percent``: the exact score, half up to a whole per cent of rent or price."""
    percent = half_up(Ratio(score.over * 100, score.under), 0)
    freehold = terms.tenure == "freehold"
    basis = terms.unrestricted_value_gbp if freehold else terms.market_rent_gbp_pa
    full = amount = payable = None
    if basis is not None:
        full = pounds(basis)
        amount = half_up(Ratio(basis * percent, Decimal(100)), 2)
        payable = full - amount
    return Discount(
        policy=policy,
        percent=percent,
        basis="price" if freehold else "rent",
        full=full,
        amount=amount,
        payable=payable,
    )


def granted(discount: Discount, percent: Decimal) -> Decimal | None:
    """Return the pounds of another percentage than the policy derives, of the same rent or price.

    Half up to the penny; None where the rent or price is not known.
    """
    if discount.full is None:
        return None
    with exactly():
        return half_up(Ratio(discount.full * percent, Decimal(100)), 2)


def undervalue_of(answers: Answers) -> Undervalue | None:
    """Return the legal undervalue of the terms; None for coproduction or without a valuation."""
    terms = answers.terms
    if answers.kind == "coproduction" or terms.unrestricted_value_gbp is None:
        return None
    unrestricted = pounds(terms.unrestricted_value_gbp)
    consideration = pounds(terms.consideration_gbp or ZERO)
    voluntary = pounds(terms.voluntary_conditions_gbp or ZERO)
    amount = unrestricted - consideration - voluntary
    return Undervalue(
        unrestricted=unrestricted,
        consideration=consideration,
        voluntary_conditions=voluntary,
        amount=amount,
        within_general_consent=amount <= GENERAL_CONSENT_LIMIT_GBP,
        short_lease=terms.tenure == "lease"
        and terms.years is not None
        and terms.years <= SHORT_LEASE_YEARS,
    )
