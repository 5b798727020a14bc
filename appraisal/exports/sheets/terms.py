"""The terms on the sheet of totals: the discount that the score derives, and the legal ledger apart from it."""

from typing import TYPE_CHECKING

from appraisal.engine.amounts import ZERO, Ratio, is_exactly
from appraisal.engine.discount import Discount, Undervalue
from appraisal.exports.sheets.book import Value, exact, text
from appraisal.exports.sheets.book import to_the_penny as penny
from appraisal.pack.money import WITHHELD

if TYPE_CHECKING:
    from appraisal.exports.sheets.totals import Totals


def discount_lines(totals: "Totals", discount: Discount) -> str:
    """Add the discount that the policy derives of the exact score; return where its percentage stands."""
    totals.head("Discount", "", "", "", "", "Percent", "£", "How it is worked out")
    at = totals.line(
        "Discount",
        f'IF(ISNUMBER({totals.raw_score}),ROUND({totals.raw_score},0),"none")'
        if discount.policy.is_plain
        else f"{discount.percent:f}",
        discount.percent,
        "percent",
        _how(discount),
    )
    freehold = discount.basis == "price"
    key = "terms.unrestricted_value_gbp" if freehold else "terms.market_rent_gbp_pa"
    if not totals.over.sources.inputs.has(key):
        totals.page.add(text(WITHHELD))
        return at
    basis = totals.over.sources.inputs.at(key)
    name = "unrestricted value" if freehold else "market rent a year"
    missing: Value = "not given"
    full = totals.line(
        f"Whole {name}",
        f'IF({basis}="","not given",ROUND({basis},2))',
        missing if discount.full is None else discount.full,
        "pounds",
    )
    terms = totals.seen.appraisal.answers.terms
    exactly = (terms.unrestricted_value_gbp if freehold else terms.market_rent_gbp_pa) or ZERO
    share = discount.derived.percent
    # What no percentage of two decimals says exactly is worked out from the exact one.
    percent = (
        f"N({at})" if is_exactly(share, discount.percent) else f"({share.over:f}/{share.under:f})"
    )
    raw = totals.line(
        "The discount of it, before it is rounded",
        f"{basis}*{percent}/100",
        exact(Ratio(exactly * share.over, share.under * 100)),
        "price",
    )
    amount = totals.line(
        "less the discount",
        f"IF(ISNUMBER({full}),{penny(raw)},{full})",
        missing if discount.amount is None else discount.amount,
        "pounds",
        "Half up to the penny.",
    )
    totals.line(
        "Price payable" if freehold else "Rent payable a year",
        f"IF(ISNUMBER({full}),ROUND({full}-{amount},2),{full})",
        missing if discount.payable is None else discount.payable,
        "pounds",
    )
    return at


def _how(discount: Discount) -> str:
    """Say how the percentage is derived: by a formula where it is the score, else line by line."""
    if discount.policy.is_plain:
        return discount.policy.title
    lines = "; ".join(str(line) for line in discount.derived.lines)
    return f"{discount.policy.title} {lines}."


def undervalue_lines(totals: "Totals", undervalue: Undervalue) -> None:
    """Add the legal ledger: of a valuer's figures only, and nothing above is taken from it."""
    inputs, scales = totals.over.sources.inputs, totals.over.sources.scales
    totals.head("Legal undervalue", "", "", "", "", "", "£", "How it is worked out")
    cells = []
    for key, what, value in (
        ("unrestricted_value_gbp", "Unrestricted value", undervalue.unrestricted),
        ("consideration_gbp", "less consideration", undervalue.consideration),
        (
            "voluntary_conditions_gbp",
            "less voluntary conditions priced by a valuer",
            undervalue.voluntary_conditions,
        ),
    ):
        formula = f"ROUND({inputs.at(f'terms.{key}')},2)"
        cells.append(totals.line(what, formula, value, "pounds"))
    how = "The two ledgers stand apart: the social value is never set against this."
    amount = totals.line(
        "Legal undervalue",
        f"ROUND({cells[0]}-{cells[1]}-{cells[2]},2)",
        undervalue.amount,
        "pounds",
        how,
    )
    totals.line(
        "Within the General Disposal Consent",
        f'IF({amount}<={scales.at("limit")},"yes","no")',
        "yes" if undervalue.within_general_consent else "no",
        "text",
        "If the purpose is the area’s economic, social or environmental well-being.",
    )
    tenure, years = inputs.at("terms.tenure"), inputs.at("terms.years")
    totals.line(
        "A lease too short to be a disposal under section 123",
        f'IF(AND({tenure}="lease",{years}<>"",{years}<={scales.at("short")}),"yes","no")',
        "yes" if undervalue.short_lease else "no",
        "text",
    )
