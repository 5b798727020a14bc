"""The forms of the second step: allauth's checks behind our fields."""

import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError

from core.forms import Form, Look

_CODE = Look(width=10)


class Code(forms.CharField):
    """Six figures from an app, or a recovery code."""

    def __init__(self, label: str, hint: str = "") -> None:
        super().__init__(
            label=label,
            help_text=hint,
            max_length=40,
            widget=forms.TextInput(
                attrs={
                    "autocomplete": "one-time-code",
                    "inputmode": "numeric",
                    "spellcheck": "false",
                }
            ),
            error_messages={"required": "Enter the code"},
        )


class EnterCode(Form, base.AuthenticateForm):
    """The second step of signing in."""

    looks = {"code": _CODE}

    code = Code("Code", "Six figures from your app, or one of your recovery codes.")


class ConfirmByCode(Form, base.ReauthenticateForm):
    """A code, before something that matters."""

    looks = {"code": _CODE}

    code = Code("Code", "Six figures from your app, or one of your recovery codes.")


class SetUpApp(Form, totp.ActivateTOTPForm):
    """The first code that a new app shows, so that it is sure to work."""

    looks = {"code": _CODE}

    code = Code("The code that the app shows now", "Six figures. A new one comes every 30 seconds.")


class RemoveApp(Form, totp.DeactivateTOTPForm):
    """That the app is no second step any more."""


class NewCodes(Form, recovery.GenerateRecoveryCodesForm):
    """That new recovery codes take the place of the old ones."""


class Credential(forms.JSONField):
    """What the browser says of a passkey, as far as its shape goes; allauth's library reads the rest."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)

    def clean(self, value: Any) -> Any:
        """Return it, or refuse what no browser sends."""
        said = super().clean(value)
        if not isinstance(said, dict) or not isinstance(said.get("response"), dict):
            raise ValidationError("This is no passkey.")
        return said


# What allauth's library raises, beside what allauth itself looks for, where the rest is not as it must be.
_UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, struct.error)


class _ByPasskey(Form):
    """What the browser says of a passkey. Nobody types it, so what is wrong with it is wrong with the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = Credential()

    def _clean_fields(self) -> None:
        try:
            super()._clean_fields()  # type: ignore[misc]
        except _UNREADABLE:
            self.add_error("credential", "This is no passkey.")

    def _clean_form(self) -> None:
        try:
            super()._clean_form()  # type: ignore[misc]
        except _UNREADABLE:
            self.add_error("credential", "This is no passkey.")
        if "credential" in self.errors:
            del self._errors["credential"]
            self.add_error(None, "The passkey did not work. Try again, or use another way.")


class AddPasskey(_ByPasskey, webauthn.AddWebAuthnForm):
    """A new passkey and what to call it; it can always be used alone, so it must check who holds it."""

    looks = {"name": Look(size="s", width=20)}

    name = forms.CharField(
        label="What do you want to call it?",
        help_text="So that you can tell your passkeys apart. For example, “Work phone”.",
        max_length=60,
        required=False,
    )
    passwordless = None

    def clean(self) -> dict[str, Any]:
        """Refuse a passkey that did not ask for a finger, a face or a PIN."""
        self.cleaned_data["passwordless"] = True
        super().clean()
        return self.cleaned_data


class RenamePasskey(Form, webauthn.EditWebAuthnForm):
    """What a passkey is called."""

    looks = {"name": Look(size="s", width=20)}

    name = forms.CharField(label="What do you want to call it?", max_length=60)


class EnterByPasskey(_ByPasskey, webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class ConfirmByPasskey(_ByPasskey, webauthn.ReauthenticateWebAuthnForm):
    """A passkey, before something that matters."""


class SignInByPasskey(_ByPasskey, webauthn.LoginWebAuthnForm):
    """A passkey and nothing else."""


class RemovePasskey(Form):
    """That a passkey is no second step any more."""

    def __init__(self, *args: Any, instance: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance = instance

    def clean(self) -> dict[str, Any]:
        """Refuse the last one of somebody who needs one."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.instance):
            raise ValidationError(adapter.error_messages["cannot_delete_authenticator"])
        return self.cleaned_data
