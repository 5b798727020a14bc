"""The decision on a page, in words: what is asked and derived, what is strong and what is weak."""

from decimal import Decimal
from fractions import Fraction

from appraisal.engine import words
from appraisal.engine.explain import why_no_discount
from appraisal.engine.results import Appraisal, CriterionScore, HeadingScore
from appraisal.file import AppraisalFile
from appraisal.pack.criteria import STATUS, name_of
from appraisal.pack.figures import condition_of
from appraisal.pack.money import WITHHELD
from appraisal.pack.parts import Highlight
from appraisal.pack.seen import Seen

_MOST = 3


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


def derived(seen: Seen) -> str:
    """Say what the scheme makes of it. It is no recommendation: those are for people."""
    appraisal = seen.appraisal
    if appraisal.percent is None:
        return "No criterion applies, so the scheme derives no score."
    score = (
        f"The scheme derives a score of {words.percent(appraisal.percent)}: {appraisal.points} of the "
        f"{words.counted(appraisal.applicable_maximum, 'point')} that apply"
    )
    discount = appraisal.discount
    if not seen.with_discount:
        return f"{score}."
    if appraisal.answers.kind == "coproduction":
        return f"{score}. A coproduction proposal has no discount: nothing is let or sold."
    if discount is None:
        return f"{score}. {why_no_discount(appraisal)}"
    basis = "market rent" if discount.basis == "rent" else "unrestricted value"
    condition = condition_of(discount)
    if seen.for_group and discount.basis == "price":
        return f"{score}, and so a discount of {discount.percent}% of the {basis}.{condition} {WITHHELD}"
    if discount.amount is None or discount.payable is None:
        return (
            f"{score}, and so a discount of {discount.percent}%. The {basis} is not given, so no amount follows."
            f"{condition}"
        )
    left = (
        f"a rent of {words.short_pounds(discount.payable)} a year"
        if discount.basis == "rent"
        else f"a price of {words.short_pounds(discount.payable)}"
    )
    return f"{score}, and so a discount of {discount.percent}% of the {basis}, which leaves {left}.{condition}"


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
