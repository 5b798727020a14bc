"""How a £ value a year comes about: each row as quantity × price, then the sum, the share and the points."""

from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest

from appraisal.engine.amounts import ZERO, Ratio, half_up, total
from appraisal.engine.measures import Valued
from appraisal.engine.measures.base import Given
from appraisal.engine.measures.part_words import row_name
from appraisal.engine.measures.parts import ValuedPart
from appraisal.engine.scheme import VOLUNTEER_TIME
from appraisal.exports.sheets.book import Entry, exact, text
from appraisal.exports.sheets.book import to_the_penny as penny
from appraisal.exports.sheets.inputs import ANSWERED
from appraisal.exports.sheets.lines import CANNOT, SCORED, Lines, Rule


def valued(lines: Lines, measure: Valued) -> Rule:
    """Write each part of a £ value, and its share of the public contribution (method §2.1, H to L)."""
    outcome = lines.scored.outcome
    first = len(lines.page.rows) + 1
    spans = [_part(lines, number, part) for number, part in enumerate(measure.parts)]
    parts = outcome.parts if outcome else ()
    sum_of = total(part.amount for part in parts if part)
    last = len(lines.page.rows)
    added = f"SUM({lines.page.span(lines.result, first, last)})" if last >= first else "0"
    raw = lines.line("Together, before it is rounded", added, exact(sum_of), "price")
    value = lines.line(
        "Value a year",
        f'IF({lines.state()}="{ANSWERED}",{penny(raw)},"")',
        lines.scored.value if lines.scored.value is not None else "",
        "pounds",
        "Rounded once, half up to the penny.",
    )
    time = tuple(
        _time(lines, part, span, worth.amount if worth else Ratio(ZERO))
        for part, span, worth in zip_longest(measure.parts, spans, parts)
        if VOLUNTEER_TIME in part.tags and span
    )
    given = lines.sources.seen.appraisal.answers.public_contribution or ZERO
    what = f"Annual public contribution: the {lines.sources.seen.appraisal.answers.contribution_is}"
    contribution = lines.line(what, lines.sources.contribution, given, "price")
    share = lines.percent("Value ÷ contribution", raw, contribution, exact(sum_of), given)
    status = f'IF({contribution}=0,"{CANNOT}","{SCORED}")'
    return Rule(lines.looked_up(share), status, value, time)


def _part(lines: Lines, number: int, part: ValuedPart) -> str:
    """Add a line for each row of a part; return where their figures stand, empty where there is none."""
    questions = {question.key: question for question in lines.criterion.questions}
    question = questions[part.question]
    first = len(lines.page.rows) + 1
    if not part.multiply:
        _row(lines, number, part, question.name.capitalize(), lines.given, [part.question])
    for at, row in enumerate(part.rows(lines.given) if part.multiply else (), start=1):
        place = f"{part.question}[{at}]"
        keys = [f"{place}.{key}" for key in part.multiply]
        called = row_name(question, row) or f"{question.row_name or 'row'} {at}".capitalize()
        _row(lines, number, part, f"{part.title}: {called}", row, keys, place)
    last = len(lines.page.rows)
    return lines.page.span(lines.result, first, last) if last >= first else ""


def _row(
    lines: Lines,
    number: int,
    part: ValuedPart,
    what: str,
    row: Given,
    keys: list[str],
    place: str = "",
) -> None:
    """Add quantity × price ÷ … = £ a year, each factor in a column of its own."""
    over, line = lines.sources, len(lines.page.rows) + 1
    # A single amount that was left out counts as 0, as a blank cell does.
    quantity = part.quantity(row) if part.multiply or part.rows(row) else ZERO
    entries: dict[str, Entry] = {
        "C": Entry(Fraction(quantity), f"={'*'.join(lines.input(key) for key in keys)}", "number"),
        "D": text(part.unit),
    }
    worth, under = quantity, Decimal(part.spread_years)
    if part.proxy:
        price = over.prices.values.get(part.proxy_key(row) if part.multiply else part.proxy)
        at = over.prices.at(part.proxy)
        if part.proxy_by:
            chosen = lines.input(f"{place}.{part.proxy_by}")
            at = over.prices.found(f'"{part.proxy}:"&{chosen}')
        entries["E"] = Entry(price.value if price else "#N/A", f"={at}", "price")
        worth *= price.value if price else ZERO
    if part.divide_by:
        divisor = over.prices.values.get(part.divide_by)
        entries["F"] = Entry(
            divisor.value if divisor else "#N/A", f"={over.prices.at(part.divide_by)}", "number"
        )
        under *= divisor.value if divisor else 1
    for column, key, figure in (("G", "times", part.times), ("H", "years", part.spread_years)):
        if figure != 1:
            at = over.scales.at(f"{key}.{lines.letter}.{number}")
            entries[column] = Entry(figure, f"={at}", "whole")
    sign = {"C": "", "E": "*", "F": "/", "G": "*", "H": "/"}
    sums = "".join(f"{sign[key]}{key}{line}" for key in sorted(entries) if key in sign)
    if part.times != 1:
        worth *= part.times
    # Without a quantity nothing is needed, so a price that is not known spoils nothing.
    entries["I"] = Entry(Fraction(worth) / Fraction(under), f"=IF(C{line}=0,0,{sums})", "price")
    cells = [entries.get(column) for column in "CDEFGHI"]
    lines.page.add(text(lines.name), text(what), *cells)


def _time(lines: Lines, part: ValuedPart, span: str, worth: Ratio) -> str:
    """Add what volunteers' time alone is worth: coefficiency counts it as a resource."""
    raw = lines.line(
        f"Of it {part.title.lower()}, before it is rounded",
        f"SUM({span})",
        exact(worth),
        "price",
    )
    what = f"Of it {part.title.lower()}"
    return lines.line(what, penny(raw), half_up(worth, 2), "pounds")
