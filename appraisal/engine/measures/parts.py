"""One part of a £ value: quantities × a proxy, spread over years where they are one-off."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine.amounts import ONE, ZERO, Ratio
from appraisal.engine.faults import shown
from appraisal.engine.measures.base import (
    Given,
    Part,
    Questions,
    Sums,
    rows,
    wrong_kind,
    wrong_need,
)
from appraisal.engine.proxies import Proxy, ProxyKind

QUANTITIES = ("amount", "number", "whole")


class ValuedPart(NamedTuple):
    """One sum: rows or a single amount, times a proxy, spread over years where it is one-off."""

    title: str
    question: str
    multiply: tuple[str, ...] = ()  # columns of the rows; empty where the question is one amount
    unit: str = ""  # of the quantity: "hours a year"
    unit_one: str = ""  # of one of them: "hour a year"
    proxy: str = ""
    proxy_by: str = ""  # the column whose choice completes the proxy's key
    divide_by: str = ""  # a proxy that turns another's unit into the one that is wanted
    times: int = 1
    times_unit: str = ""
    spread_years: int = 1
    tags: tuple[str, ...] = ()

    def proxy_keys(self, questions: Questions) -> Iterator[str]:
        """Return the key of every proxy that this part may look up."""
        if self.proxy_by:
            columns = {column.key: column for column in questions[self.question].columns}
            for choice in columns[self.proxy_by].choices:
                yield f"{self.proxy}:{choice}"
        elif self.proxy:
            yield self.proxy
        if self.divide_by:
            yield self.divide_by

    def rows(self, given: Given) -> tuple[Given, ...]:
        """Return the rows that are valued; a single amount is a row of its own, unless it is 0."""
        if self.multiply:
            return rows(given, self.question)
        return (given,) if given.get(self.question) else ()

    def quantity(self, row: Given) -> Decimal:
        """Return the product of a row's figures."""
        product = Decimal(1)
        for key in self.multiply or (self.question,):
            product *= row[key]  # type: ignore[operator]  # a Decimal or an int
        return product

    def proxy_key(self, row: Given) -> str:
        """Return the key of the proxy for a row."""
        return f"{self.proxy}:{row[self.proxy_by]}" if self.proxy_by else self.proxy

    def value(self, given: Given, sums: Sums) -> Part | None:
        """Value this part in pounds a year, or None where nothing is entered."""
        valued = self.rows(given)
        if not valued:
            return None
        used: dict[str, Proxy] = {}
        if self.proxy_by:
            over = sum(
                (self.quantity(row) * _rate(self.proxy_key(row), sums, used) for row in valued),
                start=ZERO,
            )
        else:
            over = sum(map(self.quantity, valued), start=ZERO) * _rate(self.proxy, sums, used)
        under = _rate(self.divide_by, sums, used) * self.spread_years
        return Part(Ratio(over * self.times, under), self.tags, tuple(used.values()))


def _rate(key: str, sums: Sums, used: dict[str, Proxy]) -> Decimal:
    if not key:
        return ONE
    found = sums.proxy(key)
    if found is None:  # a fault is noted; the sum goes on so that all faults are named
        return ONE
    used[key] = found
    return found.value


def part_complaints(
    part: ValuedPart, questions: Questions, proxies: Mapping[str, ProxyKind]
) -> Iterator[str]:
    """Say what in the scheme is wrong with a part."""
    if wrong := _wrong_question(part, questions):
        yield wrong
        return
    if len(set(part.multiply)) < len(part.multiply):
        yield "A column is multiplied once."
    columns = {column.key: column for column in questions[part.question].columns}
    factors = [columns[key] for key in part.multiply] or [questions[part.question]]
    amounts = sum(factor.kind == "amount" for factor in factors)
    if amounts + bool(part.proxy) != 1:
        yield "A value in pounds needs one amount of money or one proxy, and not both."
    for key in part.proxy_keys(questions):
        if key not in proxies:
            yield f"There is no proxy “{shown(key)}”."
        elif proxies[key].money == (key == part.divide_by):
            wanted = "no price" if key == part.divide_by else "a price in pounds"
            yield f"The proxy “{key}” must be {wanted} here."


def _wrong_question(part: ValuedPart, questions: Questions) -> str:
    if not part.multiply:
        if part.proxy_by:
            return "proxy_by needs rows to choose by."
        return wrong_kind(questions, part.question, *QUANTITIES)
    if wrong := wrong_kind(questions, part.question, "rows"):
        return wrong
    columns = {column.key: column for column in questions[part.question].columns}
    for key in part.multiply:
        if wrong := wrong_need(columns, key, *QUANTITIES):
            return wrong
    return wrong_need(columns, part.proxy_by, "choice") if part.proxy_by else ""
