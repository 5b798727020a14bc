"""One part of a £ value: quantities × a proxy, spread over years where they are one-off."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple, cast

from appraisal.engine import words
from appraisal.engine.amounts import ONE, ZERO, Ratio, half_up
from appraisal.engine.measures.base import (
    Figures,
    Given,
    Part,
    Questions,
    Step,
    Sums,
    rows,
    wrong_kind,
    wrong_need,
)
from appraisal.engine.proxies import Proxy
from appraisal.engine.scheme import Question

QUANTITIES = ("amount", "number", "whole")


class ValuedPart(NamedTuple):
    """One sum: rows or a single amount, times a proxy, spread over years where it is one-off."""

    title: str
    question: str
    multiply: tuple[str, ...] = ()  # columns of the rows; empty where the question is one amount
    unit: str = ""  # of the quantity: "hours a year"
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


def part_complaints(part: ValuedPart, questions: Questions) -> Iterator[str]:
    """Say what in the scheme is wrong with a part."""
    if not part.multiply:
        if wrong := wrong_kind(questions, part.question, *QUANTITIES):
            yield wrong
        if part.proxy_by:
            yield "proxy_by needs rows to choose by."
        return
    if wrong := wrong_kind(questions, part.question, "rows"):
        yield wrong
        return
    columns = {column.key: column for column in questions[part.question].columns}
    for key in part.multiply:
        if wrong := wrong_need(columns, key, *QUANTITIES):
            yield wrong
    if part.proxy_by and (wrong := wrong_need(columns, part.proxy_by, "choice")):
        yield wrong


def formula(part: ValuedPart, questions: Questions) -> str:
    """Write a part as a formula: the questions in words, proxies by what they are."""
    question = questions[part.question]
    columns = {column.key: column for column in question.columns}
    factors = [columns[key].label.lower() for key in part.multiply] or [question.name.lower()]
    if part.proxy:
        by = f" for the {columns[part.proxy_by].label.lower()}" if part.proxy_by else ""
        factors.append(f"`{part.proxy}`{by}")
    if part.times > 1:
        factors.append(f"{part.times} {part.times_unit}")
    written = " × ".join(factors)
    if part.divide_by:
        written += f" ÷ `{part.divide_by}`"
    return f"{written} ÷ {part.spread_years} years" if part.spread_years > 1 else written


def part_steps(rule: ValuedPart, part: Part, given: Given, sums: Figures) -> Iterator[Step]:
    """Explain a part line by line: each row, then the sum."""
    proxies = {proxy.key: proxy for proxy in part.proxies}
    quantity = ZERO
    question = sums.questions[rule.question]
    for row in rule.rows(given):
        number = rule.quantity(row)
        quantity += number
        if rule.multiply:
            yield _row_step(rule, question, number, row, proxies)
    spread = f" ÷ {rule.spread_years} years" if rule.spread_years > 1 else ""
    result = words.pounds(half_up(part.amount, 2))
    if rule.proxy_by or not rule.proxy:
        yield Step(f"{rule.title}: the sum{spread}", result)
        return
    sum_text = f"{rule.title}: {words.plain(quantity)} {rule.unit} × {_rate_text(proxies[rule.proxy], sums)}"
    if rule.divide_by:
        sum_text += f" ÷ {_rate_text(proxies[rule.divide_by], sums)}"
    if rule.times > 1:
        sum_text += f" × {rule.times} {rule.times_unit}"
    yield Step(sum_text + spread, result)


def _row_step(
    rule: ValuedPart, question: Question, number: Decimal, row: Given, proxies: dict[str, Proxy]
) -> Step:
    columns = {column.key: column for column in question.columns}
    factors = [_factor(columns[key], row[key]) for key in rule.multiply]
    naming = next(
        (column for column in question.columns if column.kind in ("text", "choice")), None
    )
    name = ""
    if naming is not None:
        said = str(row[naming.key])
        name = f"{naming.choice_labels.get(said, said)}: "
    if rule.proxy_by:
        proxy = proxies[rule.proxy_key(row)]
        return Step(
            f"{name}{' × '.join(factors)} × {words.short_pounds(proxy.value)}",
            words.pounds(half_up(Ratio(number * proxy.value), 2)),
        )
    if len(factors) == 1:
        return Step(f"{name.removesuffix(': ')}", factors[0])
    return Step(f"{name}{' × '.join(factors)}", f"{words.plain(number)} {rule.unit}".strip())


def _factor(column: Question, value: object) -> str:
    number = Decimal(cast(Decimal | int, value))
    if column.kind == "amount":
        return words.pounds(number)
    return f"{words.plain(number)} {column.unit}".strip()


def _rate_text(proxy: Proxy, sums: Figures) -> str:
    title = sums.proxy_titles[proxy.key]
    money = proxy.unit.startswith("GBP")
    rate = words.pounds(proxy.value) if money else words.plain(proxy.value)
    return f"{rate} {title}"
