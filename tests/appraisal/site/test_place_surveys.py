"""What surveys found, where a file is not as tidy as one would wish: several codes, several surveys."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from unittest import mock

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from appraisal.actions import records
from appraisal.actions.records import record_of
from appraisal.area.profile import mapping_of, profile_from
from appraisal.area.social_capital import When
from appraisal.models import Dataset, DistrictPrice, IndicatorValue, Place
from appraisal.pack.neighbourhood import place_section
from appraisal.pack.report.blocks import Table, Text, Under
from appraisal.queries.cores import cores_of
from appraisal.queries.prices import worked_for
from appraisal.queries.profiles import profile_of
from appraisal.queries.together import beside_prices
from appraisal.recorded import read_record
from tests.appraisal.site.area_data import in_force, load_area
from tests.appraisal.site.browsing import words_of
from tests.appraisal.site.people import NOW, Site, give

pytestmark = pytest.mark.django_db

HEATH = ("neighbourhood", "PN3", "Balsall Heath")
CITY = ("authority", "E08000025", "Birmingham")
ON = NOW.date()


def said(where: tuple[str, str, str], value: int, **other: Any) -> IndicatorValue:
    """Return a value of NI1 in 2008 by the Place Survey, unless other things are said of it."""
    kind, code, name = where
    told = {
        "indicator": "NI1",
        "period": "2008",
        "survey": "Place Survey",
        "source": "Row office",
        "licence": "row licence",
    }
    return IndicatorValue(
        place_kind=kind, place=code, place_name=name, value=value, **{**told, **other}
    )


def surveyed(*values: IndicatorValue) -> None:
    for order, one in enumerate(values):
        one.order = order
    in_force("indicators", list(values))


@pytest.fixture
def area(site: Site) -> Site:
    load_area(neighbourhoods_of=site.council)
    return site


def page(site: Site, name: str, *more: str) -> str:
    return reverse(f"appraisal:{name}", args=[site.council.slug, *more])


PAGES = (
    ("places",),
    ("place", "balsall-heath"),
    ("place_json", "balsall-heath"),
    ("place_csv", "balsall-heath"),
    ("places_csv",),
    ("social_capital",),
)


def test_a_name_under_two_codes_is_one_place_on_every_page_and_in_a_record(
    area: Site, client: Client
) -> None:
    sign = {"indicator": "NI1:against-average"}
    surveyed(
        said(("neighbourhood", "X1", "Balsall Heath"), 1, **sign),
        said(("neighbourhood", "X2", "BALSALL HEATH"), 1, **sign, period="2009"),
    )
    for name, *more in PAGES:
        assert client.get(page(area, name, *more)).status_code == 200
    strong = profile_of(area.council, "Balsall Heath", ON).strong_core
    assert strong.startswith("A strong core economy in 2008 and 2009:")
    (core,) = cores_of(area.council, ON)
    assert [one[1] for one in core.signs] == ["2008", "2009"]
    give(area.people["member"], area.proposal, "asset", name="Norton Hall", postcode="B12 8AB")
    text = record_of(area.sheet, event="submit", by=area.people["lead"], at=NOW)
    assert read_record(text).place["name"] == "Balsall Heath"


def test_two_codes_of_a_name_that_contradict_each_other_say_nothing_of_it(area: Site) -> None:
    sign = {"indicator": "NI1:against-average"}
    surveyed(
        said(("neighbourhood", "X1", "Balsall Heath"), 1, **sign),
        said(("neighbourhood", "X2", "Balsall Heath"), -1, **sign),
    )
    assert profile_of(area.council, "Balsall Heath", ON).strong_core == ""
    assert len(profile_of(area.council, "Balsall Heath", ON).readings) == 2


def test_a_place_that_cannot_be_told_stops_no_record(
    area: Site, caplog: pytest.LogCaptureFixture
) -> None:
    give(area.people["member"], area.proposal, "asset", name="Norton Hall", postcode="B12 8AB")

    def broken(*_: object) -> None:  # which PostgreSQL does not forgive a transaction
        Dataset.objects.extra(where=["no_such_column = 1"]).exists()

    with mock.patch.object(records, "profile_for", broken):
        text = record_of(area.sheet, event="submit", by=area.people["lead"], at=NOW)
    assert read_record(text).place == {}
    assert "what is known of the place" in caplog.text


@pytest.mark.parametrize(
    ("council", "name"),
    [
        ("Birmingham City Council", "Birmingham"),
        ("Birmingham City Council", "birmingham city council"),
        ("London Borough of Eastmoor", "Eastmoor"),
        ("Bristol City Council", "Bristol, City of"),
        ("St Helens Council", "St. Helens"),
    ],
)
def test_the_council_s_average_is_known_by_the_whole_name(
    area: Site, council: str, name: str
) -> None:
    area.council.name = council
    area.council.save()
    surveyed(said(HEATH, 70), said(("authority", "E1", name), 60))
    (one,) = profile_of(area.council, "Balsall Heath", ON).readings
    assert (one.average, one.said) == ("60", "above the average")


@pytest.mark.parametrize("name", ["England", "Ham", "Birm", "Birmingham and Solihull", "City"])
def test_no_other_council_s_figure_is_taken_for_the_average(area: Site, name: str) -> None:
    surveyed(said(HEATH, 70), said(("authority", "E92000001", name), 60))
    (one,) = profile_of(area.council, "Balsall Heath", ON).readings
    assert (one.average, one.said) == ("", "not compared")


def test_a_council_under_an_old_and_a_new_code_is_compared_in_both_periods(area: Site) -> None:
    surveyed(
        said(HEATH, 70),
        said(HEATH, 70, period="2009"),
        said(("authority", "00CN", "Birmingham"), 60),
        said(CITY, 80, period="2009"),
    )
    found = profile_of(area.council, "Balsall Heath", ON).readings
    assert [one.said for one in found] == ["above the average", "below the average"]


def test_two_codes_of_the_council_that_contradict_each_other_give_no_average(area: Site) -> None:
    surveyed(said(HEATH, 70), said(("authority", "00CN", "Birmingham"), 60), said(CITY, 80))
    (one,) = profile_of(area.council, "Balsall Heath", ON).readings
    assert (one.average, one.said) == ("", "not compared")


def test_the_table_of_places_says_a_council_s_code_where_the_survey_names_it_otherwise(
    area: Site,
) -> None:
    surveyed(said(HEATH, 70), said(("authority", "E08000025", "Brum (met)"), 60))
    assert profile_of(area.council, "Balsall Heath", ON).readings[0].said == "not compared"
    in_force("places", [Place(kind="authority", code="E08000025", name="Birmingham")])
    assert profile_of(area.council, "Balsall Heath", ON).readings[0].said == "above the average"


def test_each_survey_has_a_table_of_its_own(area: Site, client: Client) -> None:
    sign = {"indicator": "NI1:against-average"}
    surveyed(said(HEATH, -1, **sign), said(HEATH, 1, **sign, survey="Residents’ panel"))
    (core,) = cores_of(area.council, ON)
    assert core.strong == {
        When("2008", "Place Survey"): None,
        When("2008", "Residents’ panel"): True,
    }
    shown = words_of(client.get(page(area, "social_capital")))
    assert "(Place Survey) NeighbourhoodNI1 2008Strong in 2008Balsall HeathbelowNot known" in shown
    assert "(Residents’ panel) NeighbourhoodNI1 2008Strong in 2008Balsall HeathaboveYes" in shown
    vale = ("neighbourhood", "C2", "Castle Vale")  # which is not deprived
    surveyed(said(HEATH, 1, **sign), said(vale, 1, **sign, survey="Third survey"))
    assert "Third survey" not in words_of(client.get(page(area, "social_capital")))


def test_a_place_s_page_has_a_table_for_each_survey(area: Site, client: Client) -> None:
    sign = {"indicator": "NI1:against-average"}
    surveyed(said(HEATH, -1, **sign), said(HEATH, 1, **sign, survey="Residents’ panel"))
    told = words_of(client.get(page(area, "place", "balsall-heath")))
    assert "A strong core economy in 2008 (Residents’ panel)" in told
    assert "Place Survey, against the council’s average IndicatorPeriod" in told
    assert "Residents’ panel, against the council’s average IndicatorPeriod" in told
    assert "Figures of two surveys are not one series" in told


def test_two_surveys_are_set_beside_prices_each_by_itself(area: Site) -> None:
    prices = {"B12": ("Balsall Heath", 147000), "B35": ("Castle Vale", 96000)}
    in_force(
        "district-prices",
        [
            DistrictPrice(
                order=order, district=code, name=name, classification="", year=year, price=price
            )
            for order, (code, (name, end)) in enumerate(prices.items())
            for year, price in ((2000, 40000), (2010, end))
        ],
    )
    vale = ("neighbourhood", "C2", "Castle Vale")
    other = {"survey": "Residents’ panel", "period": "2012"}
    surveyed(said(HEATH, 70), said(vale, 60), said(HEATH, 10, **other), said(vale, 90, **other))
    worked = worked_for(area.council).published
    assert worked is not None
    found = {one.what: one.found.correlation for one in beside_prices(area.council, worked, ON)}
    assert found["NI1 Getting on together, 2008, Place Survey"] == 1
    assert found["NI1 Getting on together, 2012, Residents’ panel"] == -1
    surveyed(said(HEATH, 50), said(vale, 60))  # what was worked out before is not told again
    again = {one.what: one.found.correlation for one in beside_prices(area.council, worked, ON)}
    assert again["NI1 Getting on together, 2008, Place Survey"] == -1
    assert again.keys() == found.keys() - {"NI1 Getting on together, 2012, Residents’ panel"}
    assert beside_prices(area.council, worked, ON) == beside_prices(area.council, worked, ON)


def test_every_figure_says_how_many_were_asked_and_its_own_source_and_licence(
    area: Site, client: Client
) -> None:
    prices: list[models.Model] = [
        DistrictPrice(order=1, district="B12", name="Balsall Heath", year=year, price=100000 + year)
        for year in (2000, 2010)
    ]
    in_force("district-prices", prices)
    Dataset.objects.filter(kind="district-prices").update(source="Price office")
    surveyed(
        said(HEATH, 70, lower=65, upper=75, sample=312),
        said(HEATH, 20, indicator="NI4", source="Other office"),
        said(CITY, 60),
    )
    told = words_of(client.get(page(area, "place", "balsall-heath")))
    assert "HereCouncil’s averagePeople askedHow they compare" in told
    assert "70 (65 to 75)60312above the average" in told
    assert "20Not knownNot knownnot compared" in told
    assert (
        "Source: Row office (row licence). Other office (row licence). "
        "Taken from: Made-up office, 30 October 2025 (made up)." in told
    )
    assert told.count("Price office, ") == 1
    assert "Price office, 30 October 2025 (made up)." in told
    text = client.get(page(area, "place_csv", "balsall-heath")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    ((first, second), priced) = (
        [row for row in rows if row["part"] == "social capital"],
        [row for row in rows if row["part"] == "price of a terraced house"],
    )
    assert (first["survey"], first["sample"]) == ("Place Survey", "312")
    assert first["source"] == "Row office (row licence)"
    assert (second["sample"], second["source"]) == ("", "Other office (row licence)")
    assert {row["source"] for row in priced} == {"Price office, 30 October 2025 (made up)"}
    found = json.loads(client.get(page(area, "place_json", "balsall-heath")).content)
    (reading, _) = found["readings"]
    assert (reading["sample"], reading["source"], reading["licence"]) == (
        *(312, "Row office"),
        "row licence",
    )


def test_the_pack_says_how_many_were_asked_and_where_it_is_from(area: Site) -> None:
    other = {"indicator": "NI2"}
    surveyed(said(HEATH, 70, sample=312, **other), said(CITY, 60, **other))
    profile = profile_of(area.council, "Balsall Heath", ON)
    assert profile_from(json.loads(json.dumps(mapping_of(profile)))) == profile
    blocks = place_section(profile, "#1d4e79").blocks
    cells = [
        cell.text
        for one in blocks
        if isinstance(one, Table)
        for row in one.grid.rows
        for cell in row
    ]
    assert "70, above the average, 312 asked" in cells
    titles = [one.title for one in blocks if isinstance(one, Under)]
    assert "Place Survey, against the council’s average" in titles
    told = " ".join(one.text for one in blocks if isinstance(one, Text))
    assert "Row office (row licence)." in told


def test_a_record_from_before_shows_its_survey_without_them() -> None:
    reading = {"indicator": "NI1", "period": "2008", "value": "7", "average": "6", "said": "above"}
    old = {"name": "A", "kind": "N", "on": "2026-01-01", "sources": ["Old office."]}
    profile = profile_from({**old, "readings": [{**reading, "survey": "Place Survey"}]})
    blocks = place_section(profile, "#1d4e79").blocks
    told = " ".join(one.text for one in blocks if isinstance(one, Text))
    assert "Sources: Old office." in told
    assert "asked" not in told


def test_signs_below_the_average_are_numbers_in_the_table(area: Site, client: Client) -> None:
    surveyed(said(HEATH, -1, indicator="NI1:against-average"))
    text = client.get(page(area, "social_csv")).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert float(row["value"]) == -1


def test_figures_over_time_are_a_chart_of_the_page_with_a_name_and_all_its_words(
    area: Site, client: Client
) -> None:
    surveyed(
        said(HEATH, 70),
        said(CITY, 60),
        said(HEATH, 73, period="2009"),
        said(CITY, 61, period="2009"),
    )
    shown = client.get(page(area, "place", "balsall-heath")).content.decode()
    address = page(area, "place_chart", "balsall-heath", "indicators")
    name = "What surveys found here over time, beside the council’s average"
    assert f">{name}</p>" in shown
    assert f'aria-label="Chart: {name}"' in shown
    alt = shown.partition(f'src="{address}" alt="')[2].partition('"')[0]
    assert "Last: NI1" in alt
    assert "73 in 2009" in alt
    drawn = client.get(address)
    assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/svg+xml")
    described = drawn.content.decode().partition("<desc")[2].partition("</desc>")[0]
    assert (
        "Source: Row office (row licence). Made-up office, 30 October 2025 (made up)." in described
    )
    assert client.get(page(area, "place_chart", "balsall-heath", "nothing")).status_code == 404


def test_signs_alone_are_no_chart(area: Site, client: Client) -> None:
    surveyed(said(HEATH, 1, indicator="NI1:against-average"))
    assert client.get(page(area, "place_chart", "balsall-heath", "indicators")).status_code == 404
