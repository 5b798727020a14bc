"""A council with its people and a proposal, built by the actions: what tests of the site are about."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from unittest import mock

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from appraisal.actions import schemes
from appraisal.actions.answers import Said, save_criterion
from appraisal.actions.checks import page_of, settle_check
from appraisal.actions.councils import add_member, add_staff, found_council, register_group
from appraisal.actions.enquiries import begin_application, disclose, say_eligible
from appraisal.actions.facts import facts_of, save_facts
from appraisal.actions.moves import move_on
from appraisal.actions.proposals import Contact, start_proposal
from appraisal.actions.sending import send_in
from appraisal.eligibility import CONDITIONS
from appraisal.library import parse_scheme_text, scheme_paths
from appraisal.models import (
    Check,
    CouncilAim,
    CriterionRow,
    Disclosure,
    HeadingRow,
    Notice,
    Proposal,
    SchemeVersion,
    State,
)
from appraisal.queries import Sheet, sheet_of
from core.accounts.people import add_person
from core.models import AuditEntry, Authority, Letter, Organisation, Role, User
from tests.core.people import PASSWORD, second_step

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

# Somebody of each kind, as seen from the proposal. "nobody" is not signed in.
WHO = (
    *("lead", "member", "rival", "officer", "checker", "chair", "panel"),
    *("manager", "auditor", "admin", "stranger", "elsewhere", "nobody"),
)
OFFICES: Mapping[str, Role] = {
    "officer": Role.ASSET_OFFICER,
    "checker": Role.SECOND_OFFICER,
    "chair": Role.PANEL_CHAIR,
    "panel": Role.PANEL_MEMBER,
    "manager": Role.SCHEME_MANAGER,
    "auditor": Role.AUDITOR,
    "admin": Role.ADMINISTRATOR,
}

AIMS: Mapping[str, Mapping[str, str]] = {
    "E": {"be-healthy": "Be healthy", "stay-safe": "Stay safe"},
    "F": {"worklessness": "Fewer people out of work"},
    "G": {"young-people": "Things to do for young people"},
}


@dataclass(frozen=True)
class Site:
    """Two councils, the people of one and an officer of the other, and a proposal of the one's."""

    council: Authority
    other: Authority
    group: Organisation
    people: Mapping[str, User]
    proposal: Proposal

    def client(self, who: str) -> Client:
        """Return a browser in which somebody is signed in."""
        client = Client()
        if who in self.people:
            client.force_login(self.people[who])
        return client

    def address(self, name: str, *more: str, proposal: Proposal | None = None) -> str:
        """Return the address of a page of the proposal, or of another."""
        of = proposal or self.proposal
        return reverse(f"appraisal:{name}", args=[self.council.slug, of.pk, *more])

    def letter(self, letter: str) -> str:
        """Return the address of a criterion's page."""
        return self.address("criterion", letter)

    @property
    def sheet(self) -> Sheet:
        """Return the proposal as it stands now."""
        return sheet_now(self.proposal)


def sheet_now(proposal: Proposal) -> Sheet:
    """Return a proposal as it stands now, read afresh."""
    return sheet_of(Proposal.objects.get(pk=proposal.pk))


@cache
def _scheme_texts() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8-sig") for path in scheme_paths())


_parsed = cache(parse_scheme_text)


def load_schemes() -> None:
    """Load the product's schemes, which are parsed once for all tests."""
    with mock.patch.object(schemes, "parse_scheme_text", _parsed):
        for text in _scheme_texts():
            schemes.load_scheme(text=text, at=NOW)


def rate_against(
    council: Authority, kind: str, lists: Mapping[str, Mapping[str, str]] = AIMS
) -> None:
    """Give a council its lists."""
    CouncilAim.objects.bulk_create(
        CouncilAim(authority=council, kind=kind, letter=letter, order=order, key=key, words=words)
        for letter, aims in lists.items()
        for order, (key, words) in enumerate(aims.items())
    )


def build_site(*, groups_see_discount: bool = False, tenure: str = "lease") -> Site:
    """Build the councils, their people and the proposal."""
    load_schemes()
    council = found_council(
        slug="brum",
        name="Birmingham City Council",
        region="West Midlands",
        groups_see_discount=groups_see_discount,
        at=NOW,
    )
    other = found_council(slug="ely", name="Ely Council", region="East of England", at=NOW)
    rate_against(council, "asset-transfer")
    people = {
        who: add_person(
            email=f"{who}@example.org", name=f"{who.capitalize()} Ŵyn", password=PASSWORD
        )
        for who in (*WHO[:-1], "second")
    }
    group = register_group(
        by=people["lead"], authority=council, name="Hall group", join=True, at=NOW
    )
    register_group(by=people["rival"], authority=council, name="Rival group", join=True, at=NOW)
    for who in ("member", "second"):
        add_member(user=people[who], organisation=group, at=NOW)
    for who, role in OFFICES.items():
        add_staff(user=people[who], authority=council, role=role, at=NOW)
        add_staff(user=people["elsewhere"], authority=other, role=role, at=NOW)
    second_step(*(people[who] for who in OFFICES), people["elsewhere"])
    proposal = begin(council, group, people["member"])
    if tenure:
        give(people["member"], proposal, "terms", tenure=tenure)
    for told in (Notice, Letter):  # a test counts what it causes itself
        told._default_manager.all().delete()
    return Site(council, other, group, people, proposal)


