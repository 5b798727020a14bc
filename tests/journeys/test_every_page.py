"""Every page of the site, as each person sees it: whole, right and wrong, wide and narrow.

The pages are those of the address tables. Whoever adds an address says here how it is visited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from sqlite3 import Connection
from struct import pack
from typing import NamedTuple
from unittest import mock
from uuid import UUID
from zlib import compress, crc32

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from appraisal.actions.agenda_packs import ask_for_agenda_pack, draw_agenda_pack
from appraisal.actions.chapters import save_chapter
from appraisal.actions.councils import set_logo
from appraisal.actions.demo import build_demo
from appraisal.actions.evidence import add_evidence
from appraisal.actions.facts import FACTS
from appraisal.actions.figures import add_figure
from appraisal.actions.invitations import invite
from appraisal.actions.orders import cancel_order, draw_next, order_packs
from appraisal.actions.packs import issue_pack
from appraisal.actions.publishing import Wording, write_publication
from appraisal.actions.schemes import keep_scheme_draft
from appraisal.assessing import PAGES
from appraisal.chapters import chapter_for
from appraisal.library import scheme_paths
from appraisal.methods.sroi import SROI
from appraisal.models import (
    AgendaItem,
    AgendaPack,
    CouncilProxy,
    Dataset,
    Evidence,
    Flag,
    IssuedPack,
    Meeting,
    PackOrder,
    Proposal,
    Publication,
    Record,
    RejectedLine,
)
from appraisal.queries.assessed import assessed_of
from core.councils import style_of
from core.models import Authority, Invitation, Membership, Role, User
from tests.appraisal.site.figures import deprivation, sent_by, worked
from tests.core.people import second_steps_for_staff
from tests.core.sent_files import PDF
from tests.databases import put_back, take_snapshot
from tests.journeys.examine import Examination
from tests.journeys.stage import demo_proposal, sign_in
from tests.journeys.walking import Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

NOBODY, MEMBER, OFFICER = "nobody", "member", "officer"
CHECKER, CHAIR, PANEL, PANEL2 = "checker", "chair", "panel", "panel2"
MANAGER, AUDITOR, ADMIN = "manager", "auditor", "admin"
HANA, KEZIA, MEI = "hana", "kezia", "mei"  # leads of other groups, further on their way
EVERYONE, PEOPLE = (NOBODY, MEMBER, OFFICER), (MEMBER, OFFICER)
# Who goes round together, with one demo: one of these is one test.
ROUNDS = {
    "in the open and in a group": (NOBODY, MEMBER, HANA, KEZIA, MEI),
    "as an officer": (OFFICER,),
    "around the panel and the council": (CHECKER, CHAIR, PANEL, PANEL2, MANAGER, AUDITOR, ADMIN),
}
WHO = {
    MEMBER: "asha@example.org",
    OFFICER: "officer@northfield.example",
    CHECKER: "second@northfield.example",
    CHAIR: "chair@northfield.example",
    PANEL: "panel@northfield.example",
    PANEL2: "panel2@northfield.example",
    MANAGER: "manager@northfield.example",
    AUDITOR: "auditor@northfield.example",
    ADMIN: "admin@northfield.example",
    HANA: "hana@example.org",
    KEZIA: "kezia@example.org",
    MEI: "mei@example.org",
}
OFFICERS = "DL" + "ACGHK"  # what they fill in, and each kind of answer that they only read
ROOM = "admin/"  # the one address there that is ours


class Site(NamedTuple):
    """The demo: its first council, and people of it."""

    council: Authority
    people: Mapping[str, User]


class Visit(NamedTuple):
    """A page: the name of its address, what that is made with, who visits it, and what they did before."""

    name: str
    by: Sequence[str]
    arguments: Sequence[object] = ()
    before: Callable[[Walker], None] | None = None
    query: str = ""
    called: str = ""  # where the address does not tell one picture from another
    spoilt: bool = True  # whether its form is sent in wrongly; not where all is chosen already
    status: int = 200

    @property
    def path(self) -> str:
        at = reverse(self.name, args=self.arguments) if ROOM not in self.name else f"/{self.name}"
        return at + self.query

    @property
    def picture(self) -> str:
        more = [str(one) for one in (*self.arguments, self.called) if one and len(str(one)) < 20]
        return "-".join([self.name.replace(":", "-").replace("/", "-"), *more])


@pytest.fixture
def site() -> Site:
    """Return the demo with all that is beside it, which is built once: to build it takes long."""
    if BUILT:
        put_back(BUILT[0])
    else:
        now = timezone.now()
        build_demo(at=now)
        second_steps_for_staff()
        put_beside(who_is_there(), now)
        BUILT.append(take_snapshot())
    return who_is_there()


BUILT: list[Connection] = []


def who_is_there() -> Site:
    people = {who: User.objects.get(email=email) for who, email in WHO.items()}
    return Site(Authority.objects.get(slug="northfield"), people)


def put_beside(site: Site, now: datetime) -> None:
    """Add what the demo leaves to those who try it: a figure, an invitation, a file that can still go."""
    add_figure(
        by=site.people[MANAGER],
        authority=site.council,
        key="minimum_wage_hour",
        applies_from=now.date(),
        value=Decimal("13.05"),
        source="The council’s own living wage",
        reason="Agreed for this year",
        at=now,
    )
    invite(
        by=site.people[MEMBER],
        authority=site.council,
        organisation=demo_proposal("Norton Hall").organisation,
        email="new@example.org",
        role=Role.GROUP_MEMBER,
        at=now,
    )
    lodge = demo_proposal("The lodge")
    add_evidence(
        by=site.people[MEMBER],
        proposal=lodge,
        letter="A",
        name="Quote for the works.pdf",
        content=BytesIO(PDF),
        words="From the roofer",
        councils=False,
        at=now,
    )
    manager = site.people[MANAGER]
    set_logo(authority=site.council, content=a_logo(), by=manager, reason="Ours", at=now)
    text = scheme_paths()[0].read_text(encoding="utf-8-sig").replace("2026.1", "2026.2")
    keep_scheme_draft(by=manager, authority=site.council, name="am.toml", text=text, at=now)
    caretaker = demo_proposal("The caretaker")
    wording = Wording(title=caretaker.title, asset="48 Park Road", reasons="It is paid for.")
    write_publication(by=site.people[OFFICER], proposal=caretaker, wording=wording, at=now)
    issue_packs(demo_proposal("The scout"), site.people[OFFICER], now)
    order_packs_of(site.council, site.people[OFFICER], now)
    issue_agenda_packs(site.people[OFFICER], now)
    send_figures(manager, site.council)


def answer_social_return(proposal: Proposal, officer: User) -> None:
    """Answer what a social return asks with what the proposal says already: its impact map needs an answer."""
    assessed = assessed_of(proposal)
    chapter = chapter_for(proposal.kind, SROI.key, "officer")
    assert chapter is not None
    save_chapter(
        by=officer,
        proposal=proposal,
        chapter=chapter,
        given=SROI.begun(assessed.officer.appraisal),
        seen=assessed.group.saves(chapter.page),
        at=timezone.now(),
    )


def issue_packs(proposal: Proposal, officer: User, now: datetime) -> None:
    """Issue the packs of a proposal’s records, without drawing them: that takes long."""
    found = Record.objects.filter(proposal=proposal).select_related("proposal__authority")
    with mock.patch("appraisal.actions.packs.draw", return_value=PDF):
        for record in found.order_by("audit_sequence"):
            issue_pack(
                by=officer,
                of=record,
                exempt=record.event == "sign-off",
                address=lambda code: f"https://example.org/packs/{code}/",
                at=now,
            )


def issue_agenda_packs(officer: User, now: datetime) -> None:
    """Issue agenda packs, without drawing them: one that is ready of each meeting, and one that is waited for."""
    for meeting in Meeting.objects.filter(items__isnull=False).distinct():
        for exempt in (True, False):
            asked = ask_for_agenda_pack(
                by=officer,
                meeting=meeting,
                exempt=exempt,
                base="https://worth.example.org/northfield/packs/",
                at=now,
                then=lambda pack: None,
            )
            if exempt:
                with mock.patch("appraisal.actions.agenda_packs.draw_agenda", return_value=PDF):
                    draw_agenda_pack(pack=asked.pk, clock=lambda: now)


def order_packs_of(council: Authority, officer: User, now: datetime) -> None:
    """Order the packs that are issued already: one order that is done, and one that is stopped."""
    issued = IssuedPack.objects.filter(exempt=False)
    for stopped in (False, True):
        order = order_packs(
            by=officer,
            authority=council,
            records=[one.record_id for one in issued],
            exempt=False,
            base="https://worth.example.org/northfield/packs/",
            at=now,
            then=lambda order: None,
        )
        if stopped:
            cancel_order(by=officer, order=order, at=now)
        while draw_next(order=order.pk, clock=lambda: now):
            pass


def send_figures(manager: User, council: Authority) -> None:
    """Send files of figures: one that waits, one that was read, and one that could not be."""
    sent_by(manager, council, deprivation(9))
    worked(sent_by(manager, council, deprivation(12, wrong=3)))
    worked(sent_by(manager, council, deprivation(8, wrong=2), part=False))


def a_logo(width: int = 240, height: int = 60) -> bytes:
    """Return a PNG of one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + name + data + pack(">I", crc32(name + data))

    header = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)  # eight bits of grey
    rows = compress(height * (b"\0" + b"\x40" * width))
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


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
        *of_everybody(site),
        *of_the_way(site),
        *of_assessing(site),
        *of_the_panel(site),
        *of_deciding(site),
        *of_the_council(site),
        Visit("appraisal:proposal", PEOPLE, hall),
        Visit("appraisal:check", PEOPLE, hall),
        Visit("appraisal:result", PEOPLE, hall),
        Visit("appraisal:import", PEOPLE, hall),
        *(Visit("appraisal:facts", [MEMBER], (*hall, page)) for page in FACTS if page != "council"),
        Visit("appraisal:facts", [OFFICER], (*hall, "council")),
        Visit("appraisal:chapter", [MEMBER], (*hall, "plan")),
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


