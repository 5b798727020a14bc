"""From an enquiry to what the public reads, and from a return to a second sending: through the pages alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from appraisal.actions.councils import add_staff
from appraisal.library import FIXTURES
from appraisal.models import Check, Meeting, Proposal, Record, State
from appraisal.queries.assessed import assessed_of
from core.accounts.people import add_person
from core.models import Authority, Role, User
from tests.core.people import second_step
from tests.core.sent_files import PDF
from tests.journeys.acting import Actor
from tests.journeys.stage import council_of, example, group_at, officer_of
from tests.journeys.walking import NEXT, pounds

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HALL, HUB = example("hall"), example("coproduction")
ELIGIBLE = {"asset": "Ours since 1934", "group": "Not for profit", "use": "A place to meet"}
HERE = "proposals/"


@contextmanager
def acting(
    browser: Browser, site: str, person: User | None, *, script: bool = True
) -> Iterator[Actor]:
    """Let somebody act until the end of the block."""
    actor = Actor(browser, site, person, script=script)
    yield actor
    actor.close()


def staff(council: Authority, name: str, role: Role) -> User:
    user = add_person(email=f"{role}@brum.example", name=name)
    add_staff(user=user, authority=council, role=role, at=timezone.now())
    second_step(user)
    return user


def appraised(file: bytes, folder: Path) -> Any:
    """Appraise an appraisal file by the command line, in a process that knows no database."""
    path = folder / "file.json"
    path.write_bytes(file)
    done = subprocess.run(
        [sys.executable, "-m", "appraisal", str(path), "--format", "json"],
        cwd=FIXTURES.parent,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


def file_of(actor: Actor, proposal: Proposal, event: str) -> bytes:
    """Return the appraisal file that a record keeps, as this person downloads it."""
    record = Record.objects.filter(proposal=proposal, event=event).latest("pk")
    slug = proposal.authority.slug
    return actor.download(f"/{slug}/proposals/{proposal.pk}/records/{record.pk}/appraisal.json")


def shown(actor: Actor) -> dict[str, list[str]]:
    """Return the points that the page of compared scores shows: criterion → group, officer, panel."""
    table = actor.page.locator("table", has_text="Points by criterion").locator("tbody tr")
    return {
        row.locator("th").inner_text().split()[0]: row.locator("td").all_inner_texts()[:3]
        for row in table.all()
    }


def points(result: Any) -> list[str]:
    return [str(one["points"]) for one in result["criteria"]]


def state_of(proposal: Proposal) -> str:
    proposal.refresh_from_db()
    return proposal.state


def test_a_hall_goes_from_an_enquiry_to_the_register_through_six_people(
    browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    council = council_of(HALL)
    olu = officer_of(council)
    sian = staff(council, "Siân Price", Role.SECOND_OFFICER)
    tom = staff(council, "Tom Whitlock", Role.PANEL_MEMBER)
    mags = staff(council, "Margaret Okafor", Role.PANEL_CHAIR)
    ann = group_at(council, HALL.file["applicant"]["name"]).ann
    site = live_server.url
    with (
        acting(browser, site, ann) as lead,
        acting(browser, site, olu, script=False) as officer,
        acting(browser, site, sian) as checker,
        acting(browser, site, tom) as member,
        acting(browser, site, mags) as chair,
        acting(browser, site, None) as public,
    ):
        proposal = enquire(lead)
        open_the_gate(officer, proposal)
        apply(lead, proposal, tmp_path)
        pass_checklist(officer, proposal)
        fill_in(officer, proposal)
        assess(officer, proposal)
        sign_off(checker, proposal)
        meet(officer, proposal)
        mark(member, proposal)
        moderate(chair, proposal, tmp_path)
        publish(officer, proposal)
        read(public, chair, proposal, tmp_path)


def enquire(lead: Actor) -> Proposal:
    lead.go("/brum/")
    lead.follow("Start another proposal")
    lead.start(HALL, {})
    assert lead.heading == HALL.file["title"]
    return Proposal.objects.get()


def open_the_gate(officer: Actor, proposal: Proposal) -> None:
    officer.of(proposal, "eligibility/")
    said = dict.fromkeys(ELIGIBLE, "yes")
    officer.do("Save", **said, **{f"{key}__reason": why for key, why in ELIGIBLE.items()})
    officer.of(proposal, "known/")
    officer.do(
        "Save",
        condition_known="yes",
        condition="The roof leaks.",
        costs_known="yes",
        running_costs_gbp_pa="18,500",
        costs_made_of="Gas, insurance and repairs",
        title="freehold",
        restricted="no",
        open_space="no",
    )
    officer.of(proposal, "move/invite/")
    officer.do()
    assert state_of(proposal) == State.INVITED


def apply(lead: Actor, proposal: Proposal, folder: Path) -> None:
    lead.begin()
    lead.follow("Title and summary")
    while not lead.letter:
        lead.fill_facts(HALL)
        if lead.box("address").count():
            lead.write("address", "12 Norton Road, Northfield")
        lead.press(NEXT)
    lead.answer_all(HALL)
    paper = folder / "Grant offer.pdf"
    paper.write_bytes(PDF)
    lead.of(proposal, "evidence/A/")
    lead.page.set_input_files("main [name=file]", paper)
    lead.do("Add this file", words="Offer of £187,500")
    assert "Grant offer.pdf" in lead.text
    lead.of(proposal, "send/")
    lead.do(declared="true")
    assert state_of(proposal) == State.SUBMITTED


def pass_checklist(officer: Actor, proposal: Proposal) -> None:
    for key in Check.objects.filter(proposal=proposal).values_list("key", flat=True):
        officer.of(proposal, f"checklist/{key}/")
        officer.do("Save", outcome="passed", reason="Seen", evidence="On file")
    officer.of(proposal, "move/assess/")
    officer.do()
    assert state_of(proposal) == State.ASSESSMENT


def fill_in(officer: Actor, proposal: Proposal) -> None:
    """Fill in what only the council knows."""
    officer.of(proposal, "facts/council/")
    officer.fill_facts(HALL)
    officer.value_on(HALL, "The example is of this day")
    officer.press(NEXT)
    assert officer.errors == []
    officer.answer_all(HALL)


def assess(officer: Actor, proposal: Proposal) -> None:
    """Find something of each criterion: a figure of B is corrected, a level of C picked, the rest stands."""
    for letter in HALL.scheme.by_letter:
        how = {"B": "?as=correct", "C": "?as=pick"}.get(letter, "")
        officer.of(proposal, f"assessment/criteria/{letter}/{how}")
        if letter == "B":
            officer.put("external_revenue_gbp", "6000")
        if letter == "C":
            officer.put("finding-points", "10")
        if how:
            officer.put("finding-reason", "The letter of 3 May says so.")
        officer.put("finding-evidence", "documented")
        officer.do(NEXT)
    said = {"summary": "A strong hall.", "equality": "It helps older people most."}
    for page, words in said.items():
        officer.of(proposal, f"assessment/pages/{page}/")
        officer.do(NEXT, **{page: words})
    officer.of(proposal, "assessment/pages/conditions/")
    officer.do(NEXT, standard=["repair"])
    officer.of(proposal, "assessment/")
    officer.do("Say that it is ready")
    assert assessed_of(Proposal.objects.get()).is_ready


def sign_off(checker: Actor, proposal: Proposal) -> None:
    checker.of(proposal, "assessment/whole/")
    checker.do("Sign it off")
    assert state_of(proposal) == State.CHECKED


def meet(officer: Actor, proposal: Proposal) -> None:
    """Plan a meeting for tomorrow, seat the panel, put the proposal on its agenda."""
    when = timezone.localtime() + timedelta(days=1)
    day = {f"date__{part}": getattr(when, part) for part in ("day", "month", "year")}
    officer.go("/brum/meetings/plan/")
    officer.do("Plan it", **day, time="14:00", place="Room 2", quorum="2")
    meeting = Meeting.objects.get()
    people = {one.name: one.pk for one in User.objects.filter(email__endswith="brum.example")}
    officer.go(f"/brum/meetings/{meeting.pk}/seats/")
    chair, member = people["Margaret Okafor"], people["Tom Whitlock"]
    officer.do("Save", members=[member, chair], chair=chair)
    officer.of(proposal, "to-panel/")
    officer.do(meeting=meeting.pk)
    assert state_of(proposal) == State.PANEL


def declare_none(actor: Actor, proposal: Proposal) -> None:
    item = proposal.agenda_items.get()
    actor.go(f"/brum/panel/{item.meeting_id}/{item.pk}/interest/")
    actor.do(kind="none")


def mark(member: Actor, proposal: Proposal) -> None:
    declare_none(member, proposal)
    for letter in HALL.scheme.by_letter:
        member.of(proposal, f"marks/{letter}/")
        level = "15" if letter == "C" else "accept"
        member.do("Save and continue", level=level, comment="The plan is sound." * (letter == "C"))
    member.of(proposal, "marks/")
    member.do("I am done")


def moderate(chair: Actor, proposal: Proposal, folder: Path) -> None:
    """Open the meeting, agree on the member's level of C, and decide: the figures are the command line's."""
    declare_none(chair, proposal)
    meeting = Meeting.objects.get()
    chair.go(f"/brum/meetings/{meeting.pk}/open/")
    chair.do("Open it")
    chair.do("Save", present=[one.person_id for one in meeting.seats.all()])
    chair.of(proposal, "moderation/")
    chair.do("Open moderation")
    assert "The plan is sound." in chair.text
    chair.do(
        "Record what the panel agrees", C__level="15", C__reason="The panel heard the treasurer."
    )
    chair.of(proposal, "compared/")
    compared = shown(chair)
    chair.of(proposal, "decide/")
    chair.do(
        outcome="conditions",
        minute_reference="CAP/1",
        discount="score",
        conditions="Keep the hall in repair.",
        reasons="It serves many.",
        equality_read="true",
    )
    assert state_of(proposal) == State.CONDITIONS

    officers = appraised(file_of(chair, proposal, "sign-off"), folder)
    panels = appraised(file_of(chair, proposal, "decide"), folder)
    assert points(officers) != points(panels) != points(HALL.result) != points(officers)
    wanted = zip(points(HALL.result), points(officers), points(panels), strict=True)
    letters = [one["letter"] for one in panels["criteria"]]
    assert {letter: compared[letter] for letter in letters} == dict(
        zip(letters, map(list, wanted), strict=True)
    )


def publish(officer: Actor, proposal: Proposal) -> None:
    officer.of(proposal, "publication/")
    officer.do("Look at it")
    officer.do("Publish it")
    assert state_of(proposal) == State.PUBLISHED


def read(public: Actor, chair: Actor, proposal: Proposal, folder: Path) -> None:
    """Read in the register, signed out, what was published: the discount is the command line's."""
    public.go("/brum/register/")
    public.follow(HALL.file["title"])
    discount = appraised(file_of(chair, proposal, "decide"), folder)["discount"]
    assert "Approved with conditions" in public.text
    assert f"{discount['percent']}%, {pounds(discount['amount_gbp'])} a year" in public.text
    assert "It serves many." in public.text
    assert "Keep the hall in repair." in public.text


