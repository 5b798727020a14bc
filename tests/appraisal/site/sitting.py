"""A panel that sits: a meeting, who has a seat there, and the proposal on its agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from appraisal.access import Opened, memberships_of, open_proposal
from appraisal.actions.councils import add_staff
from appraisal.actions.decisions import Decided, decide
from appraisal.actions.meetings import (
    open_meeting,
    plan_meeting,
    put_on_agenda,
    record_attendance,
    seat_people,
)
from appraisal.actions.panel import (
    Given,
    Pick,
    agree,
    declare,
    open_moderation,
    save_mark,
    say_done,
)
from appraisal.actions.publishing import Wording, publish, write_publication
from appraisal.actions.records import keep, record_of
from appraisal.models import (
    AgendaItem,
    Decision,
    Interest,
    Meeting,
    Outcome,
    Proposal,
    Publication,
    State,
)
from appraisal.queries import sheet_of
from appraisal.queries.three import three_of
from appraisal.roles import To
from appraisal.views.tokens import token_of
from core.accounts.people import add_person
from core.audit import on_record, record
from core.models import Role, User
from tests.appraisal.site.people import NOW, Site, answer, give
from tests.core.people import second_step

OWN = Interest.Kind.PECUNIARY
NATURE = "My sister is their treasurer ẞ"


@dataclass(frozen=True)
class Sitting:
    """A meeting of the site's council with the site's proposal on its agenda.

    The chair and two members sit; a second chair sits as a member.
    """

    site: Site
    meeting: Meeting
    item: AgendaItem
    people: dict[str, User]

    @property
    def proposal(self) -> Proposal:
        """Return the proposal as it stands now."""
        return Proposal.objects.get(pk=self.site.proposal.pk)

    def item_now(self) -> AgendaItem:
        """Return the item as it stands now."""
        return AgendaItem.objects.select_related("meeting", "proposal").get(pk=self.item.pk)

    def may(self, who: str) -> frozenset[To]:
        """Return what somebody may do with the proposal."""
        return self.opened(who).may

    def opened(self, who: str, to: To = To.READ) -> Opened:
        """Return the proposal through the door."""
        return open_proposal(
            memberships=memberships_of(self.people[who], self.site.council),
            authority=self.site.council,
            proposal_id=self.site.proposal.pk,
            to=to,
        )

    def declares(self, who: str, kind: str = "none", nature: str = "") -> None:
        """Declare somebody's interest, or that they have none."""
        declare(by=self.people[who], item=self.item, kind=kind, nature=nature, at=NOW)

    def marks(
        self, who: str, points: dict[str, int | None] | None = None, comment: str = ""
    ) -> None:
        """Mark every criterion as somebody: with these points, or else as the officer."""
        given = points or {}
        for criterion in three_of(self.proposal, None).scheme.criteria:
            letter = criterion.letter
            own = given.get(letter)
            said = Given(own is None, own, comment)
            save_mark(
                by=self.people[who],
                item=self.item,
                letter=letter,
                given=said,
                levels=criterion.levels,
                at=NOW,
            )

    def done(self, who: str) -> None:
        """Say that somebody is done."""
        letters = tuple(one.letter for one in three_of(self.proposal, None).scheme.criteria)
        say_done(by=self.people[who], item=self.item, letters=letters, at=NOW)

    def opens(self, *present: str) -> None:
        """Open the meeting with these people there."""
        chair = self.people["chair"]
        open_meeting(by=chair, meeting=self.meeting, at=NOW)
        numbers = [self.people[who].pk for who in present]
        record_attendance(by=chair, meeting=self.meeting, present=numbers, at=NOW)

    def moderates(self, who: str = "chair") -> None:
        """Open moderation."""
        open_moderation(by=self.people[who], item=self.item, at=NOW)

    def agrees(self, picks: dict[str, Pick] | None = None, who: str = "chair") -> None:
        """Record what the panel agrees."""
        levels = {one.letter: one.levels for one in three_of(self.proposal, None).scheme.criteria}
        agree(by=self.people[who], item=self.item, picks=picks or {}, levels=levels, at=NOW)

    def ready(self) -> None:
        """Bring the panel as far as it can decide."""
        for who in ("chair", "panel"):
            self.declares(who)
        self.opens("chair", "panel")
        self.moderates()
        self.agrees()

    def decides(self, who: str = "chair", **more: Any) -> Decision:
        """Record the panel's decision."""
        by = self.people[who]
        return decide(by=by, proposal=self.proposal, decided=decided(**more), at=NOW)

    def freezes(self, event: str) -> None:
        """Freeze the proposal as it stands, as if this had happened to it."""
        by, proposal = self.people["officer"], self.opened("officer").proposal
        text = record_of(sheet_of(proposal), event=event, by=by, at=NOW)
        _, then = keep(text, proposal=proposal, event=event, by=by, at=NOW)
        about = f"proposal:{proposal.pk}"
        with on_record():
            record(event=event, by=by, authority=proposal.authority, about=about, at=NOW, then=then)

    def publishes(self, **more: Any) -> Publication:
        """Write the public words of the newest decision and publish them."""
        opened = self.opened("officer")
        officer = self.people["officer"]
        wording = {"title": "Our hall", "asset": "Norton Hall", "reasons": "It serves many."}
        written = write_publication(
            by=officer, proposal=opened.proposal, wording=Wording(**{**wording, **more}), at=NOW
        )
        publish(
            by=officer,
            proposal=opened.proposal,
            seen=written.written_at,
            at=NOW + timedelta(minutes=1),
        )
        return Publication.objects.get(pk=written.pk)


