"""“This does not apply”: the group says why, and the council agrees to just that reason."""

from __future__ import annotations

import pytest
from django.test import Client

from appraisal.engine.results import CriterionScore
from tests.appraisal.site.browsing import boxes, complaints, fill_in, page_of, send, words_of
from tests.appraisal.site.people import Site, answer, events, fingerprint

pytestmark = pytest.mark.django_db

AGREED = "Agreed for the council by an asset officer of Birmingham City Council."
CLAIM = {"not-applicable": "true", "not-applicable-reason": "There is no land"}


@pytest.fixture
def claimed(site: Site, member: Client) -> Site:
    """Return a site whose group has said that K does not apply."""
    assert fill_in(member, site.letter("K"), CLAIM).status_code == 302
    return site


def scored(site: Site, letter: str) -> CriterionScore:
    return next(one for one in site.sheet.appraisal.criteria if one.criterion.letter == letter)


def agree(site: Site, client: Client, yes: str = "yes", saves: str | None = None) -> str:
    """Press the button on the page of K as it stands; return where that leads."""
    page = page_of(client.get(site.letter("K")))
    (form,) = page.xpath("//form[contains(@action, '/agree/')]")
    seen = form.xpath(".//input[@name='page-saves']/@value")[0]
    typed = {"page-saves": saves or seen, "agree": yes}
    return str(client.post(form.get("action"), typed).headers["Location"])


def test_a_claim_needs_a_reason(site: Site, member: Client) -> None:
    response = fill_in(member, site.letter("K"), {"not-applicable": "true"})
    assert complaints(response).keys() == {"not-applicable-reason"}
    assert boxes(response)["not-applicable"] == "true"
    assert site.sheet.entry("K").reason == ""


def test_a_claim_counts_only_once_it_is_agreed(claimed: Site, officer: Client) -> None:
    whole = claimed.sheet.appraisal.applicable_maximum
    assert scored(claimed, "K").status == "unanswered"
    assert agree(claimed, officer) == claimed.letter("K")
    assert scored(claimed, "K").status == "not-applicable"
    assert claimed.sheet.appraisal.applicable_maximum == whole - 10
    assert AGREED in words_of(officer.get(claimed.letter("K")))
    agree(claimed, officer, "no")
    assert scored(claimed, "K").status == "unanswered"
    said = [
        (event, detail["after"]["beside"]["agreed_by"] != "")
        for event, detail in events(claimed.proposal)[-2:]
    ]
    assert said == [("not applicable agreed", True), ("agreement withdrawn", False)]


def test_pressing_agree_twice_agrees_once(claimed: Site, officer: Client) -> None:
    for _ in range(2):
        assert agree(claimed, officer, saves="1") == claimed.letter("K")
    assert [event for event, _ in events(claimed.proposal)].count("not applicable agreed") == 1


def test_another_reason_drops_the_agreement(claimed: Site, member: Client, officer: Client) -> None:
    agree(claimed, officer)
    fill_in(member, claimed.letter("K"), {"evidence": "a map"})
    assert claimed.sheet.entry("K").agreed_by, "the reason is the one that was agreed to"
    fill_in(member, claimed.letter("K"), {"not-applicable-reason": "We want none"})
    assert claimed.sheet.entry("K").agreed_by == ""
    assert scored(claimed, "K").status == "unanswered"


def test_a_claim_that_is_taken_back_takes_its_agreement_along(
    claimed: Site, member: Client, officer: Client
) -> None:
    agree(claimed, officer)
    row = {"land-0-use": "growing", "land-0-area_m2": "600", "not-applicable": None}
    assert fill_in(member, claimed.letter("K"), row).status_code == 302
    entry = claimed.sheet.entry("K")
    assert (entry.reason, entry.agreed_by) == ("", "")
    assert entry.given == {"land": [{"use": "growing", "area_m2": "600"}]}


def test_a_claim_takes_the_answers_away_and_on_record_they_stay(site: Site, member: Client) -> None:
    answer(site.people["member"], site.proposal, "K", land=[{"use": "play", "area_m2": "5"}])
    fill_in(member, site.letter("K"), CLAIM)
    assert site.sheet.entry("K").given == {}
    assert events(site.proposal)[-1][1]["before"]["given"] == {
        "land": [{"use": "play", "area_m2": "5"}]
    }


