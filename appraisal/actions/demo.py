"""The demo: what ``fixtures/demo/demo.toml`` says, built by the same actions as on the pages."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from appraisal.actions.aims import set_aims
from appraisal.actions.councils import (
    add_member,
    add_officer,
    found_council,
    register_group,
)
from appraisal.actions.enquiries import begin_application, disclose, say_eligible
from appraisal.actions.facts import facts_of, save_facts
from appraisal.actions.imports import take_over
from appraisal.actions.moves import move_on
from appraisal.actions.pages import keep_unfinished
from appraisal.actions.proposals import Contact, start_proposal
from appraisal.actions.schemes import load_scheme
from appraisal.imports.merge import Hands, merged, plain_layout
from appraisal.library import FIXTURES, read_toml, scheme_paths
from appraisal.models import Disclosure, Proposal
from appraisal.queries import sheet_of
from appraisal.queries.mapping import file_mapping
from appraisal.queries.standing import has_asset
from core.accounts.people import add_person
from core.models import Authority, Organisation, User

_GROUP = Hands(group=True, council=False, agree=False)
_OFFICER = Hands(group=False, council=True, agree=True)


class Person(NamedTuple):
    """Somebody who may sign in to the demo."""

    email: str
    name: str
    what: str
    council: str


class Demo(NamedTuple):
    """What was built, or is there already."""

    password: str
    people: tuple[Person, ...]


def build_demo(*, at: datetime) -> Demo:
    """Load the product's schemes and build the demo, unless its first council is there already."""
    plan: Mapping[str, Any] = read_toml(FIXTURES / "demo" / "demo.toml")
    for path in scheme_paths():
        load_scheme(text=path.read_text(encoding="utf-8-sig"), at=at)
    if not Authority.objects.filter(slug=plan["councils"][0]["slug"]).exists():
        _Builder(plan, at).build()
    groups = {one["name"]: one["council"] for one in plan["groups"]}
    people = tuple(
        Person(
            one["email"],
            one["name"],
            f"member of {one['group']}" if "group" in one else "asset officer",
            one.get("council") or groups[one["group"]],
        )
        for one in plan["people"]
    )
    return Demo(plan["password"], people)


class _Builder:
    """Builds what a plan says, from councils down to answers."""

    def __init__(self, plan: Mapping[str, Any], at: datetime) -> None:
        self.plan = plan
        self.at = at
        self.councils: dict[str, Authority] = {}
        self.groups: dict[str, Organisation] = {}
        self.people: dict[str, User] = {}

    def build(self) -> None:
        for one in self.plan["councils"]:
            self.councils[one["slug"]] = found_council(**one, at=self.at)
        for one in self.plan["people"]:
            self._person(one)
        for council in self.councils.values():
            for kind, lists in self.plan["lists"].items():
                set_aims(by=None, authority=council, kind=kind, lists=lists, at=self.at)
        for one in self.plan["proposals"]:
            self._proposal(one)

    def _person(self, one: Mapping[str, Any]) -> None:
        user = add_person(email=one["email"], name=one["name"], password=self.plan["password"])
        self.people[one["email"]] = user
        if "council" in one:
            add_officer(user=user, authority=self.councils[one["council"]], at=self.at)
            return
        group = self.groups.get(one["group"])
        if group is not None:
            add_member(user=user, organisation=group, at=self.at)
            return
        planned = next(g for g in self.plan["groups"] if g["name"] == one["group"])
        council = self.councils[planned["council"]]
        self.groups[one["group"]] = register_group(
            by=user, authority=council, name=one["group"], join=True, at=self.at
        )

    def _proposal(self, one: Mapping[str, Any]) -> None:
        example = self._example(one)
        by = self.people[one["by"]]
        proposal = start_proposal(
            by=by,
            authority=self.councils[one["council"]],
            organisation=self.groups[one["group"]],
            kind=str(example.get("kind") or one["kind"]),
            title=one["title"],
            asset={key: one["asset"][key] for key in ("name",)} if "asset" in one else {},
            summary=one.get("summary", ""),
            contact=Contact(name=by.name, email=by.email),
            from_paper=one.get("paper", False),
            at=self.at,
        )
        self._open(proposal, by, self._officer(one["council"]))
        sent = {**example, **_own(one, example)}
        if example:
            self._take_over(proposal, by, sent, _GROUP)
        if "officer" in one:
            self._take_over(proposal, self.people[one["officer"]], sent, _OFFICER)
        self._finish(proposal, by, one)

    def _officer(self, council: str) -> User:
        return next(
            self.people[one["email"]]
            for one in self.plan["people"]
            if one.get("council") == council
        )

    def _open(self, proposal: Proposal, by: User, officer: User) -> None:
        """Carry an enquiry to the draft that the group fills in."""
        gate = self.plan["gate"]
        said = {key: (True, why) for key, why in gate["eligible"][proposal.kind].items()}
        say_eligible(by=officer, proposal=proposal, said=said, seen=0, at=self.at)
        if has_asset(proposal):
            known = gate["known"]
            disclose(by=officer, proposal=proposal, known=known, seen=0, at=self.at)
        move_on("invite", by=officer, proposal=proposal, at=self.at)
        read = Disclosure.objects.filter(proposal=proposal).values_list("saves", flat=True).first()
        begin_application(by=by, proposal=proposal, read=read, at=self.at)

    def _example(self, one: Mapping[str, Any]) -> dict[str, object]:
        if "example" not in one:
            return {}
        path = FIXTURES / "golden" / f"{one['example']}.json"
        layout = plain_layout(json.loads(path.read_text(encoding="utf-8"), parse_float=str))
        assert isinstance(layout, dict)  # noqa: S101 (an example is an object)
        letters = one.get("letters", layout["answers"].keys())
        answers = {key: said for key, said in layout["answers"].items() if key in letters}
        for letter, reason in one.get("claims", {}).items():
            answers[letter] = {"not_applicable": {"reason": reason}}
        return {**layout, "answers": answers}

    def _take_over(
        self, proposal: Proposal, by: User, sent: Mapping[str, object], hands: Hands
    ) -> None:
        fresh = Proposal.objects.get(pk=proposal.pk)
        sheet = sheet_of(fresh)
        before = file_mapping(sheet)
        if hands.council:  # the council's lists stay as they are
            sent = {**sent, "lists": before.get("lists", {})}
        after = merged(before, sent, sheet.scheme, hands)
        take_over(by=by, proposal=fresh, before=before, after=after, name="demo.json", at=self.at)

    def _finish(self, proposal: Proposal, by: User, one: Mapping[str, Any]) -> None:
        fresh = Proposal.objects.get(pk=proposal.pk)
        group = next(g for g in self.plan["groups"] if g["name"] == one["group"])
        facts = {**facts_of(fresh, "group"), "legal_form": group["legal_form"]}
        seen = sheet_of(fresh).saves("group")
        save_facts(by=by, proposal=fresh, page="group", facts=facts, seen=seen, at=self.at)
        if left := one.get("unfinished"):
            keep_unfinished(
                by=by, proposal=fresh, page=left["page"], typed=left["typed"], seen=0, at=self.at
            )


def _own(one: Mapping[str, Any], example: Mapping[str, Any]) -> dict[str, object]:
    """Return what a proposal of the demo says in place of its example, whose deprivation rank it keeps."""
    own = {key: one[key] for key in ("title", "summary", "reference", "asset") if key in one}
    rank = {key: value for key, value in example.get("asset", {}).items() if key == "imd"}
    return {**own, "asset": {**one["asset"], **rank}} if "asset" in one else own
