"""``appraise``: from a scheme, proxies and answers to a score. Reads top to bottom like the method."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from appraisal.engine import words
from appraisal.engine.amounts import (
    NO_POUNDS,
    ZERO,
    Ratio,
    exactly,
    half_up,
    pounds,
    share,
    total,
)
from appraisal.engine.answers import Answer, Answers
from appraisal.engine.discount import (
    GENERAL_CONSENT_LIMIT_GBP,
    Discount,
    Undervalue,
    discount_from,
    undervalue_of,
)
from appraisal.engine.faults import CannotRead
from appraisal.engine.measures import Outcome, Sums
from appraisal.engine.measures.base import amount
from appraisal.engine.proxies import Proxies, Proxy, is_stale
from appraisal.engine.scheme import (
    SOCIAL_VALUE,
    VOLUNTEER_TIME,
    Criterion,
    Heading,
    Scheme,
)

CriterionStatus = Literal["scored", "not-applicable", "unanswered", "cannot-be-scored"]


class CriterionScore(NamedTuple):
    """What one criterion comes to. ``value`` is pounds a year, to the penny."""

    criterion: Criterion
    status: CriterionStatus
    points: int
    value: Decimal | None
    answer: Answer | None
    outcome: Outcome | None

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
    discount: Discount | None
    undervalue: Undervalue | None
    proxies: tuple[Proxy, ...]
    known_proxies: Proxies
    warnings: tuple[Caution, ...]


def appraise(scheme: Scheme, proxies: Proxies, answers: Answers) -> Appraisal:
    """Appraise answers under a scheme.

    Raises :class:`CannotRead` where an answer needs a proxy that has no value on the valuation
    date. Source of every rule: the method, §2 to §4.
    """
    with exactly():
        sums = Sums(
            proxies,
            answers.region,
            answers.valuation_date,
            answers.public_contribution,
            answers.deprivation,
        )
        criteria = tuple(
            _criterion_score(criterion, answers.letters.get(criterion.letter), sums)
            for criterion in scheme.criteria
        )
        if sums.missing:
            raise CannotRead(tuple(sums.missing.values()))
        return _appraisal(scheme, proxies, answers, criteria, sums)


def _criterion_score(criterion: Criterion, answer: Answer | None, sums: Sums) -> CriterionScore:
    if answer is None:
        return CriterionScore(criterion, "unanswered", 0, None, None, None)
    if answer.not_applicable is not None:
        agreed = bool(answer.not_applicable.agreed_by)
        return CriterionScore(
            criterion, "not-applicable" if agreed else "unanswered", 0, None, answer, None
        )
    outcome = criterion.measure.score(answer.given, sums)
    value = half_up(outcome.value, 2) if outcome.value is not None else None
    return CriterionScore(criterion, outcome.status, outcome.points, value, answer, outcome)


def _appraisal(
    scheme: Scheme,
    proxies: Proxies,
    answers: Answers,
    criteria: tuple[CriterionScore, ...],
    sums: Sums,
) -> Appraisal:
    headings = tuple(_heading_score(heading, scheme, criteria) for heading in scheme.headings)
    applicable = sum(heading.applicable_maximum for heading in headings)
    score = _score(scheme, headings) if applicable else None
    provisional = any(scored.status == "cannot-be-scored" for scored in criteria)
    social_value = sum(
        (
            scored.value
            for scored in criteria
            if scored.value is not None and SOCIAL_VALUE in scored.criterion.tags
        ),
        start=NO_POUNDS,
    )
    contribution = sums.contribution if sums.contribution is None else pounds(sums.contribution)
    undervalue = undervalue_of(answers)
    return Appraisal(
        scheme=scheme,
        answers=answers,
        criteria=criteria,
        headings=headings,
        points=sum(scored.points for scored in criteria),
        applicable_maximum=applicable,
        percent=half_up(Ratio(score.over * 100, score.under), 1) if score else None,
        provisional=provisional,
        social_value=social_value,
        public_contribution=contribution,
        value_per_public_pound=share(social_value, contribution, 2) if contribution else None,
        coefficiency=_coefficiency(social_value, contribution, criteria),
        discount=discount_from(scheme.discount, score, answers.terms)
        if scheme.discount and score
        else None,
        undervalue=undervalue,
        proxies=tuple(sums.used[key] for key in sorted(sums.used)),
        known_proxies=proxies,
        warnings=tuple(
            sorted(_warnings(criteria, sums, answers, undervalue, proxies, provisional))
        ),
    )


def _heading_score(
    heading: Heading, scheme: Scheme, criteria: tuple[CriterionScore, ...]
) -> HeadingScore:
    own = [scored for scored in criteria if scored.criterion.heading == heading.key]
    points = sum([scored.points for scored in own])
    maximum = sum([scored.applicable_maximum for scored in own])
    if not maximum:
        return HeadingScore(heading, points, maximum, None, None)
    share = Ratio(Decimal(points), Decimal(maximum))
    if scheme.rule == "weighted":
        share = Ratio(
            sum((one.criterion.weight * one.points for one in own), start=ZERO),
            sum((one.criterion.weight * one.applicable_maximum for one in own), start=ZERO),
        )
    percent = half_up(Ratio(share.over * 100, share.under), 1)
    return HeadingScore(heading, points, maximum, share, percent)


def _score(scheme: Scheme, headings: tuple[HeadingScore, ...]) -> Ratio:
    """Return the exact share of the applicable maximum, by the scheme's rule (method §2.2)."""
    if scheme.rule == "points":
        return Ratio(
            Decimal(sum(heading.points for heading in headings)),
            Decimal(sum(heading.applicable_maximum for heading in headings)),
        )
    weighed: list[Ratio] = []
    weights = ZERO
    for one in headings:
        if one.share is not None:
            weighed.append(Ratio(one.heading.weight * one.share.over, one.share.under))
            weights += one.heading.weight
    summed = total(weighed)
    return Ratio(summed.over, summed.under * weights)


