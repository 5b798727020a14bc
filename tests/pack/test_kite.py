"""The kite: what it says, what it shows, and what it must not pretend."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from appraisal.engine.kite import AXES, KitePoint
from appraisal.pack.kite import kite_svg, title_of
from appraisal.pack.kite_plan import Assessment, edges_of, places_of

SVG = "{http://www.w3.org/2000/svg}"
TITLES = ("Finance", "Strategy", "Neighbourhood", "Wider effects")


def kite(
    *percents: str | None, name: str = "Panel", titles: tuple[str, ...] = TITLES
) -> Assessment:
    points = []
    for (direction, (x, y)), title, percent in zip(AXES.items(), titles, percents, strict=True):
        part = None if percent is None else Decimal(percent) / 100
        points.append(
            KitePoint(
                direction,
                title,
                title,
                None if percent is None else Decimal(percent),
                None if part is None else part * x,
                None if part is None else part * y,
            )
        )
    return Assessment(name, tuple(points))


ALL = kite("69.2", "80.0", "56.0", "50.0")
CASES = {
    "all": [ALL],
    "zero": [kite("0.0", "0.0", "0.0", "0.0")],
    "full": [kite("100.0", "100.0", "100.0", "100.0")],
    "three apply": [kite(None, "80.0", "56.0", "50.0")],
    "two neighbours": [kite("10.0", "80.0", None, None)],
    "two opposite": [kite("10.0", None, "80.0", None)],
    "one": [kite(None, None, "80.0", None)],
    "none": [kite(None, None, None, None)],
    "the same thrice": [ALL, ALL, ALL],
    "overlaid": [ALL, kite("40.0", "50.0", "30.0", "20.0", name="Officer")],
    "long": [
        kite("1.0", "2.0", "3.0", "4.0", titles=("x" * 300, "two words " * 30, "<b>&\"'", "$x^2$"))
    ],
}


def parsed(drawing: str) -> ET.Element:
    return ET.fromstring(drawing)  # noqa: S314  # our own drawing


def words_in(drawing: str) -> str:
    return " ".join("".join(text.itertext()) for text in parsed(drawing).iter(f"{SVG}text"))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("width", [40, 88, 160])
@pytest.mark.parametrize("text", ["text", "paths"])
def test_it_can_always_be_drawn(case: str, width: int, text: str) -> None:
    drawing = kite_svg(CASES[case], width_mm=width, text=text)  # type: ignore[arg-type]
    root = parsed(drawing)
    assert root[0].tag == f"{SVG}title"
    assert root[1].tag == f"{SVG}desc"
    across, high = (float(one) for one in root.attrib["viewBox"].split()[2:])
    assert across / high == pytest.approx(1.5, abs=0.02)
    assert "style" not in drawing
    assert bool(list(root.iter(f"{SVG}text"))) == (text == "text")


def test_its_title_says_the_figures() -> None:
    title = parsed(kite_svg([kite("69.2", None, "56.0", "50.0")]))[0].text
    assert title == (
        "Outcomes Kite. Finance 69.2%; Strategy does not apply; Neighbourhood 56.0%; Wider effects 50.0%."
    )
    both = title_of(CASES["overlaid"])
    assert "Panel: Finance 69.2%" in both
    assert "Officer: Finance 40.0%" in both


def test_its_names_and_figures_stand_outside_the_points() -> None:
    said = words_in(kite_svg([ALL]))
    for word in ("Finance", "69.2%", "Strategy", "80.0%", "Neighbourhood", "56.0%", "50.0%"):
        assert word in said


def test_a_heading_that_does_not_apply_has_no_point_and_no_line_across_it() -> None:
    places = places_of(kite(None, "80.0", "56.0", "50.0").points, 100)
    assert places[0] is None
    assert len(list(edges_of(places))) == 2
    assert (0.0, 0.0) not in places
    assert "does not apply" in words_in(kite_svg(CASES["three apply"]))


def test_no_line_is_drawn_where_opposite_headings_alone_apply() -> None:
    assert list(edges_of(places_of(CASES["two opposite"][0].points, 100))) == []


def test_it_is_drawn_the_same_each_time() -> None:
    assert kite_svg([ALL]) == kite_svg([ALL])
    assert kite_svg([ALL], text="paths") == kite_svg([ALL], text="paths")


def test_ids_are_its_own() -> None:
    both = "".join(kite_svg(CASES["overlaid"], ident=name) for name in ("one", "two"))
    ids = re.findall(r'\bid="([^"]+)"', both)
    assert len(ids) == len(set(ids))
    for reference in re.findall(r'href="#([^"]+)"', both):
        assert reference in ids


def test_what_others_named_is_escaped() -> None:
    drawing = kite_svg(CASES["long"])
    assert "<b>" not in drawing
    assert "$x^2$" in words_in(drawing)


def test_lines_are_told_apart_without_colour() -> None:
    lines = [
        ALL,
        kite("40.0", "50.0", "30.0", "20.0", name="Officer"),
        kite("95.0", "99.0", "90.0", "80.0", name="Group"),
    ]
    drawing = kite_svg(lines)
    assert len(set(re.findall(r'stroke-dasharray="([^"]+)"', drawing))) == 2
    assert {"Panel", "Officer", "Group"} <= set(words_in(drawing).split())


def test_more_than_three_are_refused() -> None:
    for wrong in ([], [ALL] * 4):
        with pytest.raises(ValueError, match="1 to 3"):
            kite_svg(wrong)


def test_a_colour_is_checked() -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        kite_svg([ALL], colour='red"/><script>')
