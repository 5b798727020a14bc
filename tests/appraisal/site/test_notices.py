"""Everybody whom a move concerns is told of it, in words that give nothing away, as they have chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter

import pytest
from django.core import mail
from pytest_django import DjangoAssertNumQueries

from appraisal.actions.councils import add_staff
from appraisal.actions.moves import CannotMove, make_move
from appraisal.actions.notices import choose, tell, write_to
from appraisal.actions.pages import hold
from appraisal.models import Notice, Proposal, State
from appraisal.notices import KINDS, OF_MOVES, SORTS, SORTS_BY_KEY, Audience, How, of_move, said
from appraisal.queries.audience import people_for
from appraisal.roles import To
from appraisal.route import MOVES, OUTCOMES, Standing
from core.audit import on_record
from core.letters import send_due
from core.models import Letter, Membership, Role
from tests.appraisal.site.people import NOW, Site
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
        ("to-panel", State.CHECKED, "officer",
         {**dict.fromkeys(("lead", "member", "second"), "before-panel"),
          **dict.fromkeys(("chair", "panel"), "on-agenda")}),
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
    assert named <= {"title", "council", None}
    words = said(kind, council="Ely Council", title="Our\n hall  {x}")
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
    with django_assert_num_queries(1):
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
