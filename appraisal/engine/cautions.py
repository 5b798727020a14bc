"""Warnings: what a reader must know before trusting a result (the contract's list of codes)."""

from collections.abc import Iterable, Mapping

from appraisal.engine import words
from appraisal.engine.amounts import ZERO
from appraisal.engine.answers import Answers
from appraisal.engine.discount import Undervalue
from appraisal.engine.measures import Sums
from appraisal.engine.proxies import Proxies, is_stale
from appraisal.engine.results import Caution, CriterionScore

# Every code there is: where it stands, and what it tells a reader.
CODES: Mapping[str, tuple[str, str]] = {
    "no-deprivation-rank": (
        "answers.<letter>",
        "Neither this answer nor the asset has a deprivation rank: the criterion is unanswered.",
    ),
    "not-agreed": (
        "answers.<letter>",
        "The group says that the criterion does not apply and nobody agreed for the council: it is unanswered.",
    ),
    "region-fallback": (
        "proxies.<key>",
        "The region has no value of this proxy on the day, so another area’s was used.",
    ),
    "stale-proxy": (
        "proxies.<key>",
        "The value of this proxy is old: it began to apply long before the valuation date.",
    ),
    "negative-undervalue": ("terms", "More would be paid than the unrestricted value."),
    "no-public-contribution": (
        "terms",
        "What the council gives up or puts in each year is not given or 0, so some criteria cannot be scored.",
    ),
    "over-general-consent": (
        "terms",
        "The undervalue is too large for the General Disposal Consent.",
    ),
    "rent-without-consideration": (
        "terms",
        "A lease has a rent, and yet the consideration is 0.",
    ),
}

# What the warnings of measures say.
_SAID = {
    "no-deprivation-rank": "No deprivation rank is given here or for the asset, so this criterion "
    "counts as unanswered.",
}


def cautions_of(
    criteria: tuple[CriterionScore, ...],
    sums: Sums,
    answers: Answers,
    undervalue: Undervalue | None,
    proxies: Proxies,
    provisional: bool,
) -> Iterable[Caution]:
    """Return every warning of the contract that holds, in no order."""
    for scored in criteria:
        if scored.answer is None or scored.picked is not None:
            continue  # picked points count, whatever the answer lacks
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
                f"the {proxy.area} figure is used.",
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
    if not undervalue.within_general_consent:
        yield Caution(
            "terms",
            "over-general-consent",
            f"The undervalue of {words.short_pounds(undervalue.amount)} is above the "
            f"{words.short_pounds(undervalue.consent.amount)} of the General Disposal Consent: the Secretary of "
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
