"""Recording decisions, and reading them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions.decisions import (
    CannotDecide,
    Decided,
    decide,
)
from appraisal.engine import words
from appraisal.engine.faults import CannotRead
from appraisal.forms.decisions import OTHER, DecisionForm
from appraisal.models import Decision, Maker, Outcome, State
from appraisal.queries.panel import (
    Table,
    item_shown,
    live_item,
    reconsideration_of,
    table_of,
)
from appraisal.queries.recommended import conditions_of, recommendation_of
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
    suggested = "\n".join(one.words for one in conditions_of(at.proposal))
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
    table = table_of(item) if item else None
    group, recommended = three.group_sheet, recommendation_of(at.proposal)
    standing = standing_of(
        at.proposal,
        at.user,
        lambda: group,
        table=lambda: table,
        decides_on=lambda: three.sheet,
        recommended=recommended,
    )
    context = {
        "at": at,
        "since": token_of(at.proposal),
        "form": asked.form,
        "notice": asked.notice,
        "alone": alone,
        "why_not": refusals(key, state=at.proposal.state, may=at.may, standing=standing),
        "table": table,
        "equality": recommended.equality,
        "refusal": recommended.refusal,
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
