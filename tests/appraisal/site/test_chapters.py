"""Chapters: saved by the group and by an officer, kept in records, told in the history."""

from __future__ import annotations

from typing import Any

import pytest

from appraisal.actions.assessing import say_ready
from appraisal.actions.chapters import save_chapter
from appraisal.actions.checking import sign_off
from appraisal.actions.pages import ChangedMeanwhile, MovedMeanwhile
from appraisal.actions.records import record_of
from appraisal.chapters import chapter_for
from appraisal.engine.faults import CannotRead
from appraisal.models import Proposal, Record, State
from appraisal.queries.chapters import chapters_of
from appraisal.queries.hands import had_a_hand
from appraisal.recorded import read_record
from appraisal.showing.records import compared
from tests.appraisal.site.assessing import assessed, fresh, made_ready, under_assessment
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
