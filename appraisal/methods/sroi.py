"""Social return on investment: what changes for whom, and what of it is due to the proposal (method §5)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from appraisal.engine.results import Appraisal
from appraisal.methods.base import Given, Method, rows_of
from appraisal.methods.cost_benefit_check import name_of, plain
from appraisal.methods.discounting import precise
from appraisal.methods.green_book import GREEN_BOOK
from appraisal.methods.sroi_begun import begun
from appraisal.methods.sroi_check import check, rates_of
from appraisal.methods.sroi_doubts import doubts_of
from appraisal.methods.sroi_parts import (
    IN_KIND,
    MATERIAL,
    ONE,
    ZERO,
    Change,
    Left,
    Put,
    Returned,
    Share,
    Valued,
    Year,
)
from appraisal.methods.sroi_sensitivity import steps, switch
from appraisal.methods.sroi_sums import Weights, by_year, times
from appraisal.methods.sroi_written import written


def value(given: Given, appraisal: Appraisal) -> Returned:
    """Return what the outcomes that count come to, against what is put in."""
    rates = rates_of(given)
    with precise():
        weights = Weights(rates)
        names = _Names()
        inputs = tuple(_put(row, weights, names) for row in rows_of(given, "inputs"))
        rows = tuple(enumerate(rows_of(given, "outcomes")))
        changes = [_change(n, row, names) for n, row in rows if row["counts"] in MATERIAL]
        left_out = tuple(_left(row, names) for _, row in rows if row["counts"] not in MATERIAL)
        outcomes = tuple(_valued(one, weights) for one in changes)
        total = sum((one.present for one in outcomes), ZERO)
        money = sum((one.present for one in inputs if one.kind not in IN_KIND), ZERO)
        in_kind = sum((one.present for one in inputs if one.kind in IN_KIND), ZERO)
        put_in = money + in_kind
        return Returned(
            inputs=inputs,
            money=money,
            in_kind=in_kind,
            outcomes=outcomes,
            left_out=left_out,
            impact=total,
            ratio=total / put_in if put_in else None,
            money_ratio=total / money if money else None,
            years=tuple(_years(changes, weights)),
            shares=tuple(_shares(inputs, outcomes)),
            switches=tuple(switch(one, total, put_in, weights) for one in outcomes)
            if put_in
            else (),
            steps=steps(changes, inputs, weights) if put_in else (),
            doubts=tuple(doubts_of(changes, inputs, appraisal)),
            rates=rates,
            schedule=given["schedule"],
            own_rate=given.get("own_rate_percent") if given["schedule"] == "own" else None,
            source=GREEN_BOOK.source,
        )


class _Names:
    """Stakeholders by the first way in which each was written: capitals and blanks tell none apart."""

    def __init__(self) -> None:
        self._written: dict[str, str] = {}

    def of(self, row: Mapping[str, Any]) -> str:
        name = name_of(row["stakeholder"])
        return self._written.setdefault(plain(name), name)


def _put(row: Mapping[str, Any], weights: Weights, names: _Names) -> Put:
    hours, years = row.get("hours"), row.get("years")
    amount = row["amount_gbp"] * (ONE if hours is None else hours)
    return Put(
        stakeholder=names.of(row),
        what=name_of(row["what"]),
        kind=row["kind"],
        price=row["amount_gbp"],
        hours=hours,
        years=years,
        amount=amount,
        present=amount * times(years, weights),
    )


def _change(number: int, row: Mapping[str, Any], names: _Names) -> Change:
    also = row["also_scored"]
    return Change(
        row=number,
        stakeholder=names.of(row),
        outputs=name_of(row.get("outputs") or ""),
        outcome=name_of(row["outcome"]),
        sign=1 if row["counts"] == "gain" else -1,
        quantity=row["quantity"],
        proxy=row["proxy_gbp_pa"],
        source=name_of(row.get("source") or ""),
        deadweight=row.get("deadweight_percent") or ZERO,
        displacement=row.get("displacement_percent") or ZERO,
        attribution=row.get("attribution_percent") or ZERO,
        drop_off=row.get("drop_off_percent") or ZERO,
        years=row["years"],
        also_scored="" if also == "none" else also.upper(),
    )


def _left(row: Mapping[str, Any], names: _Names) -> Left:
    return Left(
        stakeholder=names.of(row),
        outputs=name_of(row.get("outputs") or ""),
        outcome=name_of(row["outcome"]),
        reason=row["counts"],
        why=row["why_not"],
    )


def _valued(one: Change, weights: Weights) -> Valued:
    impact = one.impact
    return Valued(one, impact, impact * weights.of(one.drop_off, one.years))


def _years(changes: Sequence[Change], weights: Weights) -> Iterator[Year]:
    last = max(one.years for one in changes)
    for number, (amount, factor) in enumerate(
        zip(by_year(changes, last), weights.factors[:last], strict=True), 1
    ):
        yield Year(number, factor, amount, amount * factor)


def _shares(inputs: Sequence[Put], outcomes: Sequence[Valued]) -> Iterator[Share]:
    sums: dict[str, list[Decimal]] = {}
    for put in inputs:
        own = sums.setdefault(put.stakeholder, [ZERO, ZERO, ZERO])
        own[1 if put.kind in IN_KIND else 0] += put.present
    for one in outcomes:
        sums.setdefault(one.change.stakeholder, [ZERO, ZERO, ZERO])[2] += one.present
    yield from (Share(name, *own) for name, own in sums.items())


SROI = Method(key="sroi", check=check, value=value, written=written, begun=begun)
