"""Who is there when a journey begins: a council with its schemes and lists, its officer, a group's members."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from appraisal.actions.aims import set_aims
from appraisal.actions.councils import (
    add_member,
    add_officer,
    found_council,
    register_group,
)
from appraisal.actions.enquiries import begin_application, disclose, say_eligible
from appraisal.actions.facts import save_facts
from appraisal.actions.moves import move_on
from appraisal.actions.proposals import Contact, start_proposal
from appraisal.actions.schemes import load_scheme
from appraisal.engine.scheme import Criterion, Scheme
from appraisal.library import FIXTURES, scheme_named, scheme_paths
from appraisal.models import Disclosure, Proposal
from appraisal.queries.standing import has_asset
from core.accounts.people import add_person
from core.models import Authority, Organisation, User
from tests.appraisal.site.people import ELIGIBLE, KNOWN
from tests.core.people import second_step

PASSWORD = "willow hammer porridge"


class Example(NamedTuple):
    """A worked example: the file that a journey types in, what it comes to, and its scheme."""

    file: Mapping[str, Any]
    result: Mapping[str, Any]
    scheme: Scheme

    @property
    def answers(self) -> Mapping[str, Any]:
        return self.file["answers"]  # type: ignore[no-any-return]

    @property
    def facts(self) -> Mapping[str, str]:
        """The facts that stand in boxes of the same name, whichever page they are on."""
        asset = {key: said for key, said in self.file.get("asset", {}).items() if key != "imd"}
        applicant = {key: said for key, said in self.file["applicant"].items() if key != "name"}
        facts = {**asset, **applicant, **self.file["terms"], "title": self.file["title"]}
        return {key: str(said) for key, said in facts.items()}

    @property
    def valued_on(self) -> tuple[str, str, str]:
        """The day, month and year of the valuation."""
        year, month, day = self.file["valuation_date"].split("-")
        return day, month, year

    def said_of(self, criterion: Criterion) -> Mapping[str, Any] | None:
        """Return what is answered; an area's rank may stand with the asset. None: nothing at all."""
        if criterion.letter not in self.answers:
            return None
        place = self.file.get("asset", {}).get("imd", {})
        asked = {question.key for question in criterion.questions}
        ranked = {f"imd_{key}": said for key, said in place.items() if f"imd_{key}" in asked}
        return {**ranked, **self.answers[criterion.letter]}

    @property
    def lists(self) -> dict[str, dict[str, str]]:
        """What is rated, letter by letter, in words made of the keys."""
        return {
            letter: {key: in_words(key) for key in said["ratings"]}
            for letter, said in self.answers.items()
            if "ratings" in said
        }


def in_words(key: str) -> str:
    return key.replace("-", " ").capitalize()


def example(name: str) -> Example:
    golden = FIXTURES / "golden"
    file = json.loads((golden / f"{name}.json").read_text(), parse_float=str)
    result = json.loads((golden / f"{name}.result.json").read_text(), parse_float=str)
    return Example(file, result, scheme_named(file["scheme"]))


def council_of(example: Example) -> Authority:
    """Set a council up that can appraise an example: its schemes are loaded, its lists are set."""
    now = timezone.now()
    for path in scheme_paths():
        load_scheme(text=path.read_text(encoding="utf-8-sig"), at=now)
    council = found_council(slug="brum", **example.file["authority"], at=now)
    set_aims(by=None, authority=council, kind=example.file["kind"], lists=example.lists, at=now)
    return council


def officer_of(council: Authority, name: str = "Olu Adeyemi") -> User:
    officer = add_person(email="officer@brum.example", name=name, password=PASSWORD)
    add_officer(user=officer, authority=council, at=timezone.now())
    second_step(officer)
    return officer


class Group(NamedTuple):
    """A group with two members."""

    organisation: Organisation
    ann: User
    ben: User


def group_at(council: Authority, name: str = "Norton Hall Trust") -> Group:
    ann = add_person(email="ann@example.org", name="Ann Oak", password=PASSWORD)
    ben = add_person(email="ben@example.org", name="Ben Rees", password=PASSWORD)
    now = timezone.now()
    group = register_group(by=ann, authority=council, name=name, join=True, at=now)
    add_member(user=ben, organisation=group, at=now)
    return Group(group, ann, ben)


def proposal_of(group: Group, title: str = "Norton Hall", *, tenure: str = "lease") -> Proposal:
    """Start a transfer that says already what every file must: on which terms."""
    proposal = start_proposal(
        by=group.ann,
        authority=group.organisation.authority,
        organisation=group.organisation,
        kind="asset-transfer",
        title=title,
        asset={"name": "Norton Hall"},
        contact=Contact(name="Ann Oak", email="ann@example.org"),
        at=timezone.now(),
    )
    invite(proposal)
    read = Disclosure.objects.get(proposal=proposal).saves
    begin_application(by=group.ann, proposal=proposal, read=read, at=timezone.now())
    proposal.refresh_from_db()
    facts = {"tenure": tenure, "years": 25}
    save_facts(
        by=group.ann, proposal=proposal, page="terms", facts=facts, seen=0, at=timezone.now()
    )
    return proposal


def invite(proposal: Proposal) -> None:
    """Have an enquiry looked at and its group invited, where that is not what a journey is about."""
    officer = add_person(email="gate@brum.example", name="Gita Rao", password=PASSWORD)
    add_officer(user=officer, authority=proposal.authority, at=timezone.now())
    said = ELIGIBLE[proposal.kind]
    say_eligible(by=officer, proposal=proposal, said=said, seen=0, at=timezone.now())
    if has_asset(proposal):
        disclose(by=officer, proposal=proposal, known=KNOWN, seen=0, at=timezone.now())
    move_on("invite", by=officer, proposal=proposal, at=timezone.now())


def demo_proposal(title: str) -> Proposal:
    """Return the proposal of the demo whose title begins so."""
    return Proposal.objects.get(title__startswith=title)


def address_of(proposal: Proposal, page: str = "") -> str:
    return f"/{proposal.authority.slug}/proposals/{proposal.pk}/{page}"


def sign_in(page: Page, site: str, person: User) -> None:
    """Sign somebody in without the page, where signing in is not what a journey is about."""
    client = Client()
    client.force_login(person)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site}])
