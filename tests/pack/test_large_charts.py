"""Charts in large print: letters as large as the text, nothing taller than a page, every figure of the small chart."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from appraisal.pack.bars import Bars, Series
from appraisal.pack.charts import Chart, Star, chart_svg, large_svgs
from appraisal.pack.courses import Course, Courses, Panel, Point
from appraisal.pack.report.blocks import Drawing
from appraisal.templatetags.drawn import drawn

SVG = "{http://www.w3.org/2000/svg}"
_ONCE = ("-10%", "74%")


def bars(labels: int, series: int = 1) -> Bars:
    return Bars(
        title="Rises: many.",
        about="A bar for each.",
        labels=tuple(f"B{number} A district with a name" for number in range(labels)),
        series=tuple(
            Series(f"Series {one}", tuple(float(7 * at - 10) for at in range(labels)))
            for one in range(series)
        ),
        said=tuple(tuple(f"{7 * at - 10}%" for at in range(labels)) for _ in range(series)),
    )


def star(points: int, series: int = 2) -> Star:
    return Star(
        title="A star.",
        about="Points.",
        labels=tuple(f"Point <{number}>" for number in range(points)),
        series=tuple(Series(f"Said by {one}", (3.0,) * points) for one in range(series)),
        most=5,
    )


def courses(panels: int) -> Courses:
    own = Course(True, "S", (Point("2008", 60, 55, 64), Point("2009", 63)))
    return Courses("Over time.", "Lines.", tuple(Panel(f"NI{n} x", (own,)) for n in range(panels)))


def measures(svg: str) -> tuple[float, list[float]]:
    """Return the height in mm, and the size of every letter in points as it is shown."""
    root = ET.fromstring(svg)  # noqa: S314  # our own
    width, height = (float(root.attrib[name].removesuffix("pt")) for name in ("width", "height"))
    assert width <= 174 / 25.4 * 72 + 0.01
    times = width / float(root.attrib["viewBox"].split()[2])
    sizes = [_size(one) * times for one in root.iter(f"{SVG}text")]
    assert sizes
    return height / 72 * 25.4, sizes


def _size(text: ET.Element) -> float:
    found = text.get("font-size") or text.attrib["font"].partition("px")[0].split()[-1]
    return float(found.removesuffix("px"))


@pytest.mark.parametrize(
    ("chart", "least"),
    [(bars(1), 18), (bars(20, 3), 18), (star(4), 16), (star(15, 3), 16), (courses(7), 18)],
)
def test_letters_are_as_large_as_the_text_and_no_part_is_taller_than_a_page(
    chart: Chart, least: float
) -> None:
    assert min(measures(chart_svg(chart, width_mm=170))[1]) < 10
    for part in large_svgs(chart):
        height, sizes = measures(part)
        assert min(sizes) >= least
        assert height <= 217.1


def test_every_label_and_figure_is_in_one_of_the_parts_and_all_have_the_same_scale() -> None:
    chart = bars(13)
    parts = large_svgs(chart, ident="x")
    words = [element.text for part in parts for element in ET.fromstring(part).iter(f"{SVG}text")]  # noqa: S314
    assert len(parts) > 1
    assert all(words.count(one) == 1 for one in (*chart.labels, *_ONCE))
    titles = [ET.fromstring(part).find(f"{SVG}title") for part in parts]  # noqa: S314
    assert [one is not None and one.text for one in titles] == [
        "Rises: many.",
        *(f"The same chart, part {n} of {len(parts)}." for n in range(2, len(parts) + 1)),
    ]
    names = [ET.fromstring(part).get("aria-labelledby") for part in parts]  # noqa: S314
    assert len(set(names)) == len(parts), "ids are of one document"


def test_a_star_of_large_print_has_numbers_and_a_list_of_what_they_stand_for() -> None:
    shown = drawn(Drawing("star", star(9), "#123456"), "", True)
    assert shown.count("<svg") == 1
    assert shown.count("<li>") == 9
    assert "<li>Point &lt;8&gt;</li>" in shown
    assert "<ol" not in drawn(Drawing("star", star(9), "#123456"))