_built: list[tuple[Site, list[list[models.Model]]]] = []


def usual_site() -> Site:
    """Return the site that most tests are about: built by the actions once, then put back row by row."""
    if not _built:
        _built.append((build_site(), [list(model._default_manager.all()) for model in _models()]))
        return copy.deepcopy(_built[0][0])
    site, kept = copy.deepcopy(_built[0])
    for rows in kept:
        if rows:
            type(rows[0])._default_manager.bulk_create(rows)
    return site


def _models() -> list[type[models.Model]]:
    """Return the models that a site is kept in, what others refer to first."""
    first = [
        User,
        EmailAddress,
        Authenticator,
        Authority,
        Organisation,
        SchemeVersion,
        HeadingRow,
        Proposal,
    ]
    of_apps = [
        *apps.get_app_config("core").get_models(),
        *apps.get_app_config("appraisal").get_models(),
    ]
    return [*first, *(model for model in of_apps if model not in first)]


ELIGIBLE = {
    kind: {one.key: (True, f"Yes: {one.key}") for one in conditions}
    for kind, conditions in CONDITIONS.items()
}
KNOWN: Mapping[str, object] = {
    "condition_known": "yes",
    "condition": "The roof leaks.",
    "surveyed_on": date(2026, 2, 17),
    "costs_known": "yes",
    "running_costs_gbp_pa": Decimal(18500),
    "costs_made_of": "Gas, insurance and repairs",
    "title": "freehold",
    "restricted": "yes",
    "restrictions": "For the good of the residents",
    "open_space": "not-known",
}


def begin(
    council: Authority, group: Organisation, by: User, *, kind: str = "asset-transfer", **more: Any
) -> Proposal:
    """Start a proposal, and have its enquiry accepted and its application begun: a draft."""
    proposal = enquire(council, group, by, kind=kind, **more)
    staff = council.memberships.filter(role=Role.ASSET_OFFICER)
    officer = staff.order_by("pk")[0].user
    invite(officer, proposal)
    begin_application(by=by, proposal=proposal, read=_told(proposal), at=NOW)
    return Proposal.objects.get(pk=proposal.pk)


def enquire(
    council: Authority, group: Organisation, by: User, *, kind: str = "asset-transfer", **more: Any
) -> Proposal:
    """Start a proposal: an enquiry."""
    return start_proposal(
        by=by,
        authority=council,
        organisation=group,
        kind=kind,
        contact=Contact(name="Mair Ŷnys", email="mair@secret.example", phone="0121 496 0999"),
        at=NOW,
        **{"title": "Our hall", "asset": {"name": "Norton Hall"}, **more},
    )


def invite(officer: User, proposal: Proposal) -> None:
    """Say of an enquiry that it is eligible, tell what is known, and invite the group."""
    said = ELIGIBLE[proposal.kind]
    say_eligible(by=officer, proposal=proposal, said=said, seen=0, at=NOW)
    disclose(by=officer, proposal=proposal, known=KNOWN, seen=0, at=NOW)
    move_on("invite", by=officer, proposal=proposal, at=NOW)


def _told(proposal: Proposal) -> int:
    return Disclosure.objects.get(proposal=proposal).saves


# What the group says of each criterion, so that nothing is left to do; {}: it adds nothing.
COMPLETE: Mapping[str, Mapping[str, object]] = {
    "A": {"capital_cost_gbp": "250000", "secured_gbp": "100000"},
    "B": {"annual_revenue_cost_gbp": "60000"},
    "C": {"level": "good"},
    "E": {"ratings": {"be-healthy": "major"}},
    "F": {"ratings": {"worklessness": "some"}},
    "G": {"ratings": {"young-people": "some"}},
    "H": {},
    "I": {"jobs_fte": "0.5"},
    "J": {},
    "K": {},
    "M": {"level": "none"},
}


def complete(site: Site) -> None:
    """Answer all that is the group's to answer."""
    member = site.people["member"]
    give(member, site.proposal, "about", summary="Open the hall every day.")
    give(member, site.proposal, "asset", address="12 Norton Road")
    give(member, site.proposal, "terms", tenure="lease", years=25)
    for letter, given in COMPLETE.items():
        answer(member, site.proposal, letter, "", **given)


