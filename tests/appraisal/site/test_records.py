"""Records: who may read which, as a file and compared with another in words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from appraisal.actions.facts import facts_of, save_facts
from appraisal.actions.records import keep, record_of
from appraisal.models import Proposal, Record, State
from appraisal.queries.verify import first_broken_link
from core.audit import on_record, record
from tests.appraisal.site.browsing import page_of
from tests.appraisal.site.people import NOW, Site, answer, give, sheet_now
from tests.appraisal.site.test_history import tell

pytestmark = pytest.mark.django_db


def freeze(
    site: Site, event: str, by: str = "lead", beside: Mapping[str, object] | None = None
) -> Record:
    """Keep a record of the proposal as it stands."""
    person = site.people[by]
    text = record_of(sheet_now(site.proposal), event=event, by=person, at=NOW, beside=beside)
    with on_record():
        digest, then = keep(text, proposal=site.proposal, event=event, by=person, at=NOW)
        record(
            event=event,
            by=person,
            authority=site.council,
            about=f"proposal:{site.proposal.pk}",
            at=NOW,
            detail={"record": digest, "reason": "Nobody else is told of this reason"},
            then=then,
        )
    return Record.objects.order_by("-pk")[0]


FINDINGS = {
    "A": {"verdict": "correct", "reason": "The quote says so", "points": None},
    "C": {"verdict": "accept", "reason": "", "points": None},
}


@pytest.fixture
def three(site: Site) -> tuple[Record, Record, Record]:
    """Return a submission, a resubmission and an officer's record of one proposal."""
    lead, officer = site.people["lead"], site.people["officer"]
    answer(lead, site.proposal, "A", capital_cost_gbp="250000")
    answer(lead, site.proposal, "C", level="good")
    first = freeze(site, "submit")
    tell(site, "return", reason="What does the roof cost?")
    tell(site, "send-back", "checker", reason="Only for the council")
    answer(lead, site.proposal, "A", capital_cost_gbp="40000")
    second = freeze(site, "resubmit")
    give(
        officer,
        site.proposal,
        "council",
        market_rent_gbp_pa="9000",
        unrestricted_value_gbp="777000",
    )
    answer(lead, site.proposal, "A", capital_cost_gbp="24000")
    answer(lead, site.proposal, "C", level="some")
    beside = {
        "findings": FINDINGS,
        "summary": "A sound plan",
        "discount": {"recommended_percent": 60, "reason": "Long experience"},
        "conditions": [{"key": "", "words": "Mend the roof"}],
    }
    third = freeze(site, "sign-off", "checker", beside)
    return first, second, third


def told(client: Client, site: Site, one: Record, other: Record) -> str:
    """Return what the comparison of two records says."""
    response = client.get(
        site.address("compare_records"), {"one": str(one.pk), "other": str(other.pk)}
    )
    assert response.status_code == 200
    return " ".join(page_of(response).xpath("//main")[0].text_content().split())


def test_a_correction_stands_with_the_reason_of_whoever_found_it(
    site: Site, three: tuple[Record, Record, Record]
) -> None:
    _, second, third = three
    said = told(site.client("officer"), site, second, third)
    assert "£40,000 → £24,000, because: The quote says so" in said
    assert "Discount: not said → 60%, because: Long experience" in said
    assert "The officer’s summary: A sound plan" in said
    assert "Condition added: Mend the roof" in said
    assert "Market rent: added £9,000 a year" in said
    assert "Unrestricted value: added £777,000" in said
    assert "All points" in said


def test_two_records_are_compared_in_the_order_they_were_made_in(
    site: Site, three: tuple[Record, Record, Record]
) -> None:
    first, second, _ = three
    officer = site.client("officer")
    assert told(officer, site, first, second) == told(officer, site, second, first)
    assert "£250,000 → £40,000" in told(officer, site, first, second)


