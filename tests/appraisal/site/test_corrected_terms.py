"""What the group asks for is corrected beside it, with a reason, and counts in the officer's assessment."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from appraisal.actions.terms import CannotCorrect, correct_terms
from appraisal.models import CorrectedTerms, Proposal, State, Terms
from appraisal.queries import sheet_of
from tests.appraisal.site.assessing import (
    assessed,
    complete,
    find,
    fresh,
    made_ready,
    under_assessment,
)
from tests.appraisal.site.browsing import assert_well_formed, boxes, complaints, fill_in, words_of
from tests.appraisal.site.people import NOW, Site, begin, events, give

pytestmark = pytest.mark.django_db
WHY = "The group wrote on 3 May that it asks for 30 years."


@pytest.fixture
def site(site: Site) -> Site:
    Terms.objects.update(tenure="lease", years=25, rent_offered_gbp_pa=1)
    return under_assessment(site)


def page(site: Site) -> str:
    return site.address("assess_page", "terms")


def corrected(site: Site, **terms: object) -> bool:
    sheet = sheet_of(fresh(site))
    return correct_terms(
        by=site.people["officer"],
        proposal=fresh(site),
        terms=terms,
        reason=WHY,
        saves_seen=sheet.saves("terms"),
        seen=sheet.saves("assess-terms"),
        at=NOW,
    )


def test_an_officer_corrects_the_years_and_the_groups_stay(site: Site, officer: Client) -> None:
    assert "Corrected terms As the group says" in words_of(officer.get(site.address("assessment")))
    opened = officer.get(page(site))
    assert_well_formed(opened)
    assert "Length 25 years" in words_of(opened)
    response = officer.post(page(site), {**boxes(opened), "years": "30", "finding-reason": WHY})
    assert response.status_code == 302
    ours = assessed(site)
    assert ours.officer.file.answers.terms.years == 30
    assert ours.group.file.answers.terms.years == 25
    assert Terms.objects.get(proposal=site.proposal).years == 25
    assert ours.officer.file.answers.terms.tenure == "lease", (
        "what was not corrected is the group's"
    )
    event, detail = events(site.proposal)[-1]
    assert event == "terms corrected"
    assert (detail["before"]["years"], detail["after"]["years"]) == (25, 30)
    assert detail["after"]["reason"] == WHY
    again = officer.get(page(site))
    assert_well_formed(again)
    assert "Length 25 years Officer: 30 years Changed" in words_of(again)
    assert boxes(again)["years"] == "30"
    said = words_of(officer.get(site.address("history")))
    assert "What the group asks for was corrected" in said
    assert "Length in years: 25 → 30" in said
    for name in ("result", "proposal", "check", "history"):
        assert "30 years" not in words_of(site.client("member").get(site.address(name)))


def test_a_correction_wants_a_reason_and_a_tenure(site: Site, officer: Client) -> None:
    response = fill_in(officer, page(site), {"years": "30"})
    assert "Say why you correct" in complaints(response)["finding-reason"]
    assert boxes(response)["years"] == "30"
    with pytest.raises(CannotCorrect, match="Say why"):
        correct_terms(
            by=site.people["officer"], proposal=fresh(site), terms={"years": 30}, reason=" ",
            saves_seen=sheet_of(fresh(site)).saves("terms"), seen=0, at=NOW,
        )  # fmt: skip
    assert not CorrectedTerms.objects.exists()
    assert [one for one, _ in events(site.proposal)].count("terms corrected") == 0
    for who in ("checker", "auditor"):
        assert site.client(who).get(page(site)).status_code == 200
        assert site.client(who).post(page(site), {"years": "30"}).status_code == 403
    with pytest.raises(ValueError, match="market_rent"):
        corrected(site, market_rent_gbp_pa=1)


def test_what_is_as_the_group_says_is_no_correction_and_one_is_undone(site: Site) -> None:
    assert not corrected(site, tenure="lease", years=25)
    assert not CorrectedTerms.objects.exists()
    assert corrected(site, tenure="freehold", years=None)
    mapping = json.loads(CorrectedTerms.objects.get().given)
    assert mapping == {"tenure": "freehold", "years": None}
    assert assessed(site).officer.file.answers.terms.years is None
    assert not corrected(site, tenure="freehold", years=None), "pressed twice"
    assert corrected(site, tenure="lease", years=25)
    assert not CorrectedTerms.objects.exists()
    assert assessed(site).officer.file.answers.terms.tenure == "lease"


def test_what_the_group_changes_later_wants_another_look(site: Site, officer: Client) -> None:
    corrected(site, years=30)
    complete(site)
    assert assessed(site).gaps == ()
    Proposal.objects.update(state=State.RETURNED)
    give(site.people["member"], fresh(site), "terms", years=20)
    Proposal.objects.update(state=State.ASSESSMENT)
    assert [gap.page for gap in assessed(site).gaps] == ["terms"]
    opened = officer.get(page(site))
    assert "The group has changed what it asks for since it was corrected" in words_of(opened)
    assert officer.post(page(site), boxes(opened)).status_code == 302
    assert assessed(site).gaps == ()
    assert assessed(site).officer.file.answers.terms.years == 30


def test_a_page_that_was_open_while_the_group_changed_it_saves_nothing(
    site: Site, officer: Client
) -> None:
    opened = boxes(officer.get(page(site)))
    Proposal.objects.update(state=State.RETURNED)
    give(site.people["member"], fresh(site), "terms", years=20)
    Proposal.objects.update(state=State.ASSESSMENT)
    sent = {**opened, "years": "30", "finding-reason": WHY}
    response = officer.post(page(site), sent, follow=True)
    assert "The group changed what it asks for while you were saving" in words_of(response)
    assert not CorrectedTerms.objects.exists()


def test_it_is_part_of_what_is_checked_and_kept(site: Site) -> None:
    made_ready(site)
    assert assessed(site).is_ready
    corrected(site, years=30)
    assert not assessed(site).is_ready, "what was said to be ready is something else now"
    told = assessed(site).beside["terms"]
    assert told == {"corrected": {"years": 30}, "reason": WHY, "by": site.people["officer"].pk}
    find(site, "A")
    sign_off = words_of(site.client("checker").get(site.address("sign_off")))
    assert "Officer: 30 years Changed" in sign_off
    assert WHY in sign_off


def test_a_service_is_corrected_in_what_it_asks_for(site: Site, officer: Client) -> None:
    own = begin(site.council, site.group, site.people["member"], kind="coproduction")
    Proposal.objects.filter(pk=own.pk).update(state=State.ASSESSMENT)
    address = site.address("assess_page", "terms", proposal=own)
    shown = boxes(officer.get(address))
    assert "annual_investment_gbp" in shown
    assert "tenure" not in shown
    sent = {**shown, "annual_investment_gbp": "12,500.50", "finding-reason": WHY}
    assert officer.post(address, sent).status_code == 302
    assert boxes(officer.get(address))["annual_investment_gbp"] == "12,500.50"
    assert "£12,500.50" in words_of(officer.get(address))
    assert json.loads(CorrectedTerms.objects.get().given) == {"annual_investment_gbp": "12500.5"}
