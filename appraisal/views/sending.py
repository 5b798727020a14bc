"""Sending a proposal in: what is still to be done, the declaration, the button."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.actions.moves import Seen
from appraisal.actions.sending import DECLARATION, send_in
from appraisal.completeness import gaps
from appraisal.forms.gate import DeclarationForm
from appraisal.models import State
from appraisal.queries import Sheet, sheet_of
from appraisal.queries.standing import standing_of
from appraisal.roles import To
from appraisal.route import refusals
from appraisal.views.doors import AtProposal, for_proposal, now
from appraisal.views.route import attempt, closed_to
from appraisal.views.steps import FACTS, address, criterion_address
from appraisal.views.tokens import seen_in, token_of
from core import kept

_FIRST = (State.ENQUIRY, State.INVITED, State.DRAFT)
_DONE = "Your proposal was sent to the council. You can read what you sent in under “What is on record”."


class ToDo(NamedTuple):
    """Something still to be done, and the page where."""

    said: str
    href: str


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ)
def send(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Say what is still to be done before the proposal can be sent in; send it in."""
    seen = seen_in(request)  # a button pressed twice goes on meaning what it meant
    key = "submit" if (seen.state if seen else at.proposal.state) in _FIRST else "resubmit"
    looks = request.method != "POST" and To.ANSWER in at.may  # a member, or who types from paper
    if not looks and (closed := closed_to(request, at, key)):
        return closed
    found = kept.take(request, at=now()) if request.method != "POST" else None
    form = DeclarationForm(request.POST if request.method == "POST" else None)
    reasons: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():

        def make(seen: Seen) -> None:
            declared = form.cleaned_data["declared"]
            send_in(key, by=at.user, proposal=at.proposal, declared=declared, seen=seen, at=now())

        made = attempt(request, at, key, make, done=_DONE)
        if isinstance(made, HttpResponse):
            return made
        reasons = made
    sheet = sheet_of(
        at.proposal
    )  # only for the page: sending in reads it afresh, with the proposal held
    todo = [ToDo(one.said, _address(at, one.page)) for one in gaps(sheet)]
    context = {
        "at": at,
        "form": form,
        "todo": todo,
        "others": [one for one in reasons or _others(at, key, sheet) if one not in _said(todo)],
        "lead": To.SUBMIT in at.may,
        "again": key == "resubmit",
        "declaration": DECLARATION,
        "since": token_of(at.proposal),
        "notice": found.words if found else "",
        "tasks_address": address(at, "proposal"),
        "check_address": address(at, "check"),
    }
    return render(request, "appraisal/send.html", context, status=409 if reasons else 200)


def _said(todo: list[ToDo]) -> set[str]:
    return {one.said for one in todo}


def _others(at: AtProposal, key: str, sheet: Sheet) -> tuple[str, ...]:
    """Return what else speaks against it, beside the pages that are not done."""
    if To.SUBMIT not in at.may:
        return ("Only the lead of your group can send it in.",) if not at.officer else ()
    standing = standing_of(at.proposal, at.user, lambda: sheet)
    return refusals(key, state=at.proposal.state, may=at.may, standing=standing)


def _address(at: AtProposal, page: str) -> str:
    return address(at, "facts", page) if page in FACTS else criterion_address(at, page)
