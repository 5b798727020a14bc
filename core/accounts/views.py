"""The page of somebody's own account."""

from itertools import groupby
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.accounts.second_step import STEPS
from core.components import Action, SummaryList, SummaryRow
from core.kept import sign_in_required
from core.models import Authority, Membership, User


@require_safe
@sign_in_required
def account(request: HttpRequest) -> HttpResponse:
    """Show what is known of the person, and how to change it."""
    assert isinstance(request.user, User)  # noqa: S101 (for the type checker)
    context = {"about": _about(request.user), "places": _places(request.user)}
    return render(request, "account/account.html", context)


class Place(NamedTuple):
    """A council that somebody belongs to: by roles of its own, by groups that deal with it, or both."""

    council: Authority
    roles: list[str]
    groups: list[Membership]


def _places(user: User) -> list[Place]:
    found = user.memberships.select_related("authority", "organisation")
    ordered = found.order_by("authority__name", "authority_id", "pk")
    places = []
    for council, of_council in groupby(ordered, key=lambda one: one.authority):
        own = list(of_council)
        roles = [str(one.get_role_display()) for one in own if one.organisation is None]
        places.append(Place(council, roles, [one for one in own if one.organisation]))
    return places


def _steps(user: User) -> str:
    own = set(
        Authenticator.objects.filter(user=user, type__in=STEPS).values_list("type", flat=True)
    )
    names = {Authenticator.Type.WEBAUTHN: "Passkey", Authenticator.Type.TOTP: "App with codes"}
    return ", ".join(name for kind, name in names.items() if kind in own) or "None"


def _about(user: User) -> SummaryList:
    email = Action(text="Change", href=reverse("account_email"), about="email address")
    password = Action(text="Change", href=reverse("account_change_password"), about="password")
    step = Action(text="Change", href=reverse("mfa_index"), about="second step for signing in")
    return SummaryList(
        rows=(
            SummaryRow(key="Full name", value=user.name or "Not given"),
            SummaryRow(key="Email address", value=user.email, actions=(email,)),
            SummaryRow(key="Password", value="Not shown", actions=(password,)),
            SummaryRow(key="Second step", value=_steps(user), actions=(step,)),
        )
    )
