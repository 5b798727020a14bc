"""What a proposal’s own terms say already of what its subsidy is worth, for an officer to look over."""

from decimal import Decimal

from appraisal.engine.amounts import tidy
from appraisal.engine.discount import granted
from appraisal.engine.results import Appraisal


def begun(appraisal: Appraisal) -> dict[str, object]:
    """Return rent or price with the discount that the policy derives; a coproduction’s investment as a part.

    Whether the recipient is an enterprise, and what it has had, nobody has said yet: these stay open.
    """
    terms, found = appraisal.answers.terms, appraisal.discount
    if appraisal.answers.kind == "coproduction":
        invested = terms.annual_investment_gbp
        years = {"years": terms.years} if terms.years else {}
        parts = (
            []
            if not invested
            else [{"what": "Annual investment", "amount_gbp": _text(invested), **years}]
        )
        return {"basis": "nothing", "discounting": "full", **({"parts": parts} if parts else {})}
    if terms.tenure == "freehold":
        figures: dict[str, object] = {
            "market_value_gbp": _text(terms.unrestricted_value_gbp),
            "price_gbp": _text(found.payable if found and found.basis == "price" else None),
        }
        basis = "price"
    else:
        figures = {
            "market_rent_gbp_pa": _text(terms.market_rent_gbp_pa),
            "discount_percent": _text(found.percent if found and found.basis == "rent" else None),
            "term_years": terms.years,
        }
        basis = "rent"
    known = {key: one for key, one in figures.items() if one is not None}
    return {"basis": basis, "discounting": "full", **known}


def with_recommended(
    begun: dict[str, object], appraisal: Appraisal, percent: Decimal | None
) -> dict[str, object]:
    """Return what was begun, with the discount that officers recommend in place of the one that is derived."""
    found = appraisal.discount
    if percent is None or found is None:
        return begun
    if found.basis == "rent":
        return {**begun, "discount_percent": f"{tidy(percent):f}"}
    given = granted(found, percent)
    if given is None or found.full is None:
        return begun
    return {**begun, "price_gbp": f"{found.full - given:f}"}


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
