"""Putting proposals on the agenda of a meeting, and taking them off it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.access import MayNot, NoSuchProposal, open_proposal, proposals_of
from appraisal.actions import meetings as actions
from appraisal.actions.meetings import CannotMeet
from appraisal.forms.panel import (
    ItemForm,
    ReasonForm,
    ToPanelForm,
)
from appraisal.models import Proposal, State
from appraisal.queries.panel import (
    meetings_of,
)
from appraisal.roles import Office, To
from appraisal.templatetags.show import moment
from appraisal.views.asking import Asked, ask, seen_on
from appraisal.views.doors import AtCouncil, AtProposal, for_office, for_proposal, now
from appraisal.views.meetings import MOST_LISTED, address, of_council, page_of
from appraisal.views.steps import address as proposal_address
from appraisal.views.tokens import token_of
from core.forms import Form

_POST = require_http_methods(["POST"])
_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_BOTH
@for_office(Office.MEETINGS)
def add(request: HttpRequest, at: AtCouncil, meeting: int) -> HttpResponse:
    """Put a proposal on the agenda: one that is checked, or was deferred."""
    found = of_council(at, meeting)
    waiting = list(_waiting(at)) if at.officer else []
    names = [(str(one.pk), one.title) for one in waiting]
    hints = {str(one.pk): f"{one.organisation.name}. {_state_words(one)}" for one in waiting}

    def act(form: Form) -> str:
        try:
            opened = open_proposal(
                memberships=at.memberships,
                authority=at.council,
                proposal_id=form.cleaned_data["proposal"],
                to=To.HANDLE,
            )
        except (NoSuchProposal, MayNot) as refusal:
            raise CannotMeet("This proposal cannot be put on the agenda by you.") from refusal
        actions.put_on_agenda(by=at.user, meeting=found, proposal=opened.proposal, at=now())
        return address(at, "meeting", meeting)

    asked = ask(request, lambda data: ItemForm(names, hints, data), act, CannotMeet)
    up = address(at, "meeting", meeting)
    lead = (
        ""
        if names
        else "No proposal waits for the panel: none has a checked assessment, and none was deferred."
    )
    title = "Put a proposal on the agenda"
    return page_of(
        request, at, asked, title, "Put it on the agenda" if names else "", up, lead=lead, of=found
    )


def _waiting(at: AtCouncil) -> list[Proposal]:
    found = proposals_of(at.user, at.council).filter(state__in=(State.CHECKED, State.DEFERRED))
    return list(found.select_related("organisation").order_by("state_since", "pk")[:MOST_LISTED])


def _state_words(proposal: Proposal) -> str:
    return "Assessment checked" if proposal.state == State.CHECKED else "Deferred before"


@_POST
@for_office(Office.MEETINGS)
def up(request: HttpRequest, at: AtCouncil, meeting: int, item: int) -> HttpResponse:
    """Move an item up the agenda."""
    found = of_council(at, meeting)
    one = found.items.filter(pk=item, off_at__isnull=True).first()
    if one is None:
        raise Http404

    def act(form: Form) -> str:
        actions.move_up(by=at.user, item=one, at=now())
        return address(at, "meeting", meeting)

    asked = ask(request, lambda data: Form(data), act, CannotMeet)
    return page_of(
        request, at, asked, "Move it up", "Move it up", address(at, "meeting", meeting), of=found
    )


@_BOTH
@for_proposal(To.HANDLE)
def to_panel(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Put one proposal on the agenda of a meeting, from its own page."""
    planned = [one for one in meetings_of(at.council)[:MOST_LISTED] if one.state != "closed"]
    names = [(str(one.pk), f"{moment(one.held_at)}, {one.place}") for one in reversed(planned)]

    def act(form: Form) -> str:
        meeting = next(one for one in planned if str(one.pk) == form.cleaned_data["meeting"])
        actions.put_on_agenda(
            by=at.user, meeting=meeting, proposal=at.proposal, seen=seen_on(request), at=now()
        )
        return proposal_address(at, "proposal")

    asked = ask(request, lambda data: ToPanelForm(names, data), act, CannotMeet)
    if not isinstance(asked, Asked):
        return asked
    none = "No meeting is planned. Plan one first, under “Panel meetings”."
    context = {
        "at": at,
        "form": asked.form,
        "notice": asked.notice,
        "title": "Put it to the panel",
        "caption": at.proposal.title,
        "button": "Put it on the agenda" if names else "",
        "back": proposal_address(at, "proposal"),
        "back_words": "The proposal",
        "since": token_of(at.proposal),
        "lead": "" if names else none,
    }
    return render(request, "appraisal/panel/ask.html", context, status=asked.status)


@_BOTH
@for_proposal(To.HANDLE)
def take_off(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Take a proposal off the agenda that it is on."""

    def act(form: Form) -> str:
        actions.take_off_agenda(
            by=at.user,
            proposal=at.proposal,
            reason=form.cleaned_data["reason"],
            seen=seen_on(request),
            at=now(),
        )
        return proposal_address(at, "proposal")

    def make(data: object) -> Form:
        hint = "It goes on record. For example, “the valuer’s report is late”."
        return ReasonForm("Why is it taken off the agenda?", hint, data)  # type: ignore[arg-type]

    asked = ask(request, make, act, CannotMeet)
    if not isinstance(asked, Asked):
        return asked
    context = {
        "at": at,
        "form": asked.form,
        "notice": asked.notice,
        "title": "Take it off the agenda",
        "caption": at.proposal.title,
        "button": "Take it off",
        "back": proposal_address(at, "proposal"),
        "back_words": "The proposal",
        "since": token_of(at.proposal),
        "lead": "What members declared and scored so far stays on record. It does not count if the proposal comes "
        "back.",
    }
    return render(request, "appraisal/panel/ask.html", context, status=asked.status)
