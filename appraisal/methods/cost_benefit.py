"""Cost–benefit analysis: what options cost and bring, year by year, discounted (method §5; Green Book 2026)."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate, groupby
from typing import Any, NamedTuple

from appraisal.engine.faults import Faults, shown
from appraisal.engine.results import Appraisal
from appraisal.methods.base import Given, Method, rows_of
from appraisal.methods.discounting import (
    HUNDRED,
    MOST_YEARS,
    ONE,
    Bias,
    bands_of,
    bias_of,
    factors,
    flat,
    green_book,
    precise,
)

KEEP, SELL, TRANSFER = "Keep as it is", "Sell", "Transfer"
WHO = ("council", "group", "public", "users", "others")
MOST_OPTIONS = 6  # more do not fit side by side
ZERO, PENNY = Decimal(0), Decimal("0.01")
_MOST_RATE = 100


class Flow(NamedTuple):
    """One cost or benefit in each of its years, in the prices that the answers are in.

    Amounts carry their sign, a cost below zero, with optimism bias where it applies. ``worst`` and ``best`` allow
    for what may not come: in the worst case an uncertain cost comes and an uncertain benefit does not.
    """

    option: str
    what: str
    way: str
    who: str
    years: range
    planned: Decimal
    expected: Decimal
    worst: Decimal
    best: Decimal


class Span(NamedTuple):
    """Years in which somebody has the same expected costs and benefits. ``present`` is their value today."""

    who: str
    first: int
    last: int
    cost: Decimal
    benefit: Decimal
    present: Decimal


class Borne(NamedTuple):
    """What somebody pays and gains in all, as expected, in today’s value."""

    who: str
    cost: Decimal
    benefit: Decimal

    @property
    def net(self) -> Decimal:
        """Benefits less costs."""
        return self.benefit - self.cost


class Switch(NamedTuple):
    """By how much something must change, in per cent of itself, for the net present value to be nothing.

    None where no change of it would do that: it comes to nothing itself.
    """

    what: str
    way: str
    present: Decimal
    percent: Decimal | None


class OptionValue(NamedTuple):
    """What one option comes to, in pounds of today’s value.

    ``planned`` takes every central figure as certain; ``expected`` weighs each by its probability. ``ratio`` is
    expected benefits ÷ costs, None without costs. Paybacks are None where it never pays back, and -1 where there
    is nothing to pay back. ``against_keep`` is None where “Keep as it is” is no option.
    """

    name: str
    planned: Decimal
    expected: Decimal
    worst: Decimal
    best: Decimal
    against_keep: Decimal | None
    cost: Decimal
    benefit: Decimal
    ratio: Decimal | None
    payback: int | None
    payback_discounted: int | None
    borne: tuple[Borne, ...]
    spans: tuple[Span, ...]
    switches: tuple[Switch, ...]


class Compared(NamedTuple):
    """Every option, and what they were worked out with."""

    options: tuple[OptionValue, ...]
    schedule: str
    own_rate: Decimal | None
    deflator: Decimal | None
    bias: Bias | None
    last_year: int
    source: str


# --- checking ------------------------------------------------------------------------------------


def check(given: Given, faults: Faults) -> None:
    """Note what the shape cannot see: probabilities, years, the order of amounts, names of options, rates."""
    rows = rows_of(given, "flows")
    if not rows:
        faults.add("flows", "There is no option yet. Give at least one cost or benefit.")
    written: dict[str, str] = {}
    for number, row in enumerate(rows):
        _check_row(row, f"flows[{number}]", faults)
        name = _name(row["option"])
        first = written.setdefault(_plain(name), name)
        if name != first:
            faults.add(
                f"flows[{number}].option",
                f"This option is written “{shown(first)}” above. Write it the same way each time.",
            )
    if len(written) > MOST_OPTIONS:
        faults.add(
            "flows", f"There are {len(written)} options; at most {MOST_OPTIONS} can be compared."
        )
    for key in ("own_rate_percent", "deflator_percent", "non_standard_percent"):
        if (given.get(key) or ZERO) > _MOST_RATE:
            faults.add(key, f"This is over {_MOST_RATE}%. Enter 6.6 for 6.6%.")


def _check_row(row: Mapping[str, Any], place: str, faults: Faults) -> None:
    first, last = row["from_year"], row["to_year"]
    for key in ("from_year", "to_year"):
        if row[key] > MOST_YEARS:
            faults.add(
                f"{place}.{key}",
                f"Year {row[key]} is too far ahead: there are discount rates up to year {MOST_YEARS}. "
                f"End at year {MOST_YEARS} or before.",
            )
    if last < first:
        faults.add(f"{place}.to_year", f"Year {last} is before year {first}, in which this begins.")
    if (row.get("probability") or ZERO) > HUNDRED:
        faults.add(f"{place}.probability", "This is over 100%. What is certain is 100%.")
    low, central, high = _amounts(row)
    if low > central:
        faults.add(f"{place}.low_gbp_pa", "The lowest amount is above the most likely one.")
    if high < central:
        faults.add(f"{place}.high_gbp_pa", "The highest amount is below the most likely one.")


def _name(typed: str) -> str:
    return " ".join(typed.split())


def _plain(name: str) -> str:
    return name.casefold()


def _amounts(row: Mapping[str, Any]) -> tuple[Decimal, Decimal, Decimal]:
    central: Decimal = row["central_gbp_pa"]
    low, high = row.get("low_gbp_pa"), row.get("high_gbp_pa")
    return central if low is None else low, central, central if high is None else high


# --- the sums ------------------------------------------------------------------------------------


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
        kept = next((one.expected for one in options if _plain(one.name) == _plain(KEEP)), None)
        if kept is not None:
            options = [one._replace(against_keep=one.expected - kept) for one in options]
    return Compared(
        options=tuple(options),
        schedule=given["schedule"],
        own_rate=own,
        deflator=deflator,
        bias=bias,
        last_year=last,
        source=green_book()["source"],
    )


def _order(name: str, flows: list[Flow]) -> tuple[int, int]:
    """“Keep as it is” stands first and “Sell” second; the others as they came."""
    firsts = [_plain(KEEP), _plain(SELL)]
    plain = _plain(name)
    came = next(number for number, one in enumerate(flows) if one.option == name)
    return (firsts.index(plain) if plain in firsts else len(firsts), came)


def _flow(row: Mapping[str, Any], bias: Bias | None) -> Flow:
    low, central, high = _amounts(row)
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
        option=_name(row["option"]),
        what=_name(row["what"]),
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
    weights = [sum((today[year] for year in one.years), ZERO) for one in flows]

    def all_of(part: str) -> Decimal:
        return sum(
            (getattr(one, part) * weight for one, weight in zip(flows, weights, strict=True)), ZERO
        )

    presents = [one.expected * weight for one, weight in zip(flows, weights, strict=True)]
    borne = tuple(_borne(who, flows, presents) for who in WHO if any(f.who == who for f in flows))
    cost, benefit = sum((b.cost for b in borne), ZERO), sum((b.benefit for b in borne), ZERO)
    nets = [
        sum((one.expected for one in flows if year in one.years), ZERO)
        for year in range(len(today))
    ]
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
        payback=_payback(net * one for net, one in zip(nets, real, strict=True)),
        payback_discounted=_payback(net * one for net, one in zip(nets, today, strict=True)),
        borne=borne,
        spans=tuple(span for who in WHO for span in _spans(who, flows, today)),
        switches=_switches(flows, presents, benefit - cost),
    )


NOTHING_TO_PAY_BACK = -1


def _payback(nets: Iterable[Decimal]) -> int | None:
    """Return the first year from which on all that was spent stays covered."""
    sums = list(accumulate(nets))
    short = [year for year, so_far in enumerate(sums) if so_far < 0]
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


def _spans(who: str, flows: list[Flow], today: tuple[Decimal, ...]) -> Iterable[Span]:
    own = [one for one in flows if one.who == who]

    def in_year(year: int) -> tuple[Decimal, Decimal]:
        now = [one for one in own if year in one.years]
        return (
            -sum((one.expected for one in now if one.way == "cost"), ZERO),
            sum((one.expected for one in now if one.way == "benefit"), ZERO),
        )

    for (cost, benefit), same in groupby(range(len(today)), key=in_year):
        years = list(same)
        if cost or benefit:
            weight = sum((today[year] for year in years), ZERO)
            yield Span(who, years[0], years[-1], cost, benefit, (benefit - cost) * weight)


def _switches(flows: list[Flow], presents: list[Decimal], expected: Decimal) -> tuple[Switch, ...]:
    """Return a switching value for each group: what has one name and is a cost, or a benefit."""
    groups: dict[tuple[str, str], Decimal] = {}
    for one, present in zip(flows, presents, strict=True):
        groups[one.what, one.way] = groups.get((one.what, one.way), ZERO) + present
    return tuple(
        Switch(what, way, present, -expected / present * HUNDRED if present else None)
        for (what, way), present in groups.items()
    )


# --- written down --------------------------------------------------------------------------------


def written(found: Compared) -> dict[str, object]:
    """Return everything as texts, each amount to the penny, half up; None where something is not known."""
    return {
        "schedule": found.schedule,
        "own_rate_percent": _text(found.own_rate),
        "deflator_percent": _text(found.deflator),
        "optimism_bias_capital_percent": _text(found.bias and found.bias.capital),
        "optimism_bias_duration_percent": _text(found.bias and found.bias.duration),
        "last_year": found.last_year,
        "source": found.source,
        "options": [_option_written(one) for one in found.options],
    }


def _option_written(one: OptionValue) -> dict[str, object]:
    return {
        "option": one.name,
        "npv_gbp": _penny(one.planned),
        "expected_npv_gbp": _penny(one.expected),
        "worst_npv_gbp": _penny(one.worst),
        "best_npv_gbp": _penny(one.best),
        "against_keep_gbp": _penny(one.against_keep),
        "costs_gbp": _penny(one.cost),
        "benefits_gbp": _penny(one.benefit),
        "benefit_cost_ratio": _penny(one.ratio),
        "payback_year": _year(one.payback),
        "payback_year_discounted": _year(one.payback_discounted),
        "nothing_to_pay_back": one.payback == NOTHING_TO_PAY_BACK,
        "borne_by": [
            {"who": b.who, "costs_gbp": _penny(b.cost), "benefits_gbp": _penny(b.benefit)}
            for b in one.borne
        ],
        "years": [
            {
                "who": span.who,
                "from_year": span.first,
                "to_year": span.last,
                "cost_gbp_pa": _penny(span.cost),
                "benefit_gbp_pa": _penny(span.benefit),
                "net_present_gbp": _penny(span.present),
            }
            for span in one.spans
        ],
        "switching_values": [
            {"what": s.what, "way": s.way, "change_percent": _penny(s.percent)}
            for s in one.switches
        ],
    }


def rounded(amount: Decimal) -> Decimal:
    """Return an amount to two decimals, half up; nothing has no sign."""
    with precise():
        found = amount.quantize(PENNY, ROUND_HALF_UP)
    return found if found else PENNY - PENNY


def _penny(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{rounded(amount):f}"


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _year(year: int | None) -> int | None:
    return None if year == NOTHING_TO_PAY_BACK else year


# --- what the proposal says already --------------------------------------------------------------


def begun(appraisal: Appraisal) -> dict[str, object]:
    """Return the flows that the proposal’s own answers give: of the transfer, and of keeping it as it is.

    Yearly ones run over the proposed term, from year 1; ten years where none is given. What social value people
    gain is a benefit here, and is never taken off the undervalue (method §2.4).
    """
    answers = appraisal.answers
    last = min(max(answers.terms.years or 10, 1), MOST_YEARS)

    def said(letter: str) -> Mapping[str, Any]:
        answer = answers.letters.get(letter)
        return answer.given if answer else {}

    savings = sum((one["amount_gbp_pa"] for one in rows_of(said("L"), "savings")), ZERO)
    # The savings are criterion L’s part of the social value: counted once, as the council’s.
    social = appraisal.social_value - next(
        (one.value or ZERO for one in appraisal.criteria if one.criterion.letter == "L"), ZERO
    )
    capital, running = said("A").get("capital_cost_gbp"), said("B").get("annual_revenue_cost_gbp")
    income, rent = said("B").get("external_revenue_gbp"), _rent_forgone(appraisal)
    lines = (
        ("Works", "cost", "capital", "group", capital),
        ("Running costs", "cost", "running", "group", running),
        ("Income from outside", "benefit", "running", "group", income),
        ("Savings of the council", "benefit", "running", "council", savings),
        ("Social value", "benefit", "other", "users", social),
        ("Rent forgone", "cost", "running", "council", rent),
    )
    flows = [
        {
            "option": TRANSFER,
            "what": what,
            "way": way,
            "kind": kind,
            "who": who,
            "from_year": 0 if kind == "capital" else 1,
            "to_year": 0 if kind == "capital" else last,
            "central_gbp_pa": f"{amount:f}",
        }
        for what, way, kind, who, amount in lines
        if amount is not None and amount > 0
    ]
    return {"flows": flows, "schedule": "standard", "prices": "real", "optimism": "no"}


def _rent_forgone(appraisal: Appraisal) -> Decimal | None:
    terms = appraisal.answers.terms
    if appraisal.answers.kind == "coproduction" or terms.market_rent_gbp_pa is None:
        return None
    return terms.market_rent_gbp_pa - (terms.rent_offered_gbp_pa or ZERO)


COST_BENEFIT = Method(key="cost-benefit", check=check, value=value, written=written, begun=begun)
