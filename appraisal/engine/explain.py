"""Each figure → its working, line by line, in words that a councillor can follow.

Nothing here is needed to score: a working is made only when someone asks to see it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.amounts import ZERO, exactly
from appraisal.engine.answers import NotApplicable, Picked
from appraisal.engine.discount import (
    Discount,
    Undervalue,
)
from appraisal.engine.measures import Figures, Step
from appraisal.engine.policy import limits
from appraisal.engine.proxies import Proxy
from appraisal.engine.results import Appraisal, CriterionScore, HeadingScore


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
    if scored.picked is not None:
        return _picked_working(appraisal, scored, scored.picked, wording)
    result = words.out_of(scored.points, criterion.maximum)
    answer = scored.answer
    if answer is None:
        return Working(title, (), f"Not answered: {result}.", result, criterion.source)
    if answer.not_applicable is not None or scored.outcome is None:
        return _claim_working(title, result, criterion.source, answer.not_applicable)
    with exactly():
        shown = criterion.measure.shown(
            answer.given, scored.outcome, _figures(appraisal, scored, wording)
        )
    if scored.status == "cannot-be-scored":
        result = "cannot be scored"
    proxies = {proxy.key: proxy for part in scored.outcome.parts if part for proxy in part.proxies}
    return Working(
        title, shown.steps, shown.rule, result, criterion.source, tuple(proxies.values())
    )


def _picked_working(
    appraisal: Appraisal, scored: CriterionScore, picked: Picked, wording: Mapping[str, str]
) -> Working:
    """Explain picked points: how the rule works out stays above them, line by line."""
    ruled = scored.by_rule
    own = scored._replace(status=ruled.status, points=ruled.points, picked=None)
    shown = criterion_working(appraisal, own, wording)
    return shown._replace(
        steps=(*shown.steps, Step(f"By the rule: {shown.rule}")),
        rule=picked_in_words(scored, picked),
        result=words.out_of(scored.points, scored.criterion.maximum),
    )


def picked_in_words(scored: CriterionScore, picked: Picked) -> str:
    """Say what was picked, why, and what the rule would give."""
    status, points = scored.by_rule
    given = {
        "unanswered": "by the rule it is unanswered: 0",
        "cannot-be-scored": "by the rule it cannot be scored",
    }.get(status, f"the rule gives {points}")
    reason = picked.reason.strip().rstrip(".")
    return f"Picked {picked.points} of {scored.criterion.maximum}: {reason} ({given})."


def _claim_working(title: str, result: str, source: str, claim: NotApplicable | None) -> Working:
    steps = [Step("Why it is said not to apply", claim.reason)] if claim else []
    if claim is not None and claim.agreed_by:
        steps.append(Step("Agreed for the council by", claim.agreed_by))
        rule = "Does not apply, so neither its points nor its maximum count."
        return Working(title, tuple(steps), rule, "does not apply", source)
    rule = (
        "The council has not agreed that it does not apply, so it counts as unanswered: 0 points."
    )
    return Working(title, tuple(steps), rule, result, source)


def _figures(appraisal: Appraisal, scored: CriterionScore, wording: Mapping[str, str]) -> Figures:
    return Figures(
        questions={question.key: question for question in scored.criterion.questions},
        maximum=scored.criterion.maximum,
        contribution=appraisal.answers.public_contribution,
        contribution_is=appraisal.answers.contribution_is,
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
    weights = sum(
        (one.heading.weight for one in appraisal.headings if one.percent is not None), start=ZERO
    )
    weighted = scheme.rule == "weighted"
    steps = [
        Step(one.heading.title, _heading(one, weights if weighted else None))
        for one in appraisal.headings
    ]
    steps.append(
        Step(
            "Points of the criteria that apply",
            f"{appraisal.points} of {appraisal.applicable_maximum}",
        )
    )
    steps.append(Step("Points of the whole scheme", f"{appraisal.points} of {scheme.maximum}"))
    result = (
        words.percent(appraisal.percent)
        if appraisal.percent is not None
        else "no criterion applies"
    )
    return Working(
        "Score", tuple(steps), _WEIGHTED if weighted else _BY_POINTS, result, scheme.source
    )


_BY_POINTS = (
    "The score is the points ÷ the points of the criteria that apply, in percent to one decimal. "
    "The whole scheme is shown beside it, so that nobody is misled by what was left out."
)
_WEIGHTED = (
    "The score adds each heading’s percentage × its weight, and divides by the weights of the "
    "headings that apply. Within a heading the criteria count by their own weights. The points are "
    "shown beside it and are not what the score is made of."
)


def _heading(heading: HeadingScore, weights: Decimal | None) -> str:
    if heading.percent is None:
        return "does not apply"
    if weights is None:
        return f"{heading.points} of {heading.applicable_maximum}"
    weight = f"{words.plain(heading.heading.weight)} of {words.plain(weights)}"
    return f"{heading.percent:f}% × weight {weight}"


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


def _contribution(appraisal: Appraisal) -> str:
    amount = appraisal.public_contribution
    return "not given" if amount is None else words.pounds(amount)


def _ratio(appraisal: Appraisal, ratio: Decimal | None, sign: str = "") -> str:
    if ratio is not None:
        return f"{sign}{ratio:,f}"
    return f"needs the {appraisal.answers.contribution_is}"


def pound_working(appraisal: Appraisal) -> Working:
    """Explain the value per public pound."""
    name = appraisal.answers.contribution_is
    return Working(
        "Value per public pound",
        (
            Step("Social value a year", words.pounds(appraisal.social_value)),
            Step(f"Annual public contribution: the {name} a year", _contribution(appraisal)),
        ),
        "Social value ÷ annual public contribution. Volunteers’ hours count as value here.",
        _ratio(appraisal, appraisal.value_per_public_pound, "£"),
        appraisal.scheme.source,
    )


def contribution_working(appraisal: Appraisal) -> Working:
    """Explain the annual public contribution, which the £ values are compared with."""
    terms = appraisal.answers.terms
    name = appraisal.answers.contribution_is
    steps = [Step(f"The {name} a year, as the terms give it", _contribution(appraisal))]
    rule = "What the council is asked to put in each year."
    if appraisal.answers.kind != "coproduction":
        rule = "What the council would give up each year: the whole market rent, whatever the group offers to pay."
        if terms.rent_offered_gbp_pa is not None:
            offer = words.pounds(terms.rent_offered_gbp_pa)
            steps.append(Step("The rent a year that the group offers: it changes no figure", offer))
    result = _contribution(appraisal)
    title = "Annual public contribution"
    return Working(title, tuple(steps), rule, result, appraisal.scheme.source)


def coefficiency_working(appraisal: Appraisal) -> Working:
    """Explain coefficiency: value added ÷ resources used."""
    both = appraisal.coefficiency
    council = words.pounds(both.public_contribution)
    if appraisal.public_contribution is None:
        council = f"{council} (not given)"
    return Working(
        "Coefficiency",
        (
            Step(
                f"Value added: social value {words.pounds(both.social_value)} − volunteers’ time "
                f"{words.pounds(both.volunteer_time)}",
                words.pounds(both.value_added),
            ),
            Step(
                f"Resources used: the council {council} + other funders and free help "
                f"{words.pounds(both.external_funds)} + volunteers’ time {words.pounds(both.volunteer_time)}",
                words.pounds(both.resources),
            ),
        ),
        "Value added ÷ resources used. Volunteers’ hours are a resource here, not a value.",
        _ratio(appraisal, both.ratio),
        appraisal.scheme.source,
    )


def discount_working(appraisal: Appraisal, discount: Discount) -> Working:
    """Explain the discount, line by line."""
    basis = "market rent a year" if discount.basis == "rent" else "unrestricted value"
    steps = list(discount.derived.lines)
    if discount.full is None or discount.amount is None or discount.payable is None:
        steps.append(Step(f"The {basis} is not given, so the amounts cannot be worked out"))
        result = f"{discount.percent}%"
    else:
        steps.append(Step(f"Whole {basis}", words.pounds(discount.full)))
        steps.append(
            Step(
                f"less the discount: {discount.percent}% of {words.pounds(discount.full)}",
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
    rule = " ".join((discount.policy.title, *limits(discount.policy)))
    if appraisal.provisional:
        rule += " The score is provisional, so this discount is too."
    return Working("Discount", tuple(steps), rule, result, discount.policy.source)


def why_no_discount(appraisal: Appraisal) -> str:
    """Say why no discount is derived where none is."""
    if appraisal.case is None or appraisal.scheme.discount is None:
        return "No criterion applies, so no discount is derived."
    return f"No discount is derived. {appraisal.scheme.discount.lacks}"


def undervalue_working(undervalue: Undervalue) -> Working:
    """Explain the legal undervalue. It stands apart from the well-being case, never netted."""
    limit = words.short_pounds(undervalue.consent.amount)
    if undervalue.amount < 0:
        rule = "Below £0: more would be paid than the valuation. Check the valuer’s figures."
    elif undervalue.within_general_consent:
        rule = f"At most {limit}: within the General Disposal Consent if the purpose is the area’s well-being."
    else:
        rule = f"Above {limit}: the Secretary of State’s consent is needed."
    if undervalue.short_lease:
        rule += f" A lease of {undervalue.short.whole} years or less is outside section 123(2)."
    return Working(
        "Legal undervalue",
        (
            Step("Unrestricted value", words.pounds(undervalue.unrestricted)),
            Step(
                "less consideration: the valuer’s capital value of the terms that were priced",
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
