"""Publication is an act of its own; the register shows what was published and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appraisal.actions.publishing import CannotPublish, Wording, publish, write_publication
from appraisal.models import Decision, Publication, State
from tests.appraisal.site.people import NOW, Site, events
from tests.appraisal.site.sitting import Sitting, client_of, sit

pytestmark = pytest.mark.django_db

SECRETS = {
    "reasons": "ẞsecret reasons of the panel",
    "conditions": "ẞsecret condition",
    "minute_reference": "ẞSECRET/7",
}


@pytest.fixture
def sitting(site: Site) -> Sitting:
    made = sit(site)
    made.ready()
    return made


def address(site: Site, name: str, *more: int) -> str:
    return reverse(f"appraisal:{name}", args=[site.council.slug, *more])


def public(site: Site) -> dict[str, str]:
    """Return everything that the public can get."""
    client = Client()
    pages = [address(site, name) for name in ("register", "register_csv", "register_json")]
    pages += [address(site, "register_entry", one.pk) for one in Publication.objects.all()]
    return {page: text_of(client.get(page)) for page in pages}


def text_of(response: Any) -> str:
    return str(response.getvalue().decode())


def test_a_decision_is_written_looked_at_and_then_published(sitting: Sitting) -> None:
    sitting.decides(outcome="conditions", **SECRETS)
    officer, site = client_of(sitting, "officer"), sitting.site
    page = officer.get(site.address("publication")).content.decode()
    assert "ẞsecret reasons" in page
    typed = {
        "title": "Norton Hall as a community centre",
        "asset": "Norton Hall",
        "reasons": "It serves many.",
        "conditions": "Keep it open.",
        "exempt_under": "",
    }
    sent = officer.post(site.address("publication"), typed)
    assert sent.headers["Location"] == site.address("publish")
    assert not any("Norton Hall" in text for text in public(site).values()), "nothing is public yet"
    page = officer.get(site.address("publish")).content.decode()
    assert "This is what the public will read" in page
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    sent = officer.post(site.address("publish"), {"seen": seen[1]})
    assert sent.headers["Location"] == site.address("decisions")
    assert sitting.proposal.state == State.PUBLISHED
    one = Publication.objects.get()
    page = Client().get(address(site, "register_entry", one.pk)).content.decode()
    for words in ("Norton Hall as a community centre", "Hall group", "Keep it open.", "a year off"):
        assert words in page
    assert "ẞsecret" not in page
    name, detail = events(sitting.proposal)[-1]
    assert name == "publish"
    assert detail["published"]["reasons"] == "It serves many."


def test_who_has_not_seen_the_newest_words_publishes_nothing(sitting: Sitting) -> None:
    sitting.decides()
    officer = sitting.people["officer"]
    wording = Wording(title="Our hall", asset="", reasons="First")
    first = write_publication(by=officer, proposal=sitting.proposal, wording=wording, at=NOW)
    later = NOW + timedelta(minutes=5)
    other = Wording(title="Our hall", asset="", reasons="Second")
    write_publication(by=officer, proposal=sitting.proposal, wording=other, at=later)
    with pytest.raises(CannotPublish, match="Look at them again"):
        publish(by=officer, proposal=sitting.proposal, seen=first.written_at, at=later)
    client = client_of(sitting, "officer")
    for forged in ("", "yesterday", first.written_at.isoformat()):
        page = client.post(sitting.site.address("publish"), {"seen": forged}).content.decode()
        assert "again" in page
    assert sitting.proposal.state == State.APPROVED
    publish(by=officer, proposal=sitting.proposal, seen=later, at=later)
    with pytest.raises(CannotPublish):
        write_publication(by=officer, proposal=sitting.proposal, wording=wording, at=later)


@pytest.mark.parametrize("who", ["lead", "checker", "auditor", "chair", "panel"])
def test_only_an_officer_publishes(sitting: Sitting, who: str) -> None:
    sitting.decides()
    officer = sitting.people["officer"]
    wording = Wording(title="Our hall", asset="", reasons="First")
    write_publication(by=officer, proposal=sitting.proposal, wording=wording, at=NOW)
    for name in ("publication", "publish"):
        sent = client_of(sitting, who).post(
            sitting.site.address(name), {"seen": NOW.isoformat(), "title": "x", "reasons": "x"}
        )
        assert sent.status_code == 403
    assert Publication.objects.get().published_at is None


def test_a_deferred_decision_is_not_published(sitting: Sitting) -> None:
    sitting.decides(outcome="deferred")
    wording = Wording(title="Our hall", asset="", reasons="First")
    with pytest.raises(CannotPublish, match="no decision to publish"):
        write_publication(
            by=sitting.people["officer"], proposal=sitting.proposal, wording=wording, at=NOW
        )


def test_what_is_exempt_stays_out_of_every_page_and_file(sitting: Sitting) -> None:
    made = sitting.decides(outcome="conditions", **SECRETS)
    assert made.discount_gbp is not None
    sitting.publishes(
        conditions="ẞsecret condition", exempt_under="3", hides_discount=True, hides_conditions=True
    )
    pages = public(sitting.site)
    percent, amount = f"{made.discount_percent:f}", f"{made.discount_gbp:,.0f}"
    for page, text in pages.items():
        assert "ẞsecret" not in text, page
        assert f"{percent}%" not in text
        assert amount not in text
        assert f"{made.discount_gbp:.2f}" not in text
    entry = json.loads(pages[address(sitting.site, "register_json")])["decisions"][0]
    assert (entry["discount_percent"], entry["discount_gbp"], entry["conditions"]) == (
        None,
        None,
        "",
    )
    assert entry["exempt"] == ["discount", "conditions"]
    page = pages[address(sitting.site, "register_entry", Publication.objects.get().pk)]
    assert "exempt from publication under paragraph 3 of Schedule 12A" in page
    assert "the discount and the conditions" in page


def test_a_part_is_exempt_only_under_a_paragraph(sitting: Sitting) -> None:
    sitting.decides()
    page = client_of(sitting, "officer").post(
        sitting.site.address("publication"),
        {"title": "Our hall", "reasons": "It serves", "exempt": ["discount"], "exempt_under": ""},
    )
    assert "Choose the paragraph under which it is exempt" in page.content.decode()
    with pytest.raises(CannotPublish, match="paragraph"):
        sitting.publishes(hides_discount=True)


def test_a_refusal_is_published_with_its_approved_wording_only(sitting: Sitting) -> None:
    sitting.decides(outcome="refused", reasons="ẞsecret reasons of the panel")
    page = client_of(sitting, "officer").get(sitting.site.address("publication")).content.decode()
    assert 'name="conditions"' not in page
    sitting.publishes(reasons="The asset is needed for a school.", conditions="ẞsecret")
    for text in public(sitting.site).values():
        assert "ẞsecret" not in text
    one = Publication.objects.get()
    assert (one.discount_percent, one.discount_gbp, one.conditions) == (None, None, "")


# The columns of a publication that a stranger may never read, whatever its state.
NEVER = (
    "Chair Ŵyn",
    "Officer Ŵyn",
    "Member Ŵyn",
    "Lead Ŵyn",
    "@example.org",
    "mair@secret.example",
)


def test_nothing_unpublished_is_in_the_register(sitting: Sitting) -> None:
    before = public(sitting.site)
    sitting.decides(outcome="conditions", **SECRETS)
    wording = Wording(
        title="ẞsecret title",
        asset="ẞsecret asset",
        reasons="ẞsecret words",
        conditions="ẞsecret condition",
        exempt_under="5",
    )
    written = write_publication(
        by=sitting.people["officer"], proposal=sitting.proposal, wording=wording, at=NOW
    )
    assert {page: public(sitting.site)[page] for page in before} == before
    made = Decision.objects.get()
    entry = address(sitting.site, "register_entry", written.pk)
    for who in ("nobody", "stranger", "officer", "lead"):
        answer = sitting.site.client(who).get(entry)
        assert answer.status_code == 404
        text = answer.content.decode()
        for field in Publication._meta.fields:
            value = getattr(written, field.name)
            if isinstance(value, str) and len(value) > 4 and field.name != "kind":
                assert value not in text.replace(entry, ""), field.name
        assert made.minute_reference not in text


def test_a_published_decision_names_no_person(sitting: Sitting) -> None:
    sitting.decides()
    sitting.publishes()
    for page, text in public(sitting.site).items():
        for never in NEVER:
            assert never not in text, page


# --- the register --------------------------------------------------------------------------------


def fill(site: Site, number: int, **more: Any) -> list[Publication]:
    """Publish many decisions row by row: what is tried here is how they are read."""
    made = []
    for one in range(number):
        proposal = site.proposal
        decision = Decision.objects.create(
            proposal=proposal,
            number=one + 10,
            maker="panel",
            outcome="approved",
            decided_on=NOW.date() - timedelta(days=one // 3),
            minute_reference=f"M/{one}",
            reasons="x",
            recorded_at=NOW,
            recorded_by=site.people["officer"],
            record_sha256="",
        )
        usual: dict[str, Any] = {
            "kind": "asset-transfer",
            "outcome": "approved",
            "title": f"Hall {one}",
            "group": "Hall group",
            "asset": "Norton Hall",
            "reasons": "It serves.",
        }
        given = {**usual, **more}
        made.append(
            Publication.objects.create(
                decision=decision,
                authority=site.council,
                maker="panel",
                decided_on=decision.decided_on,
                minute_reference=decision.minute_reference,
                found_by=f"{given['title']}\n{given['group']}\n{given['asset']}".lower(),
                written_at=NOW,
                written_by=site.people["officer"],
                published_at=NOW,
                published_by=site.people["officer"],
                **given,
            )
        )
    return made


def titles(page: str) -> list[str]:
    return re.findall(r"/register/\d+/\">([^<]+)<", page)


def test_pages_follow_each_other_without_gap_or_repeat_there_and_back(site: Site) -> None:
    fill(site, 60)
    client = Client()
    seen: list[list[str]] = []
    page, place = "", address(site, "register")
    while place:
        page = client.get(place).content.decode()
        seen.append(titles(page))
        found = re.search(r'href="(\?after=[^"]+)"', page)
        place = address(site, "register") + found[1] if found else ""
    assert [len(one) for one in seen] == [25, 25, 10]
    every = [title for one in seen for title in one]
    assert len(set(every)) == 60
    newest = Publication.objects.order_by("-decided_on", "-id")
    assert every == [one.title for one in newest]
    back = re.search(r'href="(\?before=[^"]+)"', page)
    assert back
    assert titles(client.get(address(site, "register") + back[1]).content.decode()) == seen[1]


@pytest.mark.parametrize(
    "odd", ["after=x", "after=2026-11-22.x", "before=.", f"after=2026-11-22.{9**30}"]
)
def test_an_address_that_says_nothing_shows_the_first_page(site: Site, odd: str) -> None:
    fill(site, 3)
    assert len(titles(Client().get(f"{address(site, 'register')}?{odd}").content.decode())) == 3


def test_the_register_is_searched_and_filtered_and_files_hold_what_is_shown(site: Site) -> None:
    fill(site, 2)
    fill_more = {"title": "Dębno 100% café", "outcome": "refused", "kind": "coproduction"}
    other = Publication.objects.first()
    assert other
    Publication.objects.filter(pk=other.pk).update(
        **fill_more,
        found_by="dębno 100% café\nhall group",
        decided_on=NOW.date().replace(year=2024),
    )
    client = Client()
    for query in ("q=CAF%C3%89", "q=100%25", "outcome=refused", "kind=coproduction", "year=2024"):
        page = client.get(f"{address(site, 'register')}?{query}").content.decode()
        assert titles(page) == ["Dębno 100% café"], query
        for name in ("register_csv", "register_json"):
            file = f"{address(site, name)}?{query}"
            assert file.replace("&", "&amp;") in page
            text = text_of(client.get(file))
            assert "Dębno 100% café" in text
            assert "Hall 1" not in text
    assert (
        "No published decision fits"
        in client.get(f"{address(site, 'register')}?q=nowhere").content.decode()
    )
    assert (
        len(titles(client.get(f"{address(site, 'register')}?year=x&outcome=y").content.decode()))
        == 2
    )


def test_another_council_s_decisions_are_not_among_these(site: Site) -> None:
    one = fill(site, 1)[0]
    there = reverse("appraisal:register", args=["ely"])
    assert titles(Client().get(there).content.decode()) == []
    assert (
        Client().get(reverse("appraisal:register_entry", args=["ely", one.pk])).status_code == 404
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_of_the_register_is_a_formula(site: Site, start: str) -> None:
    fill(site, 1, title=f"{start}1+1", group=f'{start}HYPERLINK("http://x")')
    client = Client()
    text = text_of(client.get(address(site, "register_csv"))).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert rows[0]["title"] == f"'{start}1+1"
    assert rows[0]["group"].startswith(f"'{start}")
    told = json.loads(text_of(client.get(address(site, "register_json"))))["decisions"][0]
    assert told["title"] == f"'{start}1+1"
    assert told["group"] == f'\'{start}HYPERLINK("http://x")'


def test_files_hold_all_and_are_read_a_thousand_at_a_time(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(site, 30)
    client = Client()
    rows = json.loads(text_of(client.get(address(site, "register_json"))))["decisions"]
    assert [one["title"] for one in rows] == [
        one.title for one in Publication.objects.order_by("-decided_on", "-id")
    ]
    with CaptureQueriesContext(connection) as captured:
        text = text_of(client.get(address(site, "register_csv")))
    assert len(text.splitlines()) == 31
    assert len(captured) <= 5


def test_the_register_is_the_same_for_everybody_and_can_be_kept(site: Site) -> None:
    one = fill(site, 1)[0]
    places = [address(site, name) for name in ("register", "register_csv", "register_json")]
    for place in (*places, address(site, "register_entry", one.pk)):
        answers = {who: site.client(who).get(place) for who in ("nobody", "officer", "lead")}
        for answer in answers.values():
            assert answer.headers["Cache-Control"].startswith("public, max-age=")
            assert "Vary" not in answer.headers or "Cookie" not in answer.headers["Vary"]
            assert not answer.cookies
        tags = {answer.headers["ETag"] for answer in answers.values()}
        assert len(tags) == 1
        assert len({text_of(answer) for answer in answers.values()}) == 1
        again = Client().get(place, headers={"if-none-match": tags.pop()})
        assert again.status_code == 304
    changed = Client().get(places[1]).headers["Last-Modified"]
    assert Client().get(places[1], headers={"if-modified-since": changed}).status_code == 304


def test_a_new_publication_changes_what_is_kept(site: Site) -> None:
    fill(site, 1)
    places = [address(site, name) for name in ("register", "register_csv", "register_json")]
    before = [Client().get(place).headers["ETag"] for place in places]
    Publication.objects.update(published_at=NOW + timedelta(seconds=1), title="Other")
    after = [Client().get(place).headers["ETag"] for place in places]
    assert not set(before) & set(after)


def test_the_register_asks_the_same_number_of_questions_however_long_it_is(site: Site) -> None:
    numbers = set()
    for _ in range(2):
        fill(site, 26) if not Publication.objects.exists() else None
        with CaptureQueriesContext(connection) as captured:
            Client().get(address(site, "register"))
        numbers.add(len(captured))
    assert numbers == {4}, "council, first and last year, page"
