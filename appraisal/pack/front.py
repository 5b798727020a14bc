"""The decision on a page: what is asked, what the scheme derives, what is strong and what is weak."""

from decimal import Decimal
from fractions import Fraction

from appraisal.engine import words
from appraisal.engine.results import Appraisal, CriterionScore, HeadingScore
from appraisal.file import AppraisalFile
from appraisal.pack.criteria import STATUS, name_of
from appraisal.pack.parts import Big, Highlight

_MOST = 3
_SEPARATE = "A separate ledger, never set against the social value."


def asked_in_a_sentence(given: AppraisalFile) -> str:
    """Say what is asked of the council."""
    terms = given.answers.terms
    who, council = given.applicant, given.authority
    if given.answers.kind == "coproduction":
        amount = _pounds_a_year(terms.annual_investment_gbp) or "an amount that is not given yet"
        length = f" for {words.counted(terms.years, 'year')}" if terms.years else ""
        return f"{who} asks {council} to invest {amount}{length} in: {given.title}."
    what = given.asset.name if given.asset else given.title
    kind = {
        "lease": "a lease",
        "freehold": "the freehold",
        "licence": "a licence",
    }[terms.tenure]
    length = f" for {words.counted(terms.years, 'year')}" if terms.years else ""
    offer = _pounds_a_year(terms.rent_offered_gbp_pa)
    rent = f", at {offer}" if offer and terms.tenure != "freehold" else ""
    return f"{who} asks {council} for {kind}{length}{rent}: {what}."


def _pounds_a_year(amount: Decimal | None) -> str:
    return "" if amount is None else f"{words.short_pounds(amount)} a year"


def derived(appraisal: Appraisal) -> str:
    """Say what the scheme makes of it. It is no recommendation: those are for people."""
    if appraisal.percent is None:
        return "No criterion applies, so the scheme derives no score."
    score = (
        f"The scheme derives a score of {words.percent(appraisal.percent)}: {appraisal.points} of the "
        f"{words.counted(appraisal.applicable_maximum, 'point')} that apply"
    )
    discount = appraisal.discount
    if appraisal.answers.kind == "coproduction" or discount is None:
        return f"{score}. A coproduction proposal has no discount: nothing is let or sold."
    basis = "market rent" if discount.basis == "rent" else "unrestricted value"
    if discount.amount is None or discount.payable is None:
        return f"{score}, and so a discount of {discount.percent}%. The {basis} is not given, so no amount follows."
    left = (
        f"a rent of {words.pounds(discount.payable)} a year"
        if discount.basis == "rent"
        else f"a price of {words.pounds(discount.payable)}"
    )
    return f"{score}, and so a discount of {discount.percent}% of the {basis}, which leaves {left}."


def big_figures(appraisal: Appraisal) -> tuple[Big, ...]:
    """Return the four figures that a panel looks for first."""
    score = Big(
        "Score",
        "none" if appraisal.percent is None else words.percent(appraisal.percent),
        f"{appraisal.points} of the {appraisal.applicable_maximum} points that apply; "
        f"{appraisal.points} of {appraisal.scheme.maximum} in the whole scheme.",
    )
    if appraisal.answers.kind == "coproduction":
        return (score, *_coproduction_figures(appraisal))
    return (score, *_discount_figures(appraisal), _undervalue_figure(appraisal))


def _coproduction_figures(appraisal: Appraisal) -> tuple[Big, ...]:
    invested = appraisal.public_contribution
    ratio = appraisal.value_per_public_pound
    return (
        Big(
            "Annual investment",
            "not given" if invested is None else words.short_pounds(invested),
            "A year, asked of the council.",
        ),
        Big(
            "Social value",
            _whole(appraisal.social_value),
            "A year, of the criteria that have a £ value.",
        ),
        Big(
            "Value per public pound",
            "unknown" if ratio is None else f"£{ratio:,f}",
            "Social value for each pound the council puts in.",
        ),
    )


def _whole(amount: Decimal) -> str:
    return words.short_pounds(amount)


def _discount_figures(appraisal: Appraisal) -> tuple[Big, ...]:
    discount = appraisal.discount
    if discount is None:
        return (
            Big("Discount", "none", "No criterion applies."),
            Big("Payable", "unknown", "No discount is derived."),
        )
    rent = discount.basis == "rent"
    basis = "market rent" if rent else "unrestricted value"
    label = "Rent payable" if rent else "Price payable"
    if discount.full is None or discount.amount is None or discount.payable is None:
        return (
            Big("Discount", f"{discount.percent}%", f"Of the {basis}, which is not given."),
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
            f"{words.short_pounds(discount.amount)}{per} off the {basis} of {words.short_pounds(discount.full)}.",
        ),
        Big(
            label,
            _whole(discount.payable),
            f"{'A year' if rent else 'In all'}, if the council agrees.{offer}",
        ),
    )


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


def strengths(appraisal: Appraisal) -> tuple[Highlight, ...]:
    """Return the criteria nearest to all their points, at least half of them."""
    strong = [
        one for one in appraisal.criteria if one.status == "scored" and _part(one) >= Fraction(1, 2)
    ]
    strong.sort(key=lambda one: (-_part(one), -one.criterion.maximum))
    return tuple(_highlight(one) for one in strong[:_MOST])


def weaknesses(appraisal: Appraisal) -> tuple[Highlight, ...]:
    """Return the criteria that leave most of their points: gaps and unscored ones included."""
    weak = [
        one
        for one in appraisal.criteria
        if one.status != "not-applicable" and _part(one) < Fraction(1, 2)
    ]
    weak.sort(key=lambda one: (_part(one), -one.criterion.maximum))
    return tuple(_highlight(one) for one in weak[:_MOST])


def _part(one: CriterionScore) -> Fraction:
    return Fraction(one.points, one.criterion.maximum)


def _highlight(one: CriterionScore) -> Highlight:
    points = f"{one.points} of {words.counted(one.criterion.maximum, 'point')}"
    if one.status == "cannot-be-scored":
        points = "Cannot be scored yet"
    said = [points] + ([STATUS[one.status]] if one.status == "unanswered" else [])
    if one.value is not None:
        said.append(f"{words.pounds(one.value)} a year")
    return Highlight(name_of(one.criterion), "; ".join(said))


def kite_caption(appraisal: Appraisal) -> str:
    """Say what to see in the kite."""
    applied = [heading for heading in appraisal.headings if heading.percent is not None]
    missing = [heading.heading.title for heading in appraisal.headings if heading.percent is None]
    parts = {heading.percent for heading in applied}
    if not applied:
        return "No heading applies, so the kite has no points."
    if len(applied) == 1:
        seen = f"Only {applied[0].heading.title} applies: {words.percent(applied[0].percent)}."
    elif len(parts) == 1:
        seen = f"The headings that apply stand alike, at {words.percent(applied[0].percent)}."
    else:
        best, worst = max(parts, key=_number), min(parts, key=_number)
        seen = (
            f"Strongest on {_titles(applied, best)} ({words.percent(best)}), "
            f"weakest on {_titles(applied, worst)} ({words.percent(worst)})."
        )
    if missing and len(applied) > 1:
        verb = "does" if len(missing) == 1 else "do"
        seen += f" {words.listed(missing)} {verb} not apply."
    return seen


def _number(percent: Decimal | None) -> Decimal:
    return percent if percent is not None else Decimal(0)


def _titles(headings: list[HeadingScore], percent: Decimal | None) -> str:
    return words.listed([one.heading.title for one in headings if one.percent == percent])
