"""How allauth's sign-in differs here."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from core.councils import council_of_request, home_of, home_of_person, remember
from core.models import User
from core.refusals import log

mail_log = logging.getLogger("mail")

MESSAGES = {
    "account_inactive": "This account is not in use at the moment.",
    "duplicate_email": "This is your email address already",
    "email_password_mismatch": "The email address or the password is not right. Check both and try again",
    "enter_current_password": "This is not the password that you have now. Check it and try again",
    "incorrect_password": "This is not your password. Check it and try again",
    "too_many_login_attempts": "Too many tries that were not right. Wait 5 minutes, then try again",
}
WAYS = {
    "reauthenticate": "Enter my password instead",
    "mfa_reauthenticate": "Enter a code instead",
    "mfa_reauthenticate:webauthn": "Use my passkey instead",
}
CANNOT_SEND = "We could not send the email just now. Try again in a few minutes."


class Adapter(DefaultAccountAdapter):
    """Names people, sends them back to their council, and survives a mail server that does not."""

    error_messages = {**DefaultAccountAdapter.error_messages, **MESSAGES}

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Save who has signed up, with their name."""
        user.name = form.cleaned_data["name"]
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where somebody goes who has signed in and asked for no page in particular."""
        assert isinstance(request.user, User)  # noqa: S101 (for the type checker)
        return home_of_person(request.user, council_of_request(request))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return the page for signing in again, which still looks as the council's."""
        council = council_of_request(request)
        back = f"?{urlencode({'next': home_of(council)})}" if council else ""
        return reverse("account_login") + back

    def logout(self, request: HttpRequest) -> None:
        """Forget everything of the person but which council they came from."""
        council = council_of_request(request)
        super().logout(request)
        if council:
            remember(request, council)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Return the ways in which somebody can confirm that it is them, in our words."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**one, "description": WAYS[one["id"]]} for one in found]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the person's account page."""
        return reverse("account")

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm an address, unless another person's account was opened with it in the meantime."""
        others = User.objects.exclude(pk=email_address.user_id)
        if others.filter(email__iexact=email_address.email).exists():
            said = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, said, {"email": email_address.email})
            return False
        confirmed: bool = super().confirm_email(request, email_address)
        return confirmed

    def send_mail(self, template_prefix: str, email: str, context_: dict[str, Any]) -> None:
        """Send a mail; say so on the next page if that cannot be done now."""
        try:
            super().send_mail(template_prefix, email, context_)
        except (SMTPException, OSError) as error:
            mail_log.error("%s was not sent: %s", template_prefix, type(error).__name__)
            messages.error(context.request, CANNOT_SEND)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note that somebody gave a wrong password, and not whose."""
        log(request, "wrong address or password")
