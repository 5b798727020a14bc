"""What a proposal’s own answers say already of inputs and outcomes, for an officer to look over."""

from decimal import Decimal
from typing import Any

from appraisal.engine.results import Appraisal, CriterionScore
from appraisal.methods.sroi_check import rates_of
from appraisal.methods.sroi_parts import ZERO

# Whose outcome each of the criteria with yearly values is, to begin with.
_WHOSE = {"J": "Other public services", "K": "People who live nearby", "L": "The council"}
_SETTINGS = {"first_year": "now", "schedule": "standard"}


def begun(appraisal: Appraisal) -> dict[str, object]:
    """Return inputs and outcomes that the answers give: volunteers’ time, money, and the values of J to L.

    Yearly ones run over the proposed term; ten years where none is given. Each outcome says that it is also scored.
    """
    answers = appraisal.answers
    years = min(max(answers.terms.years or 10, 1), rates_of(_SETTINGS).most_years)

    def said(question: str) -> Any:
        found = (one.given[question] for one in answers.letters.values() if question in one.given)
        return next(found, None)

    inputs = (
        ("The group", "Works", "money", said("capital_cost_gbp"), None),
        ("The group", "Running costs", "money", said("annual_revenue_cost_gbp"), years),
        ("The council", *_given_up(appraisal), years),
        ("Volunteers", "Their time", "time", appraisal.coefficiency.volunteer_time, years),
    )
    return {
        **_SETTINGS,
        "inputs": [
            {
                "stakeholder": who,
                "what": what,
                "kind": kind,
                "amount_gbp": f"{amount:f}",
                **({} if lasts is None else {"years": lasts}),
            }
            for who, what, kind, amount, lasts in inputs
            if amount is not None and amount > 0
        ],
        "outcomes": [_outcome(one, years) for one in appraisal.criteria if _counts(one)],
    }


def _counts(one: CriterionScore) -> bool:
    return one.criterion.letter in _WHOSE and one.value is not None and one.value > 0


def _outcome(one: CriterionScore, years: int) -> dict[str, object]:
    return {
        "stakeholder": _WHOSE[one.criterion.letter],
        "outcome": one.criterion.title,
        "counts": "gain",
        "quantity": 1,
        "proxy_gbp_pa": f"{one.value:f}",
        "source": f"The score, {one.criterion.letter}",
        "years": years,
        "also_scored": one.criterion.letter.lower(),
    }


def _given_up(appraisal: Appraisal) -> tuple[str, str, Decimal | None]:
    """Return what the council puts in each year: its investment, or rent that it forgoes."""
    terms = appraisal.answers.terms
    if appraisal.answers.kind == "coproduction":
        return "Investment", "money", terms.annual_investment_gbp
    if terms.market_rent_gbp_pa is None:
        return "Rent forgone", "money", None
    return "Rent forgone", "money", terms.market_rent_gbp_pa - (terms.rent_offered_gbp_pa or ZERO)
