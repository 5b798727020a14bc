"""A part of a £ value in words: its formula, and each row and sum of an answer."""

from collections.abc import Iterator
from decimal import Decimal
from typing import cast

from appraisal.engine import words
from appraisal.engine.amounts import ZERO, Ratio, half_up
from appraisal.engine.measures.base import Figures, Given, Part, Questions, Step
from appraisal.engine.measures.parts import ValuedPart
from appraisal.engine.proxies import Proxy
from appraisal.engine.scheme import Question


def formula(part: ValuedPart, questions: Questions) -> str:
    """Write a part as a formula: the questions in words, proxies by their keys."""
    question = questions[part.question]
    columns = {column.key: column for column in question.columns}
    factors = [columns[key].label for key in part.multiply] or [question.name]
    if part.proxy:
        by = f" for the {columns[part.proxy_by].label.lower()}" if part.proxy_by else ""
        factors.append(f"`{part.proxy}`{by}")
    if part.times > 1:
        factors.append(f"{part.times} {part.times_unit}".strip())
    divided = f" ÷ `{part.divide_by}`" if part.divide_by else ""
    return f"{' × '.join(factors)}{divided}{_spread(part)}"


def part_steps(rule: ValuedPart, part: Part, given: Given, figures: Figures) -> Iterator[Step]:
    """Explain a part line by line: each row, then the sum."""
    rows = rule.rows(given)
    question = figures.questions[rule.question]
    proxies = {proxy.key: proxy for proxy in part.proxies}
    if rule.multiply:
        for number, row in enumerate(rows, start=1):
            yield _row_step(rule, question, row, f"Row {number}", proxies)
    if rule.proxy and not rule.proxy_by:
        yield _priced(rule, part, sum(map(rule.quantity, rows), start=ZERO), figures)
    elif len(rows) > 1 or rule.spread_years > 1:
        together = words.exact_pounds(part.amount.over)
        spread = f" {together}{_spread(rule)}" if rule.spread_years > 1 else ""
        yield Step(f"{rule.title}: together{spread}", _comes_to(part.amount))


def _priced(rule: ValuedPart, part: Part, quantity: Decimal, figures: Figures) -> Step:
    proxies = {proxy.key: proxy for proxy in part.proxies}
    factors = [
        words.quantity(quantity, rule.unit, rule.unit_one),
        _rate(proxies[rule.proxy], figures),
    ]
    if rule.times > 1:
        factors.append(f"{rule.times} {rule.times_unit}".strip())
    divided = f" ÷ {_rate(proxies[rule.divide_by], figures)}" if rule.divide_by else ""
    return Step(
        f"{rule.title}: {' × '.join(factors)}{divided}{_spread(rule)}", _comes_to(part.amount)
    )


def _spread(rule: ValuedPart) -> str:
    return f" ÷ {rule.spread_years} years" if rule.spread_years > 1 else ""


def _comes_to(amount: Ratio) -> str:
    return words.pounds(half_up(amount, 2))


def _row_step(
    rule: ValuedPart, question: Question, row: Given, otherwise: str, proxies: dict[str, Proxy]
) -> Step:
    columns = {column.key: column for column in question.columns}
    name = row_name(question, row) or otherwise
    factors = [_factor(columns[key], row[key]) for key in rule.multiply]
    if rule.proxy_by:
        price = proxies[rule.proxy_key(row)].value
        factors.append(words.exact_pounds(price))
        return Step(
            f"{name}: {' × '.join(factors)}", words.exact_pounds(rule.quantity(row) * price)
        )
    if len(factors) == 1:
        return Step(name, factors[0])
    return Step(
        f"{name}: {' × '.join(factors)}",
        words.quantity(rule.quantity(row), rule.unit, rule.unit_one),
    )


def row_name(question: Question, row: Given) -> str:
    """Return what a row is called by the person who typed it; empty where it has no name."""
    naming = next((one for one in question.columns if one.kind in ("text", "choice")), None)
    said = str(row.get(naming.key, "")) if naming else ""
    return naming.choice_labels.get(said, said) if naming else ""


def _factor(column: Question, value: object) -> str:
    number = Decimal(cast(Decimal | int, value))
    if column.kind == "amount":
        return words.exact_pounds(number)
    return words.quantity(number, column.unit, column.unit_one)


def _rate(proxy: Proxy, figures: Figures) -> str:
    money = proxy.unit.startswith("GBP")
    rate = words.exact_pounds(proxy.value) if money else words.plain(proxy.value)
    area = f", {proxy.area}" if proxy.area else ""
    return f"{rate} ({figures.proxy_titles[proxy.key]}{area})"
