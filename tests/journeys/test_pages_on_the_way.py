"""Pages that come only of what somebody did: left unfinished, in conflict, signed out, refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from appraisal.actions.demo import build_demo
from appraisal.library import FIXTURES
from appraisal.models import Proposal
from core.accounts.people import add_person
from core.models import User
from tests.core.people import second_steps_for_staff
from tests.journeys.examine import Examination
from tests.journeys.stage import PASSWORD, address_of, demo_proposal, sign_in
from tests.journeys.walking import LATER, NEXT, Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


class Somebody(NamedTuple):
    """Somebody at the site, whose pages are examined."""

    walker: Walker
    examination: Examination

    def visit(self, proposal: Proposal, page: str, name: str, *, status: int = 200) -> None:
        address = f"{self.walker.site}{address_of(proposal, page)}"
        self.examination.visit(address, name, status=status)

    def send(self, proposal: Proposal, file: Path, name: str) -> None:
        """Send an appraisal file, and look at what comes."""
        self.walker.go(address_of(proposal, "import/"))
        self.walker.page.set_input_files("[name=file]", file)
        self.walker.press("See what it would change")
        self.examination.look(name)


Enter = Callable[[str], Somebody]


@pytest.fixture
def enter(browser: Browser, live_server: LiveServer) -> Iterator[Enter]:
    """Let people into the demo by their address; what is wrong with the pages they see fails the test."""
    build_demo(at=timezone.now(), drafts_only=True)
    second_steps_for_staff()
    examinations: list[Examination] = []

    def entered(email: str) -> Somebody:
        page = browser.new_context().new_page()
        sign_in(page, live_server.url, User.objects.get(email=email))
        examinations.append(Examination(page))
        return Somebody(Walker(page, live_server.url), examinations[-1])

    yield entered
    found = [fault for one in examinations for fault in one.found]
    for one in examinations:
        one.page.context.close()
    assert not found, "\n".join(found)


def test_pages_of_drafts_are_sound(enter: Enter) -> None:
    asha, ben = enter("asha@example.org"), enter("ben@example.org")
    lodge, garden = demo_proposal("The lodge"), demo_proposal("The old library")
    asha.visit(lodge, "", "tasks-unfinished")
    asha.visit(lodge, "criteria/H/", "criterion-unfinished")
    asha.visit(lodge, "check/", "check-unfinished")
    asha.visit(lodge, "result/", "result-provisional")
    asha.visit(garden, "", "tasks-not-started")
    asha.visit(garden, "appraisal.json", "no-file-yet", status=409)

    for one, cost in ((asha, "100"), (ben, "200")):
        one.walker.go(address_of(lodge, "criteria/B/"))
        one.walker.write("annual_revenue_cost_gbp", cost)
        one.walker.write("external_revenue_gbp", cost)
    asha.walker.press(NEXT)
    asha.examination.look("criterion-saved-before")
    ben.walker.press(NEXT)
    assert ben.walker.page.locator("#conflict").count() == 1
    ben.examination.look("criterion-conflict")
    ben.walker.press(LATER)
    ben.examination.look("tasks-saved")


def test_pages_of_signing_in_again_are_sound(enter: Enter) -> None:
    asha = enter("asha@example.org")
    asha.walker.go(address_of(demo_proposal("The lodge"), "criteria/I/"))
    asha.walker.write("training-0-course", "Food hygiene")
    Session.objects.all().delete()
    asha.walker.press(NEXT)
    asha.examination.look("signed-out")
    asha.walker.write("login", "asha@example.org")
    asha.walker.write("password", "a-hall-for-everyone")
    asha.walker.press("Sign in")
    assert asha.walker.reads("training-0-course") == "Food hygiene"
    asha.examination.look("criterion-kept")


def test_pages_of_a_file_are_sound(enter: Enter, tmp_path: Path) -> None:
    hall = demo_proposal("Norton Hall")
    sent = FIXTURES / "golden" / "hall.json"
    wrong = tmp_path / "wrong.json"
    wrong.write_text(sent.read_text().replace("250000", '"lots"').replace('"level"', '"levle"'))
    for email in ("asha@example.org", "officer@northfield.example"):
        somebody = enter(email)
        name = email.partition("@")[0]
        somebody.send(hall, wrong, f"import-wrong-{name}")
        somebody.send(hall, sent, f"import-preview-{name}")
        assert somebody.walker.heading == "What the file would change"


def test_pages_of_a_paper_form_are_sound(enter: Enter) -> None:
    typed_in = demo_proposal("Growing")
    officer, carys = enter("officer@northfield.example"), enter("carys@example.org")
    officer.visit(typed_in, "", "tasks-paper-officer")
    officer.visit(typed_in, "criteria/A/", "criterion-paper-officer")
    officer.visit(typed_in, "confirm/", "confirm-refused", status=403)
    carys.visit(typed_in, "", "tasks-paper")
    carys.visit(typed_in, "criteria/I/", "criterion-does-not-apply")
    carys.visit(typed_in, "confirm/", "confirm")
    carys.walker.press("Confirm for our group")
    carys.examination.look("tasks-confirmed")


def test_pages_of_claims_are_sound(enter: Enter) -> None:
    baths = demo_proposal("The baths")
    officer, ellen = enter("officer@eastmoor.example"), enter("ellen@example.org")
    ellen.walker.go(address_of(baths, "criteria/K/"))
    ellen.walker.tick("not-applicable")
    ellen.walker.write("not-applicable-reason", "There is no land beside the hall")
    ellen.walker.press(NEXT)
    for name, somebody in (("officer", officer), ("member", ellen)):
        somebody.visit(baths, "", f"tasks-claimed-{name}")
        somebody.visit(baths, "criteria/K/", f"criterion-claimed-{name}")
        somebody.visit(baths, "result/", f"result-claimed-{name}")
    officer.visit(baths, "criteria/K/", "criterion-claimed")
    officer.walker.press("Agree that it does not apply")
    officer.examination.look("criterion-agreed")


def test_pages_that_refuse_are_sound(enter: Enter) -> None:
    asha, officer = enter("asha@example.org"), enter("officer@northfield.example")
    hall, theirs = demo_proposal("Norton Hall"), demo_proposal("The baths")
    officer.visit(hall, "facts/about/", "refused-officer", status=403)
    asha.visit(hall, "facts/council/", "refused-member", status=403)
    asha.visit(theirs, "", "not-found", status=404)
    asha.examination.visit(f"{asha.walker.site}/nowhere/at/all/", "not-found-anywhere", status=404)


def test_pages_of_a_newcomer_and_of_a_service_are_sound(enter: Enter) -> None:
    add_person(email="new@example.org", name="Nia New", password=PASSWORD)
    nia, dev = enter("new@example.org"), enter("dev@example.org")
    nia.examination.visit(f"{nia.walker.site}/northfield/", "home-newcomer")
    nia.examination.visit(f"{nia.walker.site}/northfield/proposals/", "proposals-none")
    street = demo_proposal("Good neighbours")
    for page in ("", "facts/terms/", "criteria/J/", "criteria/K/", "check/", "result/"):
        dev.visit(street, page, f"service-{page.replace('/', '-') or 'tasks'}")