def test_what_was_typed_wrongly_before_a_claim_is_no_fault(site: Site, member: Client) -> None:
    typed = {**CLAIM, "land-0-use": "growing", "land-0-area_m2": "lots"}
    assert fill_in(member, site.letter("K"), typed).status_code == 302
    assert site.sheet.entry("K").reason == "There is no land"


def test_nobody_agrees_to_a_reason_that_they_have_not_read(
    claimed: Site, member: Client, officer: Client
) -> None:
    officer.get(claimed.letter("K"))
    fill_in(member, claimed.letter("K"), {"not-applicable-reason": "Another reason"})
    before = fingerprint()
    address = agree(claimed, officer, saves="1")
    assert address == f"{claimed.letter('K')}?changed=1"
    assert "This page has changed since you opened it" in words_of(officer.get(address))
    assert fingerprint() == before


@pytest.mark.parametrize("saves", ["", "x", "-1", "1" + "0" * 20, "١"])
def test_a_forged_count_agrees_to_nothing(claimed: Site, officer: Client, saves: str) -> None:
    before = fingerprint()
    sent = {"page-saves": saves, "agree": "yes"}
    assert officer.post(claimed.address("agree", "K"), sent).status_code == 302
    assert officer.post(claimed.address("agree", "K"), {"agree": "yes"}).status_code == 302
    assert fingerprint() == before


def test_there_is_nothing_to_agree_where_nothing_is_claimed(site: Site, officer: Client) -> None:
    before = fingerprint()
    sent = {"page-saves": "0", "agree": "yes"}
    response = officer.post(site.address("agree", "K"), sent)
    assert response.headers["Location"] == f"{site.letter('K')}?changed=1"
    assert fingerprint() == before
    assert officer.post(site.address("agree", "Z"), sent).status_code == 404


def test_an_officer_s_own_claim_is_agreed_with_it(site: Site, officer: Client) -> None:
    fill_in(officer, site.letter("L"), {**CLAIM, "not-applicable-reason": "No costs"})
    assert site.sheet.entry("L").agreed_by == "an asset officer of Birmingham City Council"
    assert scored(site, "L").status == "not-applicable"


# --- whose a question is ---------------------------------------------------------------------------


def test_forged_boxes_for_the_council_s_questions_are_ignored(site: Site, member: Client) -> None:
    before = fingerprint()
    saving = {"savings-0-item": "all", "savings-0-amount_gbp_pa": "9999", "page-saves": "0"}
    assert send(member, site.letter("L"), saving).status_code == 403
    rank = {"imd_edition": "2025", "imd_rank": "1", "page-saves": "0"}
    assert send(member, site.letter("D"), rank).status_code == 403
    assert fingerprint() == before
    fill_in(
        member,
        site.letter("A"),
        {"capital_cost_gbp": "5", **saving, **rank, "note": "forged", "agreed_by": "us"},
    )
    assert site.sheet.entry("A").given == {"capital_cost_gbp": "5"}
    assert (site.sheet.entry("A").note, site.sheet.entry("A").agreed_by) == ("", "")


def test_forged_boxes_for_the_council_s_facts_are_ignored(site: Site, member: Client) -> None:
    forged = {"market_rent_gbp_pa": "1", "reference": "F", "valuation_date_0": "1", "imd_rank": "1"}
    for page in ("terms", "asset", "about", "group"):
        fill_in(member, site.address("facts", page), forged)
    terms = site.sheet.proposal.terms
    assert terms.market_rent_gbp_pa is None
    assert site.sheet.proposal.reference == ""
    assert site.sheet.file.answers.deprivation is None
    before = fingerprint()
    assert member.post(site.address("facts", "council"), forged).status_code == 403
    assert fingerprint() == before


def test_forged_boxes_for_the_group_s_questions_are_ignored(site: Site, officer: Client) -> None:
    before = fingerprint()
    for letter in ("A", "C", "E", "M"):
        typed = {"capital_cost_gbp": "5", "level": "good", "ratings-be-healthy": "major"}
        assert send(officer, site.letter(letter), typed).status_code == 403
    for page in ("about", "group", "asset", "terms"):
        assert officer.post(site.address("facts", page), {"title": "Sold"}).status_code == 403
    assert fingerprint() == before
    forged = {"title": "Sold", "tenure": "freehold", "years": "1", "market_rent_gbp_pa": "12000"}
    fill_in(officer, site.address("facts", "council"), forged)
    found = site.sheet.proposal
    assert (found.title, found.terms.tenure, found.terms.years) == ("Our hall", "lease", None)
    assert str(found.terms.market_rent_gbp_pa) == "12000.000000"