def at_(site: Site, title: str) -> tuple[str, UUID]:
    """Return what the addresses of a proposal are made with."""
    return (site.council.slug, demo_proposal(title).pk)


# The beginning of a title → who of its group looks at it. One of every state.
STATES = {
    "A men’s shed": None,
    "The tennis": MEI,
    "The changing": KEZIA,
    "A repair": None,
    "Breakfast": HANA,
    "A welcome": HANA,
    "A music": KEZIA,
    "An orchard": MEI,
    "The boathouse": KEZIA,
    "The caretaker": HANA,
    "The scout": MEI,
    "The old fire": None,
    "The walled": None,
    "The youth club": KEZIA,
    "The tea rooms": MEI,
    "The ticket": None,
}


def of_everybody(site: Site) -> list[Visit]:
    """Return the pages that everybody has who belongs to a council, or nobody needs to sign in for."""
    here = (site.council.slug,)
    entries = [
        Publication.objects.get(title__startswith=title).pk
        for title in ("The day centre", "The youth club", "A market")
    ]
    return [
        Visit("appraisal:register", [NOBODY], here),
        Visit("appraisal:register", [NOBODY], here, query="?q=youth", called="found"),
        Visit("appraisal:register", [NOBODY], here, query="?q=zzz", called="none"),
        *(Visit("appraisal:register_entry", [NOBODY], (*here, entry)) for entry in entries),
        Visit("appraisal:places", [NOBODY], here),
        Visit("appraisal:prices", [NOBODY], here),
        Visit("appraisal:social_capital", [NOBODY], here),
        Visit("appraisal:place", [NOBODY], (*here, "balsall-heath")),
        Visit("appraisal:place", [NOBODY], (*here, "ward-end-and-pelham"), called="decided"),
        Visit("appraisal:ward", [NOBODY], (*here, "e05990001")),
        Visit("appraisal:place_proposals", [OFFICER], (*here, "castle-vale")),
        Visit("appraisal:pack_codes", [NOBODY], here),
        *(
            Visit("appraisal:pack_code", [NOBODY], (*here, one.code), called=one.record.event)
            for one in IssuedPack.objects.filter(record__event__in=("submit", "decide"))
        ),
        Visit("appraisal:verify_pack", [NOBODY], here),
        Visit("appraisal:privacy", [NOBODY], here),
        Visit("appraisal:accessibility", [NOBODY], here),
        Visit("appraisal:notices", [HANA, OFFICER, PANEL], here),
        Visit("appraisal:notice_settings", [HANA, OFFICER], here),
        Visit("appraisal:home", [CHAIR, AUDITOR, ADMIN], here),
        Visit("appraisal:proposals", [HANA, CHECKER, AUDITOR, CHAIR], here),
        Visit("mfa_index", [MEMBER, OFFICER]),
        Visit("appraisal:leave_council", [CHECKER], here),
    ]


