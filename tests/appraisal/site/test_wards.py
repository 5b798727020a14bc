"""Pages of wards: how many of their small areas are in which tenth, and never a rank of the ward's own."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from appraisal.models import Asset, Place, Proposal
from appraisal.queries.profiles import profile_for
from appraisal.queries.wards import wards_of
from core.models import Authority
from tests.appraisal.site.area_data import HEATH, VALE, in_force, load_area, rank
from tests.appraisal.site.browsing import words_of
from tests.appraisal.site.people import Site

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
KEY = "e05099001"


def drawn(authority: Authority | None) -> None:
    """Draw a ward from two small areas, and another that ended; the council is named as it calls itself."""
    ward = {"part_of_kind": "ward", "part_of": "E05099001"}
    whole = {"part_of_kind": "authority", "part_of": "E08"}
    rows: list[models.Model] = [
        Place(kind="authority", code="E08", name="Birmingham"),
        Place(kind="authority", code="E09", name="Ely"),
        Place(kind="ward", code="E05099001", name="Heath and Vale", **whole),
        Place(kind="ward", code="E05099009", name="Ended", valid_until=date(2026, 11, 22), **whole),
        Place(kind="ward", code="E05099008", name="Elsewhere", part_of_kind="authority", part_of="E09"),
        Place(kind="small-area", code=HEATH, name="", **ward),
        Place(kind="small-area", code=VALE, name="", **ward),
        Place(kind="neighbourhood", code="PN3", name="Balsall Heath"),
        Place(kind="small-area", code=HEATH, name="", part_of_kind="neighbourhood", part_of="PN3"),
    ]  # fmt: skip
    in_force("places", rows, authority=authority)


@pytest.fixture(autouse=True)
def area(site: Site) -> None:
    load_area(neighbourhoods_of=site.council)
    Authority.objects.filter(pk=site.council.pk).update(name="Birmingham City Council")
    site.council.refresh_from_db()


def page(site: Site, name: str, *more: str) -> str:
    return reverse(f"appraisal:{name}", args=[site.council.slug, KEY, *more])


def test_a_ward_counts_its_areas_by_tenth_and_has_no_rank(site: Site, client: Client) -> None:
    drawn(None)
    said = words_of(client.get(page(site, "ward")))
    assert "Heath and Vale" in said
    assert "1 of its 2 small areas is among the most deprived tenth of England" in said
    assert "Small areas by tenth, edition of 2025" in said
    assert "1,462" not in said
    assert "9,000" not in said
    assert "average" not in said.lower()
    listed = words_of(client.get(reverse("appraisal:places", args=[site.council.slug])))
    assert "Heath and Vale" in listed
    assert "Balsall Heath" in said.partition("share its small areas")[2]


def test_wards_of_other_councils_and_those_that_ended_are_not_shown(site: Site) -> None:
    drawn(None)
    assert [one.name for one in wards_of(site.council, ON)] == ["Heath and Vale"]
    assert [one.name for one in wards_of(site.council, date(2026, 11, 22))] == [
        "Ended",
        "Heath and Vale",
    ]
    assert [one.name for one in wards_of(site.other, ON)] == ["Elsewhere"]


def test_a_council_s_own_table_needs_no_council_in_it(site: Site) -> None:
    in_force("places", [Place(kind="ward", code="E05099001", name="Own")], authority=site.council)
    assert [one.name for one in wards_of(site.council, ON)] == ["Own"]
    assert wards_of(site.other, ON) == ()


def test_where_no_areas_are_drawn_the_file_of_the_ranks_says_which_they_are(
    site: Site, client: Client
) -> None:
    in_force("places", [Place(kind="ward", code="E05099001", name="Own")], authority=site.council)
    rows = [rank(HEATH, 5), rank(VALE, 33_000)]
    for row in rows:
        row.ward = "E05099001"
    in_force("deprivation", list(rows), authority=site.council, edition=2025)
    said = words_of(client.get(page(site, "ward")))
    assert "1 of its 2 small areas is among the most deprived tenth" in said


def test_a_ward_is_taken_away_with_its_source_and_drawn(site: Site, client: Client) -> None:
    drawn(None)
    found = json.loads(client.get(page(site, "ward_json")).content)
    assert found["kind"] == "Ward"
    assert found["neighbourhoods"] == ["Balsall Heath"]
    assert "Made-up office" in found["deprived"][0]["source"]
    text = client.get(page(site, "ward_csv")).content.decode("utf-8-sig")
    assert "Made-up office" in text
    chart = client.get(page(site, "ward_chart", "deprivation"))
    assert chart.headers["Content-Type"] == "image/svg+xml"
    assert client.get(page(site, "ward_chart", "kite")).status_code == 404


def test_where_no_neighbourhood_is_drawn_a_record_tells_of_the_ward(site: Site) -> None:
    drawn(None)
    Asset.objects.update_or_create(
        proposal=site.proposal, defaults={"name": "Hall", "postcode": "B12 8AB"}
    )
    found = profile_for(site.proposal, ON)
    assert found is not None
    assert (found.kind, found.name) == ("Ward", "Heath and Vale")
    Asset.objects.filter(proposal=site.proposal).update(neighbourhood="Balsall Heath")
    own = profile_for(Proposal.objects.get(pk=site.proposal.pk), ON)
    assert own is not None
    assert own.name == "Balsall Heath"
    Asset.objects.filter(proposal=site.proposal).update(neighbourhood="", postcode="B99 9ZZ")
    assert profile_for(Proposal.objects.get(pk=site.proposal.pk), ON) is None
