"""Terms: the discount that the council's policy derives, and the legal undervalue beside it.

The two ledgers are never netted (method §2.4): the discount comes from the score, the undervalue
from a valuer's figures, and neither is ever taken from the other.
"""

from decimal import Decimal
from typing import Literal, NamedTuple

from appraisal.engine.amounts import ZERO, Ratio, exactly, half_up, pounds
from appraisal.engine.answers import Answers, Terms
from appraisal.engine.law import Limit, limit_on
from appraisal.engine.policy import Case, Derived, Policy


class Discount(NamedTuple):
    """What the policy derives; amounts in pounds, None where the basis is not known.

    ``percent`` is what is printed. The amount is of the exact percentage that ``derived`` carries
    with its lines: where the policy offsets the rent by pounds, the pounds lead.
    """

    policy: Policy
    percent: Decimal
    basis: Literal["rent", "price"]
    full: Decimal | None
    amount: Decimal | None
    payable: Decimal | None
    derived: Derived

    @property
    def most(self) -> Decimal | None:
        """The most that may be recommended, in percent; None where the policy sets no limit."""
        return self.policy.most(self.percent, gated=self.derived.gated)


class Undervalue(NamedTuple):
    """Unrestricted value − consideration − voluntary conditions, in pounds; may be negative.

    ``consent`` is up to what the general consent holds, ``short`` how long a lease may be that is no disposal in
    the terms of section 123(2): both as they were on the valuation date.
    """

    unrestricted: Decimal
    consideration: Decimal
    voluntary_conditions: Decimal
    amount: Decimal
    within_general_consent: bool
    short_lease: bool
    consent: Limit
    short: Limit


def discount_from(policy: Policy, case: Case, terms: Terms) -> Discount | None:
    """Apply a policy; None where a figure that the policy itself needs is not known."""
    derived = policy.derive(case)
    if derived is None:
        return None
    basis = basis_of(terms)
    full = amount = payable = None
    if basis is not None:
        full = pounds(basis)
        exact = derived.percent
        amount = half_up(Ratio(basis * exact.over, exact.under * 100), 2)
        payable = full - amount
    return Discount(
        policy=policy,
        percent=derived.stated,
        basis=case.basis,
        full=full,
        amount=amount,
        payable=payable,
        derived=derived,
    )


def basis_of(terms: Terms) -> Decimal | None:
    """Return what the discount is of: a freehold's unrestricted value, else the market rent a year."""
    if terms.tenure == "freehold":
        return terms.unrestricted_value_gbp
    return terms.market_rent_gbp_pa


def granted(discount: Discount, percent: Decimal) -> Decimal | None:
    """Return the pounds of another percentage than the policy derives, of the same rent or price.

    Half up to the penny; None where the rent or price is not known.
    """
    if discount.full is None or percent == discount.percent:
        return discount.amount  # where pounds led to the percentage, it is those pounds
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
    consent = limit_on("general_consent", answers.valuation_date)
    short = limit_on("short_lease", answers.valuation_date)
    return Undervalue(
        unrestricted=unrestricted,
        consideration=consideration,
        voluntary_conditions=voluntary,
        amount=amount,
        within_general_consent=amount <= consent.amount,
        short_lease=terms.tenure == "lease"
        and terms.years is not None
        and terms.years <= short.amount,
        consent=consent,
        short=short,
    )
