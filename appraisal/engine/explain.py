"""Each figure → its working, line by line, in words that a councillor can follow.

Nothing here is needed to score: a working is made only when someone asks to see it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.amounts import exactly
from appraisal.engine.discount import (
    GENERAL_CONSENT_LIMIT_GBP,
    SHORT_LEASE_YEARS,
    Discount,
    Undervalue,
)
from appraisal.engine.measures import Figures, Step
from appraisal.engine.proxies import Proxy
from appraisal.engine.score import Appraisal, CriterionScore, HeadingScore


class Working(NamedTuple):
    """How one figure was worked out."""

    title: str
    steps: tuple[Step, ...]
    rule: str
    result: str
    source: str
    proxies: tuple[Proxy, ...] = ()


def criterion_working(
    appraisal: Appraisal, scored: CriterionScore, wording: Mapping[str, str]
) -> Working:
    """Explain a criterion's points and £ value; ``wording`` gives words for rated keys."""
    criterion = scored.criterion
    title = f"{criterion.letter} {criterion.title}"
    result = f"{scored.points} of {words.counted(criterion.maximum, 'point')}"
    claim = scored.answer.not_applicable if scored.answer else None
    if scored.answer is None:
        rule = f"Not answered: 0 of {words.counted(criterion.maximum, 'point')}."
        return Working(title, (), rule, result, criterion.source)
    if claim is not None and claim.agreed_by:
        rule = "Does not apply, so neither its points nor its maximum count."
        return Working(title, (), rule, "does not apply", criterion.source)
    if claim is not None or scored.outcome is None:
        rule = (
            "Said not to apply, but the council has not agreed: it counts as unanswered, 0 points."
        )
        return Working(title, (), rule, result, criterion.source)
    with exactly():
        shown = criterion.measure.shown(
            scored.answer.given, scored.outcome, _figures(appraisal, scored, wording)
        )
    if scored.status == "cannot-be-scored":
        result = "cannot be scored"
    proxies = {proxy.key: proxy for part in scored.outcome.parts if part for proxy in part.proxies}
    return Working(
        title, shown.steps, shown.rule, result, criterion.source, tuple(proxies.values())
    )


def _figures(appraisal: Appraisal, scored: CriterionScore, wording: Mapping[str, str]) -> Figures:
    return Figures(
        questions={question.key: question for question in scored.criterion.questions},
        maximum=scored.criterion.maximum,
        contribution=appraisal.answers.public_contribution,
        deprivation=appraisal.answers.deprivation,
        wording=wording,
        proxy_titles={key: kind.title for key, kind in appraisal.known_proxies.kinds.items()},
    )


def total_workings(appraisal: Appraisal) -> tuple[Working, ...]:
    """Explain the figures that stand over the criteria, in the order of the summary."""
    workings = [score_working(appraisal), social_value_working(appraisal), pound_working(appraisal)]
    workings.append(coefficiency_working(appraisal))
    if appraisal.discount is not None:
        workings.append(discount_working(appraisal, appraisal.discount))
    if appraisal.undervalue is not None:
        workings.append(undervalue_working(appraisal.undervalue))
    return tuple(workings)


def score_working(appraisal: Appraisal) -> Working:
    """Explain the score against both maxima."""
    scheme = appraisal.scheme
    weighted = scheme.rule == "weighted"
    steps = [
        Step(heading.heading.title, _heading(heading, weighted)) for heading in appraisal.headings
    ]
    steps.append(
        Step(
            "Points of the criteria that apply",
            f"{appraisal.points} of {appraisal.applicable_maximum}",
        )
    )
    steps.append(Step("Points of the whole scheme", f"{appraisal.points} of {scheme.maximum}"))
    if scheme.rule == "points":
        rule = "The percentage is points ÷ the points of the criteria that apply, rounded half up to one decimal."
    else:
        weights = words.listed([f"{h.title} {words.plain(h.weight)}" for h in scheme.headings])
        rule = f"Each heading’s percentage counts by its weight ({weights}), among the headings that apply."
    result = (
        words.percent(appraisal.percent)
        if appraisal.percent is not None
        else "no criterion applies"
    )
    return Working("Score", tuple(steps), rule, result, scheme.source)


def _heading(heading: HeadingScore, weighted: bool) -> str:
    if heading.percent is None:
        return "does not apply"
    points = f"{heading.points} of {heading.applicable_maximum}"
    if not weighted:
        return points
    return f"{points}, by weight {heading.percent:f}% × {words.plain(heading.heading.weight)}"


