"""Chapters: saved by the group and by an officer, kept in records, told in the history."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from appraisal.actions.assessing import say_ready
from appraisal.actions.chapters import save_chapter
from appraisal.actions.checking import sign_off
from appraisal.actions.pages import ChangedMeanwhile, MovedMeanwhile
from appraisal.actions.records import record_of
from appraisal.chapters import chapter_for
from appraisal.completeness import gaps
from appraisal.engine.faults import CannotRead
from appraisal.models import Proposal, Record, State
from appraisal.queries.chapters import chapters_of
from appraisal.queries.hands import had_a_hand
from appraisal.recorded import read_record
from appraisal.showing.records import compared
from tests.appraisal.site.assessing import assessed, fresh, made_ready, under_assessment
from tests.appraisal.site.browsing import assert_well_formed, boxes, complaints, words_of
from tests.appraisal.site.people import NOW, Site, carry, events, sheet_now

pytestmark = pytest.mark.django_db

LINE = {"line": "Room hire", "year_1_gbp": "9000", "year_2_gbp": "11000", "year_3_gbp": "12500"}
RISK = {
    "risk": "Money runs short",
    "likelihood": 2,
    "effect": 4,
    "reduced_by": "A reserve",
    "answers_for": "Treasurer",
}


def say(site: Site, who: str, key: str, *, seen: int | None = None, **given: object) -> bool:
    """Save a chapter, as somebody would who has just opened it."""
    proposal = Proposal.objects.get(pk=site.proposal.pk)
    chapter = chapter_for(proposal.kind, key)
    assert chapter
    saves = sheet_now(proposal).saves(chapter.page) if seen is None else seen
    return save_chapter(
        by=site.people[who], proposal=proposal, chapter=chapter, given=given, seen=saves, at=NOW
    )


def held(site: Site, event: str) -> dict[str, Any]:
    """Return the chapters of the newest record of an event by key."""
    text = Record.objects.filter(proposal=site.proposal, event=event)[0].text
    return {one["key"]: one for one in read_record(text).assessment["chapters"]}


def test_a_chapter_is_saved_once_and_told_with_what_it_was(site: Site) -> None:
    assert say(site, "lead", "plan", income=[LINE], lower_income="Close on Mondays")
    assert not say(site, "lead", "plan", income=[LINE], lower_income="Close on Mondays")
    assert say(site, "lead", "plan", income=[LINE])
    assert chapters_of(site.proposal) == {"plan": {"income": [LINE]}}
    assert events(site.proposal)[-2:] == [
        (
            "chapter saved",
            {
                "page": "chap-plan",
                "before": {},
                "after": {"income": [LINE], "lower_income": "Close on Mondays"},
            },
        ),
        (
            "chapter saved",
            {
                "page": "chap-plan",
                "before": {"income": [LINE], "lower_income": "Close on Mondays"},
                "after": {"income": [LINE]},
            },
        ),
    ]


def test_a_chapter_is_never_saved_over_what_was_not_seen(site: Site) -> None:
    say(site, "lead", "plan", income=[LINE])
    with pytest.raises(ChangedMeanwhile):
        say(site, "member", "plan", seen=0, basis="Last year")
    before = Proposal.objects.get(pk=site.proposal.pk)
    chapter = chapter_for(before.kind, "plan")
    assert chapter
    carry(site, to=State.SUBMITTED)
    with pytest.raises(MovedMeanwhile):
        save_chapter(
            by=site.people["lead"], proposal=before, chapter=chapter, given={}, seen=1, at=NOW
        )
    assert chapters_of(site.proposal) == {"plan": {"income": [LINE]}}


def test_what_is_no_answer_is_not_saved(site: Site) -> None:
    with pytest.raises(CannotRead, match="at most 5"):
        say(site, "officer", "risks", risks=[{**RISK, "effect": 6}])
    with pytest.raises(CannotRead, match="Say what the evidence is"):
        say(site, "officer", "legal", subsidy="evidenced")
    assert chapters_of(site.proposal) == {}


def test_what_is_sent_in_holds_the_groups_chapters_alone(site: Site) -> None:
    say(site, "lead", "plan", income=[LINE])
    carry(site, to=State.SUBMITTED)
    found = held(site, "submit")
    assert list(found) == ["plan"]
    assert found["plan"]["questions"][0]["value"] == [LINE]


def test_a_changed_chapter_takes_ready_back_and_stands_in_the_record(site: Site) -> None:
    made_ready(under_assessment(site))
    assert assessed(site).is_ready
    say(site, "officer", "risks", risks=[RISK])
    assert not assessed(site).is_ready
    again(site)
    sign_off(
        by=site.people["checker"],
        proposal=fresh(site),
        fingerprint=assessed(site).fingerprint,
        at=NOW,
    )
    found = held(site, "sign-off")
    assert list(found)[:2] == ["plan", "asset-today"]
    assert found["risks"]["questions"][0]["value"] == [RISK]
    assert found["legal"]["questions"][0]["value"] is None


def test_records_say_which_chapters_differ(site: Site) -> None:
    made_ready(under_assessment(site))
    records = []
    for effect in (4, 5):
        say(site, "officer", "risks", risks=[{**RISK, "effect": effect}])
        shown = assessed(site)
        text = record_of(
            shown.officer,
            event="sign-off",
            by=site.people["checker"],
            at=NOW,
            beside=shown.beside,
        )
        records.append(read_record(text))
    parts = {one.title: one.said for one in compared(*records, reasons={}, whole=True).parts}
    assert [one.text for one in parts["Risks"]] == [
        "Risks, Money runs short, Effect, 1 to 5: 4 → 5"
    ]
    assert compared(*records, reasons={}, whole=False).nothing


def test_who_writes_a_chapter_does_not_check_the_assessment(site: Site) -> None:
    carry(site, to=State.SUBMITTED)
    assert not had_a_hand(site.people["checker"], site.proposal)
    say(site, "checker", "risks", risks=[RISK])
    assert had_a_hand(site.people["checker"], site.proposal)


def again(site: Site) -> None:
    """Say once more that the assessment is ready."""
    say_ready(
        by=site.people["officer"],
        proposal=fresh(site),
        fingerprint=assessed(site).fingerprint,
        at=NOW,
    )


# --- the pages -----------------------------------------------------------------------------------


def plan(site: Site) -> str:
    return site.address("chapter", "plan")


def test_the_plan_is_among_the_groups_tasks_and_is_not_needed(site: Site, member: Client) -> None:
    tasks = words_of(member.get(site.address("proposal")))
    assert "You can send your proposal in without it. Optional" in tasks
    assert "0 of" not in tasks.split("Plan for three years")[1]
    opened = member.get(plan(site))
    assert_well_formed(opened)
    sent = {**boxes(opened), **{f"income-0-{key}": value for key, value in LINE.items()}}
    assert member.post(plan(site), {**sent, "page-then": "later"}).status_code == 302
    assert (
        "Saved" in words_of(member.get(site.address("proposal"))).split("Plan for three years")[1]
    )
    for name in ("check", "chapter"):
        shown = member.get(site.address(name, *(["plan"] if name == "chapter" else [])))
        assert "Room hire" in words_of(shown) or "Room hire" in boxes(shown).values()
    assert "Saved: Plan for three years" in words_of(member.get(site.address("history")))
    assert "chap-plan" not in {gap.page for gap in gaps(site.sheet)}


def test_what_is_wrong_in_a_plan_is_kept_and_said_at_its_place(site: Site, member: Client) -> None:
    sent = {**boxes(member.get(plan(site))), "income-0-line": "Room hire", "basis": "Our books"}
    answered = member.post(plan(site), {**sent, "income-0-year_1_gbp": "lots"})
    assert answered.status_code == 200
    said = complaints(answered)
    assert set(said) == {f"income-0-year_{year}_gbp" for year in (1, 2, 3)}
    assert "Year 1" in said["income-0-year_1_gbp"]
    assert boxes(member.get(plan(site)))["income-0-year_1_gbp"] == "lots"
    assert "chap-plan" in {gap.page for gap in gaps(site.sheet)}


def test_two_people_of_a_group_see_each_others_plan(site: Site, member: Client) -> None:
    mine = boxes(member.get(plan(site)))
    say(site, "lead", "plan", basis="Last year’s books")
    answered = member.post(plan(site), {**mine, "basis": "A guess"})
    assert answered.status_code == 200
    said = words_of(answered)
    assert "Last year’s books" in said
    assert chapters_of(site.proposal) == {"plan": {"basis": "Last year’s books"}}


def test_the_council_reads_the_plan_and_the_group_not_the_councils(site: Site) -> None:
    say(site, "lead", "plan", income=[LINE])
    under_assessment(site)
    say(site, "officer", "risks", risks=[RISK])
    officer, lead = site.client("officer"), site.client("lead")
    read = officer.get(plan(site))
    assert "£9,000.00" in words_of(read)
    assert b"page-then" not in read.content
    overview = words_of(officer.get(site.address("assessment")))
    assert "The group’s: plan for three years 1 of 4 answered" in overview
    assert "Risks 1 of 1 answered" in overview
    assert "Heads of terms Nothing yet" in overview
    closed = lead.get(plan(site))
    assert "it cannot be changed now" in words_of(closed)
    for name in ("proposal", "check", "history", "records"):
        assert "Money runs short" not in words_of(lead.get(site.address(name)))
    assert lead.get(site.address("assess_chapter", "risks")).status_code == 403
    told = words_of(officer.get(site.address("history")))
    assert "Saved: Risks" in told
    assert "Saved: Risks" not in words_of(lead.get(site.address("history")))


def test_an_officer_fills_a_chapter_in_and_who_checks_reads_it(site: Site) -> None:
    under_assessment(site)
    officer = site.client("officer")
    legal = site.address("assess_chapter", "legal")
    opened = officer.get(legal)
    assert_well_formed(opened)
    answered = officer.post(legal, {**boxes(opened), "subsidy": "evidenced"})
    assert complaints(answered) == {
        "subsidy_evidence": "Say what the evidence is, or why subsidy control does not apply"
    }
    assert any(gap.page == "chap-legal" for gap in assessed(site).gaps)
    typed = {**boxes(answered), "subsidy": "evidenced", "subsidy_evidence": "Letter of 3 May"}
    done = officer.post(legal, {**typed, "page-then": "continue"})
    assert done["Location"] == f"{site.address('assess_chapter', 'money')}?saved=chap-legal"
    assert "Evidence for the legal tests" in words_of(officer.get(done["Location"]))
    whole = words_of(site.client("checker").get(site.address("sign_off")))
    assert "Subsidy control: the evidence, or why it does not apply Letter of 3 May" in whole


def test_an_officer_is_shown_what_the_disclosure_says_and_asked_for_a_date(site: Site) -> None:
    under_assessment(site)
    officer = site.client("officer")
    asset = site.address("assess_chapter", "asset-today")
    opened = officer.get(asset)
    assert "The roof leaks." in words_of(opened)
    day = {"community_value_until-day": "30", "community_value_until-month": "9"}
    sent = {**boxes(opened), "community_value": "yes", **day, "community_value_until-year": "2029"}
    assert officer.post(asset, sent).status_code == 302
    assert chapters_of(site.proposal)["asset-today"]["community_value_until"] == "2029-09-30"
    again = boxes(officer.get(asset))
    assert again["community_value_until-day"] == "30"
    assert "30 September 2029" in words_of(site.client("auditor").get(asset))


def test_a_record_is_read_in_its_own_words(site: Site, member: Client) -> None:
    say(site, "lead", "plan", income=[LINE])
    carry(site, to=State.SUBMITTED)
    number = str(Record.objects.get(proposal=site.proposal).pk)
    read = words_of(member.get(site.address("record", number)))
    assert "What money will come in?" in read
    assert "Room hire" in read


def test_a_row_is_added_without_a_script_and_keeps_what_was_typed(site: Site) -> None:
    under_assessment(site)
    officer, risks = site.client("officer"), site.address("assess_chapter", "risks")
    typed = {**boxes(officer.get(risks)), "risks-0-risk": "Flood"}
    more = boxes(officer.post(risks, {**typed, "change_rows": "add risks"}))
    assert more["risks-0-risk"] == "Flood"
    assert "risks-1-risk" in more
    assert chapters_of(site.proposal) == {}
