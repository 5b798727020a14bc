"""How each measure without a £ value comes to its points, line by line, by formulas alone."""

from decimal import Decimal
from fractions import Fraction

from appraisal.engine import words
from appraisal.engine.amounts import ZERO, Ratio, half_up
from appraisal.engine.measures import DeprivationRank, Funding, Level, Ratings, Share
from appraisal.engine.measures.base import amount, rows
from appraisal.engine.places import DEPRIVATION_AREAS
from appraisal.exports.sheets.book import Look, Value
from appraisal.exports.sheets.lines import SCORED, UNANSWERED, Lines, Rule


def funding(lines: Lines, measure: Funding) -> Rule:
    """Write how much of a cost is certain, and how soon the rest will be decided (method §2.1, A)."""
    given, questions = lines.given, {one.key: one for one in lines.criterion.questions}
    cost_name = questions[measure.cost].name
    cost = lines.taken(cost_name.capitalize(), measure.cost)
    secured = lines.taken("Certain", measure.secured)
    pending = rows(given, measure.pending)
    amounts, months = _pending(lines, measure, len(pending))
    at_cost, sure = amount(given, measure.cost), amount(given, measure.secured)
    share = lines.percent(f"Certain ÷ {cost_name}", secured, cost, sure, at_cost)
    committed: dict[int, str] = {}
    spans = {band.within_months for band in measure.bands if band.within_months is not None}
    for span in sorted(spans):
        due = sum(
            (
                amount(row, measure.pending_amount)
                for row in pending
                if Decimal(str(row[measure.pending_months])) <= span
            ),
            start=sure,
        )
        limit = _span(lines, measure, span)
        more = f'+SUMIF({months},"<="&{limit},{amounts})' if pending else ""
        what = f"Certain, and to be decided within {span} months"
        together = lines.line(what, f"{secured}{more}", Fraction(due), "price")
        committed[span] = lines.percent(f"{what} ÷ {cost_name}", together, cost, due, at_cost)
    return Rule(_first_that_holds(lines, measure, share, committed))


def _pending(lines: Lines, measure: Funding, count: int) -> tuple[str, str]:
    """Add the amounts asked for, then the months until their decisions; return both columns."""
    spans = []
    columns: tuple[tuple[str, str, Look], ...] = (
        (measure.pending_amount, "asked for", "price"),
        (measure.pending_months, "months until the decision", "whole"),
    )
    for key, what, look in columns:
        first = len(lines.page.rows) + 1
        for number, row in enumerate(rows(lines.given, measure.pending), start=1):
            place = lines.input(f"{measure.pending}[{number}].{key}")
            lines.line(f"Application {number}: {what}", place, Decimal(str(row[key])), look)
        spans.append(lines.page.span(lines.result, first, first + count - 1))
    return spans[0], spans[1]


def _span(lines: Lines, measure: Funding, span: int) -> str:
    """Return the cell of the scale that holds this number of months."""
    cells = lines.sources.scales.cells(lines.letter, "E")
    return next(
        cell for cell, band in zip(cells, measure.bands, strict=True) if band.within_months == span
    )


def _first_that_holds(lines: Lines, measure: Funding, share: str, committed: dict[int, str]) -> str:
    scales = lines.sources.scales
    columns = [scales.cells(lines.letter, column) for column in "CDF"]
    points = "0"
    for band, at_least, at_once, gives in reversed(list(zip(measure.bands, *columns, strict=True))):
        holds = []
        if band.secured is not None:
            holds.append(f"{share}>={at_least}")
        if band.committed is not None:
            holds.append(f"{committed[band.within_months or 0]}>={at_once}")
        points = f"IF(AND({','.join(holds)}),{gives},{points})"
    return points


