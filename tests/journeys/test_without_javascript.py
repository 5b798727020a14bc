"""A whole proposal without a script: what the server alone makes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from appraisal.file import read_file
from appraisal.models import Proposal
from appraisal.result import result_of
from tests.journeys.stage import (
    address_of,
    council_of,
    example,
    group_at,
    invite,
    officer_of,
    proposal_of,
    sign_in,
)
from tests.journeys.walking import (
    GROUP,
    LATER,
    NEXT,
    OFFICER,
    STAY,
    Walker,
    asked,
    leave_by,
    result_shown,
    result_wanted,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

GARDEN = example("garden")
SEE = "See what it would change"


@pytest.fixture
def walker(browser: Browser, live_server: LiveServer) -> Iterator[Walker]:
    context = browser.new_context(java_script_enabled=False)
    yield Walker(context.new_page(), live_server.url)
    context.close()


def download(walker: Walker) -> dict[str, Any]:
    """Download the appraisal file of the proposal whose tasks they see."""
    with walker.page.expect_download() as begun:
        walker.link("Download the answers as a file").click()
    return cast(dict[str, Any], json.loads(Path(begun.value.path()).read_text()))


def send(walker: Walker, file: dict[str, Any], folder: Path) -> None:
    """Send an appraisal file and ask what it would change."""
    path = folder / "changed.json"
    path.write_text(json.dumps(file))
    walker.page.set_input_files("[name=file]", path)
    walker.press(SEE)


def test_a_garden_is_typed_in_agreed_and_taken_away_as_a_file(
    walker: Walker, tmp_path: Path
) -> None:
    council = council_of(GARDEN)
    officer = officer_of(council)
    ann = group_at(council, GARDEN.file["applicant"]["name"]).ann

    sign_in(walker.page, walker.site, ann)
    walker.go("/brum/")
    walker.follow("Start another proposal")
    start_with_land(walker)
    tasks = walker.page.url
    walker.follow("What you ask the council for")
    walker.fill_facts(GARDEN)
    walker.press(NEXT)
    assert walker.answer_all(GARDEN) == asked(GARDEN, GROUP)
    walker.back()  # the plan for three years: it can be sent in without
    assert "Waiting for the council" in walker.text, "it says for three that they do not apply"

    # The officer fills in the council's part, and agrees to each claim that the file says is agreed.
    sign_in(walker.page, walker.site, officer)
    walker.page.goto(tasks)
    walker.follow("The council’s figures")
    walker.fill_facts(GARDEN)
    walker.value_on(GARDEN, "The example is of this day")
    walker.press(NEXT)
    assert walker.answer_all(GARDEN) == asked(GARDEN, OFFICER)
    claimed = [letter for letter, said in GARDEN.answers.items() if "not_applicable" in said]
    for letter in claimed:
        walker.follow(f"{letter} {GARDEN.scheme.by_letter[letter].title}")
        assert GARDEN.answers[letter]["not_applicable"]["reason"] in walker.text
        walker.press("Agree that it does not apply")
        assert "Agreed for the council by" in walker.text
        walker.back()
    walker.follow("See the result")
    assert result_shown(walker.page) == result_wanted(GARDEN)

    # The file that is taken away comes to the same on its own, to the key.
    walker.page.goto(tasks)
    taken = download(walker)
    again = read_file(json.dumps(taken).encode()).appraise()
    come_to = result_of(again)
    assert {key: come_to[key] for key in GARDEN.result} == GARDEN.result

    # Somebody changes the file and sends it back: the group's part is taken over, the council's stays.
    sign_in(walker.page, walker.site, ann)
    walker.page.goto(tasks)
    taken["answers"]["B"]["annual_revenue_cost_gbp"] = 5000
    rent, taken["terms"]["market_rent_gbp_pa"] = taken["terms"]["market_rent_gbp_pa"], 1
    walker.follow("Fill in from a file")
    walker.press(SEE)
    assert walker.errors == ["Choose an appraisal file"]
    send(walker, taken, tmp_path)
    assert walker.heading == "What the file would change"
    will, stays = (table.inner_text() for table in walker.page.locator("table").all())
    assert "£4,000" in will
    assert "£5,000" in will
    assert "Market rent" not in will
    assert "£850.50" in stays
    walker.press("Take it over")
    assert walker.heading == "Check your answers"
    assert "£5,000" in walker.text
    walker.page.goto(tasks)
    changed = download(walker)
    assert changed["answers"]["B"]["annual_revenue_cost_gbp"] in (5000, "5000")
    assert changed["terms"]["market_rent_gbp_pa"] == rent
    assert changed["answers"]["A"] == taken["answers"]["A"], "what was agreed is still agreed"


def start_with_land(walker: Walker) -> None:
    """Start as the example does, which says of the land only what its title says."""
    walker.choose("kind", GARDEN.file["kind"])
    walker.write("title", GARDEN.file["title"])
    walker.press("Send to the council")
    assert "Enter what the building or land is called" in walker.errors
    walker.write("name", "Land at Brook Lane")
    walker.write("summary", "Grow food beside the allotments.")
    walker.press("Send to the council")
    invite(Proposal.objects.get())
    walker.begin()


def test_rows_are_added_changed_and_removed_and_a_page_is_left_unfinished(walker: Walker) -> None:
    council = council_of(GARDEN)
    group = group_at(council)
    proposal = proposal_of(group)
    sign_in(walker.page, walker.site, group.ann)
    walker.go(address_of(proposal, "criteria/H/"))

    # Four kinds of work, one page load for each row; what was typed stays.
    work = [("Gardeners", "9", "2", "40"), ("Kitchen", "3", "1.5", "48"), ("Door", "2", "3", "50")]
    for number, row in enumerate(work):
        if number:
            walker.add_row("volunteers", "role")
            expect(walker.box(f"volunteers-{number}-role")).to_be_focused()
        write_role(walker, number, row)
    walker.add_row("volunteers", "role")
    write_role(walker, 3, ("Van", "1", "many", ""))

    # Left for later: kept as it was typed, and it does not count yet.
    walker.press(LATER)
    assert "Kept as you left it: H Community participation." in walker.text
    assert status_of(walker, "H Community participation") == "Unfinished"
    walker.follow("H Community participation")
    assert "This page was left unfinished by you" in walker.text
    assert walker.errors == [
        "Role 4: Hours a week for each must be a number in figures, such as 12 or 12.5",
        "Role 4: Enter a number for “Weeks a year”",
    ]
    assert walker.reads("volunteers-3-hours_per_week") == "many"

    # A row is removed from the middle, one is changed, and the wrong one goes.
    walker.press("Remove role 2")
    walker.press("Remove role 3")
    assert [walker.reads(f"volunteers-{n}-role") for n in (0, 2)] == ["Gardeners", "Door"]
    walker.write("volunteers-0-people", "10")
    walker.press(STAY)
    assert walker.errors == []
    assert "Saved: H Community participation." in walker.text
    assert walker.rows("volunteers") == 2
    assert [walker.reads(f"volunteers-{n}-role") for n in (0, 1)] == ["Gardeners", "Door"]
    assert walker.reads("volunteers-0-people") == "10"

    # The Enter key saves the page; it does not press the first button there is.
    with walker.page.expect_navigation():
        walker.box("volunteers-1-people").press("Enter")
    assert walker.heading.startswith("I ")
    leave_by(walker.page.locator(".govuk-pagination__prev a"))
    assert walker.rows("volunteers") == 2

    # All rows gone, the page left blank: what was said is taken back.
    walker.press("Remove role 1")
    walker.press("Remove role 2" if walker.rows("volunteers") == 2 else "Remove role 1")
    walker.press(LATER)
    assert status_of(walker, "H Community participation") == "Not started"


def test_it_is_said_not_to_apply_and_then_to_apply_after_all(walker: Walker) -> None:
    council = council_of(GARDEN)
    officer, group = officer_of(council), group_at(council)
    page = address_of(proposal_of(group), "criteria/J/")
    sign_in(walker.page, walker.site, group.ann)
    walker.go(page)
    walker.tick("not-applicable")
    walker.press(NEXT)
    assert walker.errors == ["Say why this does not apply to your group"]
    walker.write("not-applicable-reason", "No building")
    walker.press(NEXT)
    assert walker.errors == []

    sign_in(walker.page, walker.site, officer)
    walker.go(page)
    walker.press("Agree that it does not apply")
    walker.press("Take the agreement back")
    walker.press("Agree that it does not apply")
    walker.back()
    assert status_of(walker, "J Agency service use") == "Does not apply"

    sign_in(walker.page, walker.site, group.ann)
    walker.go(page)
    walker.box("not-applicable").uncheck()
    walker.reply(GARDEN.scheme.by_letter["J"].questions[0], [{"agency": "Nurse", "area_m2": 20}])
    walker.press(LATER)
    assert status_of(walker, "J Agency service use") == "Completed"


def write_role(walker: Walker, number: int, row: tuple[str, ...]) -> None:
    columns = ("role", "people", "hours_per_week", "weeks_per_year")
    for column, text in zip(columns, row, strict=True):
        walker.write(f"volunteers-{number}-{column}", text)


def status_of(walker: Walker, task: str) -> str:
    """Return how far a task is, as its line on the list says."""
    line = walker.page.locator(".govuk-task-list__item").filter(has_text=task)
    return line.locator(".govuk-task-list__status").inner_text().strip()
