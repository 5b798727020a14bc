"""An appraisal file is taken over through the pages: each takes what is theirs to fill in."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from appraisal.actions.councils import add_officer, found_council, register_group
from appraisal.actions.facts import NeedsReason
from appraisal.models import Proposal
from appraisal.queries.mapping import file_mapping
from appraisal.result import result_of
from core.accounts.people import add_person
from core.models import AuditDetail
from tests.appraisal.site.browsing import boxes, words_of
from tests.appraisal.site.files import (
    EXAMPLES,
    GOLDEN,
    example,
    preview_of,
    send_file,
    take,
    take_over,
    written,
)
from tests.appraisal.site.people import (
    NOW,
    Site,
    answer,
    begin,
    events,
    fingerprint,
    give,
    load_schemes,
    rate_against,
)
from tests.core.people import second_step

pytestmark = pytest.mark.django_db


def lists_of(layout: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return lists that hold every key that a file rates."""
    rated = {
        letter: {key: key.replace("-", " ") for key in said["ratings"]}
        for letter, said in layout["answers"].items()
        if "ratings" in said
    }
    return {
        letter: {**aims, **layout.get("lists", {}).get(letter, {})}
        for letter, aims in rated.items()
    }


def town_of(layout: dict[str, Any]) -> Site:
    """Build the council that a file is about, with its group, its officer and a fresh proposal."""
    load_schemes()
    council = found_council(slug="town", **layout["authority"], at=NOW)
    rate_against(council, layout["kind"], lists_of(layout))
    people = {
        who: add_person(email=f"{who}@example.org", name=who) for who in ("member", "officer")
    }
    group = register_group(
        by=people["member"], authority=council, name=layout["applicant"]["name"], join=True, at=NOW
    )
    add_officer(user=people["officer"], authority=council, at=NOW)
    second_step(people["officer"])
    proposal = begin(council, group, people["member"], kind=layout["kind"])
    return Site(council, council, group, people, proposal)


def written_to_the_key(result: dict[str, Any]) -> dict[str, Any]:
    """Return a result as the examples hold it: without the scheme's version and the words of warnings."""
    warnings = [{"code": one["code"], "place": one["place"]} for one in result["warnings"]]
    return {**{key: result[key] for key in result if key != "scheme"}, "warnings": warnings}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_taken_over_by_both_comes_to_its_own_result(db: None, name: str) -> None:
    layout = example(name)
    site = town_of(layout)
    for who in ("member", "officer"):
        response = take_over(site, site.client(who), layout)
        assert response.headers["Location"] == site.address("check")
    wanted = json.loads((GOLDEN / f"{name}.result.json").read_text("utf-8"))
    assert written_to_the_key(result_of(site.sheet.appraisal)) == wanted
    shown = words_of(site.client("officer").get(site.address("result")))
    assert f"{wanted['points']} of {wanted['applicable_max_points']}" in shown


@pytest.fixture
def hall(db: None) -> Site:
    """Return a town whose proposal says all that the hall says."""
    site = town_of(example("hall"))
    for who in ("member", "officer"):
        take_over(site, site.client(who), example("hall"))
    return site


# --- each takes what is theirs -----------------------------------------------------------------------


def test_a_group_s_file_cannot_bring_what_is_the_council_s(hall: Site) -> None:
    before = file_mapping(hall.sheet)
    layout = example("hall")
    layout["valuation_date"], layout["reference"] = "2020-01-01", "FORGED-1"
    layout["terms"] |= {"market_rent_gbp_pa": 7777, "unrestricted_value_gbp": 8888}
    layout["asset"]["imd"]["rank"] = 1
    layout["answers"]["L"] = {"savings": [{"item": "all", "amount_gbp_pa": 999999}]}
    layout["answers"]["K"] = {"not_applicable": {"reason": "No land", "agreed_by": "The mayor"}}
    layout["lists"] = {"E": {"be-rich": "Be rich"}}
    layout["answers"]["E"]["ratings"] = {"be-rich": "major", "be-healthy": "none"}
    proxy = {"key": "paid_hours_week", "applies_from": "2022-04-01", "value": 1, "source": "Us"}
    layout["proxies"] = [proxy]
    send_file(hall, hall.client("member"), written(layout))
    shown = preview_of(hall, hall.client("member"))
    stays = words_of(shown).split("What stays as it is")[1]
    for said in ("FORGED-1", "£7,777", "£999,999", "The mayor", "Be rich", "1 January 2020"):
        assert said in stays, said
    assert take(hall, hall.client("member"), shown).status_code == 302
    after = file_mapping(hall.sheet)
    expected: Any = json.loads(json.dumps(before))
    expected["answers"]["K"] = {"not_applicable": {"reason": "No land"}}
    expected["answers"]["E"] = {"ratings": {"be-healthy": "none"}}
    assert after == expected


