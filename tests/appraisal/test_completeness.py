"""What a group has still to do before it can send its proposal in, page by page."""

from __future__ import annotations

import pytest

from appraisal.actions.pages import keep_unfinished
from appraisal.completeness import gaps
from appraisal.models import Proposal
from tests.appraisal.site.people import (
    NOW,
    Site,
    answer,
    begin,
    complete,
    give,
    sheet_now,
    usual_site,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return usual_site()


def open_pages(site: Site) -> list[str]:
    return [gap.page for gap in gaps(site.sheet)]


def test_a_new_draft_wants_everything_that_is_the_group_s(site: Site) -> None:
    pages = open_pages(site)
    assert pages == ["about", "asset", "terms", *"ABCEFGHIJKM"]
    said = [gap.said for gap in gaps(site.sheet)]
    assert "Say in a few sentences what you want to do." in said
    assert (
        "Answer “A Financial resources”, or say on its page that you add nothing or that it does not apply."
        in said
    )


def test_answered_nothing_to_add_and_not_applicable_are_all_done(site: Site) -> None:
    complete(site)
    assert gaps(site.sheet) == ()
    answer(site.people["member"], site.proposal, "K", reason="There is no land")
    assert gaps(site.sheet) == (), "it need not be agreed yet"


@pytest.mark.parametrize("letter", ["D", "L"])
def test_what_only_the_council_can_answer_does_not_count(site: Site, letter: str) -> None:
    complete(site)
    assert not site.sheet.entry(letter).answered
    assert gaps(site.sheet) == ()


@pytest.mark.parametrize("letter", ["E", "F", "G"])
def test_a_list_that_the_council_has_not_given_does_not_count(site: Site, letter: str) -> None:
    assert letter in open_pages(site)
    site.proposal.aims.filter(letter=letter).delete()
    assert letter not in open_pages(site)


@pytest.mark.parametrize(
    ("page", "said"), [("A", "A Financial resources"), ("terms", "What you ask")]
)
def test_a_page_left_unfinished_counts_whatever_was_saved_before(
    site: Site, page: str, said: str
) -> None:
    complete(site)
    proposal = Proposal.objects.get(pk=site.proposal.pk)
    keep_unfinished(
        by=site.people["member"],
        proposal=proposal,
        page=page,
        typed="years=many",
        seen=site.sheet.saves(page),
        at=NOW,
    )
    (gap,) = gaps(site.sheet)
    assert gap.page == page
    assert gap.said.startswith(f"Finish “{said}")


def test_what_an_officer_left_unfinished_on_a_page_of_the_council_s_does_not_hold_the_group_up(
    site: Site,
) -> None:
    complete(site)
    proposal = Proposal.objects.get(pk=site.proposal.pk)
    for page in ("council", "D"):
        keep_unfinished(
            by=site.people["officer"], proposal=proposal, page=page, typed="x=1", seen=0, at=NOW
        )
    assert gaps(site.sheet) == ()


@pytest.mark.parametrize(
    ("page", "facts", "said"),
    [
        ("about", {"summary": ""}, "Say in a few sentences"),
        ("group", {"contact_name": ""}, "Say whom the council may ask"),
        ("asset", {"address": ""}, "Say where the building or land is"),
        ("terms", {"tenure": ""}, "Say what you ask the council for"),
        ("terms", {"years": None}, "and for how long"),
    ],
)
def test_each_fact_that_is_missing_is_named(
    site: Site, page: str, facts: dict[str, object], said: str
) -> None:
    complete(site)
    give(site.people["member"], site.proposal, page, **facts)
    (gap,) = gaps(site.sheet)
    assert gap.page == page
    assert said in gap.said


def test_a_freehold_needs_no_years(site: Site) -> None:
    complete(site)
    give(site.people["member"], site.proposal, "terms", tenure="freehold", years=None)
    assert gaps(site.sheet) == ()


def test_a_service_says_what_the_council_puts_in_and_needs_no_address(site: Site) -> None:
    member = site.people["member"]
    service = begin(site.council, site.group, member, kind="coproduction")
    give(member, service, "asset", name="")
    pages = {gap.page: gap.said for gap in gaps(sheet_now(service))}
    assert "asset" not in pages
    assert "put in each year" in pages["terms"]
    give(member, service, "terms", annual_investment_gbp=40_000)
    assert "terms" not in {gap.page for gap in gaps(sheet_now(service))}
