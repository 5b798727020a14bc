"""Asking the council to look at a decision again, and its answer."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.actions.decisions import (
    answer_again,
    ask_again,
)
from appraisal.forms.decisions import AgainForm
from appraisal.forms.panel import ReasonForm
from appraisal.queries.panel import (
    reconsideration_of,
)
from appraisal.roles import To
from appraisal.views.asking import Asked, ask, seen_on
from appraisal.views.doors import AtProposal, for_proposal, now
from appraisal.views.steps import address
from appraisal.views.tokens import token_of
from core.forms import Form

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


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
        "back_words": "The decision",
    }
    return render(request, "appraisal/panel/ask.html", context, status=asked.status)
