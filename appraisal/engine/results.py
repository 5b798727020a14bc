"""What an appraisal comes to: the result, as the engine hands it on."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from appraisal.engine.amounts import Ratio
from appraisal.engine.answers import Answer, Answers, Picked
from appraisal.engine.discount import Discount, Undervalue
from appraisal.engine.measures import Outcome
from appraisal.engine.policy import Case
from appraisal.engine.proxies import Proxies, Proxy
from appraisal.engine.scheme import Criterion, Heading, Scheme

CriterionStatus = Literal["scored", "not-applicable", "unanswered", "cannot-be-scored"]


class ByRule(NamedTuple):
    """What the answers alone come to, where somebody picked other points."""

    status: CriterionStatus
    points: int


class CriterionScore(NamedTuple):
    """What one criterion comes to. ``value`` is pounds a year, to the penny.

    Where points were ``picked`` they are its points, and :attr:`by_rule` says what they stand for.
    """

    criterion: Criterion
    status: CriterionStatus
    points: int
    value: Decimal | None
    answer: Answer | None
    outcome: Outcome | None
    picked: Picked | None = None

    @property
    def by_rule(self) -> ByRule:
        """What the rule gives, picked or not."""
        if self.picked is None:
            return ByRule(self.status, self.points)
        if self.outcome is None:
            return ByRule("unanswered", 0)
        return ByRule(self.outcome.status, self.outcome.points)

    @property
    def applicable_maximum(self) -> int:
        """The points that could be had: none where the criterion leaves the maximum."""
        return self.criterion.maximum if self.status in ("scored", "unanswered") else 0


class HeadingScore(NamedTuple):
    """What one heading comes to; ``percent`` is of the applicable maximum, None without one.

    ``share`` is the same exactly, by the criteria's weights where the scheme's rule is weighted.
    """

    heading: Heading
    points: int
    applicable_maximum: int
    share: Ratio | None
    percent: Decimal | None


class Coefficiency(NamedTuple):
    """Value added by coproduction ÷ resources used, in pounds a year (method §4)."""

    social_value: Decimal
    volunteer_time: Decimal
    public_contribution: Decimal
    external_funds: Decimal
    value_added: Decimal
    resources: Decimal
    ratio: Decimal | None


class Caution(NamedTuple):
    """Something a reader must know before trusting the result."""

    place: str
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """The whole result. Percentages carry one decimal; amounts are pounds to the penny."""

    scheme: Scheme
    answers: Answers
    criteria: tuple[CriterionScore, ...]
    headings: tuple[HeadingScore, ...]
    points: int
    applicable_maximum: int
    percent: Decimal | None
    provisional: bool
    social_value: Decimal
    public_contribution: Decimal | None
    value_per_public_pound: Decimal | None
    coefficiency: Coefficiency
    case: Case | None  # what a discount policy looks at; None where no policy can apply
    discount: Discount | None
    undervalue: Undervalue | None
    proxies: tuple[Proxy, ...]
    known_proxies: Proxies
    warnings: tuple[Caution, ...]
