"""The demo’s costs and benefits three times: ours, by numpy-financial, and as a workbook of formulas."""

import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import numpy_financial as npf
import xlsxwriter

from appraisal.engine.results import Appraisal
from appraisal.methods.base import Given
from appraisal.methods.cost_benefit import value
from appraisal.methods.cost_benefit_check import amounts_of
from appraisal.methods.cost_benefit_parts import NOTHING_TO_PAY_BACK, Compared
from bench.models import Figures, Model, Years

_RATE = 0.035  # of the Green Book up to year 30; a later year would not be this one rate
_FLAT_UNTIL = 30
_PARTS = ("planned", "expected", "worst", "best")


def npv_model(given: Given, appraisal: Appraisal) -> Model:
    """Return the model of answers in today’s prices, at the standard rate and without optimism bias."""
    asked = {"schedule": "standard", "prices": "real", "optimism": "no"}
    if any(given[key] != one for key, one in asked.items()):
        raise ValueError("the other two models know the standard rate alone, and no inflation")
    rows = [_row(one) for one in given["flows"]]
    last = max(row["to"] for row in rows)
    if last > _FLAT_UNTIL:
        raise ValueError(f"the rate is another one after year {_FLAT_UNTIL}")
    return Model(
        name="NPV of the demo’s proposal",
        ours=lambda: value(given, appraisal),
        said=_said,
        numpys=lambda: _by_numpy(rows, last),
        book=lambda: _book(rows, last),
    )


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as somebody holds it who reckons in floats."""
    low, central, high = (float(one) for one in amounts_of(row))
    chance = row.get("probability")
    names = {key: row[key] for key in ("option", "what", "way", "who")}
    ends = {"from": row["from_year"], "to": row["to_year"]}
    about = {"low": low, "central": central, "high": high}
    return {**names, **ends, **about, "chance": 1.0 if chance is None else float(chance) / 100}


def _said(found: Compared) -> Figures:
    figures: Figures = {}
    for one in found.options:
        figures |= {(one.name, part): getattr(one, part) for part in _PARTS}
        for borne in one.borne:
            figures[one.name, borne.who, "cost"] = borne.cost
            figures[one.name, borne.who, "benefit"] = borne.benefit
        figures |= {(one.name, each.what, each.way): each.present for each in one.switches}
        figures[one.name, Years.UNDISCOUNTED] = _year(one.payback)
        figures[one.name, Years.DISCOUNTED] = _year(one.payback_discounted)
    return figures


def _year(year: int | None) -> Decimal:
    return Decimal(-2 if year is None else year)  # any number that is no year: it must be the same


# --- by numpy-financial --------------------------------------------------------------------------


def _by_numpy(rows: list[dict[str, Any]], last: int) -> dict[tuple[str, ...], float]:
    """Return every figure as the net present value of what falls into each year."""
    found: dict[tuple[str, ...], float] = {}
    discount = (1 + _RATE) ** -np.arange(last + 1)
    for option in dict.fromkeys(row["option"] for row in rows):
        years: dict[tuple[str, ...], Any] = {}
        for row in rows:
            if row["option"] != option:
                continue
            for key, amount in _amounts(row):
                flows = years.get(key)
                if flows is None:
                    flows = years[key] = np.zeros(last + 1)
                flows[row["from"] : row["to"] + 1] += amount
        net = years["expected",]
        for key, flows in years.items():
            found[option, *key] = npf.npv(_RATE, flows)
        found[option, Years.UNDISCOUNTED] = _payback(net)
        found[option, Years.DISCOUNTED] = _payback(net * discount)
    return found


def _amounts(row: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield under which figures a row counts each year, and with how much."""
    is_cost, chance = row["way"] == "cost", row["chance"]
    sign = -1.0 if is_cost else 1.0
    good, bad = (row["low"], row["high"]) if is_cost else (row["high"], row["low"])
    if chance < 1:
        good, bad = (0.0, row["high"]) if is_cost else (row["high"], 0.0)
    if not chance:
        good = bad = 0.0
    expected = row["central"] * chance
    yield ("planned",), sign * row["central"]
    yield ("expected",), sign * expected
    yield ("worst",), sign * bad
    yield ("best",), sign * good
    yield (row["who"], row["way"]), expected
    yield (row["what"], row["way"]), sign * expected


def _payback(nets: Any) -> float:
    short = np.flatnonzero(np.cumsum(nets) < 0)
    if not len(short):
        return NOTHING_TO_PAY_BACK
    return float(short[-1]) + 1 if short[-1] + 1 < len(nets) else -2


# --- as a workbook -------------------------------------------------------------------------------


def _book(rows: list[dict[str, Any]], last: int) -> tuple[bytes, dict[str, tuple[str, ...]]]:
    """Return the workbook, and which cell of its sheet Result holds which figure."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        years, flows, result = (book.add_worksheet(name) for name in ("Years", "Flows", "Result"))
        for year in range(last + 1):
            years.write_number(year, 0, year)
            years.write_formula(year, 1, f"=B{year}/(1+{_RATE})" if year else "=1")
        for number, row in enumerate(rows):
            for column, each in enumerate(row.values()):
                flows.write(number, column, each)
            for column, formula in enumerate(_present(number + 1, last + 1), len(row)):
                flows.write_formula(number, column, formula)
        cells = {}
        for number, (key, formula) in enumerate(_results(rows), 1):
            result.write_string(number - 1, 0, ": ".join(key))
            result.write_formula(number - 1, 1, formula)
            cells[f"B{number}"] = key
    return made.getvalue(), cells


def _present(n: int, years: int) -> tuple[str, ...]:
    """Return the formulas of a row of Flows: its factors together, and its four values of today in columns L to O."""
    cost = f'C{n}="cost"'
    weight = (
        f'SUMIFS(Years!B$1:B${years},Years!A$1:A${years},">="&E{n},Years!A$1:A${years},"<="&F{n})'
    )
    return (
        f"={weight}",
        f"=IF({cost},-1,1)*H{n}*K{n}",
        f"=L{n}*J{n}",
        f"=IF({cost},-IF(J{n}=0,0,I{n}),IF(J{n}<1,0,G{n}))*K{n}",
        f"=IF({cost},-IF(J{n}<1,0,G{n}),IF(J{n}=0,0,I{n}))*K{n}",
    )


def _results(rows: list[dict[str, Any]]) -> Iterator[tuple[tuple[str, ...], str]]:
    count = len(rows)

    def total(column: str, **wanted: str) -> str:
        where = "".join(f',Flows!{at}$1:{at}${count},"{text}"' for at, text in wanted.items())
        return f"SUMIFS(Flows!{column}$1:{column}${count}{where})"

    for option in dict.fromkeys(row["option"] for row in rows):
        own = [row for row in rows if row["option"] == option]
        for part, column in zip(_PARTS, "LMNO", strict=True):
            yield (option, part), f"={total(column, A=option)}"
        for who in dict.fromkeys(row["who"] for row in own):
            for way, sign in (("cost", "-"), ("benefit", "")):
                yield (option, who, way), f"={sign}{total('M', A=option, D=who, C=way)}"
        for what, way in dict.fromkeys((row["what"], row["way"]) for row in own):
            yield (option, what, way), f"={total('M', A=option, B=what, C=way)}"
