"""The only door: every role × everything one may want, and strangers to whom nothing exists."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from django.contrib.auth.models import AnonymousUser

from appraisal.access import (
    MayNot,
    NoSuchProposal,
    Opened,
    memberships_of,
    open_proposal,
    proposals_of,
)
from appraisal.actions.proposals import CannotStart, start_proposal
from appraisal.actions.schemes import load_scheme
from appraisal.library import FIXTURES
from appraisal.models import Proposal, State
from appraisal.roles import MAY, WHEN, To
from core.models import AuditEntry, Authority, Membership, Organisation, Role, User

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Town(NamedTuple):
    council: Authority
    other: Authority
    group: Organisation
    people: dict[str, User]
    proposal: Proposal


@pytest.fixture
def town() -> Town:
    for name in ("valuing-worth-am", "valuing-worth-coproduction"):
        load_scheme(text=(FIXTURES / "schemes" / f"{name}.toml").read_text("utf-8"), at=NOW)
    council = Authority.objects.create(slug="here", name="Here", region="London")
    other = Authority.objects.create(slug="there", name="There", region="London")
    group = Organisation.objects.create(authority=council, name="Hall group")
    rival = Organisation.objects.create(authority=council, name="Rival group")
    people = {name: User.objects.create_user(f"{name}@example.org") for name in PEOPLE}
    places = {
        "member": (council, group, Role.GROUP_MEMBER),
        "officer": (council, None, Role.ASSET_OFFICER),
        "rival": (council, rival, Role.GROUP_MEMBER),
        "elsewhere": (other, None, Role.ASSET_OFFICER),
        "left": (council, group, Role.GROUP_MEMBER),
    }
    for name, (authority, organisation, role) in places.items():
        Membership.objects.create(
            user=people[name], authority=authority, organisation=organisation, role=role
        )
    people["left"].is_active = False
    people["left"].save()
    proposal = start_proposal(
        by=people["member"],
        authority=council,
        organisation=group,
        kind="asset-transfer",
        title="Our hall",
        asset={"name": "Norton Hall"},
        at=NOW,
    )
    return Town(council, other, group, people, proposal)


PEOPLE = ("member", "officer", "rival", "elsewhere", "left", "stranger")
INSIDE = {"member": Role.GROUP_MEMBER, "officer": Role.ASSET_OFFICER}


def someone(town: Town, name: str) -> User | AnonymousUser:
    return town.people.get(name, AnonymousUser())


def knock(
    user: User | AnonymousUser, authority: Authority, proposal_id: uuid.UUID, to: To
) -> Opened:
    memberships = memberships_of(user, authority)
    return open_proposal(
        memberships=memberships, authority=authority, proposal_id=proposal_id, to=to
    )


@pytest.mark.parametrize("to", list(To))
@pytest.mark.parametrize("name", [*PEOPLE, "signed out"])
def test_each_person_at_the_door(town: Town, name: str, to: To) -> None:
    def ask() -> Proposal:
        return knock(someone(town, name), town.council, town.proposal.pk, to).proposal

    if name not in INSIDE:
        with pytest.raises(NoSuchProposal):
            ask()
        return
    for state in State:
        Proposal.objects.update(state=state)
        if to in MAY[INSIDE[name]] - {To.CONFIRM} and state in WHEN.get(to, State):
            assert ask() == town.proposal
        else:
            with pytest.raises(MayNot, match=f"You may not {to}"):
                ask()


def test_a_refusal_says_whether_it_is_never_or_only_not_now(town: Town) -> None:
    def ask(who: str) -> None:
        knock(town.people[who], town.council, town.proposal.pk, To.ASSESS)

    with pytest.raises(MayNot, match=r"^You may not assess this proposal\.$"):
        ask("member")
    Proposal.objects.update(state=State.CHECKED)
    with pytest.raises(MayNot, match=r"now\. Its state is “Assessment checked”; .* “Sent in”"):
        ask("officer")


@pytest.mark.parametrize("name", PEOPLE)
def test_a_proposal_is_not_found_through_another_council(town: Town, name: str) -> None:
    with pytest.raises(NoSuchProposal):
        knock(town.people[name], town.other, town.proposal.pk, To.READ)


def test_a_guessed_id_is_no_other_than_a_stranger_s(town: Town) -> None:
    with pytest.raises(NoSuchProposal):
        knock(town.people["officer"], town.council, uuid.uuid4(), To.READ)


def test_lists_hold_what_the_door_would_open(town: Town) -> None:
    seen = {name: list(proposals_of(someone(town, name), town.council)) for name in PEOPLE}
    assert {name for name, found in seen.items() if found} == set(INSIDE)


def test_a_group_reads_the_discount_when_the_council_lets_it(town: Town) -> None:
    town.council.groups_see_discount = True
    town.council.save()
    for name, expected in (("member", True), ("rival", False)):
        try:
            knock(town.people[name], town.council, town.proposal.pk, To.READ_DISCOUNT)
        except NoSuchProposal:
            assert not expected
        else:
            assert expected


def test_a_proposal_starts_with_its_scheme_pinned_and_on_record(town: Town) -> None:
    assert str(town.proposal.scheme) == "valuing-worth-am@2026.1"
    assert town.proposal.asset.name == "Norton Hall"
    entry = AuditEntry.objects.get(about=f"proposal:{town.proposal.pk}")
    assert (entry.event, entry.by) == ("proposal started", town.people["member"])


@pytest.mark.parametrize("name", ["officer", "rival", "elsewhere", "stranger"])
def test_only_a_member_starts_a_proposal_for_a_group(town: Town, name: str) -> None:
    with pytest.raises(CannotStart, match="Only a member"):
        start_proposal(
            by=town.people[name],
            authority=town.council,
            organisation=town.group,
            kind="asset-transfer",
            title="Ours",
            at=NOW,
        )


def test_a_group_of_another_council_cannot_be_named(town: Town) -> None:
    with pytest.raises(CannotStart):
        start_proposal(
            by=town.people["member"],
            authority=town.other,
            organisation=town.group,
            kind="asset-transfer",
            title="Ours",
            at=NOW,
        )


def test_a_council_s_own_scheme_comes_before_the_shared_one(town: Town) -> None:
    text = (FIXTURES / "schemes" / "valuing-worth-am.toml").read_text("utf-8")
    own = text.replace('version = "2026.1"', 'version = "here.1"')
    load_scheme(text=own, authority=town.council, by=town.people["officer"], at=NOW)
    proposal = start_proposal(
        by=town.people["member"],
        authority=town.council,
        organisation=town.group,
        kind="asset-transfer",
        title="Another",
        at=NOW,
    )
    assert proposal.scheme.version == "here.1"
    assert town.proposal.scheme.version == "2026.1", "a proposal keeps the version it began with"
