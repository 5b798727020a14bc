"""``appraise``: from a scheme, proxies and answers to a score. Reads top to bottom like the method."""

from decimal import Decimal

from appraisal.engine.amounts import NO_POUNDS, ZERO, Ratio, exactly, half_up, pounds, share, total
from appraisal.engine.answers import Answer, Answers
from appraisal.engine.cautions import cautions_of
from appraisal.engine.discount import discount_from, undervalue_of
from appraisal.engine.faults import CannotRead
from appraisal.engine.measures import Sums
from appraisal.engine.measures.base import amount
from appraisal.engine.policy import Case
from appraisal.engine.proxies import Proxies
from appraisal.engine.results import Appraisal, Coefficiency, CriterionScore, HeadingScore
from appraisal.engine.scheme import SOCIAL_VALUE, VOLUNTEER_TIME, Criterion, Heading, Scheme


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
        criteria = tuple(_scored(criterion, answers, sums) for criterion in scheme.criteria)
        if sums.missing:
            raise CannotRead(tuple(sums.missing.values()))
        return _appraisal(scheme, proxies, answers, criteria, sums)


def _scored(criterion: Criterion, answers: Answers, sums: Sums) -> CriterionScore:
    """Score one criterion; picked points count in place of the rule's.

    What the council agreed not to apply stays out of the score: there is nothing to pick.
    """
    scored = _criterion_score(criterion, answers.letters.get(criterion.letter), sums)
    picked = answers.picked.get(criterion.letter)
    if picked is None or scored.status == "not-applicable":
        return scored
    return scored._replace(status="scored", points=picked.points, picked=picked)


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
    percent = half_up(Ratio(score.over * 100, score.under), 1) if score else None
    case = (
        Case(
            score=score,
            percent=percent,
            headings=headings,
            criteria=criteria,
            social_value=social_value,
            basis="price" if answers.terms.tenure == "freehold" else "rent",
            rent=answers.terms.market_rent_gbp_pa,
            legal_form=answers.legal_form,
        )
        if score and scheme.kind == "asset-transfer"
        else None
    )
    return Appraisal(
        scheme=scheme,
        answers=answers,
        criteria=criteria,
        headings=headings,
        points=sum(scored.points for scored in criteria),
        applicable_maximum=applicable,
        percent=percent,
        provisional=provisional,
        social_value=social_value,
        public_contribution=contribution,
        value_per_public_pound=share(social_value, contribution, 2) if contribution else None,
        coefficiency=_coefficiency(social_value, contribution, criteria),
        case=case,
        discount=discount_from(scheme.discount, case, answers.terms)
        if scheme.discount and case
        else None,
        undervalue=undervalue,
        proxies=tuple(sums.used[key] for key in sorted(sums.used)),
        known_proxies=proxies,
        warnings=tuple(
            sorted(cautions_of(criteria, sums, answers, undervalue, proxies, provisional))
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
    exact = Ratio(Decimal(points), Decimal(maximum))
    if scheme.rule == "weighted":
        exact = Ratio(
            sum((one.criterion.weight * one.points for one in own), start=ZERO),
            sum((one.criterion.weight * one.applicable_maximum for one in own), start=ZERO),
        )
    percent = half_up(Ratio(exact.over * 100, exact.under), 1)
    return HeadingScore(heading, points, maximum, exact, percent)


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
