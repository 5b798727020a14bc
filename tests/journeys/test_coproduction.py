"""Residents propose to help run a service, and the council appraises it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from appraisal.models import Proposal
from tests.journeys.look import listen
from tests.journeys.stage import council_of, example, group_at, invite, officer_of, sign_in
from tests.journeys.walking import (
    GROUP,
    NEXT,
    OFFICER,
    Walker,
    asked,
    result_shown,
    result_wanted,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HUB = example("coproduction")


def test_a_service_is_typed_in_and_comes_to_what_its_example_comes_to(
    page: Page, live_server: LiveServer
) -> None:
    council = council_of(HUB)
    officer = officer_of(council)
    ann = group_at(council, HUB.file["applicant"]["name"]).ann
    complaints = listen(page)
    walker = Walker(page, live_server.url)

    sign_in(page, live_server.url, ann)
    walker.go("/brum/")
    walker.follow("Start another proposal")
    walker.start(HUB, {})  # the only group of hers is chosen already
    assert walker.heading == HUB.file["title"]
    invite(Proposal.objects.get())
    walker.begin()

    walker.follow("Title and summary")
    for heading in ("Title and summary", "Your group and contact"):
        assert walker.heading == heading
        walker.fill_facts(HUB)
        walker.press(NEXT)
    walker.skip()  # the service needs no building
    assert walker.heading == "What you ask the council for"
    walker.fill_facts(HUB)
    walker.press(NEXT)
    assert walker.answer_all(HUB) == asked(HUB, GROUP)
    walker.back()  # the plan for three years: it can be sent in without

    walker.follow("Check the answers")
    assert "Wardens also cover the shopping parade" in walker.text
    walker.follow("See the result")
    assert "Your own estimate" in walker.text

    sign_in(page, live_server.url, officer)
    walker.go("/brum/proposals/")
    walker.follow(HUB.file["title"])
    walker.follow("The council’s figures")
    assert walker.box("market_rent_gbp_pa").count() == 0, "nothing is let or sold"
    walker.value_on(HUB, "The example is of this day")
    walker.press(NEXT)
    assert walker.answer_all(HUB) == asked(HUB, OFFICER)

    walker.follow("See the result")
    assert result_shown(page) == result_wanted(HUB)
    assert "there is no discount" in walker.text
    assert complaints == []
