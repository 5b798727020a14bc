"""Cost–benefit analysis: what options cost and bring, year by year, discounted (method §5; Green Book 2026)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import accumulate, groupby, pairwise
from operator import attrgetter, mul
from typing import Any

from appraisal.engine.results import Appraisal
from appraisal.methods.base import Given, Method, rows_of
from appraisal.methods.cost_benefit_begun import begun
from appraisal.methods.cost_benefit_check import amounts_of, check, name_of, plain
from appraisal.methods.cost_benefit_parts import (
    KEEP,
    NOTHING_TO_PAY_BACK,
    SELL,
    WHO,
    ZERO,
    Borne,
    Compared,
    Flow,
    OptionValue,
    Span,
    Switch,
)
from appraisal.methods.cost_benefit_written import written
from appraisal.methods.discounting import (
    HUNDRED,
    ONE,
    Bias,
    bands_of,
    bias_of,
    factors,
    flat,
    precise,
    sums_of,
)
from appraisal.methods.green_book import GREEN_BOOK


def value(given: Given, appraisal: Appraisal) -> Compared:
    """Return what each option comes to. Year 0 is today; each amount falls at once in its year."""
    rows = rows_of(given, "flows")
    own = given.get("own_rate_percent") if given["schedule"] == "own" else None
    deflator = given.get("deflator_percent") if given["prices"] == "nominal" else None
    last = max(row["to_year"] for row in rows)
    with precise():
        bias = bias_of(given["non_standard_percent"]) if given["optimism"] == "yes" else None
        bands = bands_of(given["schedule"]) if own is None else flat(own)
        real = factors(flat(deflator or ZERO), last)
        today = tuple(a * b for a, b in zip(real, factors(bands, last), strict=True))
        flows = [_flow(row, bias) for row in rows]
        names = sorted({one.option for one in flows}, key=lambda name: _order(name, flows))
        options = [
            _option(name, [one for one in flows if one.option == name], real, today)
            for name in names
        ]
        kept = next((one.expected for one in options if plain(one.name) == plain(KEEP)), None)
        if kept is not None:
            options = [one._replace(against_keep=one.expected - kept) for one in options]
    return Compared(
        options=tuple(options),
        schedule=given["schedule"],
        own_rate=own,
        deflator=deflator,
        bias=bias,
        last_year=last,
        source=GREEN_BOOK.source,
    )


def _order(name: str, flows: list[Flow]) -> tuple[int, int]:
    """“Keep as it is” stands first and “Sell” second; the others as they came."""
    firsts = [plain(KEEP), plain(SELL)]
    own = plain(name)
    came = next(number for number, one in enumerate(flows) if one.option == name)
    return (firsts.index(own) if own in firsts else len(firsts), came)


def _flow(row: Mapping[str, Any], bias: Bias | None) -> Flow:
    low, central, high = amounts_of(row)
    probability = row.get("probability")
    chance = ONE if probability is None else probability / HUNDRED
    is_cost = row["way"] == "cost"
    raised = ONE
    if bias is not None and is_cost and row["kind"] == "capital":
        raised += bias.capital / HUNDRED
    sign = -raised if is_cost else ONE
    good, bad = (low, high) if is_cost else (high, low)
    if chance < ONE:
        good, bad = (ZERO, high) if is_cost else (high, ZERO)
    if not chance:
        good = bad = ZERO
    return Flow(
        option=name_of(row["option"]),
        what=name_of(row["what"]),
        way=row["way"],
        who=row["who"],
        years=range(row["from_year"], row["to_year"] + 1),
        planned=sign * central,
        expected=sign * central * chance,
        worst=sign * bad,
        best=sign * good,
    )


def _option(
    name: str, flows: list[Flow], real: tuple[Decimal, ...], today: tuple[Decimal, ...]
) -> OptionValue:
    so_far = sums_of(today)
    weights = [_weight(one.years, so_far) for one in flows]

    def all_of(part: str) -> Decimal:
        return sum(map(mul, map(attrgetter(part), flows), weights), ZERO)

    presents = [one.expected * weight for one, weight in zip(flows, weights, strict=True)]
    borne = tuple(_borne(who, flows, presents) for who in WHO if any(f.who == who for f in flows))
    cost, benefit = sum((b.cost for b in borne), ZERO), sum((b.benefit for b in borne), ZERO)
    nets = _yearly(flows, len(today))
    return OptionValue(
        name=name,
        planned=all_of("planned"),
        expected=benefit - cost,
        worst=all_of("worst"),
        best=all_of("best"),
        against_keep=None,
        cost=cost,
        benefit=benefit,
        ratio=benefit / cost if cost else None,
        payback=_payback(map(mul, nets, real)),
        payback_discounted=_payback(map(mul, nets, today)),
        borne=borne,
        spans=tuple(span for one in borne for span in _spans(one.who, flows, so_far)),
        switches=_switches(flows, presents, benefit - cost),
    )


def _weight(years: range, so_far: tuple[Decimal, ...]) -> Decimal:
    """Return what the factors of these years come to together."""
    return so_far[years.stop] - so_far[years.start]


def _yearly(flows: list[Flow], count: int) -> list[Decimal]:
    """Return what is expected in each year, all flows together."""
    changes = [ZERO] * (count + 1)
    for one in flows:
        changes[one.years.start] += one.expected
        changes[one.years.stop] -= one.expected
    return list(accumulate(changes[:-1]))


def _payback(nets: Iterable[Decimal]) -> int | None:
    """Return the first year from which on all that was spent stays covered."""
    sums = list(accumulate(nets))
    short = [year for year, so_far in enumerate(sums) if so_far < ZERO]
    if not short:
        return NOTHING_TO_PAY_BACK
    return short[-1] + 1 if short[-1] + 1 < len(sums) else None


def _borne(who: str, flows: list[Flow], presents: list[Decimal]) -> Borne:
    own = [
        (one.way, present) for one, present in zip(flows, presents, strict=True) if one.who == who
    ]
    return Borne(
        who,
        cost=-sum((present for way, present in own if way == "cost"), ZERO),
        benefit=sum((present for way, present in own if way == "benefit"), ZERO),
    )


def _spans(who: str, flows: list[Flow], so_far: tuple[Decimal, ...]) -> Iterable[Span]:
    own = [one for one in flows if one.who == who]
    # Between two of these years nothing begins and nothing ends.
    edges = sorted({edge for one in own for edge in (one.years.start, one.years.stop)})

    def from_year(year: int) -> tuple[Decimal, Decimal]:
        now = [one for one in own if year in one.years]
        return (
            -sum((one.expected for one in now if one.way == "cost"), ZERO),
            sum((one.expected for one in now if one.way == "benefit"), ZERO),
        )

    ends = dict(pairwise(edges))
    for (cost, benefit), same in groupby(ends, key=from_year):
        parts = list(same)
        if cost or benefit:
            years = range(parts[0], ends[parts[-1]])
            present = (benefit - cost) * _weight(years, so_far)
            yield Span(who, years[0], years[-1], cost, benefit, present)


def _switches(flows: list[Flow], presents: list[Decimal], expected: Decimal) -> tuple[Switch, ...]:
    """Return a switching value for each group: what has one name and is a cost, or a benefit."""
    groups: dict[tuple[str, str], Decimal] = {}
    for one, present in zip(flows, presents, strict=True):
        groups[one.what, one.way] = groups.get((one.what, one.way), ZERO) + present
    return tuple(
        Switch(what, way, present, -expected / present * HUNDRED if present else None)
        for (what, way), present in groups.items()
    )


COST_BENEFIT = Method(key="cost-benefit", check=check, value=value, written=written, begun=begun)
