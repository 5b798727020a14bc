"""Making a move: the page that asks, the press of its button, and every “no” with its reasons."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.actions.moves import CannotMove, Seen, move_on
from appraisal.forms.gate import ReasonForm
from appraisal.models import Proposal
from appraisal.queries.standing import standing_of
from appraisal.roles import To
from appraisal.route import BY_KEY, Standing, refusals
from appraisal.views.doors import AtProposal, for_proposal, now, refuse
from appraisal.views.move_pages import PAGES
from appraisal.views.steps import address
from appraisal.views.tokens import seen_in, token_of
from core import kept
from core.refusals import log

_UNSEEN = "Read this page again before you press its button."


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ)
def move(request: HttpRequest, at: AtProposal, way: str) -> HttpResponse:
    """Ask whether a move is to be made, and why; make it."""
    key = (
        way  # not called so in the address: the security log hides what a mail’s link calls its key
    )
    page = PAGES.get(key)
    if page is None:
        raise Http404
    if closed := closed_to(request, at, key):
        return closed
    found = kept.take(request, at=now()) if request.method != "POST" else None
    data = request.POST if request.method == "POST" else (found.fields if found else None)
    form = ReasonForm(page.why, page.hint, data or None) if page.why else None
    if found and form:
        form.leave_unchecked()
    reasons = refusals(
        key,
        state=at.proposal.state,
        may=at.may,
        standing=standing_of(at.proposal, at.user),
    )
    status = 200
    if request.method == "POST" and (form is None or form.is_valid()):
        why = form.cleaned_data["reason"] if form else ""

        def make(seen: Seen) -> None:
            move_on(key, by=at.user, proposal=at.proposal, seen=seen, reason=why, at=now())

        made = attempt(request, at, key, make, done=page.done)
        if isinstance(made, HttpResponse):
            return made
        reasons, status = made, 409
    context = {
        "at": at,
        "page": page,
        "form": form,
        "reasons": reasons,
        "since": token_of(at.proposal),
        "notice": found.words if found else "",
        "tasks_address": address(at, "proposal"),
    }
    return render(request, "appraisal/move.html", context, status=status)


def closed_to(request: HttpRequest, at: AtProposal, key: str) -> HttpResponse | None:
    """Return the answer to somebody who may not make this move, or not in this state; None: they may.

    Who only comes to look is taken to the proposal's page, where the state is told.
    """
    move = BY_KEY[key]
    why = refusals(key, state=at.proposal.state, may=at.may, standing=Standing())
    if move.to not in at.may:
        return refuse(request, *why)
    if at.proposal.state in move.leaves:
        return None
    if request.method != "POST" or _was_made(request, at.proposal, key):
        return HttpResponseRedirect(address(at, "proposal"))
    return refuse(request, *why)


def attempt(
    request: HttpRequest,
    at: AtProposal,
    key: str,
    make: Callable[[Seen], Any],
    *,
    done: str,
) -> HttpResponse | tuple[str, ...]:
    """Make a move, and return where to go on; or the reasons against it, to be shown on its page."""
    seen = seen_in(request)
    if seen is None:
        log(request, "not allowed")
        return (_UNSEEN,)
    try:
        make(seen)
    except CannotMove as cannot:
        fresh = Proposal.objects.get(pk=at.proposal.pk)
        if fresh.state not in BY_KEY[key].leaves and _was_made(request, fresh, key):
            return HttpResponseRedirect(address(at, "proposal"))
        log(request, "not allowed")
        return cannot.reasons
    messages.success(request, done)
    return HttpResponseRedirect(address(at, "proposal"))


def _was_made(request: HttpRequest, proposal: Proposal, key: str) -> bool:
    """Say whether this very button has done its work before: it was pressed twice."""
    seen, way = seen_in(request), BY_KEY[key]
    if seen is None or seen.since > proposal.state_since:
        return False
    return seen.state in way.leaves and proposal.state in way.reaches
