"""Pages are saved by one person at a time, and nothing that was typed is ever lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from appraisal.models import PageState, Proposal
from appraisal.result import result_of
from tests.appraisal.site.browsing import boxes, complaints, fill_in, page_of, send, words_of
from tests.appraisal.site.people import Site, events, fingerprint, give

pytestmark = pytest.mark.django_db

MONEY = {"capital_cost_gbp": "250,000", "secured_gbp": "187500"}
CLUB = {
    "activities-0-name": "Lunch club",
    "activities-0-participants": "18",
    "activities-0-hours_per_session": "2",
    "activities-0-sessions_per_year": "12",
}


def test_a_page_is_saved_and_leads_to_the_next(site: Site, member: Client) -> None:
    response = fill_in(member, site.letter("A"), MONEY)
    assert response.headers["Location"] == f"{site.letter('B')}?saved=A"
    assert site.sheet.entry("A").given == {"capital_cost_gbp": "250000", "secured_gbp": "187500"}
    assert boxes(member.get(site.letter("A")))["capital_cost_gbp"] == "250,000"


# --- two tabs, two people, the back button ---------------------------------------------------------


def test_two_tabs_show_both_versions_and_store_neither_s_until_chosen(
    site: Site, member: Client
) -> None:
    first, second = (boxes(member.get(site.letter("A"))) for _ in range(2))
    send(member, site.letter("A"), {**first, **MONEY})
    before = fingerprint()
    response = send(member, site.letter("A"), {**second, "capital_cost_gbp": "99"})
    assert response.status_code == 200
    assert fingerprint() == before
    (row,) = page_of(response).xpath("//*[@id='conflict']//tbody/tr[td='99']")
    assert [cell.text_content() for cell in row][1:] == ["250,000", "99"]
    typed = boxes(response)
    assert (typed["capital_cost_gbp"], typed["page-saves"]) == ("99", "1")
    again = send(member, site.letter("A"), typed)
    assert again.status_code == 302
    assert site.sheet.entry("A").given == {"capital_cost_gbp": "99"}


def test_two_people_on_one_page_are_told_of_each_other(site: Site, member: Client) -> None:
    second = site.client("second")
    theirs = boxes(second.get(site.letter("A")))
    fill_in(member, site.letter("A"), MONEY)
    response = send(second, site.letter("A"), {**theirs, "capital_cost_gbp": "7"})
    assert "Member Ŵyn saved this page at" in words_of(response)
    assert site.sheet.entry("A").given["capital_cost_gbp"] == "250000"


def test_two_people_on_two_pages_do_not_meet(site: Site, member: Client) -> None:
    second = site.client("second")
    theirs = boxes(second.get(site.letter("B")))
    fill_in(member, site.letter("A"), MONEY)
    send(second, site.letter("B"), {**theirs, "annual_revenue_cost_gbp": "60000"})
    assert set(site.sheet.entries) == {"A", "B"}


def test_the_back_button_brings_a_stale_page_which_is_not_saved_over_the_newer(
    site: Site, member: Client
) -> None:
    stale = boxes(member.get(site.letter("A")))
    for cost in ("1", "2"):
        fill_in(member, site.letter("A"), {"capital_cost_gbp": cost})
    response = send(member, site.letter("A"), {**stale, "capital_cost_gbp": "3"})
    assert "You saved this page again" in words_of(response)
    assert site.sheet.entry("A").given == {"capital_cost_gbp": "2"}


def test_a_stale_page_with_a_mistake_in_it_is_laid_beside_the_newer_too(
    site: Site, member: Client
) -> None:
    stale = boxes(member.get(site.letter("A")))
    fill_in(member, site.letter("A"), MONEY)
    before = fingerprint()
    response = send(member, site.letter("A"), {**stale, "capital_cost_gbp": "lots"})
    assert page_of(response).xpath("//*[@id='conflict']")
    assert boxes(response)["capital_cost_gbp"] == "lots"
    assert fingerprint() == before


@pytest.mark.parametrize("then", ["continue", "stay", "later"])
def test_the_same_content_twice_is_one_save_and_one_entry_on_record(
    site: Site, member: Client, then: str
) -> None:
    typed = {**boxes(member.get(site.letter("A"))), **MONEY}
    for _ in range(2):  # a button pressed twice sends the same
        assert send(member, site.letter("A"), typed, then).status_code == 302
    assert PageState.objects.get(proposal=site.proposal, page="A").saves == 1
    assert [event for event, _ in events(site.proposal)].count("page saved") == 2  # terms and A


def test_facts_meet_in_the_same_way(site: Site, member: Client) -> None:
    second = site.client("second")
    address = site.address("facts", "about")
    theirs = boxes(second.get(address))
    fill_in(member, address, {"title": "The hall", "summary": "For everyone"})
    before = fingerprint()
    response = send(second, address, {**theirs, "title": "Our own hall"})
    assert page_of(response).xpath("//*[@id='conflict']//td[.='The hall']")
    assert page_of(response).xpath("//*[@id='conflict']//td[.='Our own hall']")
    assert fingerprint() == before
    send(second, address, boxes(response))
    found = Proposal.objects.get(pk=site.proposal.pk)
    assert (found.title, found.summary) == ("Our own hall", "")


# --- what is not finished --------------------------------------------------------------------------


def test_what_has_gaps_is_kept_as_typed_and_shown_again(site: Site, member: Client) -> None:
    typed = {**CLUB, "activities-0-participants": "about a dozen Ŵ", "activities-0-name": ""}
    response = fill_in(member, site.letter("H"), typed, "later")
    assert response.headers["Location"] == f"{site.address('proposal')}?kept=H"
    assert "Kept as you left it: H" in words_of(member.get(response.headers["Location"]))
    for client in (member, site.client("second")):
        shown = client.get(site.letter("H"))
        assert typed.items() <= boxes(shown).items()
        assert complaints(shown).keys() == {"activities-0-participants", "activities-0-name"}
    assert "left unfinished by Member Ŵyn" in words_of(site.client("second").get(site.letter("H")))


@pytest.mark.parametrize("then", ["continue", "stay"])
def test_what_is_wrong_is_kept_too_even_if_the_browser_is_closed(
    site: Site, member: Client, then: str
) -> None:
    response = fill_in(member, site.letter("A"), {"capital_cost_gbp": "lots"}, then)
    assert complaints(response).keys() == {"capital_cost_gbp"}
    assert boxes(member.get(site.letter("A")))["capital_cost_gbp"] == "lots"
    fixed = send(member, site.letter("A"), {**boxes(response), "capital_cost_gbp": "5"})
    assert fixed.status_code == 302
    assert site.sheet.unfinished("A") == ""


def test_what_is_unfinished_changes_no_result_and_the_pages_say_so(
    site: Site, member: Client
) -> None:
    fill_in(member, site.letter("H"), CLUB)
    before = result_of(site.sheet.appraisal)
    fill_in(member, site.letter("H"), {"activities-0-participants": "x"}, "later")
    assert result_of(site.sheet.appraisal) == before
    for name in ("check", "result"):
        said = words_of(member.get(site.address(name)))
        assert "Something typed on these pages is not finished" in said
        assert "H Community participation" in said.split("goes on counting.")[1][:40]
    assert "Unfinished" in words_of(member.get(site.address("proposal")))


def test_saving_what_is_right_ends_what_was_unfinished(site: Site, member: Client) -> None:
    fill_in(member, site.letter("A"), MONEY)
    fill_in(member, site.letter("A"), {"capital_cost_gbp": "x"}, "later")
    again = fill_in(member, site.letter("A"), MONEY)  # what is stored already
    assert again.headers["Location"].endswith("?saved=A")
    assert site.sheet.unfinished("A") == ""


# --- blank pages -----------------------------------------------------------------------------------


def test_blank_and_later_takes_back_what_was_said(site: Site, member: Client) -> None:
    fill_in(member, site.letter("A"), {**MONEY, "evidence": "letters"})
    blank = dict.fromkeys((*MONEY, "evidence"), "")
    fill_in(member, site.letter("A"), blank, "later")
    entry = site.sheet.entry("A")
    assert (entry.given, entry.answered, entry.evidence) == ({}, False, "")
    assert "A" not in site.sheet.file.answers.letters


def test_blank_and_continue_answers_with_nothing_where_nothing_must_be_answered(
    site: Site, member: Client
) -> None:
    give(site.people["officer"], site.proposal, "council", market_rent_gbp_pa=Decimal(12000))
    assert fill_in(member, site.letter("H"), {}).status_code == 302
    (scored,) = (one for one in site.sheet.appraisal.criteria if one.criterion.letter == "H")
    assert (scored.status, scored.points, str(scored.value)) == ("scored", 0, "0.00")


def test_blank_and_continue_complains_where_something_must(site: Site, member: Client) -> None:
    response = fill_in(member, site.letter("A"), {})
    assert complaints(response).keys() == {"capital_cost_gbp"}
    assert "A" not in site.sheet.entries


# --- rows without a script -------------------------------------------------------------------------


def test_rows_are_added_and_removed_without_a_script_and_without_saving(
    site: Site, member: Client
) -> None:
    before = fingerprint()
    typed = {**boxes(member.get(site.letter("H"))), **CLUB}
    more = member.post(site.letter("H"), {**typed, "change_rows": "add activities"})
    assert "activities-1-name" in boxes(more)
    assert CLUB.items() <= boxes(more).items()
    less = member.post(site.letter("H"), {**boxes(more), "change_rows": "remove activities 0"})
    assert "Lunch club" not in boxes(less).values()
    assert fingerprint() == before
