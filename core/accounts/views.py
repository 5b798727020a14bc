"""The page of somebody's own account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.components import Action, SummaryList, SummaryRow
from core.kept import sign_in_required
from core.models import User


@require_safe
@sign_in_required
def account(request: HttpRequest) -> HttpResponse:
    """Show what is known of the person, and how to change it."""
    assert isinstance(request.user, User)  # noqa: S101 (for the type checker)
    return render(request, "account/account.html", {"about": _about(request.user)})


def _about(user: User) -> SummaryList:
    email = Action(text="Change", href=reverse("account_email"), about="email address")
    password = Action(text="Change", href=reverse("account_change_password"), about="password")
    return SummaryList(
        rows=(
            SummaryRow(key="Full name", value=user.name or "Not given"),
            SummaryRow(key="Email address", value=user.email, actions=(email,)),
            SummaryRow(key="Password", value="Not shown", actions=(password,)),
        )
    )
