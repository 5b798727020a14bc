"""Every page of the site, as each person sees it: whole, right and wrong, wide and narrow.

The pages are those of the address tables. Whoever adds an address says here how it is visited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import uuid4

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from appraisal.actions.demo import build_demo
from appraisal.actions.facts import FACTS
from appraisal.actions.messages import write_message
from appraisal.models import Record, State
from core.councils import style_of
from core.models import Authority, User
from tests.appraisal.site.people import NOW, begin, carry, enquire, invite
from tests.appraisal.site.people import Site as Actors
from tests.core.people import second_steps_for_staff
from tests.journeys.examine import Examination
from tests.journeys.stage import demo_proposal, sign_in
from tests.journeys.walking import Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

NOBODY, MEMBER, OFFICER = "nobody", "member", "officer"
EVERYONE, PEOPLE = (NOBODY, MEMBER, OFFICER), (MEMBER, OFFICER)
OFFICERS = "DL" + "ACGHK"  # what they fill in, and each kind of answer that they only read
ROOM = "admin/"  # the one address there that is ours


class Site(NamedTuple):
    """The demo: its first council, with a member of a group and an officer."""

    council: Authority
    people: Mapping[str, User]


class Visit(NamedTuple):
    """A page: the name of its address, what that is made with, who visits it, and what they did before."""

    name: str
    by: Sequence[str]
    arguments: Sequence[object] = ()
    before: Callable[[Walker], None] | None = None

    @property
    def path(self) -> str:
        return reverse(self.name, args=self.arguments) if ROOM not in self.name else f"/{self.name}"

    @property
    def picture(self) -> str:
        more = [str(one) for one in self.arguments if len(str(one)) < 20]
        return "-".join([self.name.replace(":", "-").replace("/", "-"), *more])


@pytest.fixture
def site() -> Site:
    build_demo(at=timezone.now(), drafts_only=True)
    second_steps_for_staff()
    people = {
        MEMBER: User.objects.get(email="asha@example.org"),
        OFFICER: User.objects.get(email="officer@northfield.example"),
    }
    site = Site(Authority.objects.get(slug="northfield"), people)
    put_on_the_way(site)
    return site


def put_on_the_way(site: Site) -> None:
    """Add proposals that are an enquiry, invited, and sent in, as far as the demo has none."""
    asha, olu = site.people[MEMBER], site.people[OFFICER]
    group = demo_proposal("Norton Hall").organisation
    enquire(site.council, group, asha, title="An enquiry")
    invited = enquire(site.council, group, asha, title="One invited")
    invite(olu, invited)
    sent = begin(site.council, group, asha, title="One sent in")
    people = {"lead": asha, "member": asha, "officer": olu}
    carry(Actors(site.council, site.council, group, people, sent), to=State.SUBMITTED)
    write_message(by=olu, proposal=sent, form=uuid4(), text="When can we meet?", at=NOW)


def visits(site: Site) -> list[Visit]:
    """Return how each page is visited."""
    here = (site.council.slug,)
    hall = (*here, demo_proposal("Norton Hall").pk)
    return [
        *of_accounts(site.people[MEMBER]),
        Visit("appraisal:welcome", EVERYONE),
        *(Visit("appraisal:worked_example", [NOBODY], [name]) for name in ("hall", "edges")),
        *(Visit("appraisal:answers", [NOBODY], [name]) for name in ("hall", "garden")),
        Visit("appraisal:home", EVERYONE, here),
        Visit("appraisal:proposals", PEOPLE, here),
        Visit("appraisal:start_proposal", PEOPLE, here),
        Visit("appraisal:start_paper", [OFFICER], here),
        *of_the_way(site),
        Visit("appraisal:proposal", PEOPLE, hall),
        Visit("appraisal:check", PEOPLE, hall),
        Visit("appraisal:result", PEOPLE, hall),
        Visit("appraisal:import", PEOPLE, hall),
        *(Visit("appraisal:facts", [MEMBER], (*hall, page)) for page in FACTS if page != "council"),
        Visit("appraisal:facts", [OFFICER], (*hall, "council")),
        *(Visit("appraisal:criterion", [MEMBER], (*hall, letter)) for letter in "ABCDEFGHIJKLM"),
        *(Visit("appraisal:criterion", [OFFICER], (*hall, letter)) for letter in OFFICERS),
    ]


def of_accounts(member: User) -> list[Visit]:
    """Return the pages on which people sign up, in and out, and change who they are."""
    confirm = EmailConfirmationHMAC(EmailAddress.objects.get(user=member)).key
    lost = (user_pk_to_url_str(member), default_token_generator.make_token(member))
    return [
        Visit("account", PEOPLE),
        Visit("account_login", [NOBODY]),
        Visit("account_signup", [NOBODY]),
        Visit("account_inactive", [NOBODY]),
        Visit("account_email_verification_sent", [NOBODY]),
        Visit("account_confirm_email", [NOBODY], ["no-such-key"]),
        Visit("account_confirm_email", [MEMBER], [confirm]),
        Visit("account_reset_password", [NOBODY]),
        Visit("account_reset_password_done", [NOBODY]),
        Visit("account_reset_password_from_key", [NOBODY], ["0", "no-such-key"]),
        Visit("account_reset_password_from_key", [NOBODY], lost),
        Visit("account_reset_password_from_key_done", [NOBODY]),
        Visit("account_reauthenticate", [MEMBER]),
        Visit("account_email", PEOPLE),
        Visit("account_change_password", PEOPLE),
        Visit("account_set_password", [MEMBER]),
        Visit(f"{ROOM}password_change/", [MEMBER]),
        Visit("account_logout", [MEMBER]),
    ]


def of_the_way(site: Site) -> list[Visit]:
    """Return the pages on the way of proposals: one that is an enquiry, one invited, one sent in."""
    here = (site.council.slug,)
    enquiry, invited, sent = (
        (*here, demo_proposal(title).pk) for title in ("An enquiry", "One invited", "One sent in")
    )
    hall = (*here, demo_proposal("Norton Hall").pk)
    record = Record.objects.get(proposal=sent[1]).pk
    return [
        Visit("appraisal:proposal", PEOPLE, enquiry),
        Visit("appraisal:proposal", PEOPLE, invited),
        Visit("appraisal:proposal", PEOPLE, sent),
        Visit("appraisal:eligibility", [OFFICER], enquiry),
        Visit("appraisal:eligibility", [OFFICER], sent),
        Visit("appraisal:disclosure", [OFFICER], enquiry),
        Visit("appraisal:disclosure", PEOPLE, sent),
        Visit("appraisal:move", [OFFICER], (*enquiry, "invite")),
        Visit("appraisal:move", [OFFICER], (*enquiry, "decline")),
        Visit("appraisal:move", [MEMBER], (*enquiry, "withdraw")),
        Visit("appraisal:begin", [MEMBER], invited),
        Visit("appraisal:send", [MEMBER], hall),
        Visit("appraisal:officer", [OFFICER], sent),
        Visit("appraisal:checklist", [OFFICER], sent),
        Visit("appraisal:check_item", [OFFICER], (*sent, "accounts")),
        Visit("appraisal:messages", PEOPLE, sent),
        Visit("appraisal:records", PEOPLE, sent),
        Visit("appraisal:record", PEOPLE, (*sent, record)),
        Visit("appraisal:facts", [MEMBER], (*sent, "terms")),
        Visit("appraisal:criterion", [MEMBER], (*sent, "A")),
    ]


# What is no page: name → what it is sent as. Who asks for it is somebody who may have it.
FILES = {
    "theme": "text/css",
    "appraisal:kite": "image/svg+xml",
    "appraisal:example_pack": "application/pdf",
    "appraisal:example_file": "application/json",
    "appraisal:example_result": "application/json",
    "appraisal:booklet_pdf": "application/pdf",
    "appraisal:booklet_word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "appraisal:pack": "application/pdf",
    "appraisal:appraisal_file": "application/json",
    "appraisal:record_file": "application/json",
    "appraisal:record_text": "application/json",
}
# Pages that come only after something else: test_pages_on_the_way.py goes there.
LED_TO = {"appraisal:import_preview", "appraisal:confirm"}
# Pages on which no answer is wrong.
NO_MISTAKE = {"appraisal:officer"}
# Buttons without a page of their own; other journeys press them.
BUTTONS = {"appraisal:agree"}


def addresses(resolver: URLResolver, room: str = "") -> Iterator[str]:
    """Yield the name of every address of the site, or its path where it has none; the admin's are Django's."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver) and one.namespace != "admin":
            yield from addresses(one, f"{one.namespace}:" if one.namespace else room)
        elif isinstance(one, URLPattern):
            yield f"{room}{one.name}" if one.name else str(one.pattern)


