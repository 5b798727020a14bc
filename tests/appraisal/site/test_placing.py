"""A postcode fills in how deprived the place is (D) and whose priorities count (G); an officer may correct it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from appraisal.actions.aims import CannotSet, set_aims
from appraisal.actions.imports import take_over
from appraisal.actions.placing import place_again, place_waiting
from appraisal.models import AreaRank, Asset, CouncilAim, Place, ProposalAim
from appraisal.queries.mapping import file_mapping
from tests.appraisal.site.area_data import HEATH, in_force, load_area, rank
from tests.appraisal.site.browsing import boxes, complaints, fill_in, words_of
from tests.appraisal.site.people import NOW, Site, events, give, rate_against

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def area(site: Site) -> None:
    load_area(neighbourhoods_of=site.council)
    rate_against(
        site.council, "asset-transfer", {"G": {"heath": "Safer streets", "vale": "A café"}}
    )
    for key, name in (("heath", "Balsall Heath"), ("vale", "Castle Vale")):
        CouncilAim.objects.filter(key=key).update(neighbourhood=name)


def hall(site: Site, postcode: str, **more: object) -> Asset:
    give(
        site.people["member"], site.proposal, "asset", name="Norton Hall", postcode=postcode, **more
    )
    return Asset.objects.get(proposal=site.proposal)


def priorities(site: Site) -> set[str]:
    own = ProposalAim.objects.filter(proposal=site.proposal, letter="G")
    return set(own.exclude(neighbourhood="").values_list("words", flat=True))


def test_a_postcode_fills_in_the_rank_and_the_neighbourhood_s_priorities(site: Site) -> None:
    found = hall(site, "B12 8AB")
    assert (found.imd_edition, found.imd_rank, found.small_area) == (2025, 1462, HEATH)
    assert found.neighbourhood == "Balsall Heath"
    assert "Made-up office 2025, 30 October 2025" in found.imd_source
    assert priorities(site) == {"Safer streets"}
    criterion = next(one for one in site.sheet.appraisal.criteria if one.criterion.letter == "D")
    assert (criterion.status, criterion.points) == ("scored", 10)  # 1,462 of 33,755: within 5%


def test_another_postcode_takes_the_place_of_what_the_first_had_found(site: Site) -> None:
    hall(site, "B12 8AB")
    found = hall(site, "B35 6DE")
    assert (found.imd_rank, found.neighbourhood, priorities(site)) == (
        9000,
        "Castle Vale",
        {"A café"},
    )
    found = hall(site, "B99 9ZZ")
    assert (found.imd_edition, found.imd_rank, found.small_area) == (None, None, "")
    assert not site.sheet.entry("D").answered
    assert (found.neighbourhood, priorities(site)) == ("", set())
    events_since = [event for event, _ in events(site.proposal)]
    assert (
        "priorities of a neighbourhood taken over" in events_since
    )  # they do not go without a word


def test_a_neighbourhood_that_somebody_chooses_stays(site: Site) -> None:
    found = hall(site, "B12 8AB", neighbourhood="Castle Vale")
    assert (found.imd_rank, found.neighbourhood) == (1462, "Castle Vale")
    assert hall(site, "B35 6DE", neighbourhood="Balsall Heath").neighbourhood == "Balsall Heath"


def test_a_corrected_postcode_leaves_what_somebody_chose(site: Site) -> None:
    hall(site, "B12 8AB")
    chosen = hall(site, "B12 8AB", neighbourhood="Castle Vale")
    assert not chosen.neighbourhood_found
    found = hall(site, "B35 6DE", neighbourhood="Castle Vale")
    assert (found.imd_rank, found.neighbourhood) == (9000, "Castle Vale")
    found = hall(site, "B12 8AB", neighbourhood="Castle Vale")
    assert (found.imd_rank, found.neighbourhood) == (1462, "Castle Vale")
    assert hall(site, "B99 9ZZ", neighbourhood="Castle Vale").neighbourhood == "Castle Vale"


def test_a_neighbourhood_that_a_postcode_found_goes_with_it_though_the_rank_came_with_a_file(
    site: Site,
) -> None:
    hall(site, "B12 8AB")
    Asset.objects.filter(proposal=site.proposal).update(small_area="", imd_rank=7)
    found = hall(site, "B35 6DE")
    assert (found.imd_rank, found.neighbourhood) == (7, "Castle Vale")


def test_two_neighbourhoods_that_overlap_are_for_the_group_to_choose_from(site: Site) -> None:
    old = Place.objects.get(kind="small-area", code=HEATH)
    Place.objects.create(
        dataset=old.dataset,
        kind="small-area",
        code=HEATH,
        part_of_kind="neighbourhood",
        part_of="C2",
    )
    assert hall(site, "B12 8AB").neighbourhood == ""


def test_an_older_edition_serves_where_it_is_the_only_one(site: Site) -> None:
    AreaRank.objects.filter(code=HEATH).delete()
    found = hall(site, "B12 8AB")
    assert (found.imd_edition, found.imd_rank, found.small_area) == (2019, 2000, "E01098001")


def test_a_council_s_own_figures_go_before_the_whole_site_s(site: Site) -> None:
    in_force("deprivation", [rank(HEATH, 3)], authority=site.council, edition=2025)
    in_force("deprivation", [rank(HEATH, 4)], authority=site.other, edition=2025)
    assert hall(site, "B12 8AB").imd_rank == 3


def test_a_rank_that_came_with_a_file_is_not_looked_up_again(site: Site) -> None:
    before = file_mapping(site.sheet)
    asset = {"name": "Hall", "postcode": "B12 8AB", "imd": {"edition": 2025, "rank": 7}}
    take_over(
        by=site.people["member"], proposal=site.proposal, before=before,
        after={**before, "asset": asset}, name="a.json", at=NOW,
    )  # fmt: skip
    assert hall(site, "B35 6DE").imd_rank == 7


def test_a_file_without_a_rank_is_looked_up(site: Site) -> None:
    before = file_mapping(site.sheet)
    take_over(
        by=site.people["member"], proposal=site.proposal, before=before,
        after={**before, "asset": {"name": "Hall", "postcode": "B12 8AB"}}, name="a.json", at=NOW,
    )  # fmt: skip
    assert Asset.objects.get(proposal=site.proposal).imd_rank == 1462


def test_figures_that_come_later_find_what_was_typed_before(site: Site) -> None:
    Asset.objects.update_or_create(
        proposal=site.proposal, defaults={"name": "Hall", "postcode": "B12 8AB"}
    )
    assert place_waiting(authority=site.other, at=NOW) == 0
    assert place_waiting(authority=site.council, at=NOW) == 1
    found = Asset.objects.get(proposal=site.proposal)
    assert (found.imd_rank, found.neighbourhood) == (1462, "")  # who chooses it is a person
    assert place_waiting(authority=site.council, at=NOW) == 0
    assert [event for event, _ in events(site.proposal)][-2:] == [
        "place found by the postcode",
        "answered by the postcode",
    ]
    found.imd_rank = found.imd_edition = None
    found.save()
    assert place_again(by=site.people["officer"], proposal=site.proposal, at=NOW)
    assert priorities(site) == {"Safer streets"}


def test_the_page_of_d_says_what_was_found_and_an_officer_corrects_it_with_a_reason(
    site: Site, officer: Client, member: Client
) -> None:
    hall(site, "B12 8AB")
    said = words_of(member.get(site.letter("D")))
    assert "rank 1,462 of 33,755" in said
    assert "tenth 1 of 10, 4.3% of the way down the list" in said
    other = {"imd_edition": "2025", "imd_rank": "9,000"}
    refused = fill_in(officer, site.letter("D"), other)
    assert complaints(refused)["note"].startswith("Say why this rank takes the place")
    fill_in(officer, site.letter("D"), {**other, "note": "The hall stands across the road."})
    assert site.sheet.entry("D").given["imd_rank"] == 9000
    assert "that one counts" in words_of(member.get(site.letter("D")))


def test_the_page_of_d_says_that_a_postcode_has_found_nothing(
    site: Site, officer: Client, member: Client
) -> None:
    hall(site, "")
    said = words_of(officer.get(site.letter("D")))
    assert "has found no small area" not in said
    assert "This does not apply to this proposal" in said
    assert "This does not apply to our proposal" in words_of(member.get(site.letter("A")))
    hall(site, "B99 9ZZ")
    assert "The postcode B99 9ZZ has found no small area." in words_of(
        officer.get(site.letter("D"))
    )
    assert "has found no small area" not in words_of(member.get(site.letter("D")))
    given = {"imd_edition": "2025", "imd_rank": "9,000", "note": "Looked up by hand."}
    fill_in(officer, site.letter("D"), given)
    assert "has found no small area" not in words_of(officer.get(site.letter("D")))


# --- where priorities are from, and how long they hold ------------------------------------------------

SURVEY = {
    "origin": "the residents’ survey",
    "dated": date(2026, 3, 12),
    "importance": "high",
    "expires": date(2028, 3, 31),
}


def lists(**more: object) -> dict[str, object]:
    return {"G": {"Balsall Heath": {"safer": {"words": "Safer streets", **more}}}}


def set_lists(site: Site, **more: object) -> None:
    set_aims(by=None, authority=site.council, kind="asset-transfer", lists=lists(**more), at=NOW)


def test_the_page_of_g_says_where_a_priority_is_from_and_how_long_it_holds(
    site: Site, member: Client
) -> None:
    set_lists(site, **SURVEY)
    hall(site, "B12 8AB")
    said = words_of(member.get(site.letter("G")))
    assert (
        "From the residents’ survey, 12 March 2026. High importance. Until 31 March 2028." in said
    )


@pytest.mark.parametrize(("days", "there"), [(0, True), (-1, False)])
def test_a_priority_that_has_run_out_is_rated_by_nobody_new(
    site: Site, days: int, there: bool
) -> None:
    set_lists(site, expires=NOW.date() + timedelta(days))
    hall(site, "B12 8AB")
    assert priorities(site) == ({"Safer streets"} if there else set())


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"importance": "vital"}, "not high, medium or low"),
        ({"dated": date(2026, 1, 2), "expires": date(2026, 1, 1)}, "runs out before the day"),
        ({"dated": "1 May"}, "write the days of “safer” as 2026-03-31"),
        ({"weight": 3}, "must hold a line such as"),
    ],
)
def test_what_is_wrong_with_a_priority_is_said(
    site: Site, more: dict[str, object], why: str
) -> None:
    with pytest.raises(CannotSet, match=why):
        set_lists(site, **more)


def test_a_manager_says_where_a_priority_is_from_on_the_page_of_the_list(site: Site) -> None:
    manager = site.client("manager")
    set_lists(site, **SURVEY)
    address = reverse("appraisal:settings_list", args=[site.council.slug, "aims-asset-transfer-G"])
    typed = boxes(manager.get(address))
    assert (typed["rows-0-origin"], typed["rows-0-importance"]) == (SURVEY["origin"], "high")
    fill_in(manager, address, {"rows-0-importance": "low", "reason": "the survey of May"})
    aim = CouncilAim.objects.get(key="safer")
    assert (aim.importance, aim.dated, aim.expires) == ("low", SURVEY["dated"], SURVEY["expires"])
    history = words_of(manager.get(reverse("appraisal:settings_history", args=[site.council.slug])))
    assert "from the residents’ survey, of 2026-03-12, importance low, until 2028-03-31" in history
