"""A £ value a year, made of parts, banded against what the council gives up or puts in."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.amounts import ZERO, Ratio, half_up, total
from appraisal.engine.faults import Faults
from appraisal.engine.measures.base import (
    CANNOT_BE_SCORED,
    SCORED,
    Complaint,
    Figures,
    Given,
    Outcome,
    Part,
    Questions,
    Shown,
    Step,
    Sums,
    rows,
    wrong_kind,
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

    def quantities(self, given: Given) -> list[tuple[Decimal, Given]]:
        """Return each quantity with the row it comes from; a single amount of 0 is none."""
        if self.multiply:
            return [(_product(row, self.multiply), row) for row in rows(given, self.question)]
        single = _number(given.get(self.question))
        return [(single, {})] if single else []

    def proxy_key(self, row: Given) -> str:
        """Return the key of the proxy for a row."""
        return f"{self.proxy}:{row[self.proxy_by]}" if self.proxy_by else self.proxy

    def value(self, given: Given, sums: Sums) -> Part | None:
        """Value this part in pounds a year, or None where nothing is entered."""
        quantities = self.quantities(given)
        if not quantities:
            return None
        used: dict[str, Proxy] = {}
        over = ZERO
        for quantity, row in quantities:
            over += quantity * self._rate(self.proxy_key(row), sums, used)
        under = self._rate(self.divide_by, sums, used) * self.spread_years
        return Part(Ratio(over * self.times, under), self.tags, tuple(used.values()))

    @staticmethod
    def _rate(key: str, sums: Sums, used: dict[str, Proxy]) -> Decimal:
        if not key:
            return Decimal(1)
        found = used.get(key) or sums.proxy(key)
        if found is None:  # a fault is noted; the sum goes on so that all faults are named
            return Decimal(1)
        used[key] = found
        return found.value


def _number(value: object) -> Decimal:
    if isinstance(value, int):
        return Decimal(value)
    return value if isinstance(value, Decimal) else ZERO


def _product(row: Given, keys: tuple[str, ...]) -> Decimal:
    product = Decimal(1)
    for key in keys:
        product *= _number(row[key])
    return product


class ValueBand(NamedTuple):
    """Points where the value is at least this percentage of the public contribution."""

    points: int
    at_least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Valued:
    """Annual £ value ÷ annual public contribution, compared exactly (method §2.1, H to L)."""

    parts: tuple[ValuedPart, ...]
    bands: tuple[ValueBand, ...]

    @property
    def highest(self) -> int:
        return max((band.points for band in self.bands), default=0)

    def complaints(
        self, questions: Questions, known_proxies: frozenset[str]
    ) -> Iterator[Complaint]:
        if not self.parts:
            yield "parts", "Name at least one part of the value."
        for number, part in enumerate(self.parts):
            place = f"parts[{number}]"
            wrong = list(_part_complaints(part, questions))
            yield from ((place, reason) for reason in wrong)
            if not wrong:
                for key in part.proxy_keys(questions):
                    if key not in known_proxies:
                        yield place, f"There is no proxy “{key}”."
        for number, (high, low) in enumerate(
            zip(self.bands, self.bands[1:], strict=False), start=1
        ):
            if low.at_least >= high.at_least:
                yield f"bands[{number}]", "List the bands from the highest percentage down."
            if low.points > high.points:
                yield (
                    f"bands[{number}]",
                    f"The points fall from {low.points} to {high.points} as the value rises.",
                )

    def check(self, given: Given, place: str, faults: Faults) -> None:
        return

    def score(self, given: Given, sums: Sums) -> Outcome:
        parts = tuple(part.value(given, sums) for part in self.parts)
        value = total(part.amount for part in parts if part)
        if not sums.contribution:
            return Outcome(CANNOT_BE_SCORED, 0, value, parts)
        band = self._band(value, sums.contribution)
        return Outcome(SCORED, band.points if band else 0, value, parts)

    def _band(self, value: Ratio, contribution: Decimal) -> ValueBand | None:
        return next(
            (band for band in self.bands if value.at_least(band.at_least, contribution)), None
        )

    def shown(self, given: Given, outcome: Outcome, sums: Figures) -> Shown:
        steps: list[Step] = []
        for rule, part in zip(self.parts, outcome.parts, strict=True):
            if part:
                steps.extend(_part_steps(rule, part, given, sums))
        value = outcome.value or Ratio(ZERO)
        amount = words.pounds(half_up(value, 2))
        steps.append(Step("Value a year, rounded once to the penny", amount))
        if not sums.contribution:
            return Shown(
                tuple(steps),
                "The council’s yearly contribution is not known, so this cannot be scored yet.",
            )
        percent = half_up(Ratio(value.over * 100, value.under * sums.contribution), 1)
        steps.append(
            Step(
                f"{amount} ÷ annual public contribution {words.pounds(sums.contribution)}",
                words.percent(percent),
            )
        )
        band = self._band(value, sums.contribution)
        met = f"At least {band.at_least}%" if band else f"Below {self.bands[-1].at_least}%"
        return Shown(
            tuple(steps), f"{met}: {words.counted(outcome.points, 'point')} of {sums.maximum}."
        )


def _part_complaints(part: ValuedPart, questions: Questions) -> Iterator[str]:
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
        if wrong := wrong_kind(columns, key, *QUANTITIES):
            yield wrong
    if part.proxy_by and (wrong := wrong_kind(columns, part.proxy_by, "choice")):
        yield wrong


def _part_steps(rule: ValuedPart, part: Part, given: Given, sums: Figures) -> Iterator[Step]:
    proxies = {proxy.key: proxy for proxy in part.proxies}
    quantity = ZERO
    question = sums.questions[rule.question]
    for number, row in rule.quantities(given):
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
    number = _number(value)
    if column.kind == "amount":
        return words.pounds(number)
    return f"{words.plain(number)} {column.unit}".strip()


def _rate_text(proxy: Proxy, sums: Figures) -> str:
    title = sums.proxy_titles[proxy.key]
    money = proxy.unit.startswith("GBP")
    rate = words.pounds(proxy.value) if money else words.plain(proxy.value)
    return f"{rate} {title}"
