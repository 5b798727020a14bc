"""How figures went over time: what is drawn of surveys, and that no line joins two of them."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from appraisal.area.profile import Profile, Reading
from appraisal.pack.charts import chart_svg
from appraisal.pack.courses import Course, Courses, Panel, Point
from appraisal.pack.neighbourhood import charts_of
from appraisal.pack.surveys import MOST_PANELS, panels_of

SVG = "{http://www.w3.org/2000/svg}"


def reading(
    period: str,
    value: str,
    average: str = "",
    *,
    indicator: str = "NI1 Getting on together",
    survey: str = "Place Survey",
) -> Reading:
    return Reading(indicator, period, value, average, "not compared", survey)


def test_each_survey_is_a_course_of_its_own_by_rising_period() -> None:
    panels = panels_of(
        [
            reading("2009", "63", "60 (59 to 61)"),
            reading("2008", "61.5 (58 to 65)", "60"),
            reading("2023", "70", survey="Community Life Survey"),
        ]
    )
    assert panels == (
        Panel(
            "NI1 Getting on together",
            (
                Course(
                    True, "Place Survey", (Point("2008", 61.5, 58.0, 65.0), Point("2009", 63.0))
                ),
                Course(True, "Community Life Survey", (Point("2023", 70.0),)),
                Course(
                    False, "Place Survey", (Point("2008", 60.0), Point("2009", 60.0, 59.0, 61.0))
                ),
            ),
        ),
    )
    assert panels[0].periods == ("2008", "2009", "2023")


@pytest.mark.parametrize(
    "readings",
    [
        [],
        [reading("2008", "61.5")],
        [reading("2008", ""), reading("2009", "")],  # only above or below is known
        [reading("2008", "61.5"), reading("2009", "62", survey="Another")],
    ],
)
def test_what_was_found_once_has_no_course(readings: list[Reading]) -> None:
    assert panels_of(readings) == ()
    profile = Profile(name="Heath", kind="Neighbourhood", on="2026-11-23", readings=tuple(readings))
    assert "indicators" not in charts_of(profile)


def test_a_chart_says_in_words_what_it_shows_and_draws_every_figure() -> None:
    readings = [
        reading(period, value, "60", indicator=name)
        for name in ("NI1 Getting on together", "NI4 <script>", "NI5 & more")
        for period, value in (("2008", "61.5 (58 to 65)"), ("2009", "0"), ("2010-11", "100"))
    ]
    profile = Profile(name="Heath", kind="Neighbourhood", on="2026-11-23", readings=tuple(readings))
    chart = charts_of(profile)["indicators"]
    assert isinstance(chart, Courses)
    assert "NI1 Getting on together 100 in 2010-11" in chart.title
    drawn = chart_svg(chart)
    root = ET.fromstring(drawn)  # noqa: S314  # our own
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert {"Here", "The council’s average", "NI4 <script>", "2008", "2010-11", "0"} <= set(words)
    assert root.find(f"{SVG}title") is not None
    assert "style" not in {key for element in root.iter() for key in element.attrib}


def test_many_indicators_are_drawn_as_far_as_a_picture_goes() -> None:
    readings = [
        reading(period, "50", indicator=f"NI{number}")
        for number in range(MOST_PANELS + 1)
        for period in ("2008", "2009")
    ]
    assert len(panels_of(readings)) == MOST_PANELS