def of_the_way(site: Site) -> list[Visit]:
    """Return the pages on the way of proposals, from the enquiry to the checklist."""
    enquiry, invited = at_(site, "A men’s shed"), at_(site, "The changing")
    sent, returned = at_(site, "A repair"), at_(site, "Breakfast")
    again, declined = at_(site, "A welcome"), at_(site, "The tennis")
    music, lodge, hall = at_(site, "A music"), at_(site, "The lodge"), at_(site, "Norton Hall")
    records = list(Record.objects.filter(proposal=again[1]).order_by("pk"))
    compared = f"?one={records[0].pk}&other={records[1].pk}"
    file = Evidence.objects.get(proposal=lodge[1])
    return [
        *(
            Visit(
                "appraisal:proposal",
                [OFFICER, *([who] if who else [])],
                at_(site, title),
                called=str(demo_proposal(title).state),
            )
            for title, who in STATES.items()
        ),
        Visit("appraisal:eligibility", [OFFICER], enquiry),
        Visit("appraisal:eligibility", [OFFICER], declined),
        Visit("appraisal:disclosure", [OFFICER], enquiry),
        Visit("appraisal:disclosure", [OFFICER, KEZIA], invited),
        Visit("appraisal:move", [OFFICER], (*enquiry, "invite")),
        Visit("appraisal:move", [OFFICER], (*enquiry, "decline")),
        Visit("appraisal:move", [OFFICER], (*sent, "return")),
        Visit("appraisal:move", [HANA], (*returned, "withdraw")),
        Visit("appraisal:begin", [KEZIA], invited),
        Visit("appraisal:send", [MEMBER], hall),
        Visit("appraisal:send", [HANA], returned),
        Visit("appraisal:officer", [OFFICER], sent),
        Visit("appraisal:checklist", [OFFICER], sent),
        Visit("appraisal:check_item", [OFFICER], (*sent, "accounts")),
        Visit("appraisal:messages", [HANA, OFFICER], returned),
        Visit("appraisal:records", [HANA, OFFICER], again),
        Visit("appraisal:record", [HANA, OFFICER], (*again, records[0].pk)),
        Visit("appraisal:compare_records", [HANA, OFFICER], again, query=compared),
        Visit("appraisal:evidence", [KEZIA, OFFICER], music),
        Visit("appraisal:evidence_for", [OFFICER], (*music, "A")),
        Visit("appraisal:evidence_for", [MEMBER], (*lodge, "A")),
        Visit("appraisal:remove_evidence", [MEMBER], (*lodge, file.pk)),
        Visit("appraisal:newer_lists", [MEMBER], lodge),
        Visit("appraisal:facts", [KEZIA], (*music, "terms")),
        Visit("appraisal:criterion", [KEZIA], (*music, "A")),
    ]


