"""The demo’s social return three times: ours, by numpy-financial, and as a workbook of formulas."""

import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import numpy_financial as npf
import xlsxwriter

from appraisal.engine.results import Appraisal
from appraisal.methods.base import Given
from appraisal.methods.sroi import value
from appraisal.methods.sroi_parts import IN_KIND, MATERIAL, Returned
from bench.models import Figures, Key, Model

_RATE = 0.035  # of the Green Book for the first 31 years; a later one would not be this one rate
_FLAT = 31
_SHARES = ("deadweight", "displacement", "attribution")
_POINTED = (*_SHARES, "drop_off")

Row = dict[str, Any]


def sroi_model(given: Given, appraisal: Appraisal) -> Model:
    """Return the model of answers at the standard rate whose first year is not discounted."""
    if (given["schedule"], given["first_year"]) != ("standard", "now"):
        raise ValueError("the other two models know the standard rate alone, from the first year")
    outcomes = [_outcome(one) for one in given["outcomes"] if one["counts"] in MATERIAL]
    inputs = [_input(one) for one in given["inputs"]]
    if max(one["years"] for one in (*outcomes, *inputs)) >= _FLAT:
        raise ValueError(f"the rate is another one from year {_FLAT + 1} on")
    return Model(
        name="SROI of the demo’s proposal",
        ours=lambda: value(given, appraisal),
        said=_said,
        numpys=lambda: _by_numpy(outcomes, inputs),
        book=lambda: _book(outcomes, inputs),
    )


def _outcome(row: Mapping[str, Any]) -> Row:
    """Return an outcome as somebody holds it who reckons in floats: shares in place of percentages."""
    found: Row = {"who": row["stakeholder"], "name": row["outcome"], "years": row["years"]}
    found["sign"] = 1.0 if row["counts"] == "gain" else -1.0
    found |= {"quantity": float(row["quantity"]), "proxy": float(row["proxy_gbp_pa"])}
    return found | {one: float(row.get(f"{one}_percent") or 0) / 100 for one in _POINTED}


def _input(row: Mapping[str, Any]) -> Row:
    hours = row.get("hours")
    amount = float(row["amount_gbp"]) * (1 if hours is None else float(hours))
    kind = "in kind" if row["kind"] in IN_KIND else "money"
    return {
        "who": row["stakeholder"],
        "kind": kind,
        "amount": amount,
        "years": row.get("years") or 0,
    }


def _said(found: Returned) -> Figures:
    figures: dict[Key, Decimal | None] = {
        ("impact",): found.impact,
        ("money",): found.money,
        ("in kind",): found.in_kind,
        ("ratio",): found.ratio,
        ("ratio to money alone",): found.money_ratio,
    }
    for one in found.outcomes:
        figures[one.change.outcome, "first year"] = one.impact
        figures[one.change.outcome, "today"] = one.present
    for year in found.years:
        figures[f"year {year.number}", "impact"] = year.impact
        figures[f"year {year.number}", "today"] = year.present
    for share in found.shares:
        figures[share.stakeholder, "money"] = share.money
        figures[share.stakeholder, "in kind"] = share.in_kind
        figures[share.stakeholder, "impact"] = share.impact
    for step in found.steps:
        figures[step.assumption, "worse"] = step.worse
        figures[step.assumption, "better"] = step.better
    for switch in found.switches:
        for part in ("quantity", "proxy", *_POINTED):
            figures[switch.change.outcome, "1 with", part] = getattr(switch, part)
        years = switch.years
        figures[switch.change.outcome, "1 with", "years"] = (
            None if years is None else Decimal(years)
        )
    return {key: one for key, one in figures.items() if one is not None}


# --- by numpy-financial --------------------------------------------------------------------------


def _impact(one: Row) -> float:
    found: float = one["sign"] * one["quantity"] * one["proxy"]
    for share in _SHARES:
        found *= 1 - one[share]
    return found


def _flows(one: Row) -> Any:
    return _impact(one) * (1 - one["drop_off"]) ** np.arange(one["years"])


def _worth(one: Row, rate: float = _RATE) -> float:
    return float(npf.npv(rate, _flows(one)))