# --- returned, and sent in again -----------------------------------------------------------------


def test_a_service_is_returned_talked_about_and_sent_in_again(
    browser: Browser, live_server: LiveServer
) -> None:
    council = council_of(HUB)
    olu = officer_of(council)
    ann = group_at(council, HUB.file["applicant"]["name"]).ann
    site = live_server.url
    with acting(browser, site, ann) as lead, acting(browser, site, olu) as officer:
        lead.go("/brum/")
        lead.follow("Start another proposal")
        lead.start(HUB, {})
        proposal = Proposal.objects.get()
        officer.of(proposal, "eligibility/")
        keys = {"service": "May be shared", "group": "Open to all", "use": "Good for health"}
        said = dict.fromkeys(keys, "yes")
        officer.do("Save", **said, **{f"{key}__reason": why for key, why in keys.items()})
        if has_disclosure(HUB.file):
            officer.of(proposal, "known/")
            officer.do("Save", condition_known="no", costs_known="no", title="not-known")
        officer.of(proposal, "move/invite/")
        officer.do()
        lead.begin()
        fill_from(lead, proposal)
        lead.of(proposal, "send/")
        lead.do(declared="true")

        # A question and its answer; then the officer returns it.
        officer.of(proposal, "messages/")
        officer.do(text="Is it seven wardens at once, or in turns?")
        lead.of(proposal)
        lead.of(proposal, "messages/")
        assert "Is it seven wardens at once" in lead.text
        lead.do(text="In turns: five at once.")
        officer.of(proposal, "messages/")
        assert "In turns: five at once." in officer.text
        officer.of(proposal, "move/return/")
        officer.do(reason="Please put in five wardens.")
        assert state_of(proposal) == State.RETURNED

        # The group changes it and sends it in again.
        lead.of(proposal)
        assert "Please put in five wardens." in lead.text
        lead.of(proposal, "criteria/H/")
        lead.write("volunteers-0-people", "5")
        lead.press(NEXT)
        lead.of(proposal, "send/")
        lead.do(declared="true")
        assert state_of(proposal) == State.RESUBMITTED

        # Both read in words what changed between the two records.
        for reader in (lead, officer):
            reader.of(proposal, "records/")
            reader.do("Show what changed")
            assert "7 → 5" in reader.text
            assert "Please put in five wardens." in reader.text


def has_disclosure(file: Any) -> bool:
    return bool(cast(dict[str, Any], file).get("asset"))


def fill_from(lead: Actor, proposal: Proposal) -> None:
    """Fill in every page of the group's from the example."""
    for page in ("about", "group", "terms"):
        lead.of(proposal, f"facts/{page}/")
        lead.fill_facts(HUB)
        lead.press(NEXT)
        assert lead.errors == []
    lead.answer_all(HUB)