def of_assessing(site: Site) -> list[Visit]:
    """Return the pages of the officer’s assessment and of those who check it."""
    here = (site.council.slug,)
    music, orchard = at_(site, "A music"), at_(site, "An orchard")
    boathouse = at_(site, "The boathouse")
    flag = Flag.objects.get(proposal=music[1])
    return [
        Visit("appraisal:queue", [OFFICER, CHECKER, AUDITOR], here),
        Visit("appraisal:queue", [OFFICER], here, query="?q=zzz", called="none"),
        Visit("appraisal:letters", [OFFICER], here),
        Visit("appraisal:assessment", [OFFICER], music),
        Visit("appraisal:assessment", [CHECKER], orchard),
        *(
            Visit("appraisal:assess_criterion", [OFFICER], (*music, letter), spoilt=letter > "D")
            for letter in "ABCDEHJM"
        ),
        Visit(
            "appraisal:assess_criterion",
            [OFFICER],
            (*music, "H"),
            query="?as=correct",
            called="correct",
        ),
        Visit(
            "appraisal:assess_criterion", [OFFICER], (*music, "E"), query="?as=pick", called="pick"
        ),
        Visit("appraisal:assess_criterion", [CHECKER], (*boathouse, "H")),
        *(
            Visit(
                "appraisal:assess_page",
                [OFFICER],
                (*music, page),
                spoilt=page in ("summary", "equality"),
            )
            for page in PAGES
        ),
        *(
            Visit(
                "appraisal:assess_chapter", [OFFICER], (*music, chapter), spoilt=chapter == "money"
            )
            for chapter in ("asset-today", "options", "legal", "money")
        ),
        Visit("appraisal:assess_chapter", [OFFICER], (*music, "likeliest"), spoilt=False),
        Visit("appraisal:assess_chapter", [CHECKER], (*boathouse, "likeliest")),
        Visit("appraisal:assess_chapter", [CHECKER], (*boathouse, "risks")),
        Visit("appraisal:chapter", [CHECKER], (*boathouse, "plan")),
        Visit("appraisal:methods", [OFFICER, CHECKER], music),
        Visit("appraisal:assess_chapter", [OFFICER], (*music, "cost-benefit")),
        Visit("appraisal:method", [OFFICER], (*music, "cost-benefit")),
        Visit("appraisal:assess_chapter", [OFFICER], (*music, "legal-land")),
        Visit("appraisal:method", [OFFICER], (*music, "legal-land")),
        Visit("appraisal:assess_chapter", [OFFICER], (*music, "subsidy")),
        Visit("appraisal:method", [OFFICER], (*music, "subsidy")),
        Visit("appraisal:subsidy_letter", [OFFICER], (*boathouse, "notification"), status=409),
        Visit("appraisal:assess_chapter", [OFFICER], (*music, "sroi")),
        Visit("appraisal:method", [OFFICER], (*music, "sroi")),
        Visit("appraisal:assess_chapter", [OFFICER], (*music, "outcomes-star")),
        Visit("appraisal:method", [OFFICER], (*music, "outcomes-star")),
        Visit("appraisal:assess_chapter", [OFFICER], (*music, "outcomes-matrix")),
        Visit("appraisal:method", [OFFICER], (*music, "outcomes-matrix")),
        Visit("appraisal:assess_chapter", [OFFICER], (*music, "summary-table")),
        Visit("appraisal:method", [OFFICER], (*music, "summary-table")),
        Visit("appraisal:method", [OFFICER], (*music, "coefficiency")),
        Visit("appraisal:flags", [OFFICER, CHECKER], music),
        Visit("appraisal:resolve_flag", [OFFICER], (*music, flag.pk)),
        Visit("appraisal:assessment_ready", [OFFICER], music),
        Visit("appraisal:sign_off", [CHECKER], music),
        Visit("appraisal:sign_off", [CHECKER, OFFICER], orchard),
        Visit("appraisal:reopen", [OFFICER], orchard),
        Visit("appraisal:result", [OFFICER, CHECKER], boathouse),
        Visit("appraisal:history", [OFFICER], boathouse),
    ]


