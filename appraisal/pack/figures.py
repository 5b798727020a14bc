"""The figures of the decision on a page: each to be read from across a table."""

from decimal import Decimal

from appraisal.engine import words
from appraisal.engine.discount import Discount
from appraisal.engine.explain import why_no_discount
from appraisal.engine.results import Appraisal
from appraisal.pack.parts import Big
from appraisal.pack.seen import Seen

_SEPARATE = "A separate ledger, never set against the social value."


def big_figures(seen: Seen) -> tuple[Big, ...]:
    """Return the four figures that a panel looks for first, or a group in its own pack."""
    appraisal = seen.appraisal
    score = Big(
        "Score",
        "none" if appraisal.percent is None else words.percent(appraisal.percent),
        f"{appraisal.points} of the {appraisal.applicable_maximum} points that apply; "
        f"{appraisal.points} of {appraisal.scheme.maximum} in the whole scheme.",
    )
    if appraisal.answers.kind == "coproduction":
        return (score, *_coproduction_figures(appraisal))
    if seen.for_group:
        return (score, *_group_figures(seen))
    return (score, *_discount_figures(appraisal), _undervalue_figure(appraisal))


def _coproduction_figures(appraisal: Appraisal) -> tuple[Big, ...]:
    invested = appraisal.public_contribution
    return (
        Big(
            "Annual investment",
            "not given" if invested is None else words.short_pounds(invested),
            "A year, asked of the council.",
        ),
        _social_value(appraisal),
        _per_pound(appraisal, "puts in"),
    )


def _social_value(appraisal: Appraisal) -> Big:
    return Big(
        "Social value",
        _whole(appraisal.social_value),
        "A year, of the criteria that have a £ value.",
    )


def _per_pound(appraisal: Appraisal, does: str) -> Big:
    ratio = appraisal.value_per_public_pound
    return Big(
        "Value per public pound",
        "unknown" if ratio is None else f"£{ratio:,f}",
        f"Social value for each pound the council {does}.",
    )


def _group_figures(seen: Seen) -> tuple[Big, ...]:
    """Return what a group sees of a transfer beside its score."""
    appraisal, discount = seen.appraisal, seen.appraisal.discount
    value, pound = _social_value(appraisal), _per_pound(appraisal, "gives up")
    if not seen.with_discount or discount is None:
        return (_market_rent(appraisal), value, pound)
    if discount.basis == "rent":
        return (*_discount_figures(appraisal), value)
    return (
        Big(
            "Discount",
            f"{discount.percent}%",
            f"Of the unrestricted value.{condition_of(discount)}",
        ),
        value,
        pound,
    )


def _market_rent(appraisal: Appraisal) -> Big:
    rent = appraisal.public_contribution
    if rent is None:
        return Big("Market rent", "not given", "The council has not given it yet.")
    return Big(
        "Market rent", words.short_pounds(rent), "A year: the most the council could give up."
    )


def _whole(amount: Decimal) -> str:
    return words.short_pounds(amount)


def _discount_figures(appraisal: Appraisal) -> tuple[Big, ...]:
    discount = appraisal.discount
    if discount is None:
        return (
            Big("Discount", "none", why_no_discount(appraisal)),
            Big("Payable", "unknown", "No discount is derived."),
        )
    rent = discount.basis == "rent"
    basis = "market rent" if rent else "unrestricted value"
    label = "Rent payable" if rent else "Price payable"
    if discount.full is None or discount.amount is None or discount.payable is None:
        return (
            Big(
                "Discount",
                f"{discount.percent}%",
                f"Of the {basis}, which is not given.{condition_of(discount)}",
            ),
            Big(label, "unknown", f"The {basis} is not given."),
        )
    per = " a year" if rent else ""
    offered = appraisal.answers.terms.rent_offered_gbp_pa
    offer = (
        f" The group offers {words.short_pounds(offered)}{per}."
        if rent and offered is not None
        else ""
    )
    return (
        Big(
            "Discount",
            f"{discount.percent}%",
            f"{words.short_pounds(discount.amount)}{per} off the {basis} of "
            f"{words.short_pounds(discount.full)}.{condition_of(discount)}",
        ),
        Big(
            label,
            _whole(discount.payable),
            f"{'A year' if rent else 'In all'}, if the council agrees.{offer}",
        ),
    )


def condition_of(discount: Discount) -> str:
    """Return the condition on which a policy gives its discount, to end a sentence with; empty where there is none."""
    condition = discount.policy.condition
    return f" Condition: {condition}" if condition else ""


def _undervalue_figure(appraisal: Appraisal) -> Big:
    if appraisal.undervalue is None:
        return Big("Undervalue", "unknown", f"No unrestricted value is given. {_SEPARATE}")
    return Big(
        "Undervalue", _whole(appraisal.undervalue.amount), f"{_priced_terms(appraisal)} {_SEPARATE}"
    )


def _priced_terms(appraisal: Appraisal) -> str:
    """Say which terms the undervalue is for: a valuer priced some, the score derives others."""
    terms, discount = appraisal.answers.terms, appraisal.discount
    paid = terms.consideration_gbp
    known = "not given, so £0" if paid is None else words.short_pounds(paid)
    said = f"For the terms the valuer priced (consideration {known})"
    if discount is None or discount.payable is None:
        return f"{said}."
    if discount.basis == "price" and paid == discount.payable:
        return f"{said}, which is the price beside it."
    return f"{said}, not for the {discount.basis} beside it."
