"""How many queries each page asks: a fixed and small number, whatever was answered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appraisal.actions.answers import Said, save_criterion
from appraisal.actions.demo import build_demo
from appraisal.models import CriterionEntry, Proposal
from appraisal.queries import sheet_of
from core.models import User
from tests.core.people import second_steps_for_staff

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LETTERS = "ABCDEFGHIJKLM"
MOST_ROWS = 200

# Session, person, council, memberships, proposal: what every page asks before it shows anything; and how much
# its person was told of that they have not seen.
DOOR = 6
# Entries with their answers, aims, own proxies, pages.
SHEET = 4

PAGES = {
    **{f"criteria/{letter}/": DOOR + SHEET + 1 for letter in LETTERS},  # its evidence
    **{
        f"criteria/{letter}/": DOOR + SHEET + 3 for letter in "EFG"
    },  # and whether there is a newer list
    **{f"facts/{page}/": DOOR + SHEET for page in ("about", "group", "terms", "council")},
    "facts/asset/": DOOR + SHEET + 1,  # the neighbourhoods
    "check/": DOOR + SHEET + 2,  # its evidence, and what else the report wants to know
    "evidence/": DOOR + SHEET + 2,
    "": DOOR + SHEET + 2,  # whether there are new messages, and newer lists
    "result/": DOOR + SHEET,
    "appraisal.json": DOOR + SHEET - 1,  # no page, so no line of parts
    "import/": DOOR,
}
OFFICERS = {"facts/council/"}  # all other pages are asked for as a member of the group


@pytest.fixture(scope="module", autouse=True)
def demo(for_the_module: None) -> None:
    build_demo(at=NOW, drafts_only=True)
    second_steps_for_staff()


def hall() -> Proposal:
    return Proposal.objects.get(reference="CAT-2026-014")


def client_of(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def queries_of(client: Client, path: str) -> int:
    client.get(path)  # the first page of a visit notes the hour and the council in the session
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def counted(proposal: Proposal) -> dict[str, int]:
    """Return how many queries each page of a proposal asks."""
    group, officer = client_of("asha@example.org"), client_of("officer@northfield.example")
    return {
        place: queries_of(
            officer if place in OFFICERS else group, f"/northfield/proposals/{proposal.pk}/{place}"
        )
        for place in PAGES
    }


def fill_rows(proposal: Proposal) -> None:
    """Answer every question that takes rows with as many as it may have."""
    sheet = sheet_of(proposal)
    for criterion in sheet.scheme.criteria:
        given = dict(sheet.entry(criterion.letter).given)
        longer = {key: rows * MOST_ROWS for key, rows in given.items() if isinstance(rows, list)}
        if longer:
            full = {key: rows[:MOST_ROWS] for key, rows in longer.items()}
            save_criterion(
                by=proposal.started_by,
                proposal=proposal,
                letter=criterion.letter,
                said=Said(keys=frozenset(full), given=full),
                seen=sheet.saves(criterion.letter),
                at=NOW,
            )


def lists_of(proposal: Proposal) -> list[list[object]]:
    entries = sheet_of(proposal).entries.values()
    return [given for entry in entries for given in entry.given.values() if isinstance(given, list)]


def test_each_page_of_a_full_proposal_asks_a_fixed_number_of_queries() -> None:
    assert counted(hall()) == PAGES


def test_as_many_rows_as_there_may_be_cost_no_query_more() -> None:
    fill_rows(hall())
    assert min(len(rows) for rows in lists_of(hall())) == MOST_ROWS
    assert counted(hall()) == PAGES


def test_a_proposal_without_any_answer_asks_as_many() -> None:
    proposal = Proposal.objects.get(title="The lodge in Norton Park")
    CriterionEntry.objects.filter(assessment__proposal=proposal).delete()
    left = {"criteria/H/": DOOR + SHEET + 2}  # it says who left it unfinished
    assert counted(proposal) == PAGES | left


def test_the_list_of_proposals_asks_as_much_of_thirty_as_of_five() -> None:
    officer = client_of("officer@northfield.example")
    before = queries_of(officer, "/northfield/proposals/")
    for proposal in [*Proposal.objects.filter(authority=hall().authority)] * 6:
        proposal.pk, proposal.reference, proposal._state.adding = None, "", True
        proposal.save()
    assert before == queries_of(officer, "/northfield/proposals/") == 8