def of_the_panel(site: Site) -> list[Visit]:
    """Return the pages of meetings, and of those who sit there."""
    here = (site.council.slug,)
    planned = Meeting.objects.get(state=Meeting.State.PLANNED)
    held = Meeting.objects.filter(state=Meeting.State.CLOSED).order_by("pk")[0]
    meeting = (*here, planned.pk)
    item = (*meeting, AgendaItem.objects.get(meeting=planned).pk)
    boathouse, orchard, scout = (
        at_(site, title) for title in ("The boathouse", "An orchard", "The scout")
    )
    return [
        Visit("appraisal:meetings", [OFFICER, CHAIR], here),
        Visit("appraisal:meeting_plan", [OFFICER], here),
        Visit("appraisal:meeting", [OFFICER, CHAIR], meeting),
        Visit("appraisal:meeting", [OFFICER], (*here, held.pk)),
        Visit("appraisal:agenda_packs", [OFFICER, CHAIR, PANEL, PANEL2], meeting),
        Visit("appraisal:agenda_packs", [OFFICER], (*here, held.pk)),
        Visit("appraisal:meeting_change", [OFFICER], meeting),
        Visit("appraisal:meeting_seats", [OFFICER], meeting),
        Visit("appraisal:meeting_add", [OFFICER], meeting),
        Visit("appraisal:to_panel", [OFFICER], orchard),
        Visit("appraisal:off_panel", [OFFICER], boathouse),
        Visit("appraisal:meeting_open", [CHAIR], meeting),
        Visit("appraisal:meeting_attendance", [CHAIR], meeting),
        Visit("appraisal:meeting_close", [CHAIR], meeting),
        Visit("appraisal:panel", [CHAIR, PANEL, PANEL2], here),
        Visit("appraisal:panel_agenda", [PANEL, PANEL2], meeting),
        Visit("appraisal:panel_interest", [PANEL, PANEL2], item),
        Visit("appraisal:proposal", [CHAIR, PANEL], boathouse),
        Visit("appraisal:marks", [PANEL], boathouse),
        *(Visit("appraisal:mark", [PANEL], (*boathouse, letter)) for letter in "CGH"),
        Visit("appraisal:moderation", [CHAIR, PANEL], boathouse),
        Visit("appraisal:decide", [CHAIR], boathouse),
        Visit("appraisal:compare", [CHAIR, OFFICER], scout),
    ]


def of_deciding(site: Site) -> list[Visit]:
    """Return the pages of decisions, of publishing them and of looking at them again."""
    scout, caretaker = at_(site, "The scout"), at_(site, "The caretaker")
    day, tea, orchard = (
        at_(site, title) for title in ("The day centre", "The tea rooms", "An orchard")
    )
    return [
        Visit("appraisal:decide_alone", [CHECKER], orchard),
        Visit("appraisal:decisions", [OFFICER, MEI], scout),
        Visit("appraisal:decisions", [OFFICER, HANA], day),
        Visit("appraisal:decisions", [MEI], tea),
        Visit("appraisal:publication", [OFFICER], scout),
        Visit("appraisal:publish", [OFFICER], caretaker),
        Visit("appraisal:ask_again", [MEI], scout),
        Visit("appraisal:look_again", [OFFICER], tea),
        Visit("appraisal:history", [AUDITOR, MEI], scout),
        Visit("appraisal:records", [AUDITOR], scout),
        Visit("appraisal:packs", [OFFICER, MEI, AUDITOR], scout),
        Visit("appraisal:packs", [OFFICER, HANA], day),
        Visit("appraisal:pack_orders", [OFFICER], (site.council.slug,)),
        *(
            Visit("appraisal:pack_order", [OFFICER], (site.council.slug, one.pk))
            for one in PackOrder.objects.order_by("pk")
        ),
    ]