def _coefficiency(
    social_value: Decimal, contribution: Decimal | None, criteria: tuple[CriterionScore, ...]
) -> Coefficiency:
    volunteers = external = NO_POUNDS
    for scored in criteria:
        if scored.outcome is None or scored.answer is None:
            continue
        for part in scored.outcome.parts:
            if part and VOLUNTEER_TIME in part.tags:
                volunteers += half_up(part.amount, 2)
        for key in scored.criterion.external_funds:
            external += pounds(amount(scored.answer.given, key))
    public = contribution or NO_POUNDS
    added = social_value - volunteers
    resources = public + external + volunteers
    return Coefficiency(
        social_value=social_value,
        volunteer_time=volunteers,
        public_contribution=public,
        external_funds=external,
        value_added=added,
        resources=resources,
        ratio=share(added, resources, 2) if contribution else None,
    )


# What the warnings of measures say.
_SAID = {
    "no-deprivation-rank": "No deprivation rank is given here or for the asset, so this criterion "
    "counts as unanswered.",
}


def _warnings(
    criteria: tuple[CriterionScore, ...],
    sums: Sums,
    answers: Answers,
    undervalue: Undervalue | None,
    proxies: Proxies,
    provisional: bool,
) -> Iterable[Caution]:
    for scored in criteria:
        if scored.answer is None:
            continue
        place = f"answers.{scored.criterion.letter}"
        if scored.outcome is not None and scored.outcome.warning:
            yield Caution(
                place,
                scored.outcome.warning,
                _SAID[scored.outcome.warning],
            )
        claim = scored.answer.not_applicable
        if claim is not None and not claim.agreed_by:
            yield Caution(
                place,
                "not-agreed",
                "The group says that this does not apply. Until the council agrees it counts as unanswered.",
            )
    for key, proxy in sums.used.items():
        kind = proxies.kinds[key]
        if key in sums.fell_back:
            yield Caution(
                f"proxies.{key}",
                "region-fallback",
                f"There is no {kind.title} for {answers.region} on {words.day(answers.valuation_date)}; "
                f"the figure for {proxy.area} is used.",
            )
        if is_stale(proxy, kind, answers.valuation_date):
            yield Caution(
                f"proxies.{key}",
                "stale-proxy",
                f"The {kind.title} applies from {words.day(proxy.applies_from)}, more than "
                f"{kind.stale_after_months} months before the valuation date.",
            )
    if provisional:
        state = "not given" if answers.public_contribution is None else "£0"
        yield Caution(
            "terms",
            "no-public-contribution",
            f"The {answers.contribution_is} is {state}. The criteria that compare a £ value with it "
            "cannot be scored, so the result is provisional.",
        )
    yield from _term_warnings(answers, undervalue)


def _term_warnings(answers: Answers, undervalue: Undervalue | None) -> Iterable[Caution]:
    if undervalue is None:
        return
    if undervalue.amount > GENERAL_CONSENT_LIMIT_GBP:
        yield Caution(
            "terms",
            "over-general-consent",
            f"The undervalue of {words.short_pounds(undervalue.amount)} is above the "
            f"{words.short_pounds(GENERAL_CONSENT_LIMIT_GBP)} of the General Disposal Consent: the Secretary of "
            "State’s consent is needed.",
        )
    if undervalue.amount < 0:
        yield Caution(
            "terms",
            "negative-undervalue",
            "The consideration and the voluntary conditions together are more than the unrestricted value. "
            "Check the valuer’s figures.",
        )
    terms = answers.terms
    rent = terms.rent_offered_gbp_pa or ZERO
    if terms.tenure == "lease" and rent > 1 and not terms.consideration_gbp:
        yield Caution(
            "terms",
            "rent-without-consideration",
            f"A rent of {words.short_pounds(rent)} a year is offered, yet the consideration is 0. The consideration "
            "is the valuer’s capital value of the terms, rent included.",
        )
