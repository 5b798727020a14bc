"""Checking an assessment: all of it on one page, to sign off or send back; and opening it again."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.actions.checking import sign_off as sign
from appraisal.actions.moves import CannotMove, move_on
from appraisal.assessing import PAGES
from appraisal.chapters import chapters_for
from appraisal.forms.assessing import ReasonForm
from appraisal.models import Finding, State
from appraisal.queries.assessed import Assessed, assessed_of
from appraisal.queries.standing import standing_of
from appraisal.roles import To
from appraisal.route import refusals
from appraisal.showing.chapters import chapter_card
from appraisal.showing.compared import Row, compared
from appraisal.views.asking import seen_on
from appraisal.views.assessing import around_assessment, named, step_address
from appraisal.views.doors import AtProposal, for_proposal, now, refuse
from appraisal.views.steps import address, in_order
from appraisal.views.tokens import token_of
from core.refusals import log


class Judged(NamedTuple):
    """A criterion with what both give and what was found of it."""

    row: Row | None
    title: str
    href: str
    finding: Finding | None


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ_AS_COUNCIL)
def sign_off(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show the whole assessment on one page; another person signs it off or sends it back."""
    if request.method != "POST":
        return _page(request, at)
    if To.SIGN_OFF not in at.may:
        return refuse(request, f"You may not {To.SIGN_OFF}.")
    if request.POST.get("do") == "send-back":
        return _send_back(request, at)
    try:
        sign(
            by=at.user,
            proposal=at.proposal,
            fingerprint=request.POST.get("fingerprint", ""),
            at=now(),
        )
    except CannotMove as cannot:
        log(request, "not allowed")
        return _page(request, at, cannot.reasons)
    return HttpResponseRedirect(address(at, "proposal"))


def _send_back(request: HttpRequest, at: AtProposal) -> HttpResponse:
    form = _back_form(request)
    if not form.is_valid():
        return _page(request, at, form=form)
    try:
        move_on(
            "send-back",
            by=at.user,
            proposal=at.proposal,
            seen=seen_on(request),
            reason=form.cleaned_data["reason"],
            at=now(),
        )
    except CannotMove as cannot:
        log(request, "not allowed")
        return _page(request, at, cannot.reasons, form)
    return HttpResponseRedirect(address(at, "assessment"))


def _back_form(request: HttpRequest) -> ReasonForm:
    return ReasonForm(
        request.POST if request.method == "POST" else None,
        ask="What must the officer look at again?",
        hint="The officer reads this.",
    )


def _page(
    request: HttpRequest,
    at: AtProposal,
    reasons: tuple[str, ...] = (),
    form: ReasonForm | None = None,
) -> HttpResponse:
    assessed = assessed_of(at.proposal)
    against: tuple[str, ...] = ()
    if To.SIGN_OFF in at.may and at.proposal.state == State.ASSESSMENT:
        standing = standing_of(at.proposal, at.user, lambda: assessed.group, assessed)
        against = refusals("sign-off", state=at.proposal.state, may=at.may, standing=standing)
    context = {
        **around_assessment(at, assessed),
        "judged": _judged(at, assessed),
        "pages": PAGES,
        "chapters": [
            chapter_card(one, assessed.chapters.get(one.key, {}))
            for one in chapters_for(at.proposal.kind)
        ],
        "reasons": reasons,
        "against": against,
        "may_check": To.SIGN_OFF in at.may and at.proposal.state == State.ASSESSMENT,
        "may_reopen": To.HANDLE in at.may and at.proposal.state == State.CHECKED,
        "form": form or ReasonForm(ask="What must the officer look at again?", hint=""),
        "since": token_of(at.proposal),
    }
    return render(request, "appraisal/assessing/sign_off.html", context)


def _judged(at: AtProposal, assessed: Assessed) -> list[Judged]:
    rows = {row.letter: row for row in compared(named(assessed))}
    return [
        Judged(
            rows.get(one.letter),
            f"{one.letter} {one.title}",
            step_address(at, one.letter),
            assessed.findings.get(one.letter),
        )
        for one in in_order(assessed.group)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.HANDLE)
def reopen(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Open a checked assessment again, with a reason."""
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        ask="Why must the assessment be opened again?",
        hint="For example, “the valuer has sent a new market rent”. It must be signed off again afterwards.",
    )
    reasons: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            seen = seen_on(request)
            move_on("reopen", by=at.user, proposal=at.proposal, seen=seen, reason=reason, at=now())
        except CannotMove as cannot:
            log(request, "not allowed")
            reasons = cannot.reasons
        else:
            return HttpResponseRedirect(address(at, "assessment"))
    context = {
        "at": at,
        "form": form,
        "reasons": reasons,
        "may": at.proposal.state == State.CHECKED,
        "up": address(at, "assessment"),
        "since": token_of(at.proposal),
    }
    return render(request, "appraisal/assessing/reopen.html", context)
