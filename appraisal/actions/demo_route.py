"""The part of the demo that has gone further than a draft, carried on its way as ``route.toml`` says."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid5

from appraisal.actions.assessing import (
    Found,
    save_conditions,
    save_finding,
    save_wording,
    save_words,
    say_ready,
)
from appraisal.actions.checking import sign_off
from appraisal.actions.checks import page_of, settle_check
from appraisal.actions.decisions import ask_again
from appraisal.actions.demo_answers import (
    GROUP,
    OFFICER,
    answer_from,
    chapters_from,
    close_as_planned,
    example_layout,
    methods_from,
    word_file,
)
from appraisal.actions.demo_days import Days, Diary
from appraisal.actions.demo_panel import Panel, decide_as_planned, publish_as_planned
from appraisal.actions.enquiries import begin_application, disclose, say_eligible
from appraisal.actions.evidence import add_evidence
from appraisal.actions.flags import raise_flag
from appraisal.actions.messages import write_message
from appraisal.actions.moves import move_on
from appraisal.actions.officers import hand_to
from appraisal.actions.proposals import Contact, start_proposal
from appraisal.actions.sending import send_in
from appraisal.models import Asset, Check, Disclosure, Finding, Maker, Proposal, State
from appraisal.queries import Sheet, sheet_of
from appraisal.queries.assessed import assessed_of
from appraisal.queries.mapping import file_mapping
from appraisal.queries.standing import has_asset
from core.models import Authority, Organisation, Role, User

Plan = Mapping[str, Any]
Story = Iterator[datetime]

# Whether a claim is agreed to is found with the rest, in the assessment.
_FIGURES = OFFICER._replace(agree="")

_SENT = ("invite", "begin", "send")
_CHECKED = (*_SENT, "assess", "begin-assessing", "ready", "check")
_LISTED = (*_CHECKED, "list")
# Where a proposal is to be → the steps that it makes; a meeting decides on what is on its list.
_STEPS: Mapping[str, tuple[str, ...]] = {
    State.ENQUIRY: (),
    State.DECLINED: ("decline",),
    State.INVITED: ("invite",),
    State.SUBMITTED: _SENT,
    State.RETURNED: (*_SENT, "return"),
    State.RESUBMITTED: (*_SENT, "return", "resubmit"),
    State.WITHDRAWN: (*_SENT, "withdraw"),
    State.ASSESSMENT: (*_SENT, "assess", "begin-assessing"),
    State.CHECKED: _CHECKED,
    State.PANEL: _LISTED,
    State.APPROVED: _LISTED,
    State.CONDITIONS: _LISTED,
    State.REFUSED: _LISTED,
    State.DEFERRED: _LISTED,
    State.PUBLISHED: (*_LISTED, "publish"),
    State.RECONSIDERATION: (*_LISTED, "ask-again"),
}


@dataclass(frozen=True, kw_only=True)
class Cast:
    """The council of the demo, its people by their addresses, and the group of each with its legal form."""

    council: Authority
    people: Mapping[str, User]
    groups: Mapping[str, tuple[Organisation, str]]

    def who(self, role: Role) -> User:
        """Return the first person who has a role at the council."""
        return self.council.memberships.filter(role=role).order_by("pk")[0].user


def plan_route(plan: Plan, *, days: Days, cast: Cast, diary: Diary) -> None:
    """Put into a diary how each proposal goes on its way, and the meetings that decide."""
    panel = Panel(plan, days, cast.council, cast.people, cast.who(Role.ASSET_OFFICER))
    for meeting in plan["meetings"]:
        diary.add(panel.meet(meeting))
    for one in plan["proposals"]:
        journey = _Journey(plan, one, days, cast, panel)
        diary.add(journey.go())
        diary.add(journey.talk())


class _Journey:
    """One proposal on its way, as far as the plan says."""

    def __init__(self, plan: Plan, one: Plan, days: Days, cast: Cast, panel: Panel) -> None:
        self.plan, self.one, self.days, self.cast, self.panel = plan, one, days, cast, panel
        self.lead = cast.people[one["by"]]
        first = cast.who(Role.ASSET_OFFICER)
        self.officer = cast.people[one["officer"]] if "officer" in one else first
        self.checker = cast.who(Role.SECOND_OFFICER)
        self.example = example_layout(one["example"]) if "example" in one else {}

    @property
    def proposal(self) -> Proposal:
        """The proposal as it stands now."""
        return Proposal.objects.select_related("authority", "organisation").get(pk=self.pk)

    @property
    def sheet(self) -> Sheet:
        """The same with its answers."""
        return sheet_of(self.proposal)

    # --- how it goes on ------------------------------------------------------------------------------

    def go(self) -> Story:
        """Go from step to step, each at its time."""
        doing: Mapping[str, Callable[[datetime], None]] = {
            "decline": self._decline,
            "invite": self._invite,
            "begin": self._begin,
            "send": self._send,
            "return": self._return,
            "resubmit": self._resubmit,
            "withdraw": self._withdraw,
            "assess": self._assess,
            "begin-assessing": self._begin_assessing,
            "ready": self._ready,
            "check": self._check,
            "list": self._list,
            "decide-alone": self._decide_alone,
            "publish": self._publish,
            "ask-again": self._ask_again,
        }
        at = self.days.ago(self.one["began"])
        yield at
        self._enquire(at)
        for step in self._steps():
            at = max(at + timedelta(minutes=9), self._when(step))
            yield at
            doing[step](at)

    def talk(self) -> Story:
        """Write the messages about it."""
        for number, one in enumerate(self.one.get("messages", ())):
            at = self.days.ago(self.one["began"] - one["day"])
            yield at
            form = uuid5(self.pk, str(number))
            by = self.cast.people[one["by"]]
            write_message(by=by, proposal=self.proposal, form=form, text=one["text"], at=at)

    def _steps(self) -> tuple[str, ...]:
        steps = _STEPS[self.one["until"]]
        if "meeting" in self.one:
            return steps
        return tuple("decide-alone" if one == "list" else one for one in steps)

    def _when(self, step: str) -> datetime:
        after = self.plan["after"]
        if step in after and "meeting" in self.one:
            return self.days.ago(self.panel.day_of(self.one["meeting"]) - after[step])
        return self.days.ago(self.one["began"] - self.plan["pace"][step])

    # --- the group -------------------------------------------------------------------------------------

    def _enquire(self, at: datetime) -> None:
        one = self.one
        group, _ = self.cast.groups[one["by"]]
        started = start_proposal(
            by=self.lead,
            authority=self.cast.council,
            organisation=group,
            kind=str(self.example.get("kind") or one["kind"]),
            title=one["title"],
            asset={"name": one["asset"]["name"]} if "asset" in one else {},
            summary=one["summary"],
            contact=Contact(name=self.lead.name, email=self.lead.email),
            at=at,
        )
        self.pk = started.pk

    def _begin(self, at: datetime) -> None:
        told = Disclosure.objects.filter(proposal=self.pk).values_list("saves", flat=True).first()
        begin_application(by=self.lead, proposal=self.proposal, read=told, at=at)

    def _send(self, at: datetime) -> None:
        answer_from(self._answers(), by=self.lead, proposal=self.proposal, hands=GROUP, at=at)
        for one in self.one.get("evidence", ()):
            self._add_evidence(one, at)
        if "check" in self._steps():
            chapters_from(self.plan, self.one, by=self.lead, proposal=self.proposal, at=at)
        send_in("submit", by=self.lead, proposal=self.proposal, declared=True, at=at)

    def _answers(self, **other: object) -> dict[str, object]:
        """Return what the group says: its example's answers with its own in their place, all answered."""
        own = {**self.example["answers"], **self.one.get("answers", {}), **other}
        letters = self.sheet.scheme.by_letter
        answers = {letter: own.get(letter, {}) for letter in letters}
        said = {key: self.one[key] for key in ("title", "summary", "asset") if key in self.one}
        _, form = self.cast.groups[self.one["by"]]
        return {**self.example, **said, "applicant": {"legal_form": form}, "answers": answers}

    def _add_evidence(self, one: Plan, at: datetime) -> None:
        add_evidence(
            by=self.lead,
            proposal=self.proposal,
            letter=one["letter"],
            name=one["name"],
            content=word_file(one["words"], one["text"]),
            words=one["words"],
            councils=False,
            at=at,
        )

    def _resubmit(self, at: datetime) -> None:
        again = self._answers(**self.one["again"])
        answer_from(again, by=self.lead, proposal=self.proposal, hands=GROUP, at=at)
        send_in("resubmit", by=self.lead, proposal=self.proposal, declared=True, at=at)

    def _withdraw(self, at: datetime) -> None:
        move_on("withdraw", by=self.lead, proposal=self.proposal, reason=self.one["reason"], at=at)

    def _ask_again(self, at: datetime) -> None:
        ask_again(by=self.lead, proposal=self.proposal, reason=self.one["reason"], at=at)

    # --- the officers ------------------------------------------------------------------------------------

    def _judge(self, at: datetime) -> None:
        hand_to(by=self.officer, proposal=self.proposal, officer=self.officer, was=None, at=at)
        not_met = self.one.get("not_met", {})
        said = {
            key: (key not in not_met, not_met.get(key, why))
            for key, why in self.plan["gate"][self.proposal.kind].items()
        }
        say_eligible(by=self.officer, proposal=self.proposal, said=said, seen=0, at=at)

    def _decline(self, at: datetime) -> None:
        self._judge(at)
        self._move("decline", at, self.one["reason"])

    def _invite(self, at: datetime) -> None:
        self._judge(at)
        if has_asset(self.proposal):
            known = self.plan["known"]
            disclose(by=self.officer, proposal=self.proposal, known=known, seen=0, at=at)
        self._move("invite", at)

    def _return(self, at: datetime) -> None:
        self._move("return", at, self.one["asked"])

    def _move(self, key: str, at: datetime, reason: str = "") -> None:
        move_on(key, by=self.officer, proposal=self.proposal, reason=reason, at=at)

    def _assess(self, at: datetime) -> None:
        own = self.one.get("checks", {})
        for check in Check.objects.filter(proposal=self.pk):
            said = own.get(check.key) or self.plan["checks"][check.key]
            settle_check(
                by=self.officer,
                proposal=self.proposal,
                check=check,
                seen=self.sheet.saves(page_of(check)),
                at=at,
                outcome=said.get("outcome", Check.Outcome.PASSED),
                reason=said["reason"],
                evidence=said["evidence"],
            )
        self._fill_in(at)
        self._move("assess", at)

    def _fill_in(self, at: datetime) -> None:
        """Fill in what is the council’s to say: the rent, the area’s rank, savings."""
        stands = file_mapping(self.sheet)
        terms, asset = stands["terms"], stands.get("asset", {})
        assert isinstance(terms, dict)  # noqa: S101 (they are in every file)
        if "market_rent" in self.one:
            own = {"market_rent_gbp_pa": self.one["market_rent"], **self.one.get("valued", {})}
            terms = {**terms, **own}
        answers = {**self.example["answers"]}
        if Asset.objects.filter(proposal=self.proposal).exclude(small_area="").exists():
            answers["D"] = {}  # the postcode has found it
        elif "rank" in self.one:
            answers["D"] = {"imd_edition": 2025, "imd_rank": self.one["rank"]}
        sent = {**stands, "terms": terms, "asset": asset, "answers": answers}
        answer_from(sent, by=self.officer, proposal=self.proposal, hands=_FIGURES, at=at)

    def _begin_assessing(self, at: datetime) -> None:
        sheet = self.sheet
        for letter in self.one.get("half") or sheet.scheme.by_letter:
            self._find(letter, sheet, at)
        if flag := self.one.get("flag"):
            raise_flag(by=self.officer, proposal=self.proposal, at=at, **flag)
        methods_from(self.plan, self.one, by=self.officer, proposal=self.proposal, at=at)

    def _find(self, letter: str, sheet: Sheet, at: datetime) -> None:
        grade = self.plan["grades"].get(letter, Finding.Evidence.DOCUMENTED)
        said: dict[str, Any] = {"verdict": Finding.Verdict.ACCEPT, "evidence": grade}
        if sheet.entry(letter).reason:
            said |= {"verdict": Finding.Verdict.AGREE, "reason": self.plan["agreed"][letter]}
        said |= self.one.get("found", {}).get(letter, {})
        found = Found(answers_seen=sheet.saves(letter), **said)
        criterion = sheet.scheme.by_letter[letter]
        save_finding(
            by=self.officer, proposal=self.proposal, criterion=criterion, found=found, seen=0, at=at
        )

    def _ready(self, at: datetime) -> None:
        said = self.one["assessed"]
        about: dict[str, Any] = {"by": self.officer, "seen": 0, "at": at}
        words = {"summary": said["summary"], "equality": self.plan["equality"][self.proposal.kind]}
        for page, text in words.items():
            save_words(proposal=self.proposal, page=page, words=text, **about)
        standard = said.get("conditions", ())
        save_conditions(proposal=self.proposal, standard=standard, own=(), **about)
        close_as_planned(said, proposal=self.proposal, by=self.officer, at=at)
        chapters_from(self.plan, self.one, by=self.officer, proposal=self.proposal, at=at)
        if "wording" in said:
            worded = {"words": said["wording"], "refusal": said.get("refusal", False)}
            save_wording(proposal=self.proposal, **worded, **about)
        fingerprint = assessed_of(self.proposal).fingerprint
        say_ready(by=self.officer, proposal=self.proposal, fingerprint=fingerprint, at=at)

    def _check(self, at: datetime) -> None:
        fingerprint = assessed_of(self.proposal).fingerprint
        sign_off(by=self.checker, proposal=self.proposal, fingerprint=fingerprint, at=at)

    def _list(self, at: datetime) -> None:
        self.panel.put_on(self.one, self.proposal, by=self.officer, at=at)

    def _decide_alone(self, at: datetime) -> None:
        decide_as_planned(
            self.one,
            self.proposal,
            by=self.checker,
            maker=Maker.DELEGATED,
            minute="DD/26/31",
            at=at,
        )

    def _publish(self, at: datetime) -> None:
        publish_as_planned(self.one, self.proposal, by=self.officer, at=at)
