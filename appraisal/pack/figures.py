"""The figures of the decision on a page: each to be read from across a table."""

from decimal import Decimal

from appraisal.engine import words
from appraisal.engine.discount import Discount
from appraisal.engine.explain import why_no_discount
from appraisal.engine.results import Appraisal
from appraisal.pack.parts import Big
from appraisal.pack.report.issue import Issue
from appraisal.pack.report.terms import granted_of, stands_of
from appraisal.pack.seen import Seen

_SEPARATE = "A separate ledger, never set against the social value."
_GRANTS_NOTHING = {
    "refused": ("Refused.", "is"),
    "against": ("Officers recommend a refusal.", "would be"),
}


def big_figures(seen: Seen, issue: Issue | None = None) -> tuple[Big, ...]:
    """Return the four figures that a panel looks for first, or a group in its own pack.

    ``issue`` holds the records that an issued pack is made of: what was decided or recommended in them stands.
    """
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
    return (score, *_discount_figures(appraisal, issue), _undervalue_figure(appraisal, issue))


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


def _discount_figures(appraisal: Appraisal, issue: Issue | None = None) -> tuple[Big, ...]:
    """Return the discount and what is left to pay: of a record those that stand, else those of the score."""
    discount = appraisal.discount
    if discount is None:
        return (
            Big("Discount", "none", why_no_discount(appraisal)),
            Big("Payable", "unknown", "No discount is derived."),
        )
    money = granted_of(issue or Issue(), appraisal)
    stands = stands_of(issue) if issue else "derived"
    rent = discount.basis == "rent"
    label = "Rent payable" if rent else "Price payable"
    offered = appraisal.answers.terms.rent_offered_gbp_pa
    offer = (
        f" The group offers {words.short_pounds(offered)} a year."
        if rent and offered is not None
        else ""
    )
    if stands in _GRANTS_NOTHING:
        said, verb = _GRANTS_NOTHING[stands]
        return (
            Big("Discount", "none", f"{said} The score gives {discount.percent}%."),
            Big(label, "none", f"Nothing {verb} {'let' if rent else 'sold'}.{offer}"),
        )
    assert money is not None  # noqa: S101 (a discount is derived, so one stands)
    basis = "market rent" if rent else "unrestricted value"
    figure = f"{words.plain(money.percent)}%"
    lead = f"As {stands}: " if stands != "derived" else ""
    departs = (
        f" The score gives {discount.percent}%." if money.percent != discount.percent else ""
    ) + condition_of(discount)
    if money.full is None or money.amount is None or money.payable is None:
        of = f"{lead}of the {basis}, which is not given.{departs}"
        return (
            Big("Discount", figure, of[0].upper() + of[1:]),
            Big(label, "unknown", f"The {basis} is not given."),
        )
    per = " a year" if rent else ""
    agreed = "as decided" if stands == "decided" else "if the council agrees"
    return (
        Big(
            "Discount",
            figure,
            f"{lead}{words.short_pounds(money.amount)}{per} off the {basis} of "
            f"{words.short_pounds(money.full)}.{departs}",
        ),
        Big(label, _whole(money.payable), f"{'A year' if rent else 'In all'}, {agreed}.{offer}"),
    )


def condition_of(discount: Discount) -> str:
    """Return the condition on which a policy gives its discount, to end a sentence with; empty where there is none."""
    condition = discount.policy.condition
    return f" Condition: {condition}" if condition else ""


def _undervalue_figure(appraisal: Appraisal, issue: Issue | None) -> Big:
    if appraisal.undervalue is None:
        return Big("Undervalue", "unknown", f"No unrestricted value is given. {_SEPARATE}")
    return Big(
        "Undervalue",
        _whole(appraisal.undervalue.amount),
        f"{_priced_terms(appraisal, issue)} {_SEPARATE}",
    )


def _priced_terms(appraisal: Appraisal, issue: Issue | None) -> str:
    """Say which terms the undervalue is for: a valuer priced some, those that stand are others."""
    paid = appraisal.answers.terms.consideration_gbp
    known = "not given, so £0" if paid is None else words.short_pounds(paid)
    said = f"For the terms the valuer priced (consideration {known})"
    money = granted_of(issue or Issue(), appraisal)
    if money is None or money.payable is None or (issue and stands_of(issue) in _GRANTS_NOTHING):
        return f"{said}."
    if money.basis == "price" and paid == money.payable:
        return f"{said}, which is the price beside it."
    return f"{said}, not for the {money.basis} beside it."
