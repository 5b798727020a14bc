"""Invitations: the page behind the link, and the page on which one is sent again or withdrawn."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from appraisal.access import NoSuchGroup, open_invitation
from appraisal.actions.invitations import (
    CannotAccept,
    IsOver,
    Over,
    accept,
    hash_of,
    is_own,
    over,
    send_again,
    withdraw,
)
from appraisal.forms.people import HINTS, AcceptForm
from appraisal.queries.people import invitation_with
from appraisal.views.doors import AtCouncil, for_everyone, for_people, now
from core.limits import within_limit
from core.models import GROUP_ROLES, Authority, Invitation, Role, User
from core.refusals import log, too_many

_ASKS = ["GET", "HEAD", "POST"]


@require_http_methods(_ASKS)
@never_cache
@for_everyone
def invitation(request: HttpRequest, council: Authority, token: str) -> HttpResponse:
    """Show what the link is for, and let somebody who is signed in accept it."""
    found = invitation_with(council, hash_of(token))
    if found is None:
        log(request, "invitation that there never was")
        if not within_limit(request, "guess"):
            return too_many(request)
        raise Http404
    found.authority = council
    if why := over(found, now()):
        return _is_over(request, found, why)
    if not isinstance(request.user, User):
        return _sign_in_first(request, found)
    return _accepting(request, found, request.user)


def _accepting(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    own = is_own(user, found.email)
    form = AcceptForm(own=own, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        meant = bool(form.cleaned_data.get("meant"))
        try:
            accept(by=user, invitation=found, meant=meant, at=now())
        except IsOver as refusal:
            return _is_over(request, found, refusal.why)
        except CannotAccept as refusal:
            log(request, "invitation refused")
            return _page(request, found, status=403, refusal=str(refusal))
        messages.success(request, f"You have joined {found.organisation or found.authority}.")
        return HttpResponseRedirect(_joined(found))
    if not own and found.role not in GROUP_ROLES:
        return _page(request, found, other_only=True)
    return _page(request, found, form=form, own=own)


def _joined(found: Invitation) -> str:
    slug = found.authority.slug
    if found.organisation_id is None:
        return reverse("appraisal:home", args=[slug])
    return reverse("appraisal:group", args=[slug, found.organisation_id])


def _sign_in_first(request: HttpRequest, found: Invitation) -> HttpResponse:
    query = urlencode({"next": request.path})
    ways = {name: f"{reverse(f'account_{name}')}?{query}" for name in ("login", "signup")}
    if request.method == "POST":
        return HttpResponseRedirect(ways["login"])
    return _page(request, found, ways=ways)


def _is_over(request: HttpRequest, found: Invitation, why: Over) -> HttpResponse:
    log(request, f"invitation {why}")
    return _page(request, found, status=410, over=str(why))


def _page(
    request: HttpRequest, found: Invitation, *, status: int = 200, **more: object
) -> HttpResponse:
    role = Role(found.role)
    context = {"invitation": found, "role": role.label, "hint": HINTS[role], **more}
    response = render(request, "appraisal/people/invitation.html", context, status=status)
    # A refusal is in our own log, without the link; Django's would write that out.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


@require_http_methods(_ASKS)
@for_people
def sent_invitation(request: HttpRequest, at: AtCouncil, invitation: int) -> HttpResponse:
    """Send an invitation again, or withdraw it."""
    try:
        found = open_invitation(
            memberships=at.memberships, authority=at.council, invitation_id=invitation
        )
    except NoSuchGroup:
        raise Http404 from None
    back = _list_of(found)
    if request.method == "POST":
        return _act(request, at, found, back)
    why = over(found, now())
    context = {
        "invitation": found,
        "role": Role(found.role).label,
        "back": back,
        "over": str(why or ""),
    }
    return render(request, "appraisal/people/sent_invitation.html", context)


def _act(request: HttpRequest, at: AtCouncil, found: Invitation, back: str) -> HttpResponse:
    try:
        if "withdraw" in request.POST:
            withdraw(by=at.user, invitation=found, at=now())
            messages.success(
                request, "The invitation is withdrawn. Its link does not work any more."
            )
        elif "again" in request.POST:
            if not within_limit(request, "invite"):
                return too_many(request)
            send_again(by=at.user, invitation=found, at=now())
            messages.success(request, f"The invitation is on its way to {found.email} again.")
    except IsOver as refusal:
        messages.error(request, f"{refusal} There is nothing to send or to withdraw.")
    return HttpResponseRedirect(back)


def _list_of(found: Invitation) -> str:
    """Return the page on which an invitation is listed."""
    slug = found.authority.slug
    if found.organisation_id is None:
        return reverse("appraisal:people", args=[slug])
    return reverse("appraisal:group", args=[slug, found.organisation_id])
