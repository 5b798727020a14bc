"""How a view is reached: every view of a council goes through one of these doors, or none at all.

A view never asks who somebody is: its door has done so. ``door`` on the view says which it was, so that a
test can see that none was forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from appraisal.access import (
    MayNot,
    NoSuchGroup,
    NoSuchProposal,
    is_officer,
    memberships_of,
    offices_of,
    open_group,
    open_proposal,
)
from appraisal.actions.pages import MovedMeanwhile
from appraisal.models import Proposal
from appraisal.roles import Office, To, With
from core import kept
from core.accounts.directory import only_by_another
from core.accounts.second_step import address_to_set_up, lacks_second_step
from core.councils import remember
from core.models import GROUP_ROLES, Authority, Membership, Organisation, User
from core.refusals import log

_P = ParamSpec("_P")
Inside = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class AtCouncil:
    """Somebody who is signed in, at a council's pages."""

    council: Authority
    user: User
    memberships: list[Membership]

    @property
    def officer(self) -> bool:
        """Say whether they are an officer of the council."""
        return is_officer(self.memberships)

    @property
    def may(self) -> frozenset[Office]:
        """Return what they may do at the council, beside its proposals."""
        return offices_of(self.memberships)

    @property
    def staff(self) -> bool:
        """Say whether they have any role at the council itself."""
        return any(one.role not in GROUP_ROLES for one in self.memberships)

    @property
    def in_group(self) -> bool:
        """Say whether they belong to a group."""
        return any(one.role in GROUP_ROLES for one in self.memberships)


@dataclass(frozen=True, slots=True)
class AtProposal:
    """Somebody who is signed in, at a proposal that they may see, and what they may do with it."""

    council: Authority
    user: User
    proposal: Proposal
    may: frozenset[To]
    ever: frozenset[To]  # what their roles let them do with it in one state or another

    @property
    def officer(self) -> bool:
        """Say whether they see what the council sees."""
        return To.READ_AS_COUNCIL in self.may

    @property
    def audiences(self) -> frozenset[str]:
        """Return whose questions they answer: the group's, the officer's, those for either."""
        group = {"group", "either"} if To.ANSWER in self.may else set()
        officer = {"officer"} if To.ANSWER_FOR_COUNCIL in self.may else set()
        return frozenset(group | officer)


@dataclass(frozen=True, slots=True)
class AtGroup:
    """Somebody who is signed in, at a group that they may see, and what they may do with it."""

    council: Authority
    user: User
    memberships: list[Membership]
    group: Organisation
    may: frozenset[With]

    @property
    def leads(self) -> bool:
        """Say whether they lead the group."""
        return With.MANAGE in self.may

    @property
    def belongs(self) -> bool:
        """Say whether they belong to the group themselves."""
        return any(one.organisation_id == self.group.pk for one in self.memberships)


OfCouncil = Callable[Concatenate[HttpRequest, AtCouncil, _P], HttpResponse]


def for_everyone(
    view: Callable[Concatenate[HttpRequest, Authority, _P], HttpResponse],
) -> Inside:
    """Open a council's page to everyone, signed in or not."""

    @wraps(view)
    def entered(
        request: HttpRequest, council: str, *args: _P.args, **kwargs: _P.kwargs
    ) -> HttpResponse:
        return view(request, _council(request, council), *args, **kwargs)

    entered.door = "everyone"  # type: ignore[attr-defined]
    return entered


def for_people(view: OfCouncil[_P]) -> Inside:
    """Open a council's page to people who are signed in, whatever they are to the council."""
    return _at_council(view, "people", lambda at: True)


def for_leaving(view: OfCouncil[_P]) -> Inside:
    """Open a council's page to people who are signed in, even before their second step."""
    return _at_council(view, "leaving", lambda at: True, early=True)


def for_officers(view: OfCouncil[_P]) -> Inside:
    """Open a council's page to its officers; to others it does not exist."""
    return _at_council(view, "officers", lambda at: at.officer)


def for_office(office: Office) -> Callable[[OfCouncil[_P]], Inside]:
    """Open a council's page to those whose role there is for this; to others it does not exist."""

    def with_door(view: OfCouncil[_P]) -> Inside:
        return _at_council(view, str(office), lambda at: office in at.may)

    return with_door


def at_council(request: HttpRequest, council: Authority) -> AtCouncil:
    """Return what somebody is at a council, and leave it with the request for the line of its parts."""
    memberships = memberships_of(request.user, council)
    request.memberships = memberships  # type: ignore[attr-defined]
    return AtCouncil(council, cast(User, request.user), memberships)