def test_every_address_is_visited(site: Site) -> None:
    visited = {visit.name for visit in visits(site)}
    assert visited | FILES.keys() | LED_TO | BUTTONS == set(addresses(get_resolver()))


@pytest.mark.parametrize("who", EVERYONE)
def test_a_page_is_sound_right_and_wrong_wide_and_narrow(
    page: Page, live_server: LiveServer, site: Site, who: str
) -> None:
    walker = Walker(page, live_server.url)
    if who != NOBODY:
        sign_in(page, live_server.url, site.people[who])
    examination = Examination(page)
    for visit in visits(site):
        if who in visit.by:
            if visit.before:
                visit.before(walker)
            name = f"{who}-{visit.picture}"
            examination.visit(f"{live_server.url}{visit.path}", name)
            if visit.name not in NO_MISTAKE:
                examination.spoil(name)
    assert not examination.found, "\n".join(examination.found)


def test_a_file_is_sent_as_what_it_is(page: Page, live_server: LiveServer, site: Site) -> None:
    hall = (site.council.slug, demo_proposal("Norton Hall").pk)
    sign_in(page, live_server.url, site.people[OFFICER])
    page.goto(f"{live_server.url}{reverse('appraisal:result', args=hall)}")
    paths = {
        "theme": style_of(site.council),
        "appraisal:kite": page.locator("img.kite").get_attribute("src") or "",
    }
    sent = demo_proposal("One sent in")
    record = (site.council.slug, sent.pk, Record.objects.get(proposal=sent).pk)
    for name in ("appraisal:record_file", "appraisal:record_text"):
        paths[name] = reverse(name, args=record)
    for name in FILES.keys() - paths.keys():
        of_hall = name in ("appraisal:pack", "appraisal:appraisal_file")
        booklet = (site.council.slug, "asset-transfer")
        of_example = "example" in name
        paths[name] = reverse(name, args=hall if of_hall else ["hall"] if of_example else booklet)
    kinds = {
        name: page.request.get(f"{live_server.url}{path}").headers["content-type"].partition(";")[0]
        for name, path in paths.items()
    }
    assert kinds == FILES
