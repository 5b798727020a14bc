"""The few things that people type to sign up and in: each asks, hints and complains in our words."""

from typing import Any

from allauth.account import fields as allauth
from django import forms

from core.accounts.passwords import ADVICE

NOT_AN_ADDRESS = "Enter an email address in the right form, such as name@example.org"


class Email(allauth.EmailField):
    """An email address, in small letters from here on."""

    def __init__(
        self, label: str = "Email address", *, autocomplete: str = "email", hint: str = ""
    ) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": autocomplete}),
            error_messages={
                "required": "Enter your email address",
                "invalid": NOT_AN_ADDRESS,
                "max_length": NOT_AN_ADDRESS,
            },
        )


class FullName(forms.CharField):
    """What the council and the group call the person."""

    def __init__(self) -> None:
        super().__init__(
            label="Full name",
            max_length=200,
            help_text="The council sees this beside what you do here.",
            widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
            error_messages={"required": "Enter your full name"},
        )


class Password(allauth.PasswordField):
    """A password that the person has already."""

    def __init__(self, label: str = "Password", *, missing: str = "Enter your password") -> None:
        super().__init__(
            label=label,
            autocomplete="current-password",
            error_messages={"required": missing},
        )
        self.widget.attrs.pop("placeholder", None)


class NewPassword(allauth.SetPasswordField):
    """A password that the person thinks up. Once is enough: they can have it shown."""

    def __init__(self, label: str = "New password", **kwargs: Any) -> None:
        super().__init__(
            label=label, help_text=ADVICE, error_messages={"required": "Enter a new password"}
        )
        self.widget.attrs.pop("placeholder", None)