def _paid(one: Row, rate: float = _RATE) -> float:
    flows = np.full(one["years"], one["amount"]) if one["years"] else [one["amount"]]
    return float(npf.npv(rate, flows))


def _by_numpy(outcomes: list[Row], inputs: list[Row]) -> dict[Key, float]:
    """Return every figure; what a percentage of drop-off must be as an internal rate of return."""
    found: dict[Key, float] = {}
    worths, paid = [_worth(one) for one in outcomes], [_paid(one) for one in inputs]
    total, put_in = sum(worths), sum(paid)
    kinds = {
        kind: sum(p for one, p in zip(inputs, paid, strict=True) if one["kind"] == kind)
        for kind in ("money", "in kind")
    }
    found["impact",] = total
    found |= {(kind,): one for kind, one in kinds.items()}
    found["ratio",], found["ratio to money alone",] = total / put_in, total / kinds["money"]
    every = np.zeros(max(one["years"] for one in outcomes))
    for one, worth in zip(outcomes, worths, strict=True):
        found[one["name"], "first year"] = _impact(one)
        found[one["name"], "today"] = worth
        every[: one["years"]] += _flows(one)
    today = every * (1 + _RATE) ** -np.arange(len(every))
    for number, (impact, now) in enumerate(zip(every, today, strict=True), 1):
        found[f"year {number}", "impact"], found[f"year {number}", "today"] = impact, now
    for one, amount in (*zip(inputs, paid, strict=True), *zip(outcomes, worths, strict=True)):
        for part in ("money", "in kind", "impact"):
            key = (one["who"], part)
            found[key] = found.get(key, 0.0) + (amount if one.get("kind", "impact") == part else 0)
    found |= dict(_steps(outcomes, inputs, put_in))
    for one, worth in zip(outcomes, worths, strict=True):
        found |= dict(_switches(one, worth, put_in - total + worth))
    return found


def _steps(outcomes: list[Row], inputs: list[Row], put_in: float) -> Iterator[tuple[Key, float]]:
    def moved(part: str, way: int) -> float:
        return sum(_worth(_moved(one, part, way * one["sign"])) for one in outcomes) / put_in

    names = {"Quantities": "quantity", "Proxies": "proxy", "Years": "years"}
    names |= {part.capitalize().replace("_", "-"): part for part in _POINTED}
    for name, part in names.items():
        yield (name, "worse"), moved(part, -1)
        yield (name, "better"), moved(part, 1)
    now = sum(_worth(one) for one in outcomes) / put_in
    yield (("Inputs", "worse"), now / 1.1)
    yield (("Inputs", "better"), now / 0.9)
    rated = [
        sum(_worth(one, rate) for one in outcomes) / sum(_paid(one, rate) for one in inputs)
        for rate in (_RATE + 0.01, _RATE - 0.01)
    ]
    yield (("Discount rate", "worse"), min(rated))
    yield (("Discount rate", "better"), max(rated))


def _moved(one: Row, part: str, way: float) -> Row:
    now = one[part]
    if part == "years":
        return {**one, part: max(now + int(way), 1)}
    if part in _POINTED:
        return {**one, part: min(max(now - way * 0.1, 0.0), 1.0)}
    return {**one, part: now * (1 + way * (0.1 if part == "quantity" else 0.2))}


def _switches(one: Row, worth: float, need: float) -> Iterator[tuple[Key, float]]:
    """Yield what each assumption must be for the outcome to come to what is needed, where any value does that."""

    def key(part: str) -> Key:
        return (one["name"], "1 with", part)

    more = need / worth
    if more >= 0:
        yield key("quantity"), one["quantity"] * more
        yield key("proxy"), one["proxy"] * more
    for part in _SHARES:
        if 0 <= (share := (1 - one[part]) * more) <= 1:
            yield key(part), (1 - share) * 100
    wanted, years = need / _impact(one), one["years"]
    steady = npf.npv(_RATE, np.ones(years))
    if years > 1 and 1 <= wanted <= steady:
        rate = npf.irr([1 - wanted, *[1.0] * (years - 1)])
        yield key("drop_off"), (1 - (1 + _RATE) / (1 + rate)) * 100
    # Beyond year 31 the schedule has other rates: no answer of the demo needs so long.
    each = ((1 - one["drop_off"]) / (1 + _RATE)) ** np.arange(_FLAT)
    sums = np.cumsum(each)
    fits = np.flatnonzero(sums >= wanted if one["sign"] > 0 else sums <= wanted)
    if not len(fits):
        return
    number = int(fits[0] if one["sign"] > 0 else fits[-1]) + 1
    if 1 < number < _FLAT or (number == 1 and one["sign"] < 0):
        yield key("years"), number


