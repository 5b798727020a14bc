"""Everybody whom a move concerns is told of it, in words that give nothing away, as they have chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from string import Formatter

import pytest
from django.core import mail
from django.test import Client
from django.urls import resolve
from pytest_django import DjangoAssertNumQueries

from appraisal.actions.councils import add_staff
from appraisal.actions.moves import CannotMove, make_move
from appraisal.actions.notices import address_of, choose, tell, write_to
from appraisal.actions.pages import hold
from appraisal.models import Notice, Proposal, State
from appraisal.notices import (
    KINDS,
    OF_COUNCIL,
    OF_MOVES,
    SORTS,
    SORTS_BY_KEY,
    Audience,
    How,
    of_move,
    said,
)
from appraisal.queries.audience import people_for
from appraisal.roles import To
from appraisal.route import MOVES, OUTCOMES, Standing
from core.audit import on_record
from core.letters import send_due
from core.models import AuditEntry, Letter, Membership, Role
from tests.appraisal.site.browsing import boxes, page_of
from tests.appraisal.site.people import NOW, Site
from tests.appraisal.site.sitting import sit
from tests.mails import html, plain

pytestmark = pytest.mark.django_db

READY = Standing(
    eligible=True,
    disclosed=True,
    waits_for_confirmation=False,
    complete=True,
    checklist_seen=True,
    assessor=-1,
    assessed=True,
    provisional=False,
    on_agenda=True,
    panel_ready=(),
    decided=True,
    published=True,
)


def move(site: Site, key: str, by: str, to: State | None = None) -> None:
    with on_record():
        held = hold(site.proposal)
        make_move(
            key,
            by=site.people[by],
            held=held,
            may=frozenset(To),
            standing=READY,
            to=to,
            reason="Because of the roof, says Mair",
            at=NOW,
        )


def stand(site: Site, state: State, officer: str = "") -> None:
    person = site.people[officer] if officer else None
    Proposal.objects.filter(pk=site.proposal.pk).update(state=state, officer=person)


def told(site: Site) -> dict[str, str]:
    """Return who was told of what since it was last asked."""
    names = {person.pk: who for who, person in site.people.items()}
    found = {names[one.user_id]: one.kind for one in Notice.objects.order_by("user_id")}
    Notice.objects.all().delete()
    return found


@pytest.mark.parametrize(
    ("key", "state", "by", "expected"),
    [
        ("return", State.SUBMITTED, "officer", dict.fromkeys(("lead", "member", "second"), "returned")),
        ("submit", State.DRAFT, "lead",
         {**dict.fromkeys(("member", "second"), "sent-in"), "officer": "came-in"}),
        ("reopen", State.CHECKED, "officer", {"checker": "reopened"}),
        ("sign-off", State.ASSESSMENT, "checker", {"officer": "signed-off"}),
    ],
)  # fmt: skip
def test_a_move_tells_whom_it_concerns_and_not_who_made_it(
    site: Site, key: str, state: State, by: str, expected: Mapping[str, str]
) -> None:
    stand(site, state)
    move(site, key, by)
    assert told(site) == expected


def test_while_nobody_deals_with_a_proposal_all_officers_are_told_then_one(site: Site) -> None:
    add_staff(user=site.people["stranger"], authority=site.council, role=Role.ASSET_OFFICER, at=NOW)
    stand(site, State.DRAFT)
    move(site, "submit", "lead")
    found = told(site)
    assert {who for who, kind in found.items() if kind == "came-in"} == {"officer", "stranger"}
    stand(site, State.DRAFT, officer="stranger")
    move(site, "submit", "lead")
    found = told(site)
    assert {who for who, kind in found.items() if kind == "came-in"} == {"stranger"}
    Membership.objects.filter(user=site.people["stranger"], role=Role.ASSET_OFFICER).delete()
    stand(site, State.DRAFT, officer="stranger")
    move(site, "submit", "lead")
    assert told(site)["officer"] == "came-in", "who has left cannot be the only one who is told"


def test_those_who_sit_at_the_meeting_are_told_of_what_comes_before_them(site: Site) -> None:
    add_staff(user=site.people["stranger"], authority=site.council, role=Role.PANEL_MEMBER, at=NOW)
    sitting = sit(site)
    agenda = Notice.objects.filter(kind="on-agenda").values_list("user", flat=True)
    assert set(agenda) == {
        sitting.people[who].pk for who in ("chair", "panel", "panel2", "chair2")
    }, "a panel member without a seat there is not told"
    group = Notice.objects.filter(kind="before-panel").values_list("user", flat=True)
    assert set(group) == {site.people[who].pk for who in ("lead", "member", "second")}


def test_a_move_that_is_refused_tells_nobody(site: Site) -> None:
    stand(site, State.DRAFT)
    with pytest.raises(CannotMove):
        move(site, "return", "officer")
    assert told(site) == {}
    assert not Letter.objects.exists()


def test_a_decision_that_is_put_off_is_no_decision(site: Site) -> None:
    for outcome in OUTCOMES:
        stand(site, State.PANEL, officer="officer")
        move(site, "decide", "chair", outcome)
        kind = "deferred" if outcome == State.DEFERRED else "decided"
        found = told(site)
        assert (found["lead"], found["officer"]) == (kind, "decision")


def test_every_move_of_the_route_says_whom_it_tells() -> None:
    assert OF_MOVES.keys() == {move.key for move in MOVES}
    for key in OF_MOVES:
        for audience, kind in of_move(key, "").items():
            assert audience in Audience
            assert kind in KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_words_name_the_proposal_and_nothing_else(kind: str) -> None:
    of = KINDS[kind]
    named = {name for text in (of.subject, of.line) for _, name, _, _ in Formatter().parse(text)}
    assert named <= {"title", "council", "day", None}
    facts = {"day": "1 March 2027"} if "day" in named else None
    words = said(kind, council="Ely Council", title="Our\n hall  {x}", facts=facts)
    assert of.sort in SORTS_BY_KEY
    assert "\n" not in words.subject
    assert words.subject.endswith("Our hall {x}")
    assert re.match(r"[A-Z“].*\.$", words.line)
    assert words.go[0].isupper()


def test_a_mail_holds_no_reason_no_name_and_no_score(site: Site) -> None:
    stand(site, State.SUBMITTED)
    move(site, "return", "officer")
    assert send_due(clock=lambda: NOW) == 3
    for sent in mail.outbox:
        for text in (str(sent.subject), plain(sent), html(sent)):
            assert "Our hall" in text
            assert "roof" not in text
            assert not any(person.name in text for person in site.people.values())
        assert site.address("proposal") in plain(sent)
    assert {one.to[0] for one in mail.outbox} == {
        site.people[who].email for who in ("lead", "member", "second")
    }


def test_each_is_told_as_they_have_chosen(site: Site) -> None:
    assert {sort.first for sort in SORTS} == {How.MAIL, How.LIST}
    chosen = {"lead": How.LIST, "member": How.NOT, "second": How.MAIL}
    for who, how in chosen.items():
        choose(user=site.people[who], how={"message": how, "action": how})
    for kind in ("message", "returned"):
        with on_record():
            tell(
                kind,
                proposal=site.proposal,
                authority=site.council,
                to=[site.people[who] for who in chosen],
                by=None,
                at=NOW,
            )
        written = Letter.objects.filter(kind=kind)
        assert [one.user for one in written] == [site.people["second"]]
        expected = dict.fromkeys(chosen, kind)
        if kind == "message":
            del expected["member"]  # what is asked of the group itself cannot be switched off
        assert told(site) == expected


def test_nobody_is_told_of_what_they_do_not_belong_to(site: Site) -> None:
    outsiders = ("rival", "elsewhere", "stranger")
    with on_record():
        tell(
            "message",
            proposal=site.proposal,
            authority=site.council,
            to=[site.people[who] for who in (*outsiders, "lead", "auditor", "lead")],
            by=site.people["auditor"],
            at=NOW,
        )
    assert told(site) == {"lead": "message"}


def test_telling_is_a_part_of_what_happened(site: Site) -> None:
    given = {"authority": site.council, "to": [site.people["lead"]], "by": None, "at": NOW}
    with pytest.raises(RuntimeError):
        tell("message", proposal=site.proposal, **given)  # type: ignore[arg-type]
    with pytest.raises(KeyError), on_record():
        tell("no such kind", proposal=site.proposal, **given)  # type: ignore[arg-type]
    assert not Notice.objects.exists()


def test_telling_costs_the_same_whatever_the_number_of_people(
    site: Site, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3):
        people = [site.people[who] for who in ("lead", "member", "second")[:count]]
        with on_record(), django_assert_num_queries(4):
            tell(
                "message",
                proposal=site.proposal,
                authority=site.council,
                to=people,
                by=None,
                at=NOW,
            )
    with django_assert_num_queries(2):
        people_for(site.proposal, tuple(Audience))


def test_somebody_unknown_can_be_written_to(site: Site) -> None:
    with on_record():
        write_to(
            "new@example.org",
            kind="invitation",
            authority=site.council,
            subject="Join the\nHall group",
            text="You are invited.",
            link="/brum/join/abc/",
            go="Join",
            at=NOW,
        )
    assert send_due(clock=lambda: NOW) == 1
    assert mail.outbox[0].subject == "Join the Hall group"
    assert "/brum/join/abc/" in plain(mail.outbox[0])


# --- the pages


def send(site: Site, kind: str, who: str, proposal: Proposal | None) -> None:
    with on_record():
        tell(
            kind,
            proposal=proposal,
            authority=site.council,
            to=[site.people[who]],
            by=None,
            at=NOW,
        )


def shown(client: Client, address: str) -> list[str]:
    """Return the headings of the notices on a page of the list."""
    page = page_of(client.get(address))
    return [" ".join(one.text_content().split()) for one in page.xpath("//main//section/h2")]


@pytest.fixture
def notices(site: Site) -> str:
    return f"/{site.council.slug}/notices/"


def test_the_list_shows_what_is_new_until_it_was_seen(site: Site, notices: str) -> None:
    lead = site.client("lead")
    assert "There is nothing to tell you." in lead.get(notices).content.decode()
    send(site, "returned", "lead", site.proposal)
    first = Notice.objects.get()
    new = "Your proposal needs more information: Our hall New"
    assert shown(lead, notices) == [new]
    send(site, "message", "lead", site.proposal)
    lead.post(notices, {"upto": str(first.pk)})
    second = "A message about your proposal: Our hall New"
    assert shown(lead, notices) == [second, new.removesuffix(" New")], (
        "what came in the meantime was not seen"
    )
    assert shown(site.client("member"), notices) == []
    (link,) = page_of(lead.get(notices)).xpath("//main//section[2]//a/@href")
    assert link == site.address("proposal")


@pytest.mark.parametrize("upto", ["", "x", "²", "-1", "9" * 40])
def test_a_number_that_no_page_has_given_out_reads_nothing(
    site: Site, notices: str, upto: str
) -> None:
    send(site, "returned", "lead", site.proposal)
    assert site.client("lead").post(notices, {"upto": upto}).status_code == 302
    assert Notice.objects.get().read_at is None
    assert site.client("lead").get(notices, {"before": upto}).status_code == 200


def test_who_has_left_a_group_reads_nothing_of_its_proposals_any_more(
    site: Site, notices: str
) -> None:
    send(site, "returned", "member", site.proposal)
    send(site, "joined", "member", None)
    member = site.client("member")
    assert len(shown(member, notices)) == 2
    Membership.objects.get(user=site.people["member"]).delete()
    assert shown(member, notices) == ["You belong to a group now New"]


def test_a_long_list_is_turned_page_by_page(
    site: Site, notices: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(60):
        send(site, "message", "lead", site.proposal)
    lead, seen, address = site.client("lead"), 0, notices
    lead.get(notices)  # the first page of a visit notes the hour and the council
    while address:
        with django_assert_max_num_queries(8):
            response = lead.get(address)
        seen += len(page_of(response).xpath("//main//section/h2"))
        found = page_of(response).xpath("//a[@rel='next']/@href")
        address = f"{notices}{found[0]}" if found else ""
    assert seen == 60


def test_what_somebody_chooses_is_kept_and_what_must_be_told_cannot_be_switched_off(
    site: Site, notices: str
) -> None:
    lead, address = site.client("lead"), f"{notices}settings/"
    typed = boxes(lead.get(address))
    assert typed == {sort.key: str(sort.first) for sort in SORTS}
    assert lead.post(address, {**typed, "action": "not"}).status_code == 200
    assert lead.post(address, {**typed, "message": "not", "action": "list"}).status_code == 302
    assert boxes(lead.get(address)) == {**typed, "message": "not", "action": "list"}
    assert boxes(site.client("member").get(address)) == typed


def stuck(site: Site, state: Letter.State) -> Letter:
    send(site, "returned", "lead", site.proposal)
    Letter.objects.update(state=state, problem="SMTPDataError 550")
    return Letter.objects.get()


def test_officers_see_what_did_not_go_out_and_send_it_again(site: Site) -> None:
    letter, address = stuck(site, Letter.State.UNKNOWN), f"/{site.council.slug}/letters/"
    officer = site.client("officer")
    page = officer.get(address).content.decode()
    for said_there in (
        "needs more information",
        "Lead Ŵyn",
        "Hall group",
        "may then have it twice",
    ):
        assert said_there in page
    assert officer.post(address, {"letter": str(letter.pk)}).status_code == 302
    assert Letter.objects.get().state == Letter.State.QUEUED
    assert officer.post(address, {"letter": str(letter.pk)}).status_code == 302
    (again,) = AuditEntry.objects.filter(event="letter sent again")
    assert again.by == site.people["officer"]
    assert "Every email has gone out." in officer.get(address).content.decode()


def test_another_council_s_letters_are_not_there(site: Site) -> None:
    letter = stuck(site, Letter.State.FAILED)
    elsewhere = site.client("elsewhere")
    assert "Lead" not in elsewhere.get("/ely/letters/").content.decode()
    for wanted in (str(letter.pk), "", "x", "00000000-0000-0000-0000-000000000000"):
        assert elsewhere.post("/ely/letters/", {"letter": wanted}).status_code == 404
    assert Letter.objects.get().state == Letter.State.FAILED


def test_letters_that_wait_too_long_are_said_to_wait(site: Site) -> None:
    send(site, "returned", "lead", site.proposal)
    address, officer = f"/{site.council.slug}/letters/", site.client("officer")
    assert "waiting to be sent since" not in officer.get(address).content.decode()
    Letter.objects.update(written_at=NOW - timedelta(hours=2))
    assert "waiting to be sent since" in officer.get(address).content.decode()


def test_who_sits_is_told_of_an_item_before_it_opens_and_led_to_where_it_does(site: Site) -> None:
    sitting = sit(site)
    panel, address = site.client("panel"), f"/{site.council.slug}/notices/"
    assert panel.get(site.address("proposal")).status_code == 404, "until they have declared"
    page = page_of(panel.get(address))
    told = {one.text_content(): one.get("href") for one in page.xpath("//main//section//a")}
    href = told[f"A proposal is on your agenda: {site.proposal.title}"]
    assert panel.get(href).status_code == 200
    Membership.objects.filter(user=sitting.people["panel"]).delete()
    assert "on your agenda" not in panel.get(address).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_every_notice_leads_to_a_page_that_there_is(site: Site, kind: str) -> None:
    resolve(address_of(kind, site.council, site.proposal))
    about = KINDS[kind].page
    if about in OF_COUNCIL or about == "proposal":
        resolve(address_of(kind, site.council, None))