def test_an_officer_s_file_cannot_bring_what_is_the_group_s(hall: Site) -> None:
    before = file_mapping(hall.sheet)
    layout = example("hall")
    layout["title"], layout["terms"]["years"] = "Sold", 1
    layout["terms"]["rent_offered_gbp_pa"] = 12000
    layout["asset"] |= {"name": "Shed", "floor_area_m2": 1}
    layout["answers"]["A"]["capital_cost_gbp"] = 1
    layout["answers"]["C"] = {"level": "none"}
    del layout["answers"]["H"]
    take_over(hall, hall.client("officer"), layout)
    assert file_mapping(hall.sheet) == before


def test_a_group_s_file_without_an_asset_leaves_the_council_s_rank_standing(hall: Site) -> None:
    layout = example("hall")
    del layout["asset"]
    take_over(hall, hall.client("member"), layout)
    assert hall.sheet.file.answers.deprivation == (2025, 1462)
    assert hall.client("member").get(hall.address("check")).status_code == 200


def test_an_officer_s_file_without_lists_leaves_what_the_group_rates_by(hall: Site) -> None:
    aims = hall.sheet.aims
    assert aims["E"], "the council has lists"
    layout = example("hall")
    layout["reference"] = "CAT-1"
    layout["lists"] = {"F": {"worklessness": "Fewer people out of work"}}
    take_over(hall, hall.client("officer"), layout)
    assert {**hall.sheet.aims, "F": ()} == {**aims, "F": ()}
    words = dict(hall.sheet.aims["F"])
    assert words.keys() == dict(aims["F"]).keys(), "what is rated stays on its list"
    assert words["worklessness"] == "Fewer people out of work"
    rated = hall.sheet.entry("F").given
    hall.client("member").post(
        hall.letter("F"), {**boxes(hall.client("member").get(hall.letter("F")))}
    )
    assert hall.sheet.entry("F").given == rated


def test_an_officer_agrees_by_a_file_only_to_the_reason_that_is_given(hall: Site) -> None:
    claim = {"reason": "No land", "agreed_by": "Forged by the group"}
    layout = example("hall")
    layout["answers"]["K"] = {"not_applicable": claim}
    take_over(hall, hall.client("member"), layout)
    assert hall.sheet.entry("K").agreed_by == ""
    layout["answers"]["K"]["not_applicable"] = {"reason": "Another", "agreed_by": "Jo"}
    take_over(hall, hall.client("officer"), {**layout, "reference": "1"})
    assert (hall.sheet.entry("K").reason, hall.sheet.entry("K").agreed_by) == ("No land", "")
    layout["answers"]["K"]["not_applicable"] = {"reason": "No land", "agreed_by": "Jo"}
    take_over(hall, hall.client("officer"), layout)
    assert hall.sheet.entry("K").agreed_by == "an asset officer of Birmingham City Council"
    told = AuditDetail.objects.filter(text__contains='"Jo"')
    assert not told.exists(), "whom the file names stands in nothing that cannot be changed"
    layout["answers"]["K"]["not_applicable"] = {"reason": "No land today"}
    take_over(hall, hall.client("member"), layout)
    assert (hall.sheet.entry("K").reason, hall.sheet.entry("K").agreed_by) == ("No land today", "")


