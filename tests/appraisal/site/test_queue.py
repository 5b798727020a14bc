"""The officers' queue: its parts, filters and search, its pages, and giving proposals to somebody."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appraisal.actions.councils import add_officer
from appraisal.actions.facts import facts_of, put_facts, save_facts
from appraisal.actions.finding import found_by, note_what_finds
from appraisal.models import Asset, Proposal, Stage, State, Terms
from appraisal.models.proposals import STAGES
from appraisal.queries import sheet_of
from appraisal.queries.queue import A_PAGE, Asked, Order, Place, View, find
from appraisal.queries.search import holding
from core.accounts.people import add_person
from core.models import Organisation, User
from tests.appraisal.site.browsing import assert_well_formed, words_of
from tests.appraisal.site.browsing import page_of as html_of
from tests.appraisal.site.people import NOW, Site, events, fingerprint

pytestmark = pytest.mark.django_db


def queue(site: Site, **asked: str) -> str:
    address = reverse("appraisal:queue", args=[site.council.slug])
    return f"{address}?{'&'.join(f'{key}={value}' for key, value in asked.items())}"


def many(
    site: Site, count: int, *, state: State = State.SUBMITTED, title: str = "Proposal", **more: Any
) -> list[Proposal]:
    """Add proposals, each a minute after the one before, two of each minute."""
    scheme = site.proposal.scheme_id
    made = [
        Proposal(
            authority=site.council,
            organisation=more.get("organisation", site.group),
            scheme_id=scheme,
            kind=more.get("kind", "asset-transfer"),
            title=f"{title} {number:03}",
            reference=more.get("reference", ""),
            valuation_date=NOW.date(),
            state=state,
            state_since=NOW - timedelta(minutes=1000 - number // 2),
            officer=more.get("officer"),
            started_by=site.people["member"],
            started_at=NOW,
            changed_at=NOW,
        )
        for number in range(count)
    ]
    for one in made:
        one.found_by = found_by(one)
    return Proposal.objects.bulk_create(made)


def titles(response: Any) -> list[str]:
    links = html_of(response).xpath("//table//tbody//th//a")
    return [" ".join(link.text_content().split()) for link in links]


def shown(site: Site, who: str = "officer", **asked: str) -> set[str]:
    return {one.split()[0] for one in titles(site.client(who).get(queue(site, **asked)))}


# --- its parts -------------------------------------------------------------------------------------


def test_every_state_belongs_to_one_part_and_the_database_knows_which(site: Site) -> None:
    assert sorted(state for states in STAGES.values() for state in states) == sorted(State)
    for stage, states in STAGES.items():
        for state in states:
            Proposal.objects.filter(pk=site.proposal.pk).update(state=state)
            found = Proposal.objects.get(pk=site.proposal.pk)
            assert (found.stage, found.is_open) == (stage, int(stage != Stage.CLOSED))


def test_each_part_shows_its_own(site: Site) -> None:
    officer = site.people["officer"]
    Proposal.objects.filter(pk=site.proposal.pk).delete()
    many(site, 1, title="Mine", officer=officer)
    many(site, 1, title="Closed", officer=officer, state=State.WITHDRAWN)
    many(site, 1, title="Free")
    many(site, 1, title="Returned", state=State.RETURNED, officer=officer)
    many(site, 1, title="Checked", state=State.CHECKED, officer=site.people["chair"])
    assert shown(site) == {"Mine", "Returned"}, "an officer sees their own first"
    assert shown(site, view="mine") == {"Mine", "Returned"}
    assert shown(site, view="unassigned") == {"Free"}
    assert shown(site, view="waiting") == {"Returned"}
    assert shown(site, view="panel") == {"Checked"}
    assert shown(site, view="all") == {"Mine", "Closed", "Free", "Returned", "Checked"}
    assert shown(site, view="nonsense") == {"Mine", "Returned"}


@pytest.mark.parametrize("who", ["checker", "auditor"])
def test_who_only_reads_sees_all_and_gives_nothing(site: Site, who: str) -> None:
    many(site, 1, title="Free")
    response = site.client(who).get(queue(site))
    assert "Free 000" in titles(response)
    assert b'name="chosen"' not in response.content
    before = fingerprint()
    assert site.client(who).post(queue(site), {"chosen": "x", "to": "1"}).status_code == 403
    assert fingerprint() == before


def test_it_is_filtered_by_what_is_asked_for(site: Site) -> None:
    Proposal.objects.all().delete()
    leased, bought, _open = many(site, 3)
    Terms.objects.create(proposal=leased, tenure="lease")
    Terms.objects.create(proposal=bought, tenure="freehold")
    officer = site.client("officer")
    assert titles(officer.get(queue(site, view="all", tenure="freehold"))) == [bought.title]
    assert titles(officer.get(queue(site, view="all", tenure="lease"))) == [leased.title]
    assert titles(officer.get(queue(site, view="all", tenure="licence"))) == []
    page = officer.get(queue(site, view="all", tenure="nonsense"))
    assert len(titles(page)) == 3
    assert_well_formed(page)


def test_another_councils_proposals_are_in_no_queue(site: Site) -> None:
    elsewhere = reverse("appraisal:queue", args=[site.other.slug])
    assert titles(site.client("elsewhere").get(f"{elsewhere}?view=all")) == []
    assert site.client("officer").get(elsewhere).status_code == 404


# --- filters and search ----------------------------------------------------------------------------


def test_it_is_filtered_and_searched(site: Site) -> None:
    Proposal.objects.filter(pk=site.proposal.pk).delete()
    rivals = Organisation.objects.get(name="Rival group")
    (hall,) = many(site, 1, title="Hall", reference="CAT-2026-7")
    Asset.objects.create(proposal=hall, name="Norton Old Baths")
    note_what_finds(hall)
    many(site, 1, title="Shed", organisation=rivals, state=State.RETURNED)
    many(site, 1, title="Service", kind="coproduction")
    for asked, found in (
        ({"state": "returned"}, {"Shed"}),
        ({"kind": "coproduction"}, {"Service"}),
        ({"words": "hall"}, {"Hall", "Service"}),  # the title, and the “Hall group”
        ({"words": "rival"}, {"Shed"}),
        ({"words": "2026-7"}, {"Hall"}),
        ({"words": "old baths"}, {"Hall"}),
        ({"words": "old baths", "kind": "coproduction"}, set()),
        ({"words": "100%"}, set()),
        ({"words": "_"}, set()),
    ):
        assert shown(site, view="all", **asked) == found, asked


def test_a_proposal_is_found_by_what_it_is_called_now(site: Site) -> None:
    def finds(words: str) -> bool:
        return bool(shown(site, view="all", words=words))

    def save(page: str, **facts: str) -> None:
        fresh = Proposal.objects.get(pk=site.proposal.pk)
        save_facts(
            by=site.people["lead"],
            proposal=fresh,
            page=page,
            facts=facts,
            seen=sheet_of(fresh).saves(page),
            at=NOW,
        )

    assert finds("hall group")
    save("about", title="ŶSTRAD Rooms")
    save("asset", name="The Élan Works")
    save("council", reference="CAT/77")
    for words in ("ŷstrad", "ŶSTRAD rooms", "élan", "cat/77"):
        assert finds(words), words
    assert finds("rooms ŷstrad"), "in whatever order"
    assert not finds("rooms mill")
    held = Proposal.objects.get(pk=site.proposal.pk)
    facts = {**facts_of(held, "about"), **facts_of(held, "council")}
    put_facts(held, {**facts, "title": "Mill", "reference": "X9"})
    assert [finds(words) for words in ("ŷstrad", "élan", "mill", "x9")] == [
        *(False, False),
        *(True, True),
    ]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("École du Nord", "ÉCOLE"),
        ("ÉCOLE du Nord", "école"),
        ("École du Nord", "e\N{COMBINING ACUTE ACCENT}cole"),
        ("Straße", "STRASSE"),
        ("École du Nord", "nord école"),
        ("Old Baths", "aths old"),
        ("Block 7 (St Ann’s)", "7"),
        ("Block 7 (St Ann’s)", "ST"),
        ("Block 7 (St Ann’s)", "ann lock s"),
    ],
)
def test_capitals_accents_and_the_order_of_words_are_all_the_same(
    site: Site, title: str, words: str
) -> None:
    Proposal.objects.all().delete()
    many(site, 1, title=title)
    many(site, 1, title="Faster Mill")
    assert titles(site.client("officer").get(queue(site, view="all", words=words))) == [
        f"{title} 000"
    ]


def test_one_or_two_letters_are_looked_for_where_words_begin(site: Site) -> None:
    Proposal.objects.all().delete()
    many(site, 1, title="Faster")
    assert [bool(shown(site, view="all", words=one)) for one in ("st", "fa", "ste")] == [
        *(False, True),
        True,
    ]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="an index of PostgreSQL")
@pytest.mark.parametrize("words", ["aths", "ba"])
def test_a_search_is_answered_by_the_index_of_letters(site: Site, words: str) -> None:
    with connection.cursor() as cursor:
        for one in ("seqscan", "indexscan", "indexonlyscan"):  # few rows are read faster without
            cursor.execute(f"SET LOCAL enable_{one} = off")
    found = holding(Proposal.objects.order_by(), words)
    assert "Bitmap Index Scan on proposal_letters" in found.explain()


def test_very_long_names_still_fit_the_index(site: Site) -> None:
    long = "\N{GRINNING FACE}" * 200
    site.proposal.title = long
    Asset.objects.filter(proposal=site.proposal).update(name=long)
    Organisation.objects.filter(pk=site.group.pk).update(name=long)
    note_what_finds(Proposal.objects.get(pk=site.proposal.pk))
    fresh = Proposal.objects.get(pk=site.proposal.pk)
    assert len(fresh.found_by.encode()) <= 2_400
    assert shown(site, view="all", words=long[:50])


def test_what_makes_no_sense_in_the_address_is_left_out(site: Site, officer: Client) -> None:
    for asked in (
        {"after": "yesterday"},
        {"after": "2026-11-22T12:00:00+00:00_no"},
        {"after": f"0001-01-01T00:00:00+14:00_{uuid.uuid4()}"},
        {"before": f"2026-11-22T12:00:00_{uuid.uuid4()}"},
        {"state": "gone", "kind": "x", "order": "random"},
        {"words": "a%00b"},
        {"given": "9" * 50, "to": "x"},
    ):
        assert officer.get(queue(site, view="all", **asked)).status_code == 200, asked


# --- pages -----------------------------------------------------------------------------------------


def all_pages(client: Client, address: str) -> Iterable[list[str]]:
    while address:
        response = client.get(address)
        yield titles(response)
        links = html_of(response).xpath("//a[@rel='next']/@href")
        address = f"{address.partition('?')[0]}{links[0]}" if links else ""


@pytest.mark.parametrize("words", ["", "Proposal"])
@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_its_pages_hold_each_proposal_once_and_in_order(
    site: Site, officer: Client, order: str, words: str
) -> None:
    Proposal.objects.all().delete()
    made = many(site, 2 * A_PAGE + 3)
    pages = list(all_pages(officer, queue(site, view="unassigned", order=order, words=words)))
    assert [len(one) for one in pages] == [A_PAGE, A_PAGE, 3]
    seen = [title for page in pages for title in page]
    by = sorted(made, key=lambda one: (one.state_since, one.pk), reverse=order == "newest")
    assert seen == [one.title for one in by]


@pytest.mark.parametrize("words", ["", "Proposal"])
@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_from_the_last_page_it_goes_back_to_the_first(
    site: Site, officer: Client, order: str, words: str
) -> None:
    Proposal.objects.all().delete()
    many(site, 2 * A_PAGE)
    asked = {"view": "unassigned", "words": words, "order": order}
    first, second = all_pages(officer, queue(site, **asked))
    response = officer.get(queue(site, **asked))
    onward = html_of(response).xpath("//a[@rel='next']/@href")[0]
    at_second = officer.get(f"/brum/queue/{onward}")
    back = html_of(at_second).xpath("//a[@rel='prev']/@href")[0]
    at_first = officer.get(f"/brum/queue/{back}")
    assert (titles(at_second), titles(at_first)) == (second, first)
    assert not html_of(at_first).xpath("//a[@rel='prev']")
    assert not html_of(at_second).xpath("//a[@rel='next']")


def test_a_page_after_the_last_is_empty_and_leads_nowhere(site: Site) -> None:
    late = Place(NOW + timedelta(days=1), uuid.uuid4())
    found = find(site.council, site.people["officer"], Asked(View.ALL), after=late)
    assert found.page == ((), None, None)


def test_the_database_goes_to_a_page_by_an_index(site: Site) -> None:
    """The comparison of rows stands in the index search itself, for every part of the queue."""
    place = Place(NOW - timedelta(days=1), uuid.uuid4())
    for view in View:
        with CaptureQueriesContext(connection) as asked:
            find(site.council, site.people["officer"], Asked(view, Order.OLDEST), after=place)
        (sql,) = [one["sql"] for one in asked.captured_queries]
        assert ") > (" in sql, sql
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                plan = [str(row[3]) for row in cursor.fetchall()]
            (way,) = [line for line in plan if " appraisal_proposal " in line]
            assert "(state_since,id)>(?,?)" in way, (view, plan)
            assert not any("TEMP B-TREE" in line for line in plan), (view, plan)


def test_many_are_counted_only_so_far(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    Proposal.objects.all().delete()
    many(site, 12, title="Many")
    many(site, 3, title="Gone", state=State.WITHDRAWN)

    def counted(view: View, words: str = "") -> str:
        return find(site.council, site.people["officer"], Asked(view, words=words)).many

    assert (counted(View.ALL), counted(View.UNASSIGNED), counted(View.MINE)) == ("15", "12", "0")
    assert counted(View.ALL, words="Many") == "12"
    monkeypatch.setattr("appraisal.queries.queue.MOST_COUNTED", 11)
    assert (counted(View.ALL), counted(View.UNASSIGNED)) == ("11+", "11+")


def test_a_search_that_finds_very_many_is_shown_by_the_index(
    site: Site, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(site, A_PAGE + 5, title="Many")
    address = queue(site, view="all", words="Many")
    few = list(all_pages(officer, address))
    monkeypatch.setattr("appraisal.queries.queue.MOST_SORTED", 20)
    monkeypatch.setattr("appraisal.queries.queue.MOST_COUNTED", 20)
    assert list(all_pages(officer, address)) == few
    assert "20+ proposals" in words_of(officer.get(address))


def test_it_asks_as_much_of_two_hundred_as_of_none(site: Site, officer: Client) -> None:
    Proposal.objects.all().delete()
    counts = []
    for more in (0, 3, 197):
        many(site, more)
        officer.get(queue(site, view="all"))
        with CaptureQueriesContext(connection) as asked:
            assert officer.get(queue(site, view="all")).status_code == 200
        counts.append(len(asked))
    # Session, person, council, memberships, notices; officers, and the page with its count.
    assert counts == [7, 7, 7]


# --- giving ----------------------------------------------------------------------------------------


@pytest.fixture
def colleague(site: Site) -> User:
    person = add_person(email="colleague@example.org", name="Colin Ŷs", password="x" * 20)
    add_officer(user=person, authority=site.council, at=NOW)
    return person


def test_proposals_are_given_to_me_and_to_a_colleague(
    site: Site, officer: Client, colleague: User
) -> None:
    made = many(site, 2)
    me = site.people["officer"]
    page = officer.get(queue(site, view="unassigned"))
    assert_well_formed(page)
    chosen = [f"{one.pk} nobody" for one in made]
    response = officer.post(queue(site, view="unassigned"), {"chosen": chosen, "to": str(me.pk)})
    assert response.status_code == 302
    assert f"Given to {me}: 2 proposals." in words_of(officer.get(response.headers["Location"]))
    assert {one.officer for one in Proposal.objects.filter(pk__in=[m.pk for m in made])} == {me}
    sent = {"chosen": [f"{made[0].pk} {me.pk}"], "to": str(colleague.pk)}
    assert officer.post(queue(site), sent).status_code == 302
    assert Proposal.objects.get(pk=made[0].pk).officer == colleague
    said = [(event, detail) for event, detail in events(made[0])]
    assert [event for event, _ in said] == ["officer changed", "officer changed"]
    assert said[1][1] == {"before": me.pk, "after": colleague.pk}


def test_what_somebody_else_took_meanwhile_stays_theirs(
    site: Site, officer: Client, colleague: User
) -> None:
    (one,) = many(site, 1, title="Taken", officer=colleague)
    sent = {"chosen": [f"{one.pk} nobody"], "to": str(site.people["officer"].pk)}
    response = officer.post(queue(site, view="unassigned"), sent)
    assert "Taken 000: Colin Ŷs has it since you opened this page." in words_of(response)
    assert Proposal.objects.get(pk=one.pk).officer == colleague


@pytest.mark.parametrize("chosen", ["", "no", "{pk}", "{pk} x", "{other} nobody", "{never} nobody"])
def test_what_cannot_be_chosen_changes_nothing(site: Site, officer: Client, chosen: str) -> None:
    (other,) = many(site, 1)
    Proposal.objects.filter(pk=other.pk).update(authority=site.other)
    text = chosen.format(pk=site.proposal.pk, other=other.pk, never=uuid.uuid4())
    before = fingerprint()
    officer.post(queue(site, view="all"), {"chosen": [text], "to": str(site.people["officer"].pk)})
    assert fingerprint() == before


def test_nobody_but_an_asset_officer_is_given_anything(site: Site, officer: Client) -> None:
    before = fingerprint()
    for person in ("checker", "lead", "elsewhere"):
        sent = {"chosen": [f"{site.proposal.pk} nobody"], "to": str(site.people[person].pk)}
        assert officer.post(queue(site, view="all"), sent).status_code == 200
    assert fingerprint() == before


def test_since_when_it_waits_is_said(site: Site, officer: Client) -> None:
    since: datetime = NOW - timedelta(days=3)
    Proposal.objects.filter(pk=site.proposal.pk).update(state_since=since)
    assert "19 November 2026 (3 days)" in words_of(officer.get(queue(site, view="all")))
