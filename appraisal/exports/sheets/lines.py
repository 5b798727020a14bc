"""The lines of one criterion on its sheet, and what all measures write on them."""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from appraisal.engine.answers import Answer
from appraisal.engine.measures.base import amount
from appraisal.engine.results import CriterionScore
from appraisal.engine.scheme import Criterion
from appraisal.exports.sheets.book import Entry, Look, Page, Value, percent_of, text
from appraisal.exports.sheets.inputs import Inputs
from appraisal.exports.sheets.proxies import Prices
from appraisal.exports.sheets.scales import Scales
from appraisal.pack.criteria import STATUS, name_of
from appraisal.pack.seen import Seen

STATUSES = {**STATUS, "scored": "scored"}
SCORED, NOT_APPLICABLE = STATUSES["scored"], STATUSES["not-applicable"]
UNANSWERED, CANNOT = STATUSES["unanswered"], STATUSES["cannot-be-scored"]


class Rule(NamedTuple):
    """What a measure makes of an answer, as formulas that hold while the criterion is answered."""

    points: str
    status: str = f'"{SCORED}"'
    value: str = ""  # the cell of its £ value a year
    time: tuple[str, ...] = ()  # the cells of volunteers' time, to the penny


class Sources(NamedTuple):
    """The sheets that the sums start from, and whose appraisal they are of."""

    seen: Seen
    inputs: Inputs
    prices: Prices
    scales: Scales

    @property
    def contribution(self) -> str:
        """Where the annual public contribution stands."""
        coproduction = self.seen.appraisal.answers.kind == "coproduction"
        key = "annual_investment_gbp" if coproduction else "market_rent_gbp_pa"
        return self.inputs.at(f"terms.{key}")


class Lines:
    """The lines of one criterion, added one by one."""

    def __init__(self, sources: Sources, page: Page, result: str, scored: CriterionScore) -> None:
        self.sources, self.page, self.result, self.scored = sources, page, result, scored
        self.criterion: Criterion = scored.criterion
        self.letter = scored.criterion.letter
        self.given = (scored.answer or Answer()).given
        self.name = name_of(scored.criterion)
        page.add(Entry(self.name, look="block"))

    def line(
        self, what: str, formula: str, value: Value, look: Look = "number", how: str = ""
    ) -> str:
        """Add a line whose figure is worked out; return the address of the figure."""
        between = [None] * (ord(self.result) - ord("C"))
        entry = Entry(value, f"={formula}", look)
        row = self.page.add(text(self.name), text(what), *between, entry, text(how))
        return self.page.at(self.result, row)

    def input(self, key: str) -> str:
        """Return where an answer of this criterion stands."""
        return self.sources.inputs.at(f"{self.letter}.{key}")

    def taken(self, what: str, key: str, look: Look = "price") -> str:
        """Add a line that takes an amount over from the inputs; left out counts as 0."""
        return self.line(what, self.input(key), amount(self.given, key), look)

    def state(self) -> str:
        """Return the cell that says whether the criterion is answered."""
        return self.sources.inputs.at(self.letter)

    def percent(
        self, what: str, part: str, whole: str, over: Decimal | Fraction, under: Decimal
    ) -> str:
        """Add a line with a share in percent; empty while there is nothing to divide by."""
        value: Value = round(Fraction(over) * 100 / Fraction(under), 11) if under else ""
        formula = f'IF({whole}=0,"",{percent_of(part, whole)})'
        return self.line(what, formula, value, "percent", "Compared exactly, not as it is shown.")

    def looked_up(self, figure: str) -> str:
        """Write the points of the last band that begins at or below a figure."""
        scales = self.sources.scales
        return (
            f"LOOKUP({figure},{scales.column(self.letter, 'C')},{scales.column(self.letter, 'F')})"
        )

    def points_of(self, choice: str) -> str:
        """Write the points of a level or a rating."""
        scales = self.sources.scales
        keys, points = scales.column(self.letter, "B"), scales.column(self.letter, "F")
        return f"INDEX({points},MATCH({choice},{keys},0))"
