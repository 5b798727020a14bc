"""The line of the parts of the service: who has which, where they are, what is new, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appraisal.models import Notice, Proposal
from appraisal.roles import Office
from appraisal.views import navigation
from appraisal.views.navigation import ENTRIES, Entry
from core.models import Membership
from tests.appraisal.site.browsing import page_of
from tests.appraisal.site.people import NOW, Site, begin

pytestmark = pytest.mark.django_db


def places(response: Any) -> dict[str, str | None]:
    """Return the line of a page: each part and, of the one that the page belongs to, how it is marked."""
    links = page_of(response).xpath("//*[@data-module='govuk-service-navigation']//a")
    return {" ".join(one.text_content().split()): one.get("aria-current") for one in links}


@pytest.mark.parametrize(
    "who", ["lead", "officer", "panel", "auditor", "rival", "chair", "checker"]
)
def test_who_reads_proposals_is_led_to_them(site: Site, who: str) -> None:
    home = site.client(who).get(f"/{site.council.slug}/")
    assert places(home)["Proposals"] is None
    listed = site.client(who).get(reverse("appraisal:proposals", args=[site.council.slug]))
    assert places(listed)["Proposals"] == "page"


@pytest.mark.parametrize("who", ["manager", "admin", "stranger", "elsewhere", "nobody"])
def test_who_reads_none_is_not(site: Site, who: str) -> None:
    home = site.client(who).get(f"/{site.council.slug}/")
    assert home.status_code == 200
    assert "Proposals" not in places(home)


@pytest.mark.parametrize("who", ["stranger", "elsewhere", "nobody"])
def test_who_is_nothing_to_the_council_has_no_line(site: Site, who: str) -> None:
    assert b"govuk-service-navigation" not in site.client(who).get("/brum/").content


def test_a_group_has_its_own_part_and_the_administrator_has_people_and_groups(site: Site) -> None:
    member = places(site.client("member").get("/brum/"))
    assert {"Groups", "Your group", "People"} & member.keys() == {"Your group"}
    admin = site.client("admin")
    theirs = places(admin.get("/brum/"))
    assert {"Groups", "Your group", "People"} & theirs.keys() == {"Groups", "People"}
    assert places(admin.get("/brum/people/invite/"))["People"] == "true"
    assert places(admin.get("/brum/groups/"))["Groups"] == "page"


def test_a_page_inside_a_part_says_so(site: Site) -> None:
    inside = site.client("lead").get(site.address("check"))
    assert places(inside)["Proposals"] == "true"


def test_a_refused_page_still_leads_on(site: Site) -> None:
    refused = site.client("officer").get(site.address("confirm"))
    assert refused.status_code == 403
    assert places(refused)["Proposals"] == "true"


def test_no_part_is_named_twice_and_every_part_has_an_address(site: Site) -> None:
    for entry in ENTRIES:
        assert reverse(entry.address, args=["brum"]).startswith("/brum/")


def test_the_nearest_of_two_parts_is_marked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(site.council, site.group, site.people["lead"])
    nested = (*ENTRIES, Entry("Town", "appraisal:home", Office.QUEUE))
    monkeypatch.setattr(navigation, "ENTRIES", nested)
    found = places(site.client("officer").get(site.address("check")))
    assert (found["Proposals"], found["Town"]) == ("true", None)
    assert "Town" not in places(site.client("lead").get(site.address("check")))


def test_the_line_costs_one_query_for_what_is_new(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = site.client("officer"), site.address("check")
    client.get(address)
    with CaptureQueriesContext(connection) as with_line:
        assert places(client.get(address))
    monkeypatch.setattr(navigation, "ENTRIES", ())
    with CaptureQueriesContext(connection) as without:
        assert not places(client.get(address))
    assert len(with_line) == len(without) + 1


def test_the_line_says_how_much_is_new_until_it_was_seen(site: Site) -> None:
    lead, notices = site.client("lead"), reverse("appraisal:notices", args=["brum"])
    Notice.objects.filter(user=site.people["lead"]).delete()
    assert "Notices" in places(lead.get("/brum/"))
    tell_lead(site)
    tell_lead(site)
    page = lead.get(site.address("check"))
    assert "Notices 2 new" in places(page)
    assert "Menu (2 new)" in page.content.decode()
    assert "Notices" in places(site.client("member").get("/brum/")), "what others were told of"
    (upto,) = page_of(lead.get(notices)).xpath("//input[@name='upto']/@value")
    tell_lead(site)
    lead.post(notices, {"upto": upto})
    assert "Notices 1 new" in places(lead.get("/brum/"))


def test_what_was_closed_since_can_still_be_taken_as_seen(site: Site) -> None:
    """Else it would be counted for ever, and stand in no list."""
    lead, notices = site.client("lead"), reverse("appraisal:notices", args=["brum"])
    Notice.objects.filter(user=site.people["lead"]).delete()
    rivals = site.council.organisations.get(name="Rival group")
    theirs = begin(site.council, rivals, site.people["rival"])
    tell_lead(site, theirs)
    page = lead.get(notices)
    assert "There is nothing to tell you" in page.content.decode()
    (upto,) = page_of(page).xpath("//input[@name='upto']/@value")
    lead.post(notices, {"upto": upto})
    assert "Notices" in places(lead.get("/brum/"))


def test_who_has_no_part_costs_no_query_for_what_is_new(site: Site) -> None:
    for who in ("stranger", "nobody"):
        client = site.client(who)
        client.get("/brum/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/brum/")
        assert not any("appraisal_notice" in one["sql"] for one in asked)


def tell_lead(site: Site, about: Proposal | None = None) -> None:
    Notice.objects.create(
        user=site.people["lead"],
        authority=site.council,
        proposal=about or site.proposal,
        kind="sent-in",
        at=NOW,
    )


def test_who_is_removed_has_no_line_on_the_next_page(site: Site) -> None:
    client = site.client("member")
    assert places(client.get("/brum/"))
    Membership.objects.filter(user=site.people["member"]).delete()
    assert not places(client.get("/brum/"))
