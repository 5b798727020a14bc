"""The subsidy ledger on the site: begun by the proposal, filled in, refused at its row, shown, and its letters."""

from __future__ import annotations

import io

import docx
import pytest
from django.test import Client

from appraisal.queries.chapters import chapters_of
from tests.appraisal.site.assessing import recommend, under_assessment
from tests.appraisal.site.browsing import assert_well_formed, boxes, complaints, words_of
from tests.appraisal.site.people import Site

pytestmark = pytest.mark.django_db

GIVEN = {"given_on-day": "1", "given_on-month": "2", "given_on-year": "2027"}
ROW = {
    "received-0-whom": "The county",
    "received-0-what": "Roof",
    "received-0-day-day": "2",
    "received-0-day-month": "2",
    "received-0-day-year": "2027",
    "received-0-amount_gbp": "12000",
}
ASKED = {"enterprise": "yes", "asked": "listed", "term_years": "25", **GIVEN, **ROW}


def filled_in(site: Site) -> Client:
    """Fill the ledger in, as an officer would."""
    under_assessment(site)
    officer = site.client("officer")
    page = site.address("assess_chapter", "subsidy")
    opened = officer.get(page)
    assert_well_formed(opened)
    begun = boxes(opened)
    assert begun["market_rent_gbp_pa"] == "12,000"
    assert begun["basis"] == "rent"
    late = officer.post(page, {**begun, **ASKED, "discount_percent": "60"})
    assert_well_formed(late)
    said = complaints(late)
    assert any("Award 1: This is after 1 February 2027" in one for one in said.values()), said
    assert boxes(late)["received-0-day-year"] == "2027"
    done = officer.post(page, {**boxes(late), "received-0-day-year": "2026"})
    assert done.status_code == 302, complaints(done)
    return officer


def test_it_is_begun_filled_in_and_shown_with_its_letters(site: Site) -> None:
    officer = filled_in(site)
    held = chapters_of(site.proposal)["subsidy"]
    assert held["received"] == [
        {"whom": "The county", "what": "Roof", "day": "2026-02-02", "amount_gbp": "12000"}
    ]
    shown = officer.get(site.address("method", "subsidy"))
    assert_well_formed(shown)
    said = words_of(shown)
    assert "With this award of £180,000 and £12,000 had before" in said
    assert "£123,000 is left." in said
    assert "Confirmation of minimal financial assistance: not yet." in said
    assert officer.get(site.address("method_chart", "subsidy")).status_code == 200
    assert officer.get(site.address("method_json", "subsidy")).json()["left_gbp"] == "123000.00"
    letter = officer.get(site.address("subsidy_letter", "notification"))
    assert letter.headers["Content-Type"].endswith("wordprocessingml.document")
    assert "subsidy-notification.docx" in letter.headers["Content-Disposition"]
    told = " ".join(one.text for one in docx.Document(io.BytesIO(letter.content)).paragraphs)
    assert site.proposal.organisation.name in told
    assert "on 1 February 2027" in told


def test_it_begins_with_the_discount_that_officers_recommend(site: Site) -> None:
    under_assessment(site)
    recommend(site, 70, "The roof is new.")
    opened = site.client("officer").get(site.address("assess_chapter", "subsidy"))
    assert boxes(opened)["discount_percent"] == "70"


def test_a_letter_before_its_time_is_refused_with_the_reason(site: Site) -> None:
    officer = filled_in(site)
    early = officer.get(site.address("subsidy_letter", "confirmation"))
    assert early.status_code == 409
    assert_well_formed(early)
    assert "written confirmation has not come yet" in words_of(early)
    assert officer.get(site.address("subsidy_letter", "invoice")).status_code == 404
    assert site.client("lead").get(site.address("subsidy_letter", "reply")).status_code == 403
    assert site.client("stranger").get(site.address("subsidy_letter", "reply")).status_code == 404


def test_no_letter_is_made_of_a_ledger_that_nobody_filled_in(site: Site) -> None:
    under_assessment(site)
    refused = site.client("officer").get(site.address("subsidy_letter", "notification"))
    assert refused.status_code == 409
    assert "not filled in yet" in words_of(refused)
