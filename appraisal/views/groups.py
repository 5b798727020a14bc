"""Who belongs to a group: its members see it, its lead invites, changes and removes, everybody may leave."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions.invitations import CannotInvite, invite
from appraisal.actions.people import CannotChange, change_role, leave_group, remove_member
from appraisal.forms.people import REMOVE, InviteForm, LeaveForm, MemberForm
from appraisal.queries.people import groups_of_council, invited_to, members_of, own_groups
from appraisal.roles import Office, With
from appraisal.views.asking import Asking, Back, ask_simply
from appraisal.views.council import pagination_of
from appraisal.views.doors import AtCouncil, AtGroup, for_group, for_people, now
from core.limits import within_limit
from core.models import Invitation, Membership, Role, User
from core.refusals import too_many

_A_PAGE = 50
_ASKS = ["GET", "HEAD", "POST"]


@require_safe
@for_people
def groups(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """List the groups that somebody belongs to, or all of the council's for its administrator."""
    administers = Office.PEOPLE in at.may
    found = groups_of_council(at.council) if administers else own_groups(at.memberships)
    pages = Paginator(found, _A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    if not administers and pages.count == 1:
        return HttpResponseRedirect(_address(at.council.slug, "group", page[0].pk))
    pagination = pagination_of(page) if pages.num_pages > 1 else None
    context = {"at": at, "groups": page, "all": administers, "pagination": pagination}
    return render(request, "appraisal/people/groups.html", context)


class Sent(NamedTuple):
    """An open invitation as it is listed."""

    invitation: Invitation
    expired: bool


@require_safe
@for_group(With.SEE)
def group(request: HttpRequest, at: AtGroup) -> HttpResponse:
    """Show who belongs to a group and, to those who invite, who is invited."""
    invites = With.NAME_LEAD in at.may
    context = {
        "at": at,
        "members": members_of(at.group),
        "invites": invites,
        "sent": sent_list(invited_to(at.council, at.group)) if invites else [],
    }
    return render(request, "appraisal/people/group.html", context)


def sent_list(invitations: "object") -> list[Sent]:
    """Return open invitations, each with whether its time is over."""
    return [Sent(one, one.expires_at <= now()) for one in invitations]  # type: ignore[attr-defined]


@require_http_methods(_ASKS)
@for_group(With.NAME_LEAD)
def invite_to_group(request: HttpRequest, at: AtGroup) -> HttpResponse:
    """Invite somebody to the group; an administrator of the council may invite a lead only."""
    roles = (Role.GROUP_LEAD, Role.GROUP_MEMBER) if at.leads else (Role.GROUP_LEAD,)
    if request.method == "POST" and not within_limit(request, "invite"):
        return too_many(request)

    def act(form: InviteForm) -> str:
        email = form.cleaned_data["email"]
        invite(
            by=at.user,
            authority=at.council,
            organisation=at.group,
            role=form.chosen,
            email=email,
            at=now(),
        )
        return f"The invitation is on its way to {email}."

    return ask_simply(
        request,
        Asking(
            heading=f"Invite somebody to {at.group.name}"
            if at.leads
            else f"Invite somebody to lead {at.group.name}",
            says=("They get an email with a link, which works for 14 days.",),
            button="Send the invitation",
            back=_back_to_group(at),
        ),
        lambda data: InviteForm(roles, data),
        act,
        CannotInvite,
    )


@require_http_methods(_ASKS)
@for_group(With.MANAGE)
def member(request: HttpRequest, at: AtGroup, membership: int) -> HttpResponse:
    """Change what somebody is in the group, or remove them."""
    of = at.group.memberships.select_related("user", "organisation").filter(pk=membership).first()
    if of is None:
        raise Http404
    if of.user_id == at.user.pk:
        return HttpResponseRedirect(_address(at.council.slug, "leave_group", at.group.pk))
    found: Membership = of

    def act(form: MemberForm) -> str:
        becomes = form.cleaned_data["becomes"]
        if becomes == REMOVE:
            remove_member(by=at.user, membership=found, at=now())
            return f"{found.user} does not belong to the group any more."
        role = Role(becomes)
        changed = change_role(by=at.user, membership=found, role=role, at=now())
        return f"{found.user} is now: {role.label.lower()}." if changed else ""

    return ask_simply(
        request,
        Asking(heading=str(found.user), button="Save", back=_back_to_group(at)),
        lambda data: MemberForm(data, initial={"becomes": found.role}),
        act,
        CannotChange,
    )


@require_http_methods(_ASKS)
@for_group(With.SEE)
def leave(request: HttpRequest, at: AtGroup) -> HttpResponse:
    """Leave the group; its only lead names the next one."""
    if not at.belongs:
        raise Http404
    heirs = _heirs(at)
    stuck = heirs is not None and not heirs

    def make(data: QueryDict | None) -> LeaveForm:
        return LeaveForm(heirs or [], data)

    def act(form: LeaveForm) -> str:
        successor = form.cleaned_data.get("successor")
        leave_group(by=at.user, organisation=at.group, successor=successor, at=now())
        return f"You do not belong to {at.group.name} any more."

    alone = (
        "You are the only lead, and nobody else belongs to the group. A group always has a lead: invite somebody "
        "first, and leave when they have joined."
    )
    gone = "You lose sight of the group’s proposals at once. What you wrote in them stays."
    return ask_simply(
        request,
        Asking(
            heading=f"Leave {at.group.name}",
            says=(alone if stuck else gone,),
            button="" if stuck else "Leave the group",
            warns=True,
            then=reverse("appraisal:home", args=[at.council.slug]),
            back=_back_to_group(at),
        ),
        make,
        act,
        CannotChange,
    )


def _heirs(at: AtGroup) -> list[User] | None:
    """Return who could lead the group after its only lead; None if somebody else does already."""
    members = [one for one in members_of(at.group) if one.user.is_active]
    leads = {one.user_id for one in members if one.role == Role.GROUP_LEAD}
    if leads != {at.user.pk}:
        return None
    return [one.user for one in members if one.user_id != at.user.pk]


def _back_to_group(at: AtGroup) -> Back:
    return Back(_address(at.council.slug, "group", at.group.pk), at.group.name)


def _address(slug: str, name: str, group: int) -> str:
    return reverse(f"appraisal:{name}", args=[slug, group])
