"""Small areas of a neighbourhood of which an edition of the indices does not know all."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from appraisal.area.profile import Deprived, Profile, in_most_deprived, profile_from
from appraisal.models import IndicatorValue, Place
from appraisal.pack.neighbourhood import blocks_of
from appraisal.pack.report.blocks import Text
from appraisal.queries.cores import cores_of
from appraisal.queries.profiles import profile_of, tenths_of_all
from tests.appraisal.site.area_data import HEATH, VALE, in_force, load_area, rank
from tests.appraisal.site.browsing import words_of
from tests.appraisal.site.people import NOW, Site

pytestmark = pytest.mark.django_db
ON = NOW.date()
OTHERS = ("E01099003", "E01099004")


@pytest.fixture
def area(site: Site) -> Site:
    load_area(neighbourhoods_of=site.council)
    return site


def drawn(*codes: str, name: str = "Balsall Heath") -> None:
    """Put the areas of a neighbourhood in force."""
    inside = {"name": "", "part_of_kind": "neighbourhood", "part_of": "PN3"}
    areas = [Place(kind="small-area", code=code, **inside) for code in codes]
    in_force("places", [Place(kind="neighbourhood", code="PN3", name=name), *areas])


def page(site: Site, name: str, *more: str) -> str:
    return reverse(f"appraisal:{name}", args=[site.council.slug, *more])


def test_areas_without_a_rank_are_counted_and_said(area: Site, client: Client) -> None:
    in_force("deprivation", [rank(HEATH, 10), rank(VALE, 3375)], edition=2025)
    drawn(HEATH, VALE, *OTHERS)
    said = words_of(client.get(page(area, "place", "balsall-heath")))
    assert (
        "2 of its 4 small areas are among the most deprived tenth of England; "
        "2 have no rank in this edition." in said
    )
    assert "Balsall Heath2 of 4; 2 have no rank" in words_of(client.get(page(area, "places")))
    text = client.get(page(area, "place_csv", "balsall-heath")).content.decode("utf-8-sig")
    rows = [row["what"] for row in csv.DictReader(io.StringIO(text))]
    assert rows[-1] == "small areas without a rank"


def test_nothing_is_called_deprived_by_a_part_of_it(area: Site) -> None:
    above = IndicatorValue(
        order=1, indicator="NI1:against-average", place_kind="neighbourhood", place="PN3", value=1,
        place_name="Balsall Heath", period="2008", survey="s", source="s", licence="l",
    )  # fmt: skip
    in_force("indicators", [above])
    in_force("deprivation", [rank(HEATH, 10), rank(VALE, 3375)], edition=2025)
    drawn(HEATH, VALE)
    assert cores_of(area.council, ON)
    assert profile_of(area.council, "Balsall Heath", ON).strong_core
    drawn(HEATH, VALE, *OTHERS)
    assert not cores_of(area.council, ON)
    assert not profile_of(area.council, "Balsall Heath", ON).strong_core


def test_a_neighbourhood_drawn_from_the_areas_of_both_censuses_lacks_none(area: Site) -> None:
    drawn(HEATH, "E01098001")
    found = profile_of(area.council, "Balsall Heath", ON).deprived
    assert [(one.edition, len(one.areas), one.without_rank) for one in found] == [
        (2025, 1, 0),
        (2019, 1, 0),
    ]


def test_an_area_that_only_the_other_edition_ranks_is_lacking_where_nothing_stands_for_it(
    area: Site,
) -> None:
    in_force("deprivation", [rank(HEATH, 10), rank(VALE, 20)], edition=2019)
    in_force("deprivation", [rank(HEATH, 10)], edition=2025)
    drawn(HEATH, VALE)
    found = profile_of(area.council, "Balsall Heath", ON).deprived
    assert [one.without_rank for one in found] == [1, 0]


def test_list_and_page_go_by_the_same_edition(area: Site) -> None:
    drawn("E01098001")  # which the edition of 2019 alone ranks
    assert tenths_of_all(area.council, ON)["Balsall Heath"] == (
        profile_of(area.council, "Balsall Heath", ON).deprived
    )


def test_a_record_from_before_says_what_it_said() -> None:
    area = {"code": HEATH, "name": "A", "rank": 10}
    kept = {"edition": 2025, "ranked": 33755, "areas": [area], "source": "s"}
    profile = profile_from({"name": "A", "kind": "N", "on": "2026-01-01", "deprived": [kept]})
    assert isinstance(profile, Profile)
    assert in_most_deprived(profile.deprived) == "1 of 1"
    told = " ".join(one.text for one in blocks_of(profile) if isinstance(one, Text))
    assert "1 of its 1 small area is among" in told
    assert "no rank" not in told
    assert isinstance(profile.deprived[0], Deprived)
