"""Recording decisions, reading them, publishing them, and looking again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions.decisions import (
    CannotDecide,
    Decided,
    answer_again,
    ask_again,
    decide,
)
from appraisal.actions.publishing import CannotPublish, Wording, publish, write_publication
from appraisal.engine import words
from appraisal.engine.faults import CannotRead
from appraisal.forms.decisions import OTHER, AgainForm, DecisionForm, PublicationForm
from appraisal.forms.panel import ReasonForm
from appraisal.models import Decision, Maker, Outcome, Publication, State
from appraisal.queries.assessed import is_provisional
from appraisal.queries.mapping import asset_of
from appraisal.queries.panel import (
    Table,
    item_shown,
    latest_decision,
    live_item,
    reconsideration_of,
    table_of,
)
from appraisal.queries.standing import standing_of
from appraisal.queries.three import Three, three_of
from appraisal.roles import To
from appraisal.route import refusals
from appraisal.showing.overlaid import Eye, compared
from appraisal.views.asking import Asked, ask, seen_on
from appraisal.views.doors import AtProposal, for_proposal, now
from appraisal.views.marks import no_result
from appraisal.views.steps import address
from appraisal.views.tokens import token_of
from core.forms import Form

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_BOTH
@for_proposal(To.DECIDE)
def decide_panel(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Record what the panel decided."""
    return _decide(request, at, alone=False)