def _submit(site: Site) -> None:
    complete(site)
    send_in("submit", by=site.people["lead"], proposal=site.proposal, declared=True, at=NOW)


def _resubmit(site: Site) -> None:
    send_in("resubmit", by=site.people["lead"], proposal=site.proposal, declared=True, at=NOW)


def _move(key: str, who: str, reason: str = "") -> Callable[[Site], None]:
    def make(site: Site) -> None:
        move_on(key, by=site.people[who], proposal=site.proposal, reason=reason, at=NOW)

    return make


def pass_checks(site: Site) -> None:
    """Pass every item of the checklist."""
    proposal = Proposal.objects.get(pk=site.proposal.pk)
    for check in Check.objects.filter(proposal=proposal).exclude(outcome="passed"):
        settle_check(
            by=site.people["officer"],
            proposal=proposal,
            check=check,
            outcome="passed",
            reason=f"Seen: {check.title}",
            seen=sheet_now(proposal).saves(page_of(check)),
            at=NOW,
        )


def _assess(site: Site) -> None:
    pass_checks(site)
    _move("assess", "officer")(site)


# State → the one before it, and how to get from there; whoever builds more of the route adds to it.
WAYS: dict[State, tuple[State, Callable[[Site], None]]] = {
    State.SUBMITTED: (State.DRAFT, _submit),
    State.RETURNED: (State.SUBMITTED, _move("return", "officer", "Send the quote.")),
    State.RESUBMITTED: (State.RETURNED, _resubmit),
    State.ASSESSMENT: (State.SUBMITTED, _assess),
    State.WITHDRAWN: (State.DRAFT, _move("withdraw", "lead", "We found another hall.")),
}


def carry(site: Site, *, to: State) -> Proposal:
    """Carry the site's proposal by the actions from where it is to a later state; return it afresh."""
    now = State(Proposal.objects.get(pk=site.proposal.pk).state)
    if now != to:
        before, go = WAYS[to]
        carry(site, to=before)
        go(site)
    return Proposal.objects.get(pk=site.proposal.pk)


def give(by: User, proposal: Proposal, page: str, **facts: object) -> None:
    """Save some facts of a page, as somebody would who has just opened it."""
    fresh = Proposal.objects.get(pk=proposal.pk)
    seen = sheet_of(fresh).saves(page)
    all_facts = {**facts_of(fresh, page), **facts}
    save_facts(by=by, proposal=fresh, page=page, facts=all_facts, seen=seen, at=NOW)


def answer(by: User, proposal: Proposal, letter: str, reason: str = "", **given: object) -> None:
    """Save the answers of a criterion, as somebody would who has just opened it."""
    fresh = Proposal.objects.get(pk=proposal.pk)
    sheet = sheet_of(fresh)
    criterion = sheet.scheme.by_letter[letter]
    keys = {question.key for question in criterion.questions}
    said = Said(keys=keys, given=given, reason=reason)
    seen = sheet.saves(letter)
    save_criterion(by=by, proposal=fresh, letter=letter, said=said, seen=seen, at=NOW)


def fingerprint(*labels: str) -> str:
    """Return a hash of every row of our tables: what may not change must leave it as it was.

    Rows derived from schemes, which the text of a frozen version makes, and when people last signed
    in are left out.
    """
    digest = hashlib.sha256()
    with connection.cursor() as cursor:  # to make queries of models takes longer than all else
        for label, question in _all_rows(labels or ("appraisal", "core")):
            digest.update(label.encode())
            cursor.execute(question)
            for row in cursor:
                said = [bytes(one) if isinstance(one, memoryview) else one for one in row]
                digest.update(repr(said).encode())
    return digest.hexdigest()


@cache
def _all_rows(labels: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the name of each table of some apps that a fingerprint is of, and how to ask for its rows."""

    def question(of: type[models.Model]) -> str:
        table, key = of._meta.db_table, str(of._meta.pk.column)
        quoted = connection.ops.quote_name
        return f"SELECT * FROM {quoted(table)} ORDER BY {quoted(key)}"  # noqa: S608 (names of ours)

    return tuple(
        (of._meta.label, question(of))
        for label in labels
        for of in apps.get_app_config(label).get_models()
        if of not in (User, HeadingRow, CriterionRow)
    )


def events(proposal: Proposal) -> list[tuple[str, dict[str, Any]]]:
    """Return what is on record of a proposal: events and their details, in order."""
    found = AuditEntry.objects.filter(about=f"proposal:{proposal.pk}").order_by("sequence")
    return [(one.event, json.loads(one.detail)) for one in found]
