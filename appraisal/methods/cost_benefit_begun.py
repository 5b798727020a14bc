"""What a proposal’s own answers say already of its costs and benefits, for an officer to look over."""

from decimal import Decimal
from typing import Any

from appraisal.engine.results import Appraisal
from appraisal.methods.base import rows_of
from appraisal.methods.cost_benefit_parts import TRANSFER, ZERO
from appraisal.methods.discounting import MOST_YEARS

_SAVINGS = "savings"  # the question whose rows are savings by the year


def begun(appraisal: Appraisal) -> dict[str, object]:
    """Return the flows that the proposal’s own answers give: of the transfer, and of keeping it as it is.

    Yearly ones run over the proposed term, from year 1; ten years where none is given. What social value people
    gain is a benefit here, and is never taken off the undervalue (method §2.4).
    """
    answers = appraisal.answers
    last = min(max(answers.terms.years or 10, 1), MOST_YEARS)
    given = [one.given for one in answers.letters.values()]

    def said(question: str) -> Any:
        return next((one[question] for one in given if question in one), None)

    # What is saved is part of the social value: it is counted once, as whose it is.
    saving = [one for one in given if rows_of(one, _SAVINGS)]
    saved = sum((row["amount_gbp_pa"] for one in saving for row in rows_of(one, _SAVINGS)), ZERO)
    social = appraisal.social_value - sum(
        (
            one.value or ZERO
            for one in appraisal.criteria
            if one.answer is not None and rows_of(one.answer.given, _SAVINGS)
        ),
        ZERO,
    )
    capital, running = said("capital_cost_gbp"), said("annual_revenue_cost_gbp")
    income, rent = said("external_revenue_gbp"), _rent_forgone(appraisal)
    lines = (
        ("Works", "cost", "capital", "group", capital),
        ("Running costs", "cost", "running", "group", running),
        ("Income from outside", "benefit", "running", "group", income),
        ("Savings of the council", "benefit", "running", "council", saved),
        ("Social value", "benefit", "other", "users", social),
        ("Rent forgone", "cost", "running", "council", rent),
    )
    flows = [
        {
            "option": TRANSFER,
            "what": what,
            "way": way,
            "kind": kind,
            "who": who,
            "from_year": 0 if kind == "capital" else 1,
            "to_year": 0 if kind == "capital" else last,
            "central_gbp_pa": f"{amount:f}",
        }
        for what, way, kind, who, amount in lines
        if amount is not None and amount > 0
    ]
    return {"flows": flows, "schedule": "standard", "prices": "real", "optimism": "no"}


def _rent_forgone(appraisal: Appraisal) -> Decimal | None:
    terms = appraisal.answers.terms
    if appraisal.answers.kind == "coproduction" or terms.market_rent_gbp_pa is None:
        return None
    return terms.market_rent_gbp_pa - (terms.rent_offered_gbp_pa or ZERO)