def _at_council(
    view: OfCouncil[_P], door: str, opens: Callable[[AtCouncil], bool], *, early: bool = False
) -> Inside:
    @wraps(view)
    def entered(
        request: HttpRequest, at: AtCouncil, *args: _P.args, **kwargs: _P.kwargs
    ) -> HttpResponse:
        if not opens(at):
            raise Http404
        return view(request, at, *args, **kwargs)

    return _signed_in(entered, door, early=early)


def for_proposal(
    to: To, *, alone: bool = False
) -> Callable[[Callable[Concatenate[HttpRequest, AtProposal, _P], HttpResponse]], Inside]:
    """Open a proposal's page to those who may do this; to a stranger it does not exist.

    ``alone``: what a page would show beside it is not read, for nothing is shown but a file.
    """

    def with_door(
        view: Callable[Concatenate[HttpRequest, AtProposal, _P], HttpResponse],
    ) -> Inside:
        @wraps(view)
        def entered(
            request: HttpRequest,
            at: AtCouncil,
            proposal: UUID,
            *args: _P.args,
            **kwargs: _P.kwargs,
        ) -> HttpResponse:
            try:
                opened = open_proposal(
                    memberships=at.memberships,
                    authority=at.council,
                    proposal_id=proposal,
                    to=to,
                    alone=alone,
                )
            except NoSuchProposal:
                raise Http404 from None
            except MayNot as refusal:
                return refuse(request, str(refusal))
            inside = AtProposal(at.council, at.user, opened.proposal, opened.may, opened.ever)
            try:
                return view(request, inside, *args, **kwargs)
            except MovedMeanwhile as moved:
                context = {"at": inside, "why": str(moved)}
                return render(request, "appraisal/moved.html", context, status=409)

        return _signed_in(entered, str(to))

    return with_door


def for_group(
    to: With,
) -> Callable[[Callable[Concatenate[HttpRequest, AtGroup, _P], HttpResponse]], Inside]:
    """Open a group's page to those who may do this with it; to a stranger it does not exist."""

    def with_door(view: Callable[Concatenate[HttpRequest, AtGroup, _P], HttpResponse]) -> Inside:
        @wraps(view)
        def entered(
            request: HttpRequest,
            at: AtCouncil,
            group: int,
            *args: _P.args,
            **kwargs: _P.kwargs,
        ) -> HttpResponse:
            try:
                opened = open_group(
                    memberships=at.memberships, authority=at.council, group_id=group, to=to
                )
            except NoSuchGroup:
                raise Http404 from None
            except MayNot as refusal:
                return refuse(request, str(refusal))
            inside = AtGroup(at.council, at.user, at.memberships, opened.group, opened.may)
            return view(request, inside, *args, **kwargs)

        return _signed_in(entered, str(to))

    return with_door


def refuse(request: HttpRequest, *why: str) -> HttpResponse:
    """Answer somebody who may see this, but not do it: with the reasons."""
    log(request, "not allowed")
    return render(request, "appraisal/refused.html", {"reasons": why}, status=403)


OTHER_DIRECTORY = (
    "You signed in through the directory of {other}, which opens that council’s pages only. Sign out, and sign in "
    "with your password for {council}."
)


def _signed_in(view: Callable[..., HttpResponse], door: str, *, early: bool = False) -> Inside:
    """Find the council, then see that somebody is signed in; what they sent is kept till they are.

    Whoever has a role at the council needs a second step as well, unless the door opens ``early``.
    """

    @wraps(view)
    def second(request: HttpRequest, /, council: Authority, **kwargs: Any) -> HttpResponse:
        at = at_council(request, council)
        if other := only_by_another(request, council):
            return refuse(request, OTHER_DIRECTORY.format(other=other, council=council))
        if lacks_second_step(request, at.memberships) and not early:
            return _to_second_step(request)
        return view(request, at, **kwargs)

    guarded = kept.sign_in_required(second)

    @wraps(guarded)
    def entered(request: HttpRequest, council: str, **kwargs: Any) -> HttpResponse:
        authority = _council(request, council)
        if request.user.is_authenticated:
            remember(request, authority)
        response = guarded(request, authority, **kwargs)
        # Not “no-store”: with that, the back button would lose what somebody had typed.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    entered.door = door  # type: ignore[attr-defined]
    return entered


def _to_second_step(request: HttpRequest) -> HttpResponse:
    """Lead somebody to where they set one up, and back here afterwards."""
    log(request, "no second step")
    if request.method == "POST":
        kept.keep(request, kept.Why.NO_SECOND_STEP, at=now())
    return HttpResponseRedirect(address_to_set_up(request.get_full_path()))


def _council(request: HttpRequest, slug: str) -> Authority:
    council = get_object_or_404(Authority, slug=slug)
    request.council = council  # type: ignore[attr-defined]
    return council


def now() -> datetime:
    """Return the time of a request. Everything below the views has it passed in."""
    return timezone.now()
