"""What happened to a proposal in words, for each its own part; and a council's audit for its auditors."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from appraisal.actions.moves import make_move
from appraisal.actions.pages import hold
from appraisal.exports.cells import cell
from appraisal.models import Proposal, State
from appraisal.roles import To
from appraisal.route import MOVES
from appraisal.showing.history import EVENTS, FOR_GROUP
from core.audit import on_record, record
from core.models import AuditDetail, AuditEntry
from tests.appraisal.site.assessing import find
from tests.appraisal.site.browsing import page_of
from tests.appraisal.site.people import NOW, Site, answer, give
from tests.appraisal.site.sitting import sit
from tests.appraisal.site.test_notices import READY

pytestmark = pytest.mark.django_db


def tell(site: Site, event: str, by: str = "officer", **detail: Any) -> None:
    with on_record():
        record(
            event=event,
            by=site.people[by],
            authority=site.council,
            about=f"proposal:{site.proposal.pk}",
            at=NOW,
            detail=detail,
        )


def told(client: Client, address: str) -> list[str]:
    """Return what a page tells of each event, as one line."""
    sections = page_of(client.get(address)).xpath("//main//section")
    return [" ".join(one.text_content().split()) for one in sections]


def test_a_changed_answer_is_told_as_a_sentence(site: Site) -> None:
    lead = site.people["lead"]
    answer(lead, site.proposal, "A", capital_cost_gbp="250000")
    answer(lead, site.proposal, "A", capital_cost_gbp="40000")
    give(site.people["officer"], site.proposal, "council", market_rent_gbp_pa="9000")
    newest, second, first, *_ = told(site.client("lead"), site.address("history"))
    assert "Saved: the council’s figures" in newest
    assert "Market rent a year: (nothing) → £9,000" in newest
    assert "£250,000 → £40,000" in second
    assert "was saved" in second
    assert "Lead Ŵyn" in second
    assert "£250,000" in first
    assert "Birmingham City Council" in newest, "who of the council it was is the council's own"
    assert "Officer" not in newest
    officers = told(site.client("officer"), site.address("history"))
    assert "Officer Ŵyn" in officers[0]
    assert "entry" in officers[0]


def test_a_correction_is_told_with_its_reason_to_the_council_alone(site: Site) -> None:
    before = {"given": {"capital_cost_gbp": "40"}}
    after = {
        "verdict": "correct",
        "given": {"capital_cost_gbp": "24"},
        "reason": "The quote says so",
        "points": None,
    }
    tell(site, "criterion assessed", page="assess-A", before=before, after=after)
    (newest, *_) = told(site.client("officer"), site.address("history"))
    assert "was assessed: corrected" in newest
    assert "£40 → £24" in newest
    assert "Because: The quote says so" in newest
    assert not any("quote" in one for one in told(site.client("lead"), site.address("history")))


def test_a_first_correction_is_told_from_what_the_group_said_and_back_again(site: Site) -> None:
    Proposal.objects.filter(pk=site.proposal.pk).update(state=State.DRAFT)
    answer(site.people["lead"], site.proposal, "A", capital_cost_gbp="250000")
    Proposal.objects.filter(pk=site.proposal.pk).update(state=State.ASSESSMENT)
    find(site, "A", "correct", given={"capital_cost_gbp": "180000"})
    (corrected, *_) = told(site.client("officer"), site.address("history"))
    assert "£250,000 → £180,000" in corrected
    assert "added" not in corrected
    find(site, "A")
    (accepted, *_) = told(site.client("officer"), site.address("history"))
    assert "£180,000 → £250,000" in accepted


@pytest.mark.parametrize("event", EVENTS)
def test_each_event_reaches_whom_it_is_for(site: Site, event: str) -> None:
    tell(site, event, reason="It rained in", before="checked", after="panel")
    lead, auditor = (
        told(site.client(who), site.address("history"))[0] for who in ("lead", "auditor")
    )
    assert EVENTS[event].said in auditor
    assert "Because: It rained in" in auditor
    assert (EVENTS[event].said in lead) == EVENTS[event].group
    assert ("It rained in" in lead) == EVENTS[event].reason


def test_what_the_panel_did_is_told_to_the_council_and_how_each_marked_to_nobody(
    site: Site,
) -> None:
    sitting = sit(site)
    sitting.declares("panel")
    sitting.declares("chair")
    sitting.opens("chair", "panel")
    sitting.marks("panel", {"A": 5}, "Too dear ẞ")
    sitting.moderates()
    sitting.agrees()
    council = " ".join(told(site.client("auditor"), site.address("history")))
    for event in ("interest declared", "moderation opened", "panel agreed"):
        assert EVENTS[event].said in council
    assert "Mark saved" not in council
    assert "ẞ" not in council
    group = " ".join(told(site.client("lead"), site.address("history")))
    assert "panel recorded" not in group
    assert "interest" not in group


def test_what_the_council_does_inside_is_not_for_groups() -> None:
    inside = {"sign-off", "send-back", "reopen", "off-panel", "criterion assessed", "flag raised"}
    inside |= {
        "recommendation changed",
        "exempt sections chosen",
        "assessment ready",
        "check settled",
        "flag resolved",
    }
    assert inside.isdisjoint(FOR_GROUP)
    assert {move.key for move in MOVES} <= EVENTS.keys()


def test_an_event_that_has_no_words_yet_is_told_to_the_council_as_it_is(site: Site) -> None:
    tell(site, "roof repaired", before={"by": 7, "state": "wet"}, after={"by": 8, "state": "dry"})
    (newest, *_) = told(site.client("officer"), site.address("history"))
    assert newest.startswith("Roof repaired State: wet → dry")
    assert "7" not in newest
    assert not any("oof" in one for one in told(site.client("lead"), site.address("history")))


def test_the_legal_ledger_is_not_told_to_groups(site: Site) -> None:
    figures = {"unrestricted_value_gbp": "777000", "consideration_gbp": "555000"}
    give(site.people["officer"], site.proposal, "council", **figures)
    council = " ".join(told(site.client("officer"), site.address("history")))
    group = " ".join(told(site.client("lead"), site.address("history")))
    assert "£777,000" in council
    assert "£555,000" in council
    assert "777" not in group
    assert "555" not in group


def test_a_move_is_told_with_its_reason(site: Site) -> None:
    Proposal.objects.filter(pk=site.proposal.pk).update(state=State.SUBMITTED)
    with on_record():
        make_move(
            "return",
            by=site.people["officer"],
            held=hold(site.proposal),
            may=frozenset(To),
            standing=READY,
            reason="Which roof?",
            at=NOW,
        )
    (newest, *_) = told(site.client("lead"), site.address("history"))
    assert "The proposal was returned for more information Because: Which roof?" in newest


def test_details_whose_time_was_over_leave_the_event(site: Site) -> None:
    tell(site, "withdraw", reason="Because")
    AuditDetail.objects.all().delete()
    (newest, *_) = told(site.client("lead"), site.address("history"))
    assert newest.startswith("The proposal was withdrawn")
    assert "Because" not in newest


def test_a_long_history_is_turned_page_by_page(
    site: Site, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        tell(site, "message sent", text=str(number))
    officer, address, seen = site.client("officer"), site.address("history"), 0
    officer.get(address)
    before = AuditEntry.objects.filter(about=f"proposal:{site.proposal.pk}").count()
    turn = address
    while turn:
        with django_assert_max_num_queries(9):
            response = officer.get(turn)
        seen += len(page_of(response).xpath("//main//section"))
        found = page_of(response).xpath("//a[@rel='next']/@href")
        turn = f"{address}{found[0]}" if found else ""
    assert seen == before
    for wrong in ("x", "-1", "²", "9" * 30):
        assert officer.get(address, {"before": wrong}).status_code == 200


# --- the auditor


@pytest.fixture
def audit(site: Site) -> str:
    return f"/{site.council.slug}/audit/"


def table(client: Client, address: str, **asked: str) -> list[dict[str, str]]:
    """Return the rows of the CSV file."""
    response: Any = client.get(f"{address}events.csv", asked)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_auditor_s_table_holds_every_entry_with_its_hash(site: Site, audit: str) -> None:
    rows = table(site.client("auditor"), audit)
    entries = AuditEntry.objects.filter(authority=site.council).order_by("sequence")
    assert [(row["sequence"], row["hash"], row["detail (JSON)"]) for row in rows] == [
        (str(one.sequence), one.hash, one.detail) for one in entries
    ]
    assert all(later["previous hash"] == row["hash"] for row, later in pairwise(rows))


def test_it_is_chosen_by_period_and_event(site: Site, audit: str) -> None:
    auditor = site.client("auditor")
    with on_record():
        record(
            event="later", by=None, authority=site.council, about="x", at=NOW + timedelta(days=2)
        )
    day = {"since-day": "24", "since-month": "11", "since-year": "2026"}
    assert [row["event"] for row in table(auditor, audit, **day)] == ["later"]
    until = {
        f"until-{part}": "22" if part == "day" else n
        for part, n in (("day", ""), ("month", "11"), ("year", "2026"))
    }
    assert "later" not in {row["event"] for row in table(auditor, audit, **until)}
    assert {row["event"] for row in table(auditor, audit, event="later")} == {"later"}
    page = auditor.get(audit, {"event": "later"}).content.decode()
    assert "events.csv?event=later" in page


@pytest.mark.parametrize(
    "asked",
    [
        {"since-day": "32", "since-month": "1", "since-year": "2026"},
        {"event": "no such\0event"},
        {
            "since-day": "2",
            "since-month": "1",
            "since-year": "2026",
            "until-day": "1",
            "until-month": "1",
            "until-year": "2026",
        },
    ],
)
def test_what_cannot_be_asked_is_said(site: Site, audit: str, asked: dict[str, str]) -> None:
    auditor = site.client("auditor")
    assert "There is a problem" in auditor.get(audit, asked).content.decode()
    refused = auditor.get(f"{audit}events.csv", asked)
    assert refused.status_code == 400
    assert "There is a problem" in refused.content.decode()


def test_the_audit_is_turned_page_by_page(site: Site, audit: str) -> None:
    for number in range(120):
        tell(site, f"event {number}")
    auditor, seen, turn = site.client("auditor"), 0, audit
    while turn:
        response = auditor.get(turn)
        seen += len(page_of(response).xpath("//tbody/tr"))
        found = page_of(response).xpath("//a[@rel='next']/@href")
        turn = f"{audit}{found[0]}" if found else ""
    assert seen == AuditEntry.objects.filter(authority=site.council).count()


@pytest.mark.parametrize(
    "typed", ["=1+1", "+44 121", "-5+1", "-5\n", "-A1", "@SUM(A1)", "\t=1", "\r=1"]
)
def test_no_cell_is_a_formula(typed: str) -> None:
    assert cell(typed) == f"'{typed}"
    assert cell("a" + typed) == "a" + typed
    assert (cell(None), cell(5)) == ("", "5")


@pytest.mark.parametrize("number", ["-5", "-1.000000", "-0.25", "61.5"])
def test_a_number_stays_a_number(number: str) -> None:
    assert cell(number) == number
    assert cell(Decimal(number)) == number


def test_an_event_about_a_proposal_leads_to_its_history(site: Site) -> None:
    auditor = site.client("auditor")
    page = page_of(auditor.get(f"/{site.council.slug}/audit/"))
    (href, *_) = page.xpath("//td[@data-head='About']//a/@href")
    assert href == site.address("history")
    assert auditor.get(href).status_code == 200
    others = page.xpath("//td[@data-head='About'][not(.//a)]")
    assert others
    assert not any("proposal:" in one.text_content() for one in others)


@pytest.mark.parametrize(
    ("page", "key", "typed", "shown"),
    [
        ("group", "contact_phone", "01213031234", "Phone number of the contact: (nothing) → 01213031234"),
        ("asset", "uprn", "100070551234", "Property number (UPRN): (nothing) → 100070551234"),
        ("asset", "imd_edition", 2025, "Deprivation index, edition: (nothing) → 2025"),
        ("asset", "imd_rank", 1462, "Deprivation rank of the area: (nothing) → 1,462"),
        ("asset", "neighbourhood_found", True, "Neighbourhood found by the postcode: (nothing) → yes"),
        ("about", "title", "1e12", "Title: (nothing) → 1e12"),
    ],
)  # fmt: skip
def test_only_amounts_are_told_as_numbers(
    site: Site, page: str, key: str, typed: object, shown: str
) -> None:
    tell(site, "page saved", page=page, before={}, after={key: typed})
    (newest, *_) = told(site.client("officer"), site.address("history"))
    assert shown in newest


def test_a_place_that_is_not_found_any_more_is_told_as_no(site: Site) -> None:
    before, after = {"neighbourhood_found": True}, {"neighbourhood_found": False}
    tell(site, "page saved", page="asset", before=before, after=after)
    (newest, *_) = told(site.client("officer"), site.address("history"))
    assert "Neighbourhood found by the postcode: yes → no" in newest