def test_what_lies_between_is_told_with_its_reason(
    site: Site, three: tuple[Record, Record, Record]
) -> None:
    first, second, _ = three
    council = told(site.client("auditor"), site, first, second)
    group = told(site.client("lead"), site, first, second)
    for said in (council, group):
        assert "returned for more information, because: What does the roof cost?" in said
        assert "£250,000 → £40,000" in said
    assert "Only for the council" in council
    assert "Only for the council" not in group
    assert "sent back" not in group


def test_a_reason_for_a_fact_is_found_where_it_was_changed(site: Site) -> None:
    first = freeze(site, "submit")
    fresh = Proposal.objects.get(pk=site.proposal.pk)
    save_facts(
        by=site.people["officer"],
        proposal=fresh,
        page="council",
        facts={**facts_of(fresh, "council"), "valuation_date": date(2026, 11, 1)},
        seen=sheet_now(fresh).saves("council"),
        reason="The valuer came earlier",
        at=NOW,
    )
    second = freeze(site, "resubmit")
    said = told(site.client("officer"), site, first, second)
    assert "22 November 2026 → 1 November 2026, because: The valuer came earlier" in said


def test_records_that_say_the_same_say_so(site: Site) -> None:
    one, other = freeze(site, "submit"), freeze(site, "resubmit")
    assert "Both say the same." in told(site.client("officer"), site, one, other)


SUBMISSIONS = ["Sent in", "Sent in again"]


def offered(client: Client, site: Site) -> list[str]:
    """Return the records that somebody may compare, the oldest first."""
    options = page_of(client.get(site.address("records"))).xpath("//select[@name='one']/option")
    return [one.text_content().split(",")[0].strip() for one in options]


def test_a_group_compares_what_it_sent_in_and_the_council_all(
    site: Site, three: tuple[Record, Record, Record]
) -> None:
    assert offered(site.client("lead"), site) == SUBMISSIONS
    assert offered(site.client("checker"), site) == [*SUBMISSIONS, "The assessment was signed off"]


@pytest.mark.parametrize("who", ["lead", "chair"])
def test_what_the_council_froze_is_not_for_groups_nor_for_a_panel_that_has_not_declared(
    site: Site, three: tuple[Record, Record, Record], who: str
) -> None:
    Proposal.objects.filter(pk=site.proposal.pk).update(state=State.PANEL)
    first, _, third = three
    client = site.client(who)
    assert client.get(site.address("record", str(third.pk))).status_code == 404
    two = {"one": str(first.pk), "other": str(third.pk)}
    compared = client.get(site.address("compare_records"), two)
    assert compared.status_code in (400, 404)
    assert "quote" not in compared.content.decode()


def test_the_council_s_file_is_the_record_to_the_byte(
    site: Site, three: tuple[Record, Record, Record]
) -> None:
    for one in three:
        content = site.client("auditor").get(site.address("record_text", str(one.pk))).content
        assert hashlib.sha256(content).hexdigest() == one.sha256
    assert first_broken_link(site.council) is None


@pytest.mark.parametrize("two", [{}, {"one": "x", "other": "1"}, {"one": "1"}])
def test_what_cannot_be_compared_is_said(
    site: Site, three: tuple[Record, Record, Record], two: dict[str, str]
) -> None:
    response = site.client("officer").get(site.address("compare_records"), two)
    assert response.status_code == 400
    assert "There is a problem" in response.content.decode()
    same = {"one": str(three[0].pk), "other": str(three[0].pk)}
    assert "Choose two different records" in (
        site.client("officer").get(site.address("compare_records"), same).content.decode()
    )


def test_another_proposal_s_record_is_not_found_here(
    site: Site, three: tuple[Record, Record, Record]
) -> None:
    rival = site.client("rival")
    assert rival.get(site.address("record", str(three[0].pk))).status_code == 404


def test_a_list_of_records_does_not_read_them(
    site: Site,
    three: tuple[Record, Record, Record],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    officer = site.client("officer")
    officer.get(site.address("records"))
    with django_assert_max_num_queries(7):
        officer.get(site.address("records"))
    with django_assert_max_num_queries(11):
        told(officer, site, three[0], three[2])