def of_the_council(site: Site) -> list[Visit]:
    """Return the pages of those who look after the council, its people and its record."""
    here = (site.council.slug,)
    group = (*here, demo_proposal("Norton Hall").organisation_id)
    ben = Membership.objects.get(user__email="ben@example.org")
    invitation = Invitation.objects.get()
    figure = CouncilProxy.objects.get()
    lists = (
        *("neighbourhoods", "conditions", "checklist-coproduction"),
        *("aims-asset-transfer-E", "aims-asset-transfer-G"),
    )
    return [
        Visit("appraisal:settings", [MANAGER], here),
        Visit("appraisal:settings_council", [MANAGER], here),
        Visit("appraisal:settings_logo", [MANAGER], here),
        *(Visit("appraisal:settings_list", [MANAGER], (*here, name)) for name in lists),
        Visit("appraisal:settings_delegation", [MANAGER], (*here, "asset-transfer")),
        Visit("appraisal:settings_figures", [MANAGER], here),
        Visit("appraisal:settings_prices", [MANAGER], here),
        Visit("appraisal:withdraw_figure", [MANAGER], (*here, figure.pk)),
        Visit("appraisal:settings_schemes", [MANAGER], here),
        Visit("appraisal:settings_scheme", [MANAGER], here),
        Visit("appraisal:settings_history", [MANAGER], here),
        Visit("appraisal:published", [MANAGER], here),
        Visit("appraisal:send_figures", [MANAGER], here),
        Visit("appraisal:send_earnings", [MANAGER], here),
        *(
            Visit("appraisal:figures_import", [MANAGER], (*here, one))
            for one in site.council.datasets.order_by("pk").values_list("pk", flat=True)
        ),
        Visit("appraisal:retention", [MANAGER], here),
        Visit("appraisal:audit", [AUDITOR], here),
        Visit("appraisal:people", [ADMIN], here),
        Visit("appraisal:invite_staff", [ADMIN], here),
        Visit("appraisal:person", [ADMIN], (*here, site.people[OFFICER].pk)),
        Visit("appraisal:forget", [ADMIN], here),
        Visit("appraisal:letters", [ADMIN], here),
        Visit("appraisal:groups", [ADMIN], here),
        Visit("appraisal:groups", [MEMBER], here),
        Visit("appraisal:group", [ADMIN, MEMBER], group),
        Visit("appraisal:invite_to_group", [MEMBER], group),
        Visit("appraisal:leave_group", [MEMBER], group),
        Visit("appraisal:member", [MEMBER], (*group, ben.pk)),
        Visit("appraisal:sent_invitation", [MEMBER], (*here, invitation.pk)),
    ]


