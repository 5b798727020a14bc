"""Eight people save at the same moment: no error, and nothing that one of them saved is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from appraisal.actions.councils import add_member
from appraisal.models import PageState, Proposal
from core.accounts.people import add_person
from core.models import Organisation
from tests.appraisal.site.browsing import Boxes, boxes, page_of, send
from tests.appraisal.site.people import NOW, Site, events, usual_site

pytestmark = pytest.mark.django_db(transaction=True)

EIGHT = range(8)
PAGES: dict[str, Boxes] = {
    "A": {"capital_cost_gbp": "250000"},
    "B": {"annual_revenue_cost_gbp": "60000"},
    "C": {"level": "good"},
    "E": {"ratings-be-healthy": "major"},
    "F": {"ratings-worklessness": "some"},
    "I": {"jobs_fte": "0.5"},
    "K": {"land-0-use": "growing", "land-0-area_m2": "600"},
    "M": {"level": "some", "reason": "The frontage is open again"},
}


@pytest.fixture
def site(transactional_db: None) -> Site:
    """Return a site that every thread sees."""
    return usual_site()


@pytest.fixture
def crowd(site: Site) -> list[Client]:
    """Return the browsers of eight members of the group."""
    clients = []
    for number in EIGHT:
        person = add_person(email=f"m{number}@example.org", name=f"Member {number}")
        add_member(user=person, organisation=site.group, at=NOW)
        client = Client()
        client.force_login(person)
        clients.append(client)
    return clients


def at_once(jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all jobs at the same moment, each in a thread of its own; an error of one is an error here."""
    ready = Barrier(len(jobs))
    results: list[Any] = [None] * len(jobs)

    def run(number: int) -> None:
        ready.wait()
        try:
            results[number] = jobs[number]()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    errors = [one for one in results if isinstance(one, Exception)]
    assert errors == []
    return results


def test_eight_different_pages(site: Site, crowd: list[Client]) -> None:
    opened = {letter: boxes(crowd[0].get(site.letter(letter))) for letter in PAGES}
    jobs = [
        partial(send, client, site.letter(letter), {**opened[letter], **PAGES[letter]})
        for client, letter in zip(crowd, PAGES, strict=True)
    ]
    assert [one.status_code for one in at_once(jobs)] == [302] * 8
    assert site.sheet.entries.keys() == PAGES.keys()
    assert all(site.sheet.entry(letter).given for letter in PAGES)
    saved = [detail["page"] for event, detail in events(site.proposal) if event == "page saved"]
    assert sorted(saved) == [*sorted(PAGES), "terms"]


def cost(number: int) -> Boxes:
    return {"capital_cost_gbp": str(1000 + number)}


def test_eight_people_on_one_page_save_one_after_the_other(site: Site, crowd: list[Client]) -> None:
    address = site.letter("A")
    waiting = {number: boxes(client.get(address)) for number, client in enumerate(crowd)}
    for typed in waiting.values():
        assert typed["page-saves"] == "0"
    rounds = 0
    while waiting:
        rounds += 1
        people = list(waiting)
        jobs = [
            partial(send, crowd[number], address, {**waiting[number], **cost(number)})
            for number in people
        ]
        answers = dict(zip(people, at_once(jobs), strict=True))
        through = [number for number in people if answers[number].status_code == 302]
        assert len(through) == 1, "of those who had seen the same, one is first"
        stored = site.sheet.entry("A").given["capital_cost_gbp"]
        assert stored == str(1000 + through[0])
        for number in set(people) - set(through):
            assert page_of(answers[number]).xpath("//*[@id='conflict']")
        waiting = {n: boxes(answers[n]) for n in people if n not in through}
    assert rounds == 8
    assert PageState.objects.get(proposal=site.proposal, page="A").saves == 8
    costs = [
        detail["after"]["given"]["capital_cost_gbp"]
        for event, detail in events(site.proposal)
        if event == "page saved" and detail["page"] == "A"
    ]
    assert sorted(costs) == [str(1000 + number) for number in EIGHT], "none is lost from the record"


def test_the_same_button_pressed_eight_times_saves_once(site: Site, crowd: list[Client]) -> None:
    typed = {**boxes(crowd[0].get(site.letter("A"))), "capital_cost_gbp": "5"}
    jobs = [partial(send, crowd[0], site.letter("A"), typed)] * 8
    assert {one.status_code for one in at_once(jobs)} == {302}
    assert PageState.objects.get(proposal=site.proposal, page="A").saves == 1


def test_the_same_start_sent_eight_times_starts_one_proposal(site: Site) -> None:
    client = site.client("stranger")
    start = f"/{site.council.slug}/start/"
    typed = {
        **boxes(client.get(start)),
        "kind": "asset-transfer",
        "title": "Ours",
        "name": "Hall",
        "summary": "Open it",
        "group_name": "New group",
        "contact_name": "Mair",
    }
    answers = at_once([partial(client.post, start, typed)] * 8)
    assert [one.status_code for one in answers] == [302] * 8
    assert len({one.headers["Location"] for one in answers}) == 1
    assert Organisation.objects.filter(name="New group").count() == 1
    assert Proposal.objects.exclude(pk=site.proposal.pk).count() == 1