def share(lines: Lines, measure: Share) -> Rule:
    """Write amounts as a whole percentage of a cost, looked up in its bands (method §2.1, B)."""
    names = {one.key: one.name.capitalize() for one in lines.criterion.questions}
    cells = [lines.taken(names[key], key) for key in measure.amounts]
    parts = [amount(lines.given, key) for key in measure.amounts]
    cost, under = lines.taken(names[measure.of], measure.of), amount(lines.given, measure.of)
    added = sum(parts, start=ZERO)
    together = lines.line("Together", "+".join(cells), Fraction(added), "price")
    share = lines.percent(f"Together ÷ {names[measure.of].lower()}", together, cost, added, under)
    whole: Value = half_up(Ratio(added * 100, under), 0) if under else ""
    rounded = lines.line(
        "To the nearest whole per cent",
        f'IF({share}="","",ROUND({share},0))',
        whole,
        "whole",
        "A half counts as one.",
    )
    return Rule(lines.looked_up(rounded))


def level(lines: Lines, measure: Level) -> Rule:
    """Write the level that was chosen (method §2.1, C and M)."""
    at = lines.input(measure.question)
    level = lines.given.get(measure.question, "")
    chosen = lines.line("Level chosen", f'IF({at}="","",{at})', str(level), "text")
    return Rule(lines.points_of(chosen))


def ratings(lines: Lines, measure: Ratings) -> Rule:
    """Write the points of each rating, added up to the cap (method §2.1, E to G)."""
    first = len(lines.page.rows) + 1
    ratings = lines.given.get(measure.question)
    rated = ratings if isinstance(ratings, dict) else {}
    wording = lines.sources.seen.given.wording.get(lines.letter, {})
    points = []
    for key, rating in rated.items():
        points.append(measure.points[rating])
        at = lines.input(f"{measure.question}.{key}")
        what = wording.get(key) or words.from_key(key)
        lines.line(what, lines.points_of(at), points[-1], "whole")
    added = f"SUM({lines.page.span(lines.result, first, len(lines.page.rows))})" if points else "0"
    together = lines.line("Together", added, sum(points), "whole")
    return Rule(f"MIN({together},{lines.sources.scales.at(f'cap.{lines.letter}')})")


def deprivation(lines: Lines, measure: DeprivationRank) -> Rule:
    """Write how far down the deprivation index the area stands (method §2.1, D)."""
    scales, inputs = lines.sources.scales, lines.sources.inputs
    own = {key: lines.input(key) for key in (measure.edition, measure.rank)}
    asset = lines.sources.seen.appraisal.answers.deprivation
    edition, rank = lines.given.get(measure.edition), lines.given.get(measure.rank)
    has_own = isinstance(edition, int) and isinstance(rank, int)
    if not has_own:
        edition, rank = (asset.edition, asset.rank) if asset else ("", "")
    both = f'AND({own[measure.edition]}<>"",{own[measure.rank]}<>"")'
    how = "As entered here; else the asset’s."
    cells = []
    for what, key, value in (
        ("Edition of the Indices of Deprivation", measure.edition, edition),
        ("Rank of the small area", measure.rank, rank),
    ):
        assets = inputs.at("asset.imd.edition" if key == measure.edition else "asset.imd.rank")
        formula = f'IF({both},{own[key]},IF({assets}="","",{assets}))'
        cells.append(lines.line(what, formula, _number(value), "whole", how))
    found = (
        f"INDEX({scales.column('editions', 'D')},"
        f"MATCH({cells[0]},{scales.column('editions', 'C')},0))"
    )
    areas = DEPRIVATION_AREAS[edition] if isinstance(edition, int) else ""
    of = lines.line("Small areas in it", f'IF({cells[0]}="","",{found})', areas, "whole")
    points = "0"
    for percent, gives in reversed(
        list(zip(scales.cells(lines.letter, "C"), scales.cells(lines.letter, "F"), strict=True))
    ):
        points = f"IF({cells[1]}*100<=ROUND({percent}*{of},6),{gives},{points})"
    return Rule(points, status=f'IF({cells[1]}="","{UNANSWERED}","{SCORED}")')


def _number(value: object) -> Value:
    return value if isinstance(value, int) else ""
