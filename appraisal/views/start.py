"""Starting a proposal with an enquiry of one page: by a group, or by an officer from a paper form.

The id that the proposal will have stands in the form, so that a button pressed twice starts one.
"""

from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from appraisal.access import groups_of, proposals_of
from appraisal.actions.councils import CannotRegister
from appraisal.actions.proposals import CannotStart, Contact, start_proposal
from appraisal.forms.start import EnquiryForm
from appraisal.models import Proposal
from appraisal.views.doors import AtCouncil, for_officers, for_people, now
from core import kept
from core.limits import within_limit
from core.refusals import too_many


class Route(NamedTuple):
    """One of the two ways to start."""

    title: str
    lead: str
    button: str
    paper: bool


START = Route(
    "Tell the council what you have in mind",
    "The council reads this first. If your idea can go ahead, it tells you what it knows of the building or land "
    "and invites you to apply. Only then do you answer the longer questions.",
    "Send to the council",
    paper=False,
)
PAPER = Route(
    "Type in a paper form",
    "Type in what the group has written. “You” on this page is the group.",
    "Save the enquiry",
    paper=True,
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def start(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Ask a member of a group, or somebody who registers one, what they propose."""
    return _page(request, at, START)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def paper(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Ask an officer what a group's paper form says."""
    return _page(request, at, PAPER)


def _page(request: HttpRequest, at: AtCouncil, route: Route) -> HttpResponse:
    found = kept.take(request, at=now()) if request.method != "POST" else None
    typed = request.POST if request.method == "POST" else (found.fields if found else None)
    data = _with_id(typed) if typed else None
    groups = list(at.council.organisations.order_by("name")) if route.paper else None
    own = groups_of(at.memberships) if groups is None else groups
    form = EnquiryForm(own, data, _initial(at, route, own))
    if request.method == "POST" and data and (started := _started(at, UUID(str(data["proposal"])))):
        # The same button, pressed before, has started it: its form had another list of groups.
        return _to(at, started)
    if found and data:
        form.leave_unchecked()
    if request.method == "POST" and data and form.is_valid():
        if not within_limit(request, "enquiry"):
            return too_many(request)
        try:
            return _to(at, _start(at, route, form))
        except CannotRegister as cannot:
            form.add_error("group_name", str(cannot))
        except CannotStart as cannot:
            form.add_error(None, str(cannot))
            form.data = _with_id(request.POST, new=True)
    context = {
        "at": at,
        "form": form,
        "route": route,
        "notice": found.words if found else "",
        "back": reverse("appraisal:proposals", args=[at.council.slug]),
    }
    return render(request, "appraisal/start_proposal.html", context)


def _initial(at: AtCouncil, route: Route, groups: list[Any]) -> dict[str, object]:
    fresh: dict[str, object] = {"proposal": uuid4()}
    if route.paper:
        return fresh
    own = {"contact_name": at.user.name, "contact_email": at.user.email}
    one = {"group": str(groups[0].pk)} if len(groups) == 1 else {}
    return {**fresh, **own, **one}


def _with_id(typed: QueryDict, *, new: bool = False) -> QueryDict:
    """Return what was typed with an id for the proposal: its own, unless that is none or used up."""
    data = typed.copy()
    try:
        data["proposal"] = str(uuid4() if new else UUID(data.get("proposal", "")))
    except ValueError:
        data["proposal"] = str(uuid4())
    return data


def _started(at: AtCouncil, ident: UUID) -> Proposal | None:
    """Return the proposal that this form has started already, if this person did so."""
    return proposals_of(at.user, at.council).filter(pk=ident, started_by=at.user).first()


def _start(at: AtCouncil, route: Route, form: EnquiryForm) -> Proposal:
    said = form.cleaned_data
    return start_proposal(
        by=at.user,
        authority=at.council,
        organisation=form.chosen,
        group_name=said["group_name"],
        kind=said["kind"],
        title=said["title"],
        summary=said["summary"],
        asset={"name": said["name"]},
        contact=Contact(
            name=said["contact_name"], email=said["contact_email"], phone=said["contact_phone"]
        ),
        from_paper=route.paper,
        proposal_id=said["proposal"],
        at=now(),
    )


def _to(at: AtCouncil, proposal: Proposal) -> HttpResponse:
    address = reverse("appraisal:proposal", args=[at.council.slug, proposal.pk])
    return HttpResponseRedirect(address)