# --- the preview ---------------------------------------------------------------------------------------


def test_nothing_changes_before_a_yes_and_nothing_after_a_no(hall: Site) -> None:
    before = fingerprint_of(hall)
    layout = {**example("hall"), "title": "Another name"}
    send_file(hall, hall.client("member"), written(layout))
    shown = preview_of(hall, hall.client("member"))
    assert "Another name" in words_of(shown)
    assert fingerprint_of(hall) == before
    take(hall, hall.client("member"), shown, "no")
    assert fingerprint_of(hall) == before
    assert preview_of(hall, hall.client("member")).status_code == 302, "it is forgotten"


def test_a_preview_that_a_save_made_stale_is_shown_again(hall: Site) -> None:
    member = hall.client("member")
    layout = {**example("hall"), "title": "Another name"}
    send_file(hall, member, written(layout))
    shown = preview_of(hall, member)
    answer(hall.people["member"], hall.proposal, "C", level="none")
    before = fingerprint_of(hall)
    again = take(hall, member, shown)
    assert again.status_code == 200
    assert "Somebody saved a page after you had opened this preview" in words_of(again)
    assert fingerprint_of(hall) == before
    assert take(hall, member, again).headers["Location"] == hall.address("check")
    assert hall.sheet.entry("C").given == {"level": "good"}


def test_taking_a_file_over_twice_does_nothing_the_second_time(hall: Site) -> None:
    member = hall.client("member")
    send_file(hall, member, written({**example("hall"), "title": "Another name"}))
    shown = preview_of(hall, member)
    take(hall, member, shown)
    before = fingerprint()
    assert take(hall, member, shown).headers["Location"] == hall.address("proposal")
    assert fingerprint() == before


def test_somebody_who_has_a_page_open_is_told_of_the_file(hall: Site) -> None:
    member = hall.client("member")
    opened = boxes(member.get(hall.letter("C")))
    layout = example("hall")
    layout["answers"]["C"]["level"] = "none"
    take_over(hall, member, layout)
    response = member.post(hall.letter("C"), {**opened, "level": "strong"})
    assert "This page has changed" in words_of(response)
    assert hall.sheet.entry("C").given == {"level": "none"}


def test_a_file_puts_both_sides_on_record(hall: Site) -> None:
    take_over(hall, hall.client("member"), {**example("hall"), "title": "Another name"})
    event, detail = events(hall.proposal)[-1]
    assert event == "appraisal file taken over"
    assert (detail["before"]["title"], detail["after"]["title"]) == (
        "Hall: every criterion answered",
        "Another name",
    )


def fingerprint_of(site: Site) -> str:
    """Return all that a proposal says and all that is on record, but no file that waits."""
    return json.dumps([file_mapping(site.sheet), events(site.proposal)], default=str)


def test_a_file_changes_the_valuation_date_only_with_a_reason(hall: Site) -> None:
    officer = hall.client("officer")
    layout = {**example("hall"), "valuation_date": "2026-10-01"}
    send_file(hall, officer, written(layout))
    shown = preview_of(hall, officer)
    address = hall.address("import_preview")
    sent = {**boxes(shown), "take": "yes", "reason": " "}
    refused = officer.post(address, sent)
    assert refused.status_code == 200
    assert "Say why the valuation date changes" in words_of(refused)
    assert Proposal.objects.get(pk=hall.proposal.pk).valuation_date == date(2026, 11, 1)
    assert officer.post(address, {**sent, "reason": "Lease a year later"}).status_code == 302
    assert Proposal.objects.get(pk=hall.proposal.pk).valuation_date == date(2026, 10, 1)
    event, detail = events(hall.proposal)[-1]
    assert (event, detail["reason"]) == ("appraisal file taken over", "Lease a year later")


def test_the_action_itself_wants_a_reason_for_another_valuation_date(hall: Site) -> None:
    with pytest.raises(NeedsReason):
        give(hall.people["officer"], hall.proposal, "council", valuation_date=date(2026, 10, 1))
