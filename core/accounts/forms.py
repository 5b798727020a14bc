"""The forms of signing up and in: allauth's checks behind our fields.

allauth makes some of its fields as a form is made, so ours take their place after that.
"""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.models import EmailAddress
from allauth.core import context
from django.core.exceptions import ValidationError

from core.accounts.fields import Email, FullName, NewPassword, Password
from core.forms import Form, Look

_WIDE = Look(width="two-thirds")


class SignIn(Form, allauth.LoginForm):
    """Email address and password."""

    looks = {"login": _WIDE, "password": _WIDE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = Email(autocomplete="username")
        self.fields["password"] = Password()

    def clean(self) -> dict[str, Any]:
        """Check the two together; what is wrong is said at the first of them, for a link to lead there."""
        try:
            super().clean()
        except ValidationError as error:
            self.add_error("login", error)
        return self.cleaned_data


class SignUp(Form, allauth.SignupForm):
    """Name, email address and a password."""

    looks = {"name": _WIDE, "email": _WIDE, "password1": _WIDE}
    field_order = ["name", "email", "password1"]

    name = FullName()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = Email(
            hint="We will send you a link there, to make sure that it is yours."
        )
        self.fields["password1"] = NewPassword("Create a password")


class NewEmail(Form, allauth.AddEmailForm):
    """The email address that is to replace the present one."""

    looks = {"email": _WIDE}

    email = Email(
        "New email address",
        hint="We will send you a link there. Until you follow it, nothing changes.",
    )


class ChangePassword(Form, allauth.ChangePasswordForm):
    """The password that the person has, and the next."""

    looks = {"oldpassword": _WIDE, "password1": _WIDE}

    oldpassword = Password("Your password now", missing="Enter the password that you have now")
    password1 = NewPassword()
    password2 = None


class SetPassword(Form, allauth.SetPasswordForm):
    """A password for somebody who has none."""

    looks = {"password1": _WIDE}

    password1 = NewPassword()
    password2 = None


class ForgottenPassword(Form, allauth.ResetPasswordForm):
    """The address that gets the link for choosing a new password."""

    looks = {"email": _WIDE}

    email = Email()


class ResetPassword(Form, allauth.ResetPasswordKeyForm):
    """A new password, chosen by a link from an email."""

    looks = {"password1": _WIDE}

    password1 = NewPassword()
    password2 = None

    def save(self) -> None:
        """Set the password. Who followed the link has shown that the address is theirs."""
        super().save()
        if EmailAddress.objects.filter(user=self.user).count() == 1:
            verify_email_indirectly(context.request, self.user, self.user.email)


class ConfirmItIsYou(Form, allauth.ReauthenticateForm):
    """The password once more, before something that matters."""

    looks = {"password": _WIDE}

    password = Password()
