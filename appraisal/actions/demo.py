"""The demo: what ``fixtures/demo`` says, built by the same actions as on the pages.

``demo.toml`` holds councils, their people, groups and drafts; ``route.toml`` what has gone further, which
:mod:`appraisal.actions.demo_route` carries on its way.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.auth.hashers import make_password

from appraisal.actions.aims import set_aims
from appraisal.actions.councils import (
    add_member,
    add_staff,
    found_council,
    register_group,
)
from appraisal.actions.demo_answers import GROUP, OFFICER, answer_from, example_layout
from appraisal.actions.demo_area import load_area
from appraisal.actions.demo_days import Days, Diary
from appraisal.actions.demo_route import Cast, plan_route
from appraisal.actions.enquiries import begin_application, disclose, say_eligible
from appraisal.actions.facts import facts_of, save_facts
from appraisal.actions.moves import move_on
from appraisal.actions.notices import choose, read
from appraisal.actions.pages import keep_unfinished
from appraisal.actions.proposals import Contact, start_proposal
from appraisal.actions.schemes import load_scheme
from appraisal.library import FIXTURES, read_toml, scheme_paths
from appraisal.models import Disclosure, Notice, Proposal
from appraisal.notices import SORTS, How
from appraisal.queries import sheet_of
from appraisal.queries.standing import has_asset
from core.accounts.people import add_person
from core.models import Authority, Membership, Organisation, Role, User

_UNREAD = timedelta(days=5)  # what is older, everybody has seen

Plan = Mapping[str, Any]


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


def build_demo(*, at: datetime, drafts_only: bool = False) -> Demo:
    """Load the product's schemes and build the demo, unless its first council is there already.

    What happened in it is spread over the weeks before ``at``. With ``drafts_only`` nothing has gone
    further than a draft, and all of it was done at ``at``.
    """
    plan: Plan = read_toml(FIXTURES / "demo" / "demo.toml")
    route: Plan = read_toml(FIXTURES / "demo" / "route.toml")
    for beside in ("chapters", "methods", "area"):
        route = {**route, beside: read_toml(FIXTURES / "demo" / f"{beside}.toml")}
    days = Days(at, 0 if drafts_only else int(route["days"]))
    for path in scheme_paths():
        text = path.read_text(encoding="utf-8-sig")
        # Its councils have used them for a while, so that they can have decided something.
        since = None if drafts_only else days.ago(days.most).date()
        load_scheme(text=text, published_on=since, at=at)
    if not Authority.objects.filter(slug=plan["councils"][0]["slug"]).exists():
        _Builder(plan, {} if drafts_only else route, days).build()
    return Demo(plan["password"], _people(plan))


def _people(plan: Plan) -> tuple[Person, ...]:
    groups = {one["name"]: one["council"] for one in plan["groups"]}
    emails = [one["email"] for one in plan["people"]]
    roles = {
        (one.user.email, one.authority.slug): Role(one.role)
        for one in Membership.objects.filter(user__email__in=emails).select_related(
            "user", "authority"
        )
    }
    return tuple(
        Person(one["email"], one["name"], _what(one, roles.get((one["email"], council))), council)
        for one in plan["people"]
        for council in [one.get("council") or groups[one["group"]]]
    )


def _what(one: Plan, role: Role | None) -> str:
    if "group" in one:
        return f"{'lead' if role == Role.GROUP_LEAD else 'member'} of {one['group']}"
    return str(role.label).lower() if role else "nobody there any more"


class _Builder:
    """Builds what a plan says, from councils down to answers."""

    def __init__(self, plan: Plan, route: Plan, days: Days) -> None:
        self.plan = plan
        self.route = route
        self.days = days
        self.first = days.ago(days.most)
        self.councils: dict[str, Authority] = {}
        self.groups: dict[str, Organisation] = {}
        self.people: dict[str, User] = {}

    def build(self) -> None:
        for one in self.plan["councils"]:
            self.councils[one["slug"]] = found_council(**one, at=self.first)
        for one in self.plan["people"]:
            self._person(one)
        # One hash for all: making one takes a third of a second, by design.
        hashed = make_password(self.plan["password"])
        User.objects.filter(pk__in=[one.pk for one in self.people.values()]).update(password=hashed)
        for council in self.councils.values():
            for kind, lists in self.plan["lists"].items():
                set_aims(by=None, authority=council, kind=kind, lists=lists, at=self.first)
        if self.route:
            council = next(iter(self.councils.values()))
            load_area(self.route["area"], council=council, at=self.first)
        diary = Diary()
        for one in self.plan["proposals"]:
            diary.add(self._proposal(one))
        if self.route:
            council = next(iter(self.councils.values()))
            groups = self._groups_of_people()
            cast = Cast(council=council, people=self.people, groups=groups)
            plan_route(self.route, days=self.days, cast=cast, diary=diary)
            self._tell_by(How.LIST)
        diary.live()
        if self.route:
            self._tell_by(None)
            self._read()

    def _person(self, one: Plan) -> None:
        user = add_person(email=one["email"], name=one["name"])
        self.people[one["email"]] = user
        if "council" in one:
            council = self.councils[one["council"]]
            role = Role(one.get("role", Role.ASSET_OFFICER))
            add_staff(user=user, authority=council, role=role, at=self.first)
            return
        group = self.groups.get(one["group"])
        if group is not None:
            add_member(user=user, organisation=group, at=self.first)
            return
        planned = next(g for g in self.plan["groups"] if g["name"] == one["group"])
        council = self.councils[planned["council"]]
        self.groups[one["group"]] = register_group(
            by=user, authority=council, name=one["group"], join=True, at=self.first
        )

    def _groups_of_people(self) -> Mapping[str, tuple[Organisation, str]]:
        forms = {one["name"]: one["legal_form"] for one in self.plan["groups"]}
        return {
            one["email"]: (self.groups[one["group"]], forms[one["group"]])
            for one in self.plan["people"]
            if "group" in one
        }

    def _tell_by(self, how: How | None) -> None:
        """Have everybody told so while it is built, so that no mail about the past goes out; None: as at first."""
        for user in self.people.values():
            choose(user=user, how={sort.key: how or sort.first for sort in SORTS})

    def _read(self) -> None:
        for user in self.people.values():
            old = Notice.objects.filter(user=user, at__lt=self.days.at - _UNREAD).order_by("-pk")
            if newest := old.first():
                council = newest.authority
                read(user=user, authority=council, upto=newest.pk, at=self.days.at - _UNREAD)

    # --- drafts --------------------------------------------------------------------------------------

    def _proposal(self, one: Plan) -> Iterator[datetime]:
        at = self.days.ago(one["began"])
        yield at
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
            at=at,
        )
        self._open(proposal, by, self._officer(one["council"]), at)
        sent = {**example, **_own(one, example)}
        if example:
            answer_from(sent, by=by, proposal=proposal, hands=GROUP, at=at)
        if "officer" in one:
            officer = self.people[one["officer"]]
            answer_from(sent, by=officer, proposal=proposal, hands=OFFICER, at=at)
        self._finish(proposal, by, one, at)

    def _officer(self, council: str) -> User:
        return next(
            self.people[one["email"]]
            for one in self.plan["people"]
            if one.get("council") == council
        )

    def _open(self, proposal: Proposal, by: User, officer: User, at: datetime) -> None:
        """Carry an enquiry to the draft that the group fills in."""
        gate = self.plan["gate"]
        said = {key: (True, why) for key, why in gate["eligible"][proposal.kind].items()}
        say_eligible(by=officer, proposal=proposal, said=said, seen=0, at=at)
        if has_asset(proposal):
            known = gate["known"]
            disclose(by=officer, proposal=proposal, known=known, seen=0, at=at)
        move_on("invite", by=officer, proposal=proposal, at=at)
        told = Disclosure.objects.filter(proposal=proposal).values_list("saves", flat=True).first()
        begin_application(by=by, proposal=proposal, read=told, at=at)

    def _example(self, one: Plan) -> dict[str, object]:
        if "example" not in one:
            return {}
        layout = example_layout(one["example"])
        letters = one.get("letters", layout["answers"].keys())
        answers = {key: said for key, said in layout["answers"].items() if key in letters}
        for letter, reason in one.get("claims", {}).items():
            answers[letter] = {"not_applicable": {"reason": reason}}
        return {**layout, "answers": answers}

    def _finish(self, proposal: Proposal, by: User, one: Plan, at: datetime) -> None:
        fresh = Proposal.objects.get(pk=proposal.pk)
        group = next(g for g in self.plan["groups"] if g["name"] == one["group"])
        facts = {**facts_of(fresh, "group"), "legal_form": group["legal_form"]}
        seen = sheet_of(fresh).saves("group")
        save_facts(by=by, proposal=fresh, page="group", facts=facts, seen=seen, at=at)
        if left := one.get("unfinished"):
            keep_unfinished(
                by=by, proposal=fresh, page=left["page"], typed=left["typed"], seen=0, at=at
            )


def _own(one: Plan, example: Mapping[str, Any]) -> dict[str, object]:
    """Return what a proposal of the demo says in place of its example, whose deprivation rank it keeps."""
    own = {key: one[key] for key in ("title", "summary", "reference", "asset") if key in one}
    rank = {key: value for key, value in example.get("asset", {}).items() if key == "imd"}
    return {**own, "asset": {**one["asset"], **rank}} if "asset" in one else own
