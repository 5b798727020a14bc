"""Other ways to value, as a page and a pack show them: what each comes to in words, tables and a chart."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from appraisal.engine import words
from appraisal.engine.results import Appraisal
from appraisal.file import AppraisalFile
from appraisal.methods.base import Given, Method
from appraisal.methods.every import METHODS
from appraisal.pack.charts import Chart
from appraisal.pack.report.blocks import Block, Drawing, Section, Text, section, titled
from appraisal.pack.ways import (
    coefficiency,
    cost_benefit,
    legal_land,
    outcomes_matrix,
    outcomes_star,
    sroi,
    subsidy,
    summary_table,
)

Place = Literal["beside", "ledger"]  # beside the score, or in the legal ledger


class Way(NamedTuple):
    """How a method is shown.

    ``about`` says in a sentence or two when to use it, ``blocks`` make what it comes to into words and tables,
    and ``chart`` a picture of some of the same figures, None where there is nothing to draw. ``place`` is where it
    belongs: what the law asks stands in the legal ledger and never among the ways to value.
    """

    method: Method
    title: str
    about: str
    blocks: Callable[[Any], tuple[Block, ...]]
    chart: Callable[[Any], Chart | None]
    place: Place = "beside"

    @property
    def apart(self) -> str:
        """What it leaves alone, in a sentence."""
        return APART if self.place == "ledger" else BESIDE


BESIDE = "It changes no point of the score and no pound of the discount."
APART = "It stands apart from the score. No social value is in it."


class Valued(NamedTuple):
    """What a method comes to for a proposal, ready to show."""

    way: Way
    blocks: tuple[Block, ...]
    chart: Chart | None


WAYS: dict[str, Way] = {
    one.method.key: one
    for one in (
        Way(
            METHODS["cost-benefit"],
            cost_benefit.TITLE,
            cost_benefit.ABOUT,
            cost_benefit.blocks,
            cost_benefit.chart,
        ),
        Way(METHODS["sroi"], sroi.TITLE, sroi.ABOUT, sroi.blocks, sroi.chart),
        Way(
            METHODS["legal-land"],
            legal_land.TITLE,
            legal_land.ABOUT,
            legal_land.blocks,
            legal_land.no_chart,
            "ledger",
        ),
        Way(
            METHODS["subsidy"],
            subsidy.TITLE,
            subsidy.ABOUT,
            subsidy.blocks,
            subsidy.chart,
            "ledger",
        ),
        Way(
            METHODS["summary-table"],
            summary_table.TITLE,
            summary_table.ABOUT,
            summary_table.blocks,
            summary_table.chart,
        ),
        Way(
            METHODS["outcomes-star"],
            outcomes_star.TITLE,
            outcomes_star.ABOUT,
            outcomes_star.blocks,
            outcomes_star.chart,
        ),
        Way(
            METHODS["outcomes-matrix"],
            outcomes_matrix.TITLE,
            outcomes_matrix.ABOUT,
            outcomes_matrix.blocks,
            outcomes_matrix.chart,
        ),
        Way(
            METHODS["coefficiency"],
            coefficiency.TITLE,
            coefficiency.ABOUT,
            coefficiency.blocks,
            coefficiency.chart,
        ),
    )
}


def valued(way: Way, given: Given, appraisal: Appraisal) -> Valued:
    """Return what a method comes to."""
    result = way.method.value(given, appraisal)
    return Valued(way, way.blocks(result), way.chart(result))


def method_sections(
    file: AppraisalFile, appraisal: Appraisal, colour: str, place: Place = "beside"
) -> tuple[Section, ...]:
    """Return a section of a pack for every method that was used and belongs in a place of it."""
    return tuple(_section(one, colour) for one in all_valued(file, appraisal, place))


def typed_in_ledger(file: AppraisalFile) -> tuple[str, ...]:
    """Return the texts and amounts that officers typed into the legal ledger: closed wherever that is closed."""
    own = (file.methods.get(key) for key, one in WAYS.items() if one.place == "ledger")
    return tuple(text for given in own for text in _typed(given))


def _typed(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Decimal):
        yield words.exact_pounds(value)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _typed(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from _typed(one)


def _section(one: Valued, colour: str) -> Section:
    key = one.way.method.key
    drawing = (Drawing(key, one.chart, colour),) if one.chart else ()
    blocks = (Text(f"{one.way.about} {one.way.apart}"), *titled(one.blocks), *drawing)
    return section(f"method-{key}", one.way.title, blocks, "Nothing follows from the answers.")


def all_valued(
    file: AppraisalFile, appraisal: Appraisal, place: Place = "beside"
) -> tuple[Valued, ...]:
    """Return what every method of a place that somebody used comes to, in their order.

    What asks nothing stands beside others only: a pack in which no method was used stays as short as it was.
    """
    of_place = [one for one in WAYS.values() if one.place == place]
    if not any(one.method.key in file.methods for one in of_place):
        return ()
    used = (one for one in of_place if one.method.key in file.methods or not one.method.asks)
    return tuple(valued(way, file.methods.get(way.method.key, {}), appraisal) for way in used)
