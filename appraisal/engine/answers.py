"""What the engine appraises: the answers, the terms and the few facts that the sums need."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine.scheme import ProposalKind


class NotApplicable(NamedTuple):
    """A claim that a criterion does not apply; it counts only once ``agreed_by`` is given."""

    reason: str
    agreed_by: str = ""


class Picked(NamedTuple):
    """Points that somebody of the council picked in place of what the rule gives, and why.

    They are one of the criterion's own levels. The £ value stays what the answers give.
    """

    points: int
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was given for one criterion: question key → value, or a claim that it does not apply."""

    given: Mapping[str, object] = field(default_factory=dict)
    not_applicable: NotApplicable | None = None
    evidence: str = ""
    note: str = ""


class Deprivation(NamedTuple):
    """Where a small area stands in an edition of the deprivation index; rank 1 is most deprived."""

    edition: int
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is proposed. Amounts in pounds; None where a figure is not known."""

    tenure: str = ""  # lease, freehold or licence
    years: int | None = None
    market_rent_gbp_pa: Decimal | None = None
    rent_offered_gbp_pa: Decimal | None = None
    unrestricted_value_gbp: Decimal | None = None
    consideration_gbp: Decimal | None = None
    voluntary_conditions_gbp: Decimal | None = None
    annual_investment_gbp: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Everything that one appraisal is computed from, beside the scheme and the proxies."""

    kind: ProposalKind
    valuation_date: date
    region: str
    terms: Terms
    letters: Mapping[str, Answer]
    deprivation: Deprivation | None = None  # the asset's own
    picked: Mapping[str, Picked] = field(default_factory=dict)  # by letter
    legal_form: str = ""  # of the group, as it was given

    @property
    def contribution_is(self) -> str:
        """What the public contribution of this kind of proposal is called."""
        return "annual investment" if self.kind == "coproduction" else "market rent"

    @property
    def public_contribution(self) -> Decimal | None:
        """Pounds a year the council gives up or puts in (method §2.1); None where unknown."""
        if self.kind == "coproduction":
            return self.terms.annual_investment_gbp
        return self.terms.market_rent_gbp_pa
