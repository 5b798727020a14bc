"""The pages of neighbourhoods, their files, and the profile that a record freezes for the pack."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appraisal.actions.aims import set_aims
from appraisal.actions.records import record_of
from appraisal.area.profile import Profile, mapping_of, profile_from
from appraisal.models import DistrictPrice, IndicatorValue
from appraisal.pack.neighbourhood import charts_of, place_section
from appraisal.pack.report.blocks import Drawing, Table, Text
from appraisal.queries.profiles import profile_of, profiles_of
from appraisal.recorded import read_record
from tests.appraisal.site.area_data import in_force, load_area
from tests.appraisal.site.browsing import words_of
from tests.appraisal.site.people import NOW, Site, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(site: Site) -> Site:
    load_area(neighbourhoods_of=site.council)
    wanted = {"safer": {"words": "Safer streets", "origin": "a survey", "importance": "high"}}
    set_aims(
        by=None,
        authority=site.council,
        kind="asset-transfer",
        lists={"G": {"Balsall Heath": wanted}},
        at=NOW,
    )
    in_force("indicators", [*_values("ni1", 2008, 70, 62), *_values("ni4", 2008, 20, 25)])
    in_force("district-prices", list(_prices()))
    return site


def _values(key: str, period: int, here: int, average: int) -> list[IndicatorValue]:
    return [
        IndicatorValue(
            order=order, indicator=key, place_kind=kind, place=code, place_name=name,
            period=str(period), value=Decimal(value), survey="Place Survey", source="s", licence="l",
        )
        for order, (kind, code, name, value) in enumerate(
            (
                ("neighbourhood", "PN3", "Balsall Heath", here),
                ("authority", "E08000025", "Birmingham", average),
            )
        )
    ]  # fmt: skip


def _prices() -> list[DistrictPrice]:
    table = {
        "B12": ("Balsall Heath", 40559, 147000),
        "B9": ("Bordesley Green", 34146, 110667),
        "B7": ("Nechells", 40000, 85750),
    }
    return [
        DistrictPrice(
            order=order, district=code, name=name, classification="inner city", year=year, price=price
        )
        for order, (code, (name, start, end)) in enumerate(table.items())
        for year, price in ((2000, start), (2010, end))
    ]  # fmt: skip


def page(site: Site, name: str = "place", *more: str) -> str:
    return reverse(f"appraisal:{name}", args=[site.council.slug, *more])


def test_a_neighbourhood_s_page_tells_all_that_is_known_with_its_sources(
    area: Site, client: Client
) -> None:
    said = words_of(client.get(page(area, "place", "balsall-heath")))
    assert "1 of its 1 small area is among the most deprived tenth of England" in said
    assert "Safer streetsFrom a survey. High importance." in said
    assert "A strong core economy in 2008" in said
    assert "NI1 Getting on together20087062above the average" in said
    assert "B12 Balsall Heathinner city£40,559£147,000262%" in said
    assert "Made-up office 2025, 30 October 2025 (made up)" in said
    assert "their ranks are not to be compared" not in said  # one edition only


def test_a_place_of_which_little_is_known_says_so(area: Site, client: Client) -> None:
    in_force("places", [])
    in_force("indicators", [])
    in_force("district-prices", [])
    said = words_of(client.get(page(area, "place", "castle-vale")))
    assert "Nothing is known of it yet but its name." in said
    assert "No decision about a building or land here is published yet." in said


def test_the_list_counts_areas_in_the_most_deprived_tenth(area: Site, client: Client) -> None:
    said = words_of(client.get(page(area, "places")))
    assert "Balsall Heath1 of 10" in said
    assert "Castle Vale0 of 10" in said


def test_everything_can_be_taken_away_with_its_source(area: Site, client: Client) -> None:
    found = json.loads(client.get(page(area, "place_json", "balsall-heath")).content)
    assert found["deprived"][0]["areas"][0]["rank"] == 1462
    assert found["prices"][0]["premium"] is not None
    for name, more in (("place_csv", ["balsall-heath"]), ("places_csv", [])):
        text = client.get(page(area, name, *more)).content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        ranked = next(row for row in rows if row["part"] == "deprivation")
        assert (ranked["figure"], ranked["beside_it"]) == ("1462", "tenth 1 of 10")
        assert ranked["source"].startswith("Made-up office 2025")


@pytest.mark.parametrize("chart", ["deprivation", "prices"])
def test_charts_are_pictures_whose_words_stand_beside_them(
    area: Site, client: Client, chart: str
) -> None:
    drawn = client.get(page(area, "place_chart", "balsall-heath", chart))
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert "Source: Made-up office" in drawn.content.decode(), "a picture may be taken away alone"
    alts = [one.title for one in charts_of(_profile(area)).values()]
    html = client.get(page(area, "place", "balsall-heath")).content.decode()
    assert all(alt.split(":")[0] in html for alt in alts)


def _profile(site: Site) -> Profile:
    return profile_of(site.council, "Balsall Heath", NOW.date())


@pytest.mark.parametrize("key", ["nowhere", "balsall-heath-2"])
def test_a_guessed_place_is_not_there(area: Site, client: Client, key: str) -> None:
    assert client.get(page(area, "place", key)).status_code == 404
    other = reverse("appraisal:place", args=[area.other.slug, "balsall-heath"])
    assert client.get(other).status_code == 404


def test_officers_see_what_is_proposed_there(area: Site, officer: Client) -> None:
    give(area.people["member"], area.proposal, "asset", name="Norton Hall", postcode="B12 8AB")
    said = words_of(officer.get(page(area, "place_proposals", "balsall-heath")))
    assert "Our hallNorton HallTake over a building or land: Draft" in said
    empty = words_of(officer.get(page(area, "place_proposals", "castle-vale")))
    assert "Nobody has proposed anything" in empty


def test_two_neighbourhoods_of_like_names_have_addresses_of_their_own(
    area: Site, client: Client
) -> None:
    area.council.neighbourhoods.create(order=9, name="Balsall, Heath")
    assert "Balsall, Heath" in words_of(client.get(page(area, "place", "balsall-heath-2")))


def test_a_record_freezes_the_place_and_the_pack_prints_it(area: Site) -> None:
    give(area.people["member"], area.proposal, "asset", name="Norton Hall", postcode="B12 8AB")
    profile = _profile(area)
    assert profile_from(json.loads(json.dumps(mapping_of(profile)))) == profile
    text = record_of(area.sheet, event="submit", by=area.people["lead"], at=NOW)
    in_force("deprivation", [], edition=2025)  # what comes later changes no record
    frozen = profile_from(read_record(text).place)
    assert frozen == profile
    section = place_section(frozen, "#1d4e79")
    assert section.title == "The place: Balsall Heath"
    assert sum(isinstance(one, Drawing) for one in section.blocks) == 1
    assert any(isinstance(one, Table) for one in section.blocks)
    assert isinstance(section.blocks[0], Text)
    assert "gives no points" in section.blocks[0].text


def test_a_record_of_an_unknown_place_holds_none(site: Site) -> None:
    text = record_of(site.sheet, event="submit", by=site.people["lead"], at=NOW)
    assert read_record(text).place == {}


def test_all_places_as_one_table_ask_no_more_of_the_database_than_one(
    area: Site, client: Client
) -> None:
    def asked(name: str, *more: str) -> int:
        client.get(page(area, name, *more))
        with CaptureQueriesContext(connection) as found:
            assert client.get(page(area, name, *more)).status_code == 200
        return len(found)

    few = asked("places_csv")
    for order in range(2, 12):
        area.council.neighbourhoods.create(order=order, name=f"Place {order}")
    assert asked("places_csv") == few
    assert few <= asked("place_csv", "balsall-heath")


def test_a_place_says_the_same_by_itself_and_among_all(area: Site) -> None:
    names = ("Castle Vale", "Balsall Heath")
    alone = tuple(profile_of(area.council, name, NOW.date()) for name in names)
    assert profiles_of(area.council, names, NOW.date()) == alone
    assert alone[1].readings
