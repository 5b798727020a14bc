"""A social return on investment in words, tables and bars."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from appraisal.engine import words
from appraisal.methods.cost_benefit_written import rounded
from appraisal.methods.sroi_parts import Put, Returned, Switch, Valued, Year
from appraisal.pack.bars import Bars, Series
from appraisal.pack.charts import Chart
from appraisal.pack.grids import grid
from appraisal.pack.parts import Fact
from appraisal.pack.report.blocks import Block, Facts, Table, Text

TITLE = "Social return on investment"
ABOUT = (
    "What changes for whom, and how much of it is due to the proposal, for each pound put in. Use it where people’s "
    "own outcomes matter most and somebody has counted them."
)
TWICE = (
    "Some of these outcomes may earn points as well. This ratio and the score are two views of one proposal: never add "
    "them up."
)
KINDS = {
    "money": "Money",
    "goods": "In kind: goods or rooms",
    "time": "In kind: volunteers’ time",
}
REASONS = {"small": "Too small", "unrelated": "Does not matter to them"}
_RATES = {
    "standard": "Green Book, standard",
    "health": "Green Book, health",
    "sensitivity": "Green Book, for a test",
}
_PERCENTS = ("Outcome", "Deadweight", "Displacement", "Attribution", "Drop-off")
_SINGLE_YEARS = 10  # that a table shows one by one
_MOST_BARS = 12
_TENTH = Decimal("0.1")


def blocks(found: Returned) -> tuple[Block, ...]:
    """Return the ratio in a sentence, what to know first, who puts in and gains, the outcomes and sensitivity."""
    return (
        Text(lead(found)),
        *(Text(f"Before you use it: {one.message}") for one in found.doubts),
        Text(TWICE),
        Facts(tuple(_facts(found))),
        Table(
            grid(
                ("Stakeholder", "Puts in, money, £", "Puts in, in kind, £", "Impact, £"),
                [
                    (one.stakeholder, _pounds(one.money), _pounds(one.in_kind), _pounds(one.impact))
                    for one in found.shares
                ],
                (False, True, True, True),
                "Who puts in and who gains, in today’s value",
            )
        ),
        *_inputs(found),
        Table(
            grid(
                (
                    *("Stakeholder", "Output", "Outcome"),
                    *("First year, £", "Years", "All years, today’s value, £"),
                ),
                [_outcome(one) for one in found.outcomes],
                (False, False, False, True, True, True),
                "What changes",
            )
        ),
        Table(
            grid(
                ("Outcome", "Quantity", "Proxy, £ a year", "Proxy from"),
                [_counted(one) for one in found.outcomes],
                (False, True, True, False),
                "What each outcome rests on",
            )
        ),
        Table(
            grid(
                _PERCENTS,
                [_taken_off(one) for one in found.outcomes],
                (False, True, True, True, True),
                "What is taken off each outcome",
            )
        ),
        *_left_out(found),
        Table(
            grid(
                ("Year", "Impact, £", "Today’s value, £"),
                list(_years(found.years)),
                (False, True, True),
                "Impact year by year",
            )
        ),
        *_sensitivity(found),
    )


def lead(found: Returned) -> str:
    """Say what it comes to, in a sentence."""
    impact, put_in = _pounds(found.impact), _pounds(found.put_in)
    if found.ratio is None:
        return (
            f"The impact is {impact} in today’s value. There is no ratio, because nothing is put in: list what each "
            "stakeholder puts in."
        )
    if found.impact < 0:
        return (
            f"More is lost than gained: the impact is {impact} in today’s value, for {put_in} put in. The ratio is "
            f"{_ratio(found.ratio)}."
        )
    return (
        f"Every £1 put in brings £{_ratio(found.ratio)} of social value: {impact} for {put_in} put in, both in today’s "
        "value."
    )


def chart(found: Returned) -> Chart:
    """Draw what each stakeholder puts in and gains."""
    largest = sorted(found.shares, key=lambda one: -max(one.money + one.in_kind, abs(one.impact)))
    drawn = [one for one in found.shares if one in largest[:_MOST_BARS]]
    series = (
        ("Puts in, money", tuple(one.money for one in drawn)),
        ("Puts in, in kind", tuple(one.in_kind for one in drawn)),
        ("Impact", tuple(one.impact for one in drawn)),
    )
    shown = "; ".join(
        f"{one.stakeholder} puts in {_pounds(one.money)} and {_pounds(one.in_kind)} in kind, and has an impact of "
        f"{_pounds(one.impact)}"
        for one in drawn
    )
    which = "" if len(drawn) == len(found.shares) else f", of the {_MOST_BARS} largest"
    return Bars(
        title=f"What each stakeholder puts in and gains in today’s value{which}: {shown}.",
        about="Bars for each stakeholder, all on one scale: money put in, put in in kind, and impact. None is £0.00.",
        labels=tuple(one.stakeholder for one in drawn),
        series=tuple(
            Series(name, tuple(float(x) if x else None for x in amounts))
            for name, amounts in series
        ),
        said=tuple(tuple(_pounds(x) if x else "" for x in amounts) for _, amounts in series),
    )


def _facts(found: Returned) -> Iterator[Fact]:
    yield Fact("Ratio", "none: nothing is put in" if found.ratio is None else _ratio(found.ratio))
    yield Fact("Impact, today’s value", _pounds(found.impact))
    yield Fact("Put in, money", _pounds(found.money))
    yield Fact("Put in, in kind", _pounds(found.in_kind))
    if found.in_kind and found.money_ratio is not None:
        yield Fact("Ratio to money alone", _ratio(found.money_ratio))
    yield Fact(
        "Discount rate",
        f"{words.plain(found.own_rate)}% a year, the council’s own"
        if found.own_rate is not None
        else f"{_RATES[found.schedule]}. {found.source}",
    )
    yield Fact("First year", "Discounted by a year" if found.rates.first else "Not discounted")


def _inputs(found: Returned) -> Iterator[Block]:
    if found.inputs:
        yield Table(
            grid(
                ("Stakeholder", "What", "Kind", "Each time, £", "When", "Today’s value, £"),
                [
                    (
                        one.stakeholder,
                        one.what,
                        KINDS[one.kind],
                        _pounds(one.amount),
                        _when(one),
                        _pounds(one.present),
                    )
                    for one in found.inputs
                ],
                (False, False, False, True, False, True),
                "What is put in",
            )
        )


def _when(one: Put) -> str:
    when = "once" if one.years is None else f"each year for {words.counted(one.years, 'year')}"
    return (
        when
        if one.hours is None
        else f"{when}; {words.plain(one.hours)} hours at {_pounds(one.price)}"
    )


def _outcome(one: Valued) -> tuple[str, ...]:
    change = one.change
    name = change.outcome if change.sign > 0 else f"{change.outcome} (a loss)"
    also = f" (also scored in {change.also_scored})" if change.also_scored else ""
    return (
        change.stakeholder,
        change.outputs or "not said",
        f"{name}{also}",
        _pounds(one.impact),
        str(change.years),
        _pounds(one.present),
    )


def _counted(one: Valued) -> tuple[str, ...]:
    change = one.change
    proxy = words.exact_pounds(change.proxy)
    return change.outcome, words.plain(change.quantity), proxy, change.source or "not said"


def _taken_off(one: Valued) -> tuple[str, ...]:
    change = one.change
    percents = (change.deadweight, change.displacement, change.attribution, change.drop_off)
    return change.outcome, *(f"{words.plain(percent)}%" for percent in percents)


def _left_out(found: Returned) -> Iterator[Block]:
    if found.left_out:
        yield Table(
            grid(
                ("Stakeholder", "Outcome", "Why it does not count", "Reason given"),
                [
                    (one.stakeholder, one.outcome, REASONS[one.reason], one.why)
                    for one in found.left_out
                ],
                (False, False, False, False),
                "What is not material, and not in the ratio",
            )
        )


def _years(years: tuple[Year, ...]) -> Iterator[tuple[str, ...]]:
    for one in years[:_SINGLE_YEARS]:
        yield f"{one.number}", _pounds(one.impact), _pounds(one.present)
    for start in range(_SINGLE_YEARS, len(years), _SINGLE_YEARS):
        some = years[start : start + _SINGLE_YEARS]
        first, last = some[0].number, some[-1].number
        yield (
            f"{first}" if first == last else f"{first} to {last}, together",
            _pounds(sum((one.impact for one in some), Decimal(0))),
            _pounds(sum((one.present for one in some), Decimal(0))),
        )


# --- sensitivity ---------------------------------------------------------------------------------


def _sensitivity(found: Returned) -> Iterator[Block]:
    if found.ratio is None:
        return
    yield Table(
        grid(
            ("Outcome", "Quantity", "Proxy, £ a year", "Years"),
            [_figures_for_1(one) for one in found.switches],
            (False, True, True, False),
            "What each figure must be, alone, for the ratio to be 1",
        )
    )
    yield Table(
        grid(
            _PERCENTS,
            [_percents_for_1(one) for one in found.switches],
            (False, True, True, True, True),
            "What each percentage must be, alone, for the ratio to be 1",
        )
    )
    stays = "above" if found.ratio > 1 else "below" if found.ratio < 1 else "at"
    yield Text(
        f"“None”: no value that it can have brings the ratio to 1; it stays {stays} 1. Percentages go from 0% to 100%, "
        f"and years up to {found.rates.most_years}."
    )
    yield Table(
        grid(
            ("Assumption, for every outcome", "Step", "Ratio if worse", "Ratio if better"),
            [
                (one.assumption, one.by, _ratio(one.worse), _ratio(one.better))
                for one in found.steps
            ],
            (False, False, True, True),
            f"The ratio where one assumption changes; now it is {_ratio(found.ratio)}",
        )
    )


def _figures_for_1(one: Switch) -> tuple[str, ...]:
    most_or_least = "at least" if one.change.sign > 0 else "at most"
    return (
        one.change.outcome,
        "none" if one.quantity is None else f"{rounded(one.quantity):,f}",
        "none" if one.proxy is None else _pounds(one.proxy),
        "none" if one.years is None else f"{most_or_least} {one.years}",
    )


def _percents_for_1(one: Switch) -> tuple[str, ...]:
    percents = (one.deadweight, one.displacement, one.attribution, one.drop_off)
    said = ("none" if percent is None else f"{_to_tenth(percent)}%" for percent in percents)
    return one.change.outcome, *said


def _to_tenth(percent: Decimal) -> str:
    found = percent.quantize(_TENTH, ROUND_HALF_UP)
    return f"{found if found else abs(found):f}"


def _ratio(ratio: Decimal) -> str:
    return f"{'−' if ratio < 0 else ''}{rounded(abs(ratio)):,f}"


def _pounds(amount: Decimal) -> str:
    return words.pounds(rounded(amount))
