"""A cost–benefit analysis in words, tables and bars."""

from decimal import ROUND_HALF_UP, Decimal

from appraisal.engine import words
from appraisal.methods.cost_benefit_parts import (
    NOTHING_TO_PAY_BACK,
    Compared,
    OptionValue,
    Switch,
)
from appraisal.methods.cost_benefit_written import rounded
from appraisal.pack.bars import Bars, Series
from appraisal.pack.charts import Chart
from appraisal.pack.grids import grid
from appraisal.pack.parts import Fact
from appraisal.pack.report.blocks import Block, Facts, Table, Text

TITLE = "Costs and benefits"
ABOUT = (
    "What each option costs and brings over the years, in today’s value. Use it where options differ in when money "
    "is spent and who gains."
)
SOCIAL = (
    "Where social value stands among the benefits, it counts in this comparison only. It is not taken off the legal "
    "undervalue."
)
_WHO = {
    "council": "The council",
    "group": "The group",
    "public": "Other public bodies",
    "users": "People who use it",
    "others": "Others",
}
_RATES = {
    "standard": "Green Book, standard",
    "health": "Green Book, health",
    "sensitivity": "Green Book, for a test",
}


def blocks(found: Compared) -> tuple[Block, ...]:
    """Return the options side by side, who bears what, the years, and the switching values."""
    return (
        Facts(tuple(_facts(found))),
        Table(
            grid(
                ("Option", "As planned", "Expected", "Worst", "Best", "Against keeping it"),
                [_worth(one) for one in found.options],
                (False, True, True, True, True, True),
                "Net present value of each option, £",
            )
        ),
        Text(
            "“As planned” takes the most likely figures as certain. “Expected” weighs each by how likely it is. In "
            "the worst case all costs are at their highest and benefits that are not certain do not come; in the "
            "best case it is the other way round."
        ),
        Table(
            grid(
                (
                    "Option",
                    "Benefits, £",
                    "Costs, £",
                    "Benefits ÷ costs",
                    "Pays back",
                    "Discounted",
                ),
                [_ratio(one) for one in found.options],
                (False, True, True, False, False, False),
                "Benefits for each pound of costs, and the year in which it pays back",
            )
        ),
        Table(
            grid(
                ("Option", "Who", "Costs, £", "Benefits, £", "Net, £"),
                [
                    (one.name, _WHO[b.who], _pounds(b.cost), _pounds(b.benefit), _pounds(b.net))
                    for one in found.options
                    for b in one.borne
                ],
                (False, False, True, True, True),
                "Who pays and who gains, expected, in today’s value",
            )
        ),
        Table(
            grid(
                (
                    "Option",
                    "Who",
                    "Years",
                    "Cost a year, £",
                    "Benefit a year, £",
                    "Today’s value, £",
                ),
                [
                    (
                        one.name,
                        _WHO[span.who],
                        f"{span.first}"
                        if span.first == span.last
                        else f"{span.first} to {span.last}",
                        _pounds(span.cost),
                        _pounds(span.benefit),
                        _pounds(span.present),
                    )
                    for one in found.options
                    for span in one.spans
                ],
                (False, False, False, True, True, True),
                "Year by year, expected, in the prices of the answers",
            )
        ),
        Table(
            grid(
                ("Option", "What", "It would have to"),
                [
                    (one.name, f"{s.what} ({s.way})", _switch(s))
                    for one in found.options
                    for s in one.switches
                ],
                (False, False, False),
                "What would bring each option’s expected value to nothing",
            )
        ),
        Text(SOCIAL),
    )


def chart(found: Compared) -> Chart:
    """Draw the expected net present value of each option beside its worst and best."""
    series = tuple(
        (name, tuple(getattr(one, part) for one in found.options))
        for name, part in (("Worst", "worst"), ("Expected", "expected"), ("Best", "best"))
    )
    shown = "; ".join(
        f"{one.name} {_pounds(one.expected)} (from {_pounds(one.worst)} to {_pounds(one.best)})"
        for one in found.options
    )
    return Bars(
        title=f"Expected net present value of each option, in pounds, and its range: {shown}.",
        about="Three bars for each option, all on one scale: worst, expected and best.",
        labels=tuple(one.name for one in found.options),
        series=tuple(Series(name, tuple(float(x) for x in amounts)) for name, amounts in series),
        said=tuple(tuple(_pounds(x) for x in amounts) for _, amounts in series),
    )


def _facts(found: Compared) -> list[Fact]:
    rate = (
        f"{found.own_rate.normalize():f}% a year, the council’s own"
        if found.own_rate is not None
        else f"{_RATES[found.schedule]}. {found.source}"
    )
    prices = (
        "Today’s prices"
        if found.deflator is None
        else f"Of each year; {found.deflator.normalize():f}% a year of inflation is taken out"
    )
    bias = found.bias
    raised = (
        "Not added"
        if bias is None
        else f"{bias.capital.normalize():f}% is added to capital costs. Works may also take "
        f"{bias.duration.normalize():f}% longer, which is not in the sums"
    )
    return [
        Fact("Years", f"0 to {found.last_year}"),
        Fact("Discount rate", rate),
        Fact("Prices", prices),
        Fact("Optimism bias", raised),
    ]


def _worth(one: OptionValue) -> tuple[str, ...]:
    return (
        one.name,
        _pounds(one.planned),
        _pounds(one.expected),
        _pounds(one.worst),
        _pounds(one.best),
        "not compared" if one.against_keep is None else _pounds(one.against_keep),
    )


def _ratio(one: OptionValue) -> tuple[str, ...]:
    return (
        one.name,
        _pounds(one.benefit),
        _pounds(one.cost),
        "not known, because there are no costs"
        if one.ratio is None
        else f"{rounded(one.ratio):,f}",
        _payback(one.payback),
        _payback(one.payback_discounted),
    )


def _payback(year: int | None) -> str:
    if year == NOTHING_TO_PAY_BACK:
        return "nothing to pay back"
    return "not in these years" if year is None else f"year {year}"


def _switch(one: Switch) -> str:
    if one.percent is None:
        return "not known, because it comes to nothing"
    if one.percent < -100:
        return "no change of it does that: even without it the value keeps its sign"
    percent = abs(one.percent).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if not one.percent:
        return "stay as it is"
    return f"{'rise' if one.percent > 0 else 'fall'} by {percent:,f}%"


def _pounds(amount: Decimal) -> str:
    return words.pounds(rounded(amount))