def social_value_working(appraisal: Appraisal) -> Working:
    """Explain the social value: the sum of the valued criteria."""
    steps = tuple(
        Step(f"{scored.criterion.letter} {scored.criterion.title}", words.pounds(scored.value))
        for scored in appraisal.criteria
        if scored.value is not None
    )
    return Working(
        "Social value a year",
        steps,
        "The sum of the criteria that have a £ value, each rounded once to the penny.",
        words.pounds(appraisal.social_value),
        appraisal.scheme.source,
    )


_CONTRIBUTION = {
    "asset-transfer": "the whole market rent a year",
    "coproduction": "the annual investment asked for",
}


def pound_working(appraisal: Appraisal) -> Working:
    """Explain the value per public pound."""
    contribution = appraisal.public_contribution
    steps = [
        Step("Social value a year", words.pounds(appraisal.social_value)),
        Step(
            f"Annual public contribution: {_CONTRIBUTION[appraisal.answers.kind]}",
            "not known" if contribution is None else words.pounds(contribution),
        ),
    ]
    return Working(
        "Value per public pound",
        tuple(steps),
        "Social value ÷ annual public contribution. Volunteers’ hours count as value here.",
        _ratio(appraisal.value_per_public_pound, "£"),
        appraisal.scheme.source,
    )


def coefficiency_working(appraisal: Appraisal) -> Working:
    """Explain coefficiency: value added ÷ resources used."""
    both = appraisal.coefficiency
    return Working(
        "Coefficiency",
        (
            Step(
                f"Value added: social value {words.pounds(both.social_value)} − volunteers’ time "
                f"{words.pounds(both.volunteer_time)}",
                words.pounds(both.value_added),
            ),
            Step(
                f"Resources used: council {words.pounds(both.public_contribution)} + other funders and free help "
                f"{words.pounds(both.external_funds)} + volunteers’ time {words.pounds(both.volunteer_time)}",
                words.pounds(both.resources),
            ),
        ),
        "Value added ÷ resources used. Volunteers’ hours are a resource here, not a value.",
        _ratio(both.ratio),
        appraisal.scheme.source,
    )


def _ratio(ratio: Decimal | None, sign: str = "") -> str:
    return "cannot be worked out" if ratio is None else f"{sign}{ratio:,f}"


def discount_working(appraisal: Appraisal, discount: Discount) -> Working:
    """Explain the discount, line by line."""
    basis = "market rent a year" if discount.basis == "rent" else "unrestricted value"
    steps = [
        Step(
            f"Score {words.percent(appraisal.percent)}, from the exact points, rounded half up",
            f"{discount.percent}%",
        )
    ]
    if discount.full is None or discount.amount is None or discount.payable is None:
        steps.append(Step(f"The {basis} is not given, so the amounts cannot be worked out"))
        result = f"{discount.percent}%"
    else:
        steps.append(Step(f"Whole {basis}", words.pounds(discount.full)))
        steps.append(
            Step(
                f"{discount.percent}% of {words.pounds(discount.full)}",
                words.pounds(discount.amount),
            )
        )
        what = "Rent payable a year" if discount.basis == "rent" else "Price payable"
        steps.append(
            Step(
                f"{what}: {words.pounds(discount.full)} − {words.pounds(discount.amount)}",
                words.pounds(discount.payable),
            )
        )
        result = f"{discount.percent}%, {words.pounds(discount.amount)}"
    return Working("Discount", tuple(steps), discount.policy.title, result, discount.policy.source)


def undervalue_working(undervalue: Undervalue) -> Working:
    """Explain the legal undervalue. It stands apart from the well-being case, never netted."""
    limit = words.short_pounds(GENERAL_CONSENT_LIMIT_GBP)
    if undervalue.within_general_consent:
        rule = f"At most {limit}: within the General Disposal Consent if the purpose is the area’s well-being."
    else:
        rule = f"Above {limit}: the Secretary of State’s consent is needed."
    if undervalue.short_lease:
        rule += f" A lease of {SHORT_LEASE_YEARS} years or less is outside section 123(2)."
    return Working(
        "Legal undervalue",
        (
            Step("Unrestricted value", words.pounds(undervalue.unrestricted)),
            Step(
                "less consideration for the terms recommended",
                words.pounds(undervalue.consideration),
            ),
            Step(
                "less voluntary conditions priced by a valuer",
                words.pounds(undervalue.voluntary_conditions),
            ),
        ),
        rule,
        words.pounds(undervalue.amount),
        "Local Government Act 1972 s123; General Disposal Consent (England) 2003",
    )
