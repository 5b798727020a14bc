"""House prices and social capital over all places: Birmingham's published tables, as the site shows them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest import mock

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from appraisal.actions.demo_area import load_area as load_plan
from appraisal.area.social_capital import Asked
from appraisal.library import FIXTURES, read_toml
from appraisal.models import Dataset, DatasetState, DistrictSales, Neighbourhood
from appraisal.queries import prices
from appraisal.queries.cores import cores_of
from appraisal.queries.prices import worked_for
from appraisal.queries.profiles import neighbourhoods_of
from appraisal.queries.together import SHARE, beside_prices
from tests.appraisal.site.area_data import in_force
from tests.appraisal.site.browsing import words_of
from tests.appraisal.site.people import NOW, Site

pytestmark = pytest.mark.django_db
AREA = Path(FIXTURES) / "area"
ON = date(2026, 11, 23)


@pytest.fixture
def brum(site: Site) -> Site:
    load_plan(read_toml(FIXTURES / "demo" / "area.toml"), council=site.council, at=NOW)
    return site


def _table(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO((AREA / name).read_text(encoding="utf-8")))


def page(site: Site, name: str, *more: str) -> str:
    return reverse(f"appraisal:{name}", args=[site.council.slug, *more])


def test_the_published_premiums_stand_on_the_page_and_in_its_files(
    brum: Site, client: Client
) -> None:
    said = words_of(client.get(page(brum, "prices")))
    assert "B12 Balsall Heath£40,559£147,000262%£109,104£37,896£360,012,000" in said
    assert "B35 Castle Vale£42,858£96,000124%£86,145£9,855£93,622,500" in said
    assert "Inner city: the median rise is 169%" in said
    assert "Correlation is not cause" in said
    found = json.loads(client.get(page(brum, "prices_json")).content)["districts"]
    expected = _table("equity_expected_inner_city.csv")
    ours = {one["postcode_district"]: one for one in found if one["by"] == "published"}
    for row in expected:
        own = ours[row["postcode_district"]]
        assert {key: own[key] for key in row} == row
        assert "Looking Sideways" in own["source"]
    assert not any(one["source"].endswith(".") for one in found)
    sold = {one["source"] for one in found if one["by"] == "sold"}
    assert len(sold) == 1
    assert "Looking Sideways" not in sold.pop()
    text = client.get(page(brum, "prices_csv")).content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text)))) == len(found) == 39 + 6


def test_averages_and_medians_of_sales_are_two_tables(brum: Site, client: Client) -> None:
    found = worked_for(brum.council)
    assert found.published is not None
    assert found.sold is not None
    assert [str(one) for one in (*found.published.periods, *found.sold.periods)] == [
        *("2000", "2010"),
        *("2015", "2024"),
    ]
    assert {one.district.code for one in found.sold.equity.districts} >= {"B12", "B35"}
    assert all(one.from_sales for one in found.sold.sure)
    said = words_of(client.get(page(brum, "prices")))
    assert said.index("By published averages") < said.index("By the medians of single sales")


def test_too_few_sales_are_said(brum: Site, client: Client) -> None:
    one = DistrictSales.objects.filter(district="B12").order_by("year")[0]
    one.prices = " ".join(one.prices.split()[:9])
    one.save()
    assert "Left out, for too few houses were sold there: B12 (9 in 2015)" in words_of(
        client.get(page(brum, "prices"))
    )


def sales_of(site: Site, **years: int) -> Dataset:
    """Put sales in force: so many of each district and year, named as ``B12_2000``; published in 2026."""
    rows: list[models.Model] = [
        DistrictSales(
            district=name.split("_")[0],
            year=int(name.split("_")[1]),
            sales=many,
            prices=" ".join(str(50_000 + one) for one in range(many)),
        )
        for name, many in years.items()
    ]
    dataset = in_force("prices", rows, authority=site.council)
    Dataset.objects.filter(pk=dataset.pk).update(dated=date(2026, 1, 28))
    return dataset


def test_a_year_that_is_not_over_is_no_end_of_a_period(brum: Site) -> None:
    sales_of(brum, B12_2000=12, B35_2000=12, B12_2025=12, B35_2025=12, B12_2026=1)
    found = worked_for(brum.council).sold
    assert found is not None
    assert found.periods == ((2000, 2000), (2025, 2025))
    assert len(found.equity.districts) == 2


def test_only_districts_of_the_council_count_of_a_file_of_all_england(brum: Site) -> None:
    sales_of(brum, B12_2000=12, LS1_2000=12, B12_2025=12, LS1_2025=12)
    found = worked_for(brum.council).sold
    assert found is not None
    assert [one.district.code for one in found.equity.districts] == ["B12"]


def test_more_districts_than_a_council_has_are_not_worked_out(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prices, "MOST_DISTRICTS", 2)
    sales_of(site, **{f"B{one}_{year}": 12 for one in (1, 2, 3) for year in (2000, 2025)})
    with mock.patch.object(prices, "_of_sales", side_effect=AssertionError):
        said = words_of(client.get(page(site, "prices")))
    assert "Sales are known of 3 postcode districts, which are more than one council has" in said
    assert "has put no house prices in force" not in said


def test_sales_are_worked_out_once_for_the_whole_site(brum: Site, client: Client) -> None:
    first = worked_for(brum.council)
    with mock.patch.object(prices, "_of_sales", side_effect=AssertionError):
        assert worked_for(brum.council) == first


@pytest.mark.parametrize("chart", ["premiums", "inner-city", "suburban", "outer-ring"])
def test_each_class_has_a_small_chart_whose_words_stand_beside_it(
    brum: Site, client: Client, chart: str
) -> None:
    drawn = client.get(page(brum, "prices_chart", "published", chart))
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert " Source: " in drawn.content.decode(), "a picture may be taken away alone"
    assert client.get(page(brum, "prices_chart", "published", "kite")).status_code == 404


def test_the_rise_in_prices_is_set_beside_deprivation_and_indicators(brum: Site) -> None:
    worked = worked_for(brum.council).published
    assert worked is not None
    found = {one.what: one.found for one in beside_prices(brum.council, worked, ON)}
    assert found[SHARE].places >= 6
    assert "NI1 Getting on together, 2009, above or below the average, Survey of residents" in found


def test_birmingham_s_table_of_strong_core_economies_comes_out(brum: Site, client: Client) -> None:
    rows = _table("birmingham_ni_against_city_average_2008_2009.csv")
    signs = {"+": "above", "-": "below"}
    published = {row.pop("neighbourhood").replace("&", "and"): row for row in rows}
    shown = {one.name: one for one in cores_of(brum.council, ON)}
    assert shown  # made-up ranks decide which of them count as deprived
    for name, core in shown.items():
        for column, sign in published.get(name, {}).items():
            indicator, period = column.upper().split("_")
            stands = core.signs.get(Asked(indicator, period, "Survey of residents"))
            assert (stands.value if stands else None) == signs.get(sign)
    assert {"Balsall Heath", "Castle Vale"} <= shown.keys()
    assert "Balsall Heathaboveaboveaboveaboveabovebelow" in words_of(
        client.get(page(brum, "social_capital"))
    )


def test_every_value_of_a_survey_can_be_taken_away_with_its_source(
    brum: Site, client: Client
) -> None:
    values = json.loads(client.get(page(brum, "social_json")).content)["values"]
    assert len(values) == 33
    assert all("Looking Sideways" in one["source"] for one in values)
    assert {one["value"] for one in values} == {"1", "-1"}, "as it was sent, not -1.000000"
    text = client.get(page(brum, "social_csv")).content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text)))) == 33


def test_without_figures_the_pages_say_so(site: Site, client: Client) -> None:
    assert "no house prices in force" in words_of(client.get(page(site, "prices")))
    assert "is anything known yet" in words_of(client.get(page(site, "social_capital")))
    assert not Dataset.objects.filter(state=DatasetState.IN_FORCE).exists()


def test_a_neighbourhood_called_prices_has_an_address_of_its_own(site: Site) -> None:
    Neighbourhood.objects.create(authority=site.council, order=0, name="Prices")
    assert [one.key for one in neighbourhoods_of(site.council)] == ["prices-2"]


@pytest.mark.parametrize(
    ("name", "where", "source", "of_others"),
    [
        ("prices_chart", ("published", "premiums"), "Looking Sideways", "Price Paid"),
        ("prices_chart", ("sold", "premiums"), "Price Paid Data", "Looking Sideways"),
        ("place_chart", ("balsall-heath", "deprivation"), "Indices of Deprivation", "Looking"),
        ("place_chart", ("balsall-heath", "prices"), "Looking Sideways", "Indices of Deprivation"),
        ("ward_chart", ("e05990001", "deprivation"), "Indices of Deprivation", "Looking"),
    ],
)
def test_a_chart_names_the_source_of_its_own_figures(
    brum: Site, client: Client, name: str, where: tuple[str, ...], source: str, of_others: str
) -> None:
    described = client.get(page(brum, name, *where)).content.decode().partition("<desc")[2]
    told = described.partition("</desc>")[0].partition("Source: ")[2]
    assert source in told
    assert of_others not in told