@_BOTH
@for_proposal(To.DECIDE_ALONE)
def decide_alone(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Record what an officer decided under delegation, or the cabinet on recommendation."""
    return _decide(request, at, alone=True)


def _decide(request: HttpRequest, at: AtProposal, *, alone: bool) -> HttpResponse:
    item = live_item(at.proposal)
    three = three_of(at.proposal, item)
    try:
        discounted = discount_words(three)
    except CannotRead as cannot:
        return no_result(request, at, cannot)
    suggested = "\n".join(one.words for one in three.assessed.conditions)
    initial: dict[str, object] = {
        "decided_on": timezone.localdate(now()),
        "discount": "score",
        "conditions": suggested,
    }

    def make(data: QueryDict | None) -> Form:
        return DecisionForm(alone=alone, discounted=discounted, data=data, initial=initial)

    def act(form: Form) -> str:
        decided = _decided(form.cleaned_data, alone=alone)
        seen = seen_on(request)
        decide(by=at.user, proposal=at.proposal, decided=decided, seen=seen, at=now())
        return address(at, "decisions")

    asked = ask(request, make, act, CannotDecide)
    if not isinstance(asked, Asked):
        return asked
    key = "decide-alone" if alone else "decide"
    standing = standing_of(at.proposal, at.user, three.assessed.group)
    standing = replace(standing, provisional=is_provisional(three.sheet))
    context = {
        "at": at,
        "since": token_of(at.proposal),
        "form": asked.form,
        "notice": asked.notice,
        "alone": alone,
        "why_not": refusals(key, state=at.proposal.state, may=at.may, standing=standing),
        "table": table_of(item) if item else None,
        "equality": three.assessed.recommendation.equality,
        "discounted": discounted,
        "score": three.panel.percent,
        "back": address(at, "compare"),
    }
    return render(request, "appraisal/panel/decide.html", context, status=asked.status)


def discount_words(three: Three) -> str:
    """Say which discount the panel's score gives, in per cent and pounds; empty where it gives none."""
    discount = three.panel.discount
    if discount is None:
        return ""
    per_year = " a year" if discount.basis == "rent" else ""
    amount = f", {words.pounds(discount.amount)}{per_year}" if discount.amount is not None else ""
    return f"{words.plain(discount.percent)}%{amount}"


def _decided(given: Mapping[str, Any], *, alone: bool) -> Decided:
    outcome = given["outcome"]
    other = given.get("discount") == OTHER
    grants = outcome in (Outcome.APPROVED, Outcome.CONDITIONS)
    return Decided(
        maker=given["maker"] if alone else Maker.PANEL,
        outcome=outcome,
        decided_on=given["decided_on"],
        minute_reference=given["minute_reference"],
        reasons=given["reasons"],
        percent=given["percent"] if other and grants else None,
        percent_reason=given["percent_reason"] if other and grants else "",
        conditions=given["conditions"],
        call_in_ends=given["call_in_ends"],
        equality_read=given["equality_read"],
    )


@require_safe
@for_proposal(To.READ)
def decisions(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show every decision on a proposal, the newest first, and what can be done about it."""
    found = list(
        Decision.objects.filter(proposal=at.proposal)
        .select_related("publication", "item__meeting")
        .order_by("-number")
    )
    context = {
        "at": at,
        "decisions": found,
        "table": _table_shown(at, found),
        "compared": _compared(at, found),
        "again": reconsideration_of(at.proposal),
        "can": _can(at, found),
    }
    return render(request, "appraisal/panel/decisions.html", context)


def _table_shown(at: AtProposal, found: list[Decision]) -> Table | None:
    """Return who sat when the newest decision was made; names are for the council's side only."""
    if not found or found[0].item is None or not at.officer:
        return None
    return table_of(found[0].item)


def _compared(at: AtProposal, found: list[Decision]) -> object:
    """Lay the three assessments over each other, for the council's side and once there is a decision."""
    if not found or not at.officer:
        return None
    item = item_shown(at.proposal)
    three = three_of(at.proposal, item)
    try:
        eyes = [Eye("Group", three.group), Eye("Officer", three.officer, three.officers_reason)]
        if item is not None and item.agreed_at is not None:
            eyes.append(Eye("Panel", three.panel, three.panels_reason))
        return compared(eyes, at.council.colour)
    except CannotRead:
        return None


def _can(at: AtProposal, found: list[Decision]) -> dict[str, bool]:
    state = at.proposal.state
    final = (State.APPROVED, State.CONDITIONS, State.REFUSED)
    return {
        "publish": To.PUBLISH in at.may and bool(found) and state in final,
        "ask": To.ASK_AGAIN in at.may and bool(found) and state in (*final, State.PUBLISHED),
        "answer": To.HANDLE in at.may and state == State.RECONSIDERATION,
    }


# --- publishing ----------------------------------------------------------------------------------


@_BOTH
@for_proposal(To.PUBLISH)
def write(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Write what the public reads of the newest decision."""
    decision = _newest(at)
    written = Publication.objects.filter(decision=decision).first()

    def make(data: QueryDict | None) -> Form:
        return PublicationForm(
            outcome=decision.outcome, data=data, initial=_initial(at, decision, written)
        )

    def act(form: Form) -> str:
        wording = _wording(form.cleaned_data)
        write_publication(by=at.user, proposal=at.proposal, wording=wording, at=now())
        return address(at, "publish")

    asked = ask(request, make, act, CannotPublish)
    if not isinstance(asked, Asked):
        return asked
    context = {
        "at": at,
        "form": asked.form,
        "notice": asked.notice,
        "caption": at.proposal.title,
        "title": "What the public reads",
        "lead": "Write it here and look at it on the next page. Nothing is public before you publish it there. The "
        "group’s name, the day, the outcome and the minute’s reference come from the decision.",
        "button": "Look at it",
        "back": address(at, "decisions"),
    }
    return render(request, "appraisal/panel/ask.html", context, status=asked.status)


def _initial(at: AtProposal, decision: Decision, written: Publication | None) -> dict[str, object]:
    if written is None:
        asset = asset_of(at.proposal)
        return {
            "title": at.proposal.title,
            "asset": asset.name if asset else "",
            "reasons": decision.reasons,
            "conditions": decision.conditions,
        }
    hides = {"discount": written.hides_discount, "conditions": written.hides_conditions}
    return {
        "title": written.title,
        "asset": written.asset,
        "reasons": written.reasons,
        "conditions": written.conditions,
        "exempt": [key for key, hidden in hides.items() if hidden],
        "exempt_under": written.exempt_under,
    }


def _wording(given: Mapping[str, Any]) -> Wording:
    exempt = given.get("exempt") or ()
    return Wording(
        title=given["title"],
        asset=given["asset"],
        reasons=given["reasons"],
        conditions=given.get("conditions", ""),
        exempt_under=given["exempt_under"],
        hides_discount="discount" in exempt,
        hides_conditions="conditions" in exempt,
    )


class SeenForm(Form):
    """Which words somebody has looked at, by the moment at which those were written."""


@_BOTH
@for_proposal(To.PUBLISH)
def publish_now(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show the public page as it will be, and publish it."""
    decision = _newest(at)
    written = Publication.objects.filter(decision=decision).first()
    if written is None:
        raise Http404

    def act(form: Form) -> str:
        seen = _moment(request.POST.get("seen", ""))
        publish(by=at.user, proposal=at.proposal, seen=seen, at=now())
        return address(at, "decisions")

    asked = ask(request, lambda data: SeenForm(data), act, CannotPublish)
    if not isinstance(asked, Asked):
        return asked
    context = {
        "at": at,
        "form": asked.form,
        "one": written,
        "seen": written.written_at.isoformat(),
        "published": written.published_at is not None,
    }
    return render(request, "appraisal/panel/publish.html", context, status=asked.status)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise CannotPublish("Look at the public words again before you publish them.") from None


def _newest(at: AtProposal) -> Decision:
    decision = latest_decision(at.proposal)
    if decision is None:
        raise Http404
    return decision


# --- looking again -------------------------------------------------------------------------------


@_BOTH
@for_proposal(To.ASK_AGAIN)
def again(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Let the lead of a group ask the council to look at its decision again."""

    def make(data: QueryDict | None) -> Form:
        hint = "Say what the council has overlooked or what has changed. You can ask once."
        return ReasonForm("Why should the council look again?", hint, data)

    def act(form: Form) -> str:
        reason = form.cleaned_data["reason"]
        seen = seen_on(request)
        ask_again(by=at.user, proposal=at.proposal, reason=reason, seen=seen, at=now())
        return address(at, "decisions")

    asked = ask(request, make, act)
    title = "Ask the council to look again"
    return _asked(request, at, asked, title, "Ask")


@_BOTH
@for_proposal(To.HANDLE)
def look_again(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Answer a group that asks the council to look again."""

    def act(form: Form) -> str:
        given = form.cleaned_data
        answer_again(
            by=at.user,
            proposal=at.proposal,
            uphold=given["answer"] == "uphold",
            reason=given["reason"],
            seen=seen_on(request),
            at=now(),
        )
        return address(at, "decisions")

    asked = ask(request, lambda data: AgainForm(data), act)
    found = reconsideration_of(at.proposal)
    lead = f"The group asks: “{found.reason}”" if found else ""
    title = "The group asks you to look again"
    return _asked(request, at, asked, title, "Answer", lead=lead)


def _asked(
    request: HttpRequest,
    at: AtProposal,
    asked: Asked | HttpResponse,
    title: str,
    button: str,
    *,
    lead: str = "",
) -> HttpResponse:
    if not isinstance(asked, Asked):
        return asked
    context = {
        "at": at,
        "form": asked.form,
        "notice": asked.notice,
        "caption": at.proposal.title,
        "title": title,
        "button": button,
        "lead": lead,
        "since": token_of(at.proposal),
        "back": address(at, "decisions"),
    }
    return render(request, "appraisal/panel/ask.html", context, status=asked.status)
