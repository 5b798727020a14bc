"""A hall is proposed and appraised from beginning to end: by a new member, then by the officer."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from appraisal.models import Proposal
from tests.core.people import code
from tests.journeys.look import listen
from tests.journeys.stage import PASSWORD, council_of, example, invite, officer_of
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

HALL = example("hall")


def test_a_hall_is_typed_in_and_comes_to_what_its_example_comes_to(
    page: Page, browser: Browser, live_server: LiveServer
) -> None:
    officer_of(council_of(HALL))
    complaints = listen(page)
    gwen = Walker(page, live_server.url)

    # A newcomer creates an account and is led on to what she came for.
    gwen.go("/brum/")
    gwen.press("Start a proposal")
    gwen.follow("Create an account")
    gwen.write("name", "Gwen Wynne")
    gwen.write("email", "gwen@example.org")
    gwen.write("password1", PASSWORD)
    gwen.press("Create an account")
    assert gwen.heading == "Check your email"
    page.goto(re.findall(r"http://\S+", str(mail.outbox[-1].body))[0])
    gwen.press("Yes, this is my address")
    assert gwen.heading == "Tell the council what you have in mind"

    # She starts the proposal: the last page knows her already.
    contact = {"group_name": HALL.file["applicant"]["name"]}
    gwen.start(HALL, contact)
    assert gwen.heading == HALL.file["title"]
    invite(Proposal.objects.get())
    gwen.begin()
    proposal = Proposal.objects.get()
    assert (proposal.contact_name, proposal.contact_email) == ("Gwen Wynne", "gwen@example.org")

    # She goes through the pages of facts and of criteria, each by “Save and continue”.
    gwen.follow("Title and summary")
    facts = []
    while not gwen.letter:
        facts.append(gwen.heading)
        gwen.fill_facts(HALL)
        gwen.press(NEXT)
        assert gwen.errors == []
    assert facts[0] == "Title and summary"
    assert len(facts) == 4
    assert gwen.answer_all(HALL) == asked(HALL, GROUP)
    assert gwen.heading == "Plan for three years"
    gwen.back()  # she may send it in without
    assert gwen.heading == HALL.file["title"]

    # What she sees is her own estimate: nothing that needs the market rent is scored yet.
    gwen.follow("See the result")
    assert gwen.heading == "What your proposal is worth so far"
    assert "Your own estimate. The council has not agreed it." in gwen.text
    assert "This result is provisional" in gwen.text
    assert page.locator("#discount").count() == 0

    # The officer signs in, and is led to what only the council knows.
    context = browser.new_context()
    olu = Walker(context.new_page(), live_server.url)
    complaints += listen(olu.page)
    olu.go("/brum/proposals/")
    olu.write("login", "officer@brum.example")
    olu.write("password", PASSWORD)
    olu.press("Sign in")
    olu.write("code", code())
    olu.press("Sign in")
    olu.follow(HALL.file["title"])
    olu.follow("The council’s figures")
    olu.fill_facts(HALL)
    olu.value_on(HALL, "The example is of this day")
    olu.press(NEXT)
    assert olu.errors == []
    assert olu.answer_all(HALL) == asked(HALL, OFFICER)

    olu.follow("See the result")
    assert olu.heading == "What it comes to so far"
    assert result_shown(olu.page) == result_wanted(HALL)
    context.close()
    assert complaints == []
