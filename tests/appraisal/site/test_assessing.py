"""The officer's assessment beside the group's: what is found, corrected, picked, and what that gives."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from appraisal.actions.answers import agree_not_applicable
from appraisal.actions.assessing import CannotFind, save_words
from appraisal.actions.pages import ChangedMeanwhile, MovedMeanwhile
from appraisal.assessing import CONDITIONS_OF_A_REFUSAL
from appraisal.engine.results import CriterionScore
from appraisal.models import CriterionEntry, Finding, Proposal, State
from appraisal.queries import Sheet, sheet_of
from tests.appraisal.site.assessing import assessed, find, fresh, under_assessment
from tests.appraisal.site.browsing import (
    assert_well_formed,
    boxes,
    complaints,
    fill_in,
    page_of,
    send,
    words_of,
)
from tests.appraisal.site.people import NOW, Site, answer, events, fingerprint

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(site: Site) -> Site:
    return under_assessment(site)


def scored(sheet: Sheet, letter: str) -> CriterionScore:
    return next(one for one in sheet.appraisal.criteria if one.criterion.letter == letter)


def officers(site: Site, letter: str) -> CriterionScore:
    return scored(assessed(site).officer, letter)


def claim(site: Site, letter: str = "J", reason: str = "No agency is interested") -> None:
    """Let the group say that a criterion does not apply."""
    Proposal.objects.filter(pk=site.proposal.pk).update(state=State.RETURNED)
    answer(site.people["member"], site.proposal, letter, reason=reason)
    Proposal.objects.filter(pk=site.proposal.pk).update(state=State.ASSESSMENT)


# --- what findings do to the figures ---------------------------------------------------------------


def test_what_is_accepted_gives_what_the_group_has(site: Site) -> None:
    find(site, "B")
    assert assessed(site).officer.appraisal == assessed(site).group.appraisal
    assert assessed(site).findings["B"].verdict == "accept"


def test_corrected_figures_count_for_the_officer_and_leave_the_groups_alone(site: Site) -> None:
    corrected = {"capital_cost_gbp": "250000", "secured_gbp": "125000"}
    before = sheet_of(fresh(site)).appraisal
    find(site, "A", "correct", given=corrected, reason="Half is secured, says the letter.")
    assert scored(assessed(site).group, "A").points == 15
    assert officers(site, "A").points == 5
    assert assessed(site).group.appraisal == before
    (event, detail) = events(site.proposal)[-1]
    assert event == "criterion assessed"
    assert detail["after"]["reason"] == "Half is secured, says the letter."
    assert detail["after"]["given"] == corrected


def test_picked_points_count_and_the_value_stays(site: Site) -> None:
    find(site, "H", "pick", points=10)
    group, officer = scored(assessed(site).group, "H"), officers(site, "H")
    assert (group.points, officer.points) == (20, 10)
    assert officer.value == group.value
    assert officer.by_rule.points == 20


def test_a_corrected_criterion_that_is_then_accepted_is_the_groups_again(site: Site) -> None:
    find(site, "A", "correct", given={"capital_cost_gbp": "250000"})
    assert officers(site, "A").points == 0
    find(site, "A")
    assert officers(site, "A").points == 15
    assert not CriterionEntry.objects.filter(assessment__of="officer").exists()


def test_the_councils_own_figures_stay_where_points_are_picked(site: Site) -> None:
    find(site, "D", "pick", points=5)
    assert officers(site, "D").points == 5
    assert assessed(site).officer.entry("D").given == assessed(site).group.entry("D").given


# --- “does not apply” ------------------------------------------------------------------------------


def test_agreeing_in_the_assessment_agrees_on_the_groups_page_too(site: Site) -> None:
    claim(site)
    assert scored(assessed(site).group, "J").status == "unanswered"
    find(site, "J", "agree", reason="The market was tested.", evidence="")
    assert scored(assessed(site).group, "J").status == "not-applicable"
    assert officers(site, "J").status == "not-applicable"
    assert assessed(site).is_found("J"), "the officer's own agreement is no change to look at again"
    find(site, "J", "refuse", reason="The library is interested.", evidence="")
    assert scored(assessed(site).group, "J").status == "unanswered"
    assert officers(site, "J").status == "unanswered"


def test_points_picked_in_place_of_a_claim_count_and_the_claim_is_not_agreed(site: Site) -> None:
    claim(site)
    find(site, "J", "agree", reason="So it is.", evidence="")
    find(site, "J", "pick", points=5)
    assert (officers(site, "J").status, officers(site, "J").points) == ("scored", 5)
    assert assessed(site).group.entry("J").agreed_by == ""


def test_an_agreement_made_on_the_groups_page_wants_another_look(site: Site) -> None:
    claim(site)
    find(site, "J", "refuse", evidence="")
    seen = sheet_of(fresh(site)).saves("J")
    officer = site.people["officer"]
    agree_not_applicable(by=officer, proposal=fresh(site), letter="J", seen=seen, at=NOW)
    assert assessed(site).is_stale("J")


@pytest.mark.parametrize(
    ("letter", "verdict", "more", "why"),
    [
        ("A", "agree", {}, "Nobody says"),
        ("A", "refuse", {}, "Nobody says"),
        ("J", "accept", {}, "Agree, or say why"),
        ("A", "pick", {"points": 7}, "none of the levels"),
        ("A", "pick", {}, "Points go with picking"),
        ("A", "correct", {"points": 5}, "Points go with picking"),
        ("A", "pick", {"points": 5, "reason": "  "}, "Give a reason"),
        ("A", "correct", {"reason": ""}, "Give a reason"),
    ],
)
def test_what_cannot_be_found_is_refused_and_changes_nothing(
    site: Site, letter: str, verdict: str, more: dict[str, Any], why: str
) -> None:
    claim(site)
    before = fingerprint()
    with pytest.raises(CannotFind, match=why):
        find(site, letter, verdict, **more)
    assert fingerprint() == before


def test_the_database_takes_no_finding_without_its_reason_or_points(site: Site) -> None:
    find(site, "A", "pick", points=5)
    for wrong in ({"reason": ""}, {"points": None}, {"verdict": "accept"}, {"verdict": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.filter(letter="A").update(**wrong)


# --- changed meanwhile -----------------------------------------------------------------------------


def test_of_two_officers_who_save_one_finding_the_second_is_told(site: Site) -> None:
    find(site, "B", "pick", points=10)
    with pytest.raises(ChangedMeanwhile):
        find(site, "B", "pick", points=5, seen=0)
    assert officers(site, "B").points == 10


def test_the_same_finding_saved_twice_is_saved_once(site: Site) -> None:
    assert find(site, "B", "pick", points=10)
    assert not find(site, "B", "pick", points=10, seen=0)
    assert [event for event, _ in events(site.proposal)].count("criterion assessed") == 1


def test_answers_that_changed_since_want_another_look(site: Site) -> None:
    find(site, "D")
    answer(site.people["officer"], site.proposal, "D", imd_edition=2025, imd_rank=30000)
    assert assessed(site).is_stale("D")
    assert "D" in [gap.page for gap in assessed(site).gaps]
    find(site, "D")
    assert assessed(site).is_found("D")


def test_a_finding_of_answers_that_were_not_read_is_refused(site: Site) -> None:
    with pytest.raises(CannotFind, match="changed since you opened"):
        find(site, "D", answers_seen=0)


def test_after_sign_off_nothing_is_found_any_more(site: Site) -> None:
    opened = fresh(site)
    Proposal.objects.filter(pk=opened.pk).update(state=State.CHECKED)
    before = fingerprint()
    response = fill_post(site.client("officer"), site, "B", {"finding-verdict": "accept"})
    assert response.status_code == 403
    assert "You may not assess this proposal." in words_of(response)
    assert fingerprint() == before
    about: dict[str, Any] = {"by": site.people["officer"], "proposal": opened, "seen": 0, "at": NOW}
    with pytest.raises(MovedMeanwhile):  # the page was opened before
        save_words(page="summary", words="Late", **about)


def fill_post(client: Client, site: Site, letter: str, sent: dict[str, str]) -> Any:
    return client.post(site.address("assess_criterion", letter), sent)


# --- the pages -------------------------------------------------------------------------------------


def test_the_overview_says_how_far_it_is_and_marks_what_changed(
    site: Site, officer: Client
) -> None:
    find(site, "A")
    find(site, "H", "pick", points=10)
    page = officer.get(site.address("assessment"))
    said = words_of(page)
    assert_well_formed(page)
    assert "2 of 13 criteria looked at" in said
    assert "H Community participation 20 of 20Changed 10 of 20 Points picked" in said
    assert said.count("Changed") == 1 + 3  # the criterion, the score, the points and the discount
    assert "B Investment leveraged 15 of 2515 of 25 To do" in said


def test_accepting_goes_on_to_the_next_criterion(site: Site, officer: Client) -> None:
    address = site.address("assess_criterion", "A")
    page = officer.get(address)
    assert_well_formed(page)
    assert "£250,000" in words_of(page), "what the group says stands beside the form"
    response = fill_in(officer, address, {"finding-evidence": "verified"})
    assert response.headers["Location"] == f"{site.address('assess_criterion', 'B')}?saved=A"
    assert assessed(site).findings["A"].evidence == "verified"
    assert "Saved: A Financial resources" in words_of(officer.get(response.headers["Location"]))


def test_evidence_must_be_graded(site: Site, officer: Client) -> None:
    said = complaints(fill_in(officer, site.address("assess_criterion", "A"), {}))
    assert said == {"finding-evidence": "Say how well this is supported"}
    assert not assessed(site).findings


def test_correcting_uses_the_boxes_of_the_groups_page(site: Site, officer: Client) -> None:
    address = f"{site.address('assess_criterion', 'H')}?as=correct"
    found = boxes(officer.get(address))
    assert found["activities-0-name"] == "Lunch club"
    assert found["volunteers-0-people"] == "3"
    assert "not-applicable" not in found
    typed = {
        "activities-0-participants": "9",
        "finding-reason": "The room holds nine.",
        "finding-evidence": "verified",
    }
    assert fill_in(officer, address, typed).status_code == 302
    rows = assessed(site).officer.entry("H").given["activities"]
    assert rows[0]["participants"] == "9"  # type: ignore[index]
    page = words_of(officer.get(site.address("assess_criterion", "H")))
    assert "As the officer corrects it" in page
    assert "The room holds nine." in page


def test_a_wrong_correction_is_kept_as_it_was_typed(site: Site, officer: Client) -> None:
    address = f"{site.address('assess_criterion', 'A')}?as=correct"
    typed = {"secured_gbp": "half", "finding-evidence": "claimed"}
    said = complaints(fill_in(officer, address, typed))
    assert set(said) == {"secured_gbp", "finding-reason"}
    again = officer.get(site.address("assess_criterion", "A"))
    assert boxes(again)["secured_gbp"] == "half"
    assert "left unfinished by you" in words_of(again)
    find(site, "A", seen=1)
    address = f"{site.address('assess_criterion', 'A')}?as=pick"
    fill_in(officer, address, {"finding-evidence": "claimed"}, "later")
    assert "Your page on “A Financial resources” is left unfinished." in [
        gap.said for gap in assessed(site).gaps
    ]


def test_points_are_picked_from_the_levels_with_a_reason(site: Site, officer: Client) -> None:
    address = f"{site.address('assess_criterion', 'B')}?as=pick"
    said = complaints(fill_in(officer, address, {"finding-evidence": "claimed"}))
    assert set(said) == {"finding-points", "finding-reason"}
    forged = {"finding-points": "12", "finding-reason": "So", "finding-evidence": "claimed"}
    assert set(complaints(fill_in(officer, address, forged))) == {"finding-points"}
    assert fill_in(officer, address, {**forged, "finding-points": "10"}).status_code == 302
    page = words_of(officer.get(site.address("assess_criterion", "B")))
    assert "Points picked: 10 of 25 points." in page
    assert "Picked 10 of 25: So (the rule gives 15)" in page


def test_of_a_claim_it_is_asked_whether_the_officer_agrees(site: Site, officer: Client) -> None:
    claim(site)
    address = site.address("assess_criterion", "J")
    page = words_of(officer.get(address))
    assert "No agency is interested" in page
    assert "Accept it as it is" not in page
    assert fill_in(officer, address, {"finding-reason": "Checked."}).status_code == 302
    assert officers(site, "J").status == "not-applicable"


def test_two_officers_at_one_page_see_where_they_differ(site: Site, officer: Client) -> None:
    address = site.address("assess_criterion", "B")
    mine = {**boxes(officer.get(address)), "finding-evidence": "claimed"}
    find(site, "B", "pick", points=10)
    response = send(officer, address, mine)
    said = words_of(response)
    assert "This page has changed" in said
    assert "Finding Points picked Accepted as it is" in said
    assert officers(site, "B").points == 10
    kept = {**boxes(response), "finding-evidence": "claimed"}
    assert send(officer, address, kept).status_code == 302
    assert assessed(site).findings["B"].verdict == "accept"


def test_answers_that_change_while_the_page_is_open_must_be_read_again(
    site: Site, officer: Client
) -> None:
    address = site.address("assess_criterion", "D")
    opened = {**boxes(officer.get(address)), "finding-evidence": "claimed"}
    answer(site.people["officer"], site.proposal, "D", imd_edition=2025, imd_rank=9)
    response = send(officer, address, opened)
    assert response.status_code == 200
    assert "The answers have changed since you opened this page" in words_of(response)
    assert not assessed(site).findings


@pytest.mark.parametrize("who", ["checker", "auditor"])
def test_who_only_reads_sees_the_finding_and_no_form(site: Site, who: str) -> None:
    find(site, "B", "pick", points=10)
    page = site.client(who).get(site.address("assess_criterion", "B"))
    assert "Seen on the visit." in words_of(page)
    assert b"page-then" not in page.content


def test_a_letter_that_there_is_not_is_no_page(site: Site, officer: Client) -> None:
    assert officer.get(site.address("assess_criterion", "Z")).status_code == 404
    assert officer.get(site.address("assess_page", "money")).status_code == 404


def test_an_officer_recommends_a_refusal(site: Site) -> None:
    officer, page = site.client("officer"), site.address("assess_page", "wording")
    unsaid = fill_in(officer, page, {"outcome": None, "wording": ""})
    assert "Say whether you recommend that the committee agrees" in unsaid.content.decode()
    assert "refusal" not in assessed(site).beside
    own = site.address("assess_page", "conditions")
    assert fill_in(officer, own, {"own-0-words": "The roof is mended."}).status_code == 302
    assert fill_in(officer, page, {"outcome": "refuse", "wording": ""}).status_code == 302
    assert assessed(site).beside["refusal"] is True
    assert assessed(site).resolution.startswith("does not agree to let ")
    assert CONDITIONS_OF_A_REFUSAL in {gap.said for gap in assessed(site).gaps}
    shown = page_of(officer.get(site.address("assessment")))
    assert "Refusal. As the figures give it" in " ".join(shown.text_content().split())
    assert fill_in(officer, page, {"outcome": "agree", "wording": ""}).status_code == 302
    assert "refusal" not in assessed(site).beside
    assert CONDITIONS_OF_A_REFUSAL not in {gap.said for gap in assessed(site).gaps}


def test_a_recommendation_worded_anew_is_looked_at_again_once_the_figures_change(
    site: Site,
) -> None:
    officer, page = site.client("officer"), site.address("assess_page", "wording")

    def made() -> str:
        (first, *_) = page_of(officer.get(page)).xpath("//main//ol/li/text()")
        return str(first)

    def gaps() -> set[str]:
        return {gap.page for gap in assessed(site).gaps}

    assert made().startswith("agrees to let ")
    assert fill_in(officer, page, {"wording": "agrees;\nnotes the risk."}).status_code == 302
    assert assessed(site).beside["wording"] == "agrees;\nnotes the risk."
    assert "wording" not in gaps()
    again = site.address("assess_page", "discount")
    assert (
        fill_in(officer, again, {"percent": "40", "reason": "The roof is old."}).status_code == 302
    )
    assert "wording" in gaps(), "the figures have changed since"
    assert "discount of 40%" in made()
    assert fill_in(officer, page, {"wording": ""}).status_code == 302
    assert "wording" not in assessed(site).beside
    assert "wording" not in gaps()