# --- as a workbook -------------------------------------------------------------------------------


def _book(outcomes: list[Row], inputs: list[Row]) -> tuple[bytes, dict[str, Key]]:
    """Return the workbook, and which cell of its sheet Result holds which figure; no sensitivity is in it."""
    made = io.BytesIO()
    last = max(one["years"] for one in (*outcomes, *inputs))
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        names = ("Years", "Outcomes", "Inputs", "Result")
        years, gains, costs, result = (book.add_worksheet(name) for name in names)
        for year in range(last):
            years.write_number(year, 0, year)
            years.write_formula(year, 1, f"=B{year}/(1+{_RATE})" if year else "=1")
            years.write_formula(
                year,
                2,
                f"=SUMPRODUCT((Outcomes!C$1:C${len(outcomes)}>A{year + 1})*Outcomes!K$1:K${len(outcomes)}"
                f"*(1-Outcomes!J$1:J${len(outcomes)})^A{year + 1})",
            )
        for number, one in enumerate(outcomes, 1):
            gains.write_row(number - 1, 0, list(one.values()))
            n = number
            gains.write_formula(n - 1, 10, f"=D{n}*E{n}*F{n}*(1-G{n})*(1-H{n})*(1-I{n})")
            gains.write_formula(
                n - 1,
                11,
                f"=K{n}*SUMPRODUCT((Years!A$1:A${last}<C{n})*Years!B$1:B${last}*(1-J{n})^Years!A$1:A${last})",
            )
        for n, one in enumerate(inputs, 1):
            costs.write_row(n - 1, 0, list(one.values()))
            factors = f"SUMPRODUCT((Years!A$1:A${last}<D{n})*Years!B$1:B${last})"
            costs.write_formula(n - 1, 4, f"=C{n}*IF(D{n}=0,1,{factors})")
        cells = {}
        for n, (key, formula) in enumerate(_results(outcomes, inputs), 1):
            result.write_string(n - 1, 0, ": ".join(key))
            result.write_formula(n - 1, 1, formula)
            cells[f"B{n}"] = key
    return made.getvalue(), cells


def _results(outcomes: list[Row], inputs: list[Row]) -> Iterator[tuple[Key, str]]:
    impact, put_in = f"SUM(Outcomes!L1:L{len(outcomes)})", f"SUM(Inputs!E1:E{len(inputs)})"

    def paid(**wanted: str) -> str:
        where = "".join(f',Inputs!{at}1:{at}{len(inputs)},"{one}"' for at, one in wanted.items())
        return f"SUMIFS(Inputs!E1:E{len(inputs)}{where})"

    yield ("impact",), f"={impact}"
    yield ("money",), f"={paid(B='money')}"
    yield ("in kind",), f"={paid(B='in kind')}"
    yield ("ratio",), f"={impact}/{put_in}"
    yield ("ratio to money alone",), f"={impact}/{paid(B='money')}"
    for n, one in enumerate(outcomes, 1):
        yield (one["name"], "first year"), f"=Outcomes!K{n}"
        yield (one["name"], "today"), f"=Outcomes!L{n}"
    for n in range(1, max(one["years"] for one in outcomes) + 1):
        yield (f"year {n}", "impact"), f"=Years!C{n}"
        yield (f"year {n}", "today"), f"=Years!C{n}*Years!B{n}"
    for who in dict.fromkeys(one["who"] for one in (*inputs, *outcomes)):
        for kind in ("money", "in kind"):
            yield (who, kind), f"={paid(A=who, B=kind)}"
        gained = f'SUMIFS(Outcomes!L1:L{len(outcomes)},Outcomes!A1:A{len(outcomes)},"{who}")'
        yield (who, "impact"), f"={gained}"