def decided(**more: Any) -> Decided:
    """Return a decision of the panel's, approved."""
    usual: dict[str, Any] = {
        "maker": "panel",
        "outcome": Outcome.APPROVED,
        "decided_on": date(2026, 11, 22),
        "minute_reference": "CAB/2026/114",
        "reasons": "It serves many.",
        "equality_read": True,
    }
    return Decided(**{**usual, **more})


def complete(site: Site) -> None:
    """Give the proposal all that the council must fill in, so that its result is final."""
    officer = site.people["officer"]
    give(officer, site.proposal, "council", market_rent_gbp_pa=12_000)
    answer(officer, site.proposal, "D", imd_edition="2025", imd_rank="400")
    answer(site.people["member"], site.proposal, "C", level="good")


def sit(site: Site, *, quorum: int = 2, whole: bool = False) -> Sitting:
    """Seat a panel and put the site's proposal, its assessment checked, on the agenda.

    ``whole``: it has all its answers.
    """
    if not whole:
        complete(site)
    Proposal.objects.filter(pk=site.proposal.pk).update(state=State.CHECKED)
    people = dict(site.people)
    for who, role in (("panel2", Role.PANEL_MEMBER), ("chair2", Role.PANEL_CHAIR)):
        known = User.objects.filter(email=f"{who}@example.org").first()
        people[who] = known or add_person(
            email=f"{who}@example.org", name=f"{who.capitalize()} Ŵyn"
        )
        if not known:
            second_step(people[who])
        add_staff(user=people[who], authority=site.council, role=role, at=NOW)
    officer = people["officer"]
    meeting = plan_meeting(
        by=officer,
        authority=site.council,
        held_at=NOW + timedelta(days=1),
        place="Room 2",
        quorum=quorum,
        at=NOW,
    )
    sits = [people[who].pk for who in ("panel", "panel2", "chair2")]
    seat_people(by=officer, meeting=meeting, chair=people["chair"].pk, members=sits, at=NOW)
    item = put_on_agenda(by=officer, meeting=meeting, proposal=site.proposal, at=NOW)
    return Sitting(site, meeting, item, people)


def since(sitting: Sitting) -> dict[str, str]:
    """Return what a page sends along that was opened just now."""
    return {"since": token_of(sitting.proposal)}


def client_of(sitting: Sitting, who: str) -> Any:
    """Return a browser in which somebody is signed in."""
    from django.test import Client

    client = Client()
    client.force_login(sitting.people[who])
    return client
