"""The panel of the demo: its meetings, what its members declare and mark, and what it decides."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from appraisal.actions.decisions import GRANTS, Decided, decide
from appraisal.actions.demo_days import Days
from appraisal.actions.meetings import (
    close_meeting,
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
from appraisal.models import AgendaItem, Interest, Maker, Meeting, Outcome, Proposal, State
from appraisal.queries.mapping import asset_of
from appraisal.queries.panel import latest_decision
from appraisal.schemes import engine_scheme
from core.models import Authority, Role, User

Plan = Mapping[str, Any]
_CALL_IN = timedelta(days=7)
_BEFORE = 4  # days before a meeting on which its members mark
_QUORUM = 2


class Panel:
    """The panel of the demo's council; each item on an agenda has what the plan says of its proposal."""

    def __init__(
        self,
        plan: Plan,
        days: Days,
        council: Authority,
        people: Mapping[str, User],
        officer: User,
    ) -> None:
        self.days, self.council, self.people, self.officer = days, council, people, officer
        self.plans: Mapping[str, Plan] = {one["key"]: one for one in plan["meetings"]}
        self.meetings: dict[str, Meeting] = {}
        self.items: dict[str, list[tuple[Plan, AgendaItem]]] = {}

    def day_of(self, key: str) -> int:
        """Return how many days ago a meeting is held; below nought it is still to come."""
        return int(self.plans[key]["held"])

    def put_on(self, one: Plan, proposal: Proposal, *, by: User, at: datetime) -> None:
        """Put a proposal on the agenda of its meeting."""
        meeting = self.meetings[one["meeting"]]
        item = put_on_agenda(by=by, meeting=meeting, proposal=proposal, at=at)
        self.items[one["meeting"]].append((one, item))

    def meet(self, plan: Plan) -> Iterator[datetime]:
        """Plan a meeting, have its members mark, and hold it if its day has come."""
        key = plan["key"]
        at = self.days.ago(plan["planned"])
        yield at
        self._plan(plan, at)
        at = self.days.ago(max(plan["held"] + _BEFORE, 1))
        yield at
        for one, item in self.items[key]:
            self._mark(one, item, at)
        if plan["held"] < 0:
            return
        yield from self._hold(plan)

    def _plan(self, plan: Plan, at: datetime) -> None:
        meeting = plan_meeting(
            by=self.officer,
            authority=self.council,
            held_at=self.days.ago(plan["held"]).replace(hour=14, minute=0),
            place=plan["place"],
            quorum=_QUORUM,
            at=at,
        )
        chair = self._seat(Role.PANEL_CHAIR)[0]
        members = self._seat(Role.PANEL_MEMBER)
        seat_people(by=self.officer, meeting=meeting, chair=chair, members=members, at=at)
        self.meetings[plan["key"]], self.items[plan["key"]] = meeting, []

    def _seat(self, role: Role) -> list[int]:
        own = self.council.memberships.filter(role=role).order_by("pk")
        return list(own.values_list("user_id", flat=True))

    def _mark(self, one: Plan, item: AgendaItem, at: datetime) -> None:
        """Have those declare who sit, and those mark who are no chair: all, or whom the plan names."""
        named = one.get("marked")
        chair = self._chair()
        for email, person in self._members().items():
            if _has_interest(one, email):
                own = one["interest"]
                declare(by=person, item=item, kind=own["kind"], nature=own["nature"], at=at)
                continue
            declare(by=person, item=item, kind=Interest.Kind.NONE, at=at)
            if person != chair and (named is None or email in named):
                self._mark_all(person, item, (named or {}).get(email, {}), at)

    def _members(self) -> dict[str, User]:
        seated = {*self._seat(Role.PANEL_CHAIR), *self._seat(Role.PANEL_MEMBER)}
        return {email: one for email, one in self.people.items() if one.pk in seated}

    def _mark_all(
        self, person: User, item: AgendaItem, own: Mapping[str, int], at: datetime
    ) -> None:
        criteria = engine_scheme(item.proposal.scheme).criteria
        for one in criteria:
            points = own.get(one.letter)
            given = Given(points is None, points)
            save_mark(
                by=person, item=item, letter=one.letter, given=given, levels=one.levels, at=at
            )
        say_done(by=person, item=item, letters=tuple(one.letter for one in criteria), at=at)

    def _hold(self, plan: Plan) -> Iterator[datetime]:
        at = self.days.ago(plan["held"])
        yield at
        meeting, chair = self.meetings[plan["key"]], self._chair()
        open_meeting(by=chair, meeting=meeting, at=at)
        present = [self.people[email].pk for email in plan["attended"]]
        record_attendance(by=chair, meeting=meeting, present=present, at=at)
        for number, (one, item) in enumerate(self.items[plan["key"]], start=1):
            at += timedelta(minutes=20)
            yield at
            self._moderate(one, item, at)
            minute = f"{plan['minute']}/{number}"
            decide_as_planned(one, item.proposal, by=chair, maker=Maker.PANEL, minute=minute, at=at)
        close_meeting(by=chair, meeting=meeting, at=at)

    def _moderate(self, one: Plan, item: AgendaItem, at: datetime) -> None:
        chair = self._chair()
        open_moderation(by=chair, item=item, at=at)
        picks = {letter: Pick(**said) for letter, said in one.get("agreed", {}).items()}
        levels = {of.letter: of.levels for of in engine_scheme(item.proposal.scheme).criteria}
        agree(by=chair, item=item, picks=picks, levels=levels, at=at)

    def _chair(self) -> User:
        return User.objects.get(pk=self._seat(Role.PANEL_CHAIR)[0])


def _has_interest(one: Plan, email: str) -> bool:
    return bool(one.get("interest", {}).get("person") == email)


def decide_as_planned(
    one: Plan, proposal: Proposal, *, by: User, maker: Maker, minute: str, at: datetime
) -> None:
    """Record the decision that the plan has for a proposal."""
    said = one["decided"]
    outcome = said["outcome"] if "outcome" in said else Outcome(State(one["until"]))
    day = timezone.localdate(at)
    decide(
        by=by,
        proposal=proposal,
        decided=Decided(
            maker=maker,
            outcome=outcome,
            decided_on=day,
            minute_reference=minute,
            reasons=said["reasons"],
            percent=Decimal(said["percent"]) if "percent" in said else None,
            percent_reason=said.get("percent_reason", ""),
            conditions=said.get("conditions", ""),
            call_in_ends=day + _CALL_IN if outcome in GRANTS else None,
            equality_read=True,
        ),
        at=at,
    )


def publish_as_planned(one: Plan, proposal: Proposal, *, by: User, at: datetime) -> None:
    """Write what the public reads of the newest decision, in the plan's words where it has some, and publish it."""
    decision = latest_decision(proposal)
    assert decision is not None  # noqa: S101 (the plan decides before it publishes)
    asset = asset_of(proposal)
    wording = Wording(
        title=one["title"],
        asset=asset.name if asset else "",
        reasons=one["decided"].get("public", decision.reasons),
        conditions=decision.conditions,
    )
    written = write_publication(by=by, proposal=proposal, wording=wording, at=at)
    publish(by=by, proposal=proposal, seen=written.written_at, at=at)
