"""Coefficiency and value per public pound: the score's own sums, and their parts."""

from __future__ import annotations

from appraisal.file import read_file
from appraisal.methods.coefficiency import value, written
from appraisal.pack.bars import Bars
from appraisal.pack.charts import chart_svg
from appraisal.pack.ways.coefficiency import blocks, chart
from tests.engine.golden import text_of


def test_it_is_what_the_score_says() -> None:
    file = read_file(text_of("hall.json").encode())
    appraisal = file.appraise()
    both = value({}, appraisal)
    assert both.parts == appraisal.coefficiency
    said = written(both)
    assert said["value_per_public_pound"] == f"{appraisal.value_per_public_pound:f}"
    assert said["resources_gbp_pa"] == f"{appraisal.coefficiency.resources:f}"


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    appraisal = read_file(text_of("edges.json").encode()).appraise()
    both = value({}, appraisal)._replace(public_contribution=None, per_public_pound=None)
    assert written(both)["value_per_public_pound"] is None
    assert any("not given" in fact.text for fact in blocks(both)[0].facts)  # type: ignore[union-attr]


def test_the_chart_says_in_words_what_it_shows() -> None:
    both = value({}, read_file(text_of("hall.json").encode()).appraise())
    drawn = chart(both)
    assert isinstance(drawn, Bars)
    svg = chart_svg(drawn, text="paths")
    assert drawn.title in svg.replace("&amp;", "&")
    assert all(figure in drawn.title for figure in drawn.said[0])
