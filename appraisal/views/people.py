"""Who has a role at the council: its administrator invites, gives roles and takes them away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions.invitations import CannotInvite, invite
from appraisal.actions.people import CannotChange, leave_council, set_roles
from appraisal.forms.people import InviteForm, RolesForm
from appraisal.queries.people import colleague_of, invited_to, staff_of
from appraisal.roles import Office
from appraisal.views.asking import Asking, Back, ask_simply
from appraisal.views.doors import AtCouncil, for_leaving, for_office, now
from appraisal.views.groups import sent_list
from core.forms import Form
from core.limits import within_limit
from core.models import STAFF_ROLES, Role
from core.refusals import too_many

_ASKS = ["GET", "HEAD", "POST"]


@require_safe
@for_office(Office.PEOPLE)
def people(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """List who has a role at the council, and who is invited to one."""
    context = {
        "at": at,
        "staff": staff_of(at.council),
        "sent": sent_list(invited_to(at.council, None)),
    }
    return render(request, "appraisal/people/people.html", context)


@require_http_methods(_ASKS)
@for_office(Office.PEOPLE)
def invite_staff(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Invite somebody to a role at the council."""
    if request.method == "POST" and not within_limit(request, "invite"):
        return too_many(request)

    def act(form: InviteForm) -> str:
        email = form.cleaned_data["email"]
        invite(by=at.user, authority=at.council, role=form.chosen, email=email, at=now())
        return f"The invitation is on its way to {email}."

    return ask_simply(
        request,
        Asking(
            heading=f"Invite somebody to {at.council}",
            says=(
                "They get an email with a link, which works for 14 days and for this address only.",
                "Before they see anything they set up a second step for signing in.",
            ),
            button="Send the invitation",
            back=_back_to_people(at),
        ),
        lambda data: InviteForm(STAFF_ROLES, data),
        act,
        CannotInvite,
    )


@require_http_methods(_ASKS)
@for_office(Office.PEOPLE)
def person(request: HttpRequest, at: AtCouncil, person: int) -> HttpResponse:
    """Give somebody roles at the council, and take them away."""
    found = colleague_of(at.council, person)
    if found is None:
        raise Http404
    user = found.user

    def act(form: RolesForm) -> str:
        roles = [Role(one) for one in form.cleaned_data["roles"]]
        changed = set_roles(by=at.user, user=user, authority=at.council, roles=roles, at=now())
        return f"The roles of {user} are changed." if changed else ""

    return ask_simply(
        request,
        Asking(
            heading=str(user),
            says=(user.email,) if user.name else (),
            button="Save the roles",
            back=_back_to_people(at),
        ),
        lambda data: RolesForm(data, initial={"roles": sorted(found.roles)}),
        act,
        CannotChange,
    )


@require_http_methods(_ASKS)
@for_leaving
def leave(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Give up every role at the council."""
    own = [Role(one.role) for one in at.memberships if one.organisation_id is None]
    if not own:
        raise Http404
    titles = ", ".join(role.label.lower() for role in Role if role in own)

    def act(form: Form) -> str:
        leave_council(by=at.user, authority=at.council, at=now())
        return f"You have no role at {at.council} any more."

    return ask_simply(
        request,
        Asking(
            heading=f"Leave {at.council}",
            says=(f"You are: {titles}.", "You lose sight of what you see by that, at once."),
            button="Give up every role",
            warns=True,
            back=Back(reverse("account"), "Your account"),
        ),
        Form,
        act,
        CannotChange,
    )


def _back_to_people(at: AtCouncil) -> Back:
    return Back(reverse("appraisal:people", args=[at.council.slug]), "People")
