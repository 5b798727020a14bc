"""Other ways to value, as a page and a pack show them: what each comes to in words, tables and a chart."""

from collections.abc import Callable
from typing import Any, NamedTuple

from appraisal.engine.results import Appraisal
from appraisal.file import AppraisalFile
from appraisal.methods.base import Given, Method
from appraisal.methods.every import METHODS
from appraisal.pack.charts import Chart
from appraisal.pack.report.blocks import Block, Drawing, Section, Text, section
from appraisal.pack.ways import coefficiency, cost_benefit, outcomes_matrix


class Way(NamedTuple):
    """How a method is shown.

    ``about`` says in a sentence or two when to use it, ``blocks`` make what it comes to into words and tables,
    and ``chart`` a picture of some of the same figures, None where there is nothing to draw.
    """

    method: Method
    title: str
    about: str
    blocks: Callable[[Any], tuple[Block, ...]]
    chart: Callable[[Any], Chart | None]


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


def method_sections(file: AppraisalFile, appraisal: Appraisal, colour: str) -> tuple[Section, ...]:
    """Return a section of a pack for every method that was used."""
    return tuple(_section(one, colour) for one in all_valued(file, appraisal))


def _section(one: Valued, colour: str) -> Section:
    key = one.way.method.key
    drawing = (Drawing(key, one.chart, colour),) if one.chart else ()
    blocks = (Text(f"{one.way.about} {BESIDE}"), *one.blocks, *drawing)
    return section(f"method-{key}", one.way.title, blocks, "Nothing follows from the answers.")


BESIDE = "It changes no point of the score and no pound of the discount."


def all_valued(file: AppraisalFile, appraisal: Appraisal) -> tuple[Valued, ...]:
    """Return what every method that somebody used comes to, in their order.

    What asks nothing stands beside others only: a pack in which no method was used stays as short as it was.
    """
    if not file.methods:
        return ()
    used = (one for one in WAYS.values() if one.method.key in file.methods or not one.method.asks)
    return tuple(valued(way, file.methods.get(way.method.key, {}), appraisal) for way in used)
