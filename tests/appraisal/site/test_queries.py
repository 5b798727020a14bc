"""A page asks the database a fixed number of questions, however much was answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appraisal.models import Proposal
from appraisal.queries import sheet_of
from tests.appraisal.site.browsing import boxes
from tests.appraisal.site.files import example, take_over
from tests.appraisal.site.people import Site, answer, begin

pytestmark = pytest.mark.django_db


def rows(number: int) -> list[dict[str, str]]:
    club = {"participants": "18", "hours_per_session": "2", "sessions_per_year": "12"}
    return [{"name": f"Club {n}", **club} for n in range(number)]


def fill(site: Site, most: int) -> None:
    """Say more of the proposal: 1 row, hall's rows, or 200 rows."""
    member = site.people["member"]
    if most == 1:
        answer(member, site.proposal, "H", activities=rows(1))
        return
    for who in ("member", "officer"):
        take_over(site, site.client(who), {**example("hall"), "title": site.proposal.title})
    if most == 200:
        answer(member, site.proposal, "H", activities=rows(200), volunteers=[])


def pages(site: Site, who: str) -> Iterator[str]:
    facts = ("council",) if who == "officer" else ("about", "group", "asset", "terms")
    yield from (site.address("facts", one) for one in facts)
    yield from (site.letter(letter) for letter in ("A", "C", "D", "E", "H", "K", "L"))
    yield from (site.address(name) for name in ("proposal", "check", "result", "appraisal_file"))
    yield f"/{site.council.slug}/proposals/"


def asked(client: Client, address: str) -> int:
    """Return how many questions a page asks."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


def test_a_sheet_is_read_by_the_same_questions_whatever_it_holds(site: Site) -> None:
    numbers = set()
    for most in (1, 13, 200):
        fill(site, most)
        proposal = Proposal.objects.select_related(
            "organisation", "scheme", "asset", "terms", "authority"
        ).get(pk=site.proposal.pk)
        with CaptureQueriesContext(connection) as captured:
            sheet = sheet_of(proposal)
            assert sheet.source
            assert sheet.file.title == site.proposal.title
        numbers.add(len(captured))
    assert len(numbers) == 1, numbers
    assert numbers.pop() <= 8


@pytest.mark.parametrize("who", ["member", "officer"])
def test_every_page_asks_the_same_number_of_questions_whatever_it_shows(
    site: Site, who: str
) -> None:
    found: dict[str, set[int]] = {}
    for most in (1, 13, 200):
        fill(site, most)
        client = site.client(who)
        client.get(site.address("proposal"))  # what only a new session asks
        for address in pages(site, who):
            found.setdefault(address, set()).add(asked(client, address))
    assert {address: number for address, number in found.items() if len(number) > 1} == {}
    assert max(max(number) for number in found.values()) <= 20


def test_a_list_of_proposals_asks_no_more_for_many(site: Site, member: Client) -> None:
    address = f"/{site.council.slug}/proposals/"
    member.get(address)
    few = asked(member, address)
    for _ in range(30):
        begin(site.council, site.group, site.people["member"])
    assert asked(member, address) == few


def test_a_save_asks_the_same_number_of_questions_whatever_it_saves(
    site: Site, member: Client
) -> None:
    numbers = []
    opened = boxes(member.get(site.letter("H")))
    for times, number in enumerate((1, 40, 200)):
        typed = {
            f"activities-{n}-{key}": value
            for n, row in enumerate(rows(number))
            for key, value in row.items()
        }
        with CaptureQueriesContext(connection) as captured:
            response = member.post(site.letter("H"), {**opened, **typed, "page-saves": str(times)})
        assert response.status_code == 302
        numbers.append(len(captured))
    assert numbers[1] == numbers[2]
