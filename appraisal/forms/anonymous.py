"""Asking whose account is to be taken away."""

from django import forms

from core.forms import Form, Look


class ForgetForm(Form):
    """An address, and that it is meant."""

    looks = {"email": Look(size="s", width="two-thirds"), "sure": Look(size="s")}

    email = forms.EmailField(
        label="Email address of the person",
        max_length=254,
        error_messages={"required": "Enter the email address of the person"},
    )
    sure = forms.BooleanField(
        label="I know that this cannot be undone",
        error_messages={"required": "Tick that you know that this cannot be undone"},
    )