# What is no page: name → what it is sent as. Who asks for it is somebody who may have it.
FILES = {
    "theme": "text/css",
    "logo": "image/png",
    "appraisal:kite": "image/svg+xml",
    "appraisal:example_pack": "application/pdf",
    "appraisal:example_file": "application/json",
    "appraisal:example_result": "application/json",
    "appraisal:booklet_pdf": "application/pdf",
    "appraisal:booklet_word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "appraisal:pack": "application/pdf",
    "appraisal:report_word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "appraisal:scores_sheet": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "appraisal:appraisal_file": "application/json",
    "appraisal:method_chart": "image/svg+xml",
    "appraisal:method_json": "application/json",
    "appraisal:impact_map": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "appraisal:issued_pack": "application/pdf",
    "appraisal:agenda_pack": "application/pdf",
    "appraisal:meeting_comparison": "application/pdf",
    "appraisal:packs_zip": "application/zip",
    "appraisal:panel_comparison": "application/pdf",
    "appraisal:record_file": "application/json",
    "appraisal:record_text": "application/json",
    "appraisal:record_report": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "appraisal:record_scores": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "appraisal:evidence_file": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "appraisal:register_csv": "text/csv",
    "appraisal:places_csv": "text/csv",
    "appraisal:prices_csv": "text/csv",
    "appraisal:prices_json": "application/json",
    "appraisal:prices_chart": "image/svg+xml",
    "appraisal:social_csv": "text/csv",
    "appraisal:social_json": "application/json",
    "appraisal:place_csv": "text/csv",
    "appraisal:place_json": "application/json",
    "appraisal:place_chart": "image/svg+xml",
    "appraisal:ward_csv": "text/csv",
    "appraisal:ward_json": "application/json",
    "appraisal:ward_chart": "image/svg+xml",
    "appraisal:register_json": "application/json",
    "appraisal:audit_table": "text/csv",
    "appraisal:scheme_file": "application/toml",
    "appraisal:rejected_lines": "text/csv",
    "appraisal:figures_sample": "text/csv",
    "appraisal:own_data": "application/json",
}
# Pages that come only after something else, and the test that goes there.
LED_TO = {
    "test_pages_on_the_way.py": {"appraisal:import_preview", "appraisal:confirm"},
    "test_people.py": {"appraisal:invitation"},
    "test_published.py": {"appraisal:withdraw_dataset", "appraisal:put_dataset_back"},
    "test_signing_in.py": {
        *("mfa_authenticate", "mfa_login_webauthn", "mfa_reauthenticate"),
        *("mfa_reauthenticate_webauthn", "mfa_activate_totp", "mfa_deactivate_totp"),
        *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_list_webauthn"),
        *("mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn"),
        *("second_step_picture", "openid_connect_login", "openid_connect_callback"),
    },
}
# Pages on which no answer is wrong.
NO_MISTAKE = {
    "appraisal:pack_orders",
    *("appraisal:officer", "appraisal:queue", "appraisal:register", "appraisal:notice_settings"),
    *("appraisal:records", "appraisal:meeting_seats", "appraisal:mark"),
    *("appraisal:member", "appraisal:person"),
}
# Buttons without a page of their own; other journeys press them.
BUTTONS = {
    *("appraisal:agree", "appraisal:meeting_up", "appraisal:cancel_pack_order"),
    *("appraisal:agenda_pack_copy", "appraisal:put_figures_in_force", "appraisal:discard_figures"),
}


def addresses(resolver: URLResolver, room: str = "") -> Iterator[str]:
    """Yield the name of every address of the site, or its path where it has none; the admin's are Django's."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver) and one.namespace != "admin":
            yield from addresses(one, f"{one.namespace}:" if one.namespace else room)
        elif isinstance(one, URLPattern):
            yield f"{room}{one.name}" if one.name else str(one.pattern)


def test_every_address_is_visited(site: Site) -> None:
    visited = {visit.name for visit in visits(site)}
    led_to = set().union(*LED_TO.values())
    known = visited | FILES.keys() | led_to | BUTTONS
    every = set(addresses(get_resolver()))
    assert (sorted(every - known), sorted(known - every)) == ([], [])
    assert {one for visit in visits(site) for one in visit.by} == {
        who for people in ROUNDS.values() for who in people
    }


@pytest.mark.parametrize("people", ROUNDS.values(), ids=ROUNDS.keys())
def test_a_page_is_sound_right_and_wrong_wide_and_narrow(
    page: Page, live_server: LiveServer, site: Site, people: Sequence[str]
) -> None:
    walker = Walker(page, live_server.url)
    examination = Examination(page)
    for who in people:
        page.context.clear_cookies()
        if who != NOBODY:
            sign_in(page, live_server.url, site.people[who])
        for visit in (one for one in visits(site) if who in one.by):
            if visit.before:
                visit.before(walker)
            name = f"{who}-{visit.picture}"
            examination.visit(f"{live_server.url}{visit.path}", name, status=visit.status)
            if visit.spoilt and visit.name not in NO_MISTAKE:
                examination.spoil(name)
    assert not examination.found, "\n".join(examination.found)


def test_a_file_is_sent_as_what_it_is(page: Page, live_server: LiveServer, site: Site) -> None:
    hall = (site.council.slug, demo_proposal("Norton Hall").pk)
    sign_in(page, live_server.url, site.people[OFFICER])
    page.goto(f"{live_server.url}{reverse('appraisal:result', args=hall)}")
    paths = {
        "theme": style_of(site.council),
        "logo": page.locator("img.app-masthead__logo").get_attribute("src") or "",
        "appraisal:kite": page.locator("img.kite").get_attribute("src") or "",
    }
    sent, music = demo_proposal("A repair café"), demo_proposal("A music")
    record = (site.council.slug, sent.pk, Record.objects.get(proposal=sent).pk)
    files = Evidence.objects.filter(proposal=music).order_by("letter")
    paths["appraisal:evidence_file"] = reverse(
        "appraisal:evidence_file", args=(site.council.slug, music.pk, files[0].pk)
    )
    issued = IssuedPack.objects.select_related("record")[0]
    paths["appraisal:issued_pack"] = reverse(
        "appraisal:issued_pack", args=(site.council.slug, issued.record.proposal_id, issued.pk)
    )
    held = Meeting.objects.filter(state=Meeting.State.CLOSED).order_by("pk")[0]
    paths["appraisal:meeting_comparison"] = reverse(
        "appraisal:meeting_comparison", args=[site.council.slug, held.pk]
    )
    agenda = AgendaPack.objects.filter(meeting=held, issued_at__isnull=False)[0]
    paths["appraisal:agenda_pack"] = reverse(
        "appraisal:agenda_pack", args=[site.council.slug, held.pk, agenda.pk]
    )
    order = PackOrder.objects.order_by("pk")[0]
    paths["appraisal:packs_zip"] = reverse(
        "appraisal:packs_zip", args=[site.council.slug, order.pk]
    )
    for name in ("register_csv", "register_json", "places_csv", *_OF_PLACES):
        paths[f"appraisal:{name}"] = reverse(f"appraisal:{name}", args=[site.council.slug])
    paths["appraisal:prices_chart"] = reverse(
        "appraisal:prices_chart", args=[site.council.slug, "sold", "premiums"]
    )
    heath = (site.council.slug, "balsall-heath")
    for name in ("appraisal:place_csv", "appraisal:place_json"):
        paths[name] = reverse(name, args=heath)
    paths["appraisal:place_chart"] = reverse("appraisal:place_chart", args=[*heath, "deprivation"])
    ward = (site.council.slug, "e05990001")
    for name in ("appraisal:ward_csv", "appraisal:ward_json"):
        paths[name] = reverse(name, args=ward)
    paths["appraisal:ward_chart"] = reverse("appraisal:ward_chart", args=[*ward, "deprivation"])
    paths["appraisal:own_data"] = reverse("appraisal:own_data")
    for name in ("record_file", "record_text", "record_report", "record_scores"):
        paths[f"appraisal:{name}"] = reverse(f"appraisal:{name}", args=record)
    for name in ("method_chart", "method_json"):
        way = (site.council.slug, music.pk, "coefficiency")
        paths[f"appraisal:{name}"] = reverse(f"appraisal:{name}", args=way)
    answer_social_return(music, site.people[OFFICER])
    paths["appraisal:impact_map"] = reverse(
        "appraisal:impact_map", args=(site.council.slug, music.pk)
    )
    for name in FILES.keys() - paths.keys() - {_AUDIT, _COMPARED, *_MANAGERS}:
        of_hall = name in _OF_HALL
        booklet = (site.council.slug, "asset-transfer")
        of_example = "example" in name
        paths[name] = reverse(name, args=hall if of_hall else ["hall"] if of_example else booklet)
    kinds = _kinds(page, live_server.url, paths)
    sign_in(page, live_server.url, site.people[AUDITOR])
    here = [site.council.slug]
    kinds |= _kinds(page, live_server.url, {_AUDIT: reverse(_AUDIT, args=here)})
    sign_in(page, live_server.url, site.people[CHAIR])
    kinds |= _kinds(page, live_server.url, {_COMPARED: reverse(_COMPARED, args=[*here, held.pk])})
    sign_in(page, live_server.url, site.people[MANAGER])
    read = Dataset.objects.filter(authority=site.council).order_by("pk")[0]
    RejectedLine.objects.create(dataset=read, line=3, words="It has 2 fields where 6 are needed.")
    Dataset.objects.filter(pk=read.pk).update(rejected=1)
    own = {_SCHEME: "coproduction", _SAMPLE: "places", _REJECTED: read.pk}
    managers = {name: reverse(name, args=[*here, what]) for name, what in own.items()}
    kinds |= _kinds(page, live_server.url, managers)
    assert kinds == FILES


_OF_HALL = (
    *("appraisal:pack", "appraisal:report_word", "appraisal:scores_sheet"),
    "appraisal:appraisal_file",
)
_AUDIT, _SCHEME = "appraisal:audit_table", "appraisal:scheme_file"
_COMPARED = "appraisal:panel_comparison"
_OF_PLACES = ("prices_csv", "prices_json", "social_csv", "social_json")
_SAMPLE, _REJECTED = "appraisal:figures_sample", "appraisal:rejected_lines"
_MANAGERS = (_SCHEME, _SAMPLE, _REJECTED)


def _kinds(page: Page, site: str, paths: Mapping[str, str]) -> dict[str, str]:
    return {
        name: page.request.get(f"{site}{path}").headers["content-type"].partition(";")[0]
        for name, path in paths.items()
    }
