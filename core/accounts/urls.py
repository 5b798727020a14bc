"""Addresses of signing up, in and out.

They are named as allauth names them, for it looks them up; only those that we have written pages for are
here.
"""

from allauth.account import views as allauth
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path
from django.views.generic import RedirectView

import core.addresses  # noqa: F401 (registers the converter of numbers)
from core.accounts import directory, step_views, views
from core.accounts.directory import again_by_directory as again
from core.councils import of_council

urlpatterns = [
    path("", of_council(views.account), name="account"),
    path("sign-in/", of_council(allauth.login), name="account_login"),
    path("sign-out/", of_council(allauth.logout), name="account_logout"),
    path("sign-up/", of_council(allauth.signup), name="account_signup"),
    path("not-in-use/", of_council(allauth.account_inactive), name="account_inactive"),
    path("confirm-it-is-you/", of_council(allauth.reauthenticate), name="account_reauthenticate"),
    path("email/", of_council(again(allauth.email)), name="account_email"),
    path(
        "check-your-email/",
        of_council(allauth.email_verification_sent),
        name="account_email_verification_sent",
    ),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$",
        of_council(allauth.confirm_email),
        name="account_confirm_email",
    ),
    path("password/", of_council(allauth.password_change), name="account_change_password"),
    path("password/set/", of_council(again(allauth.password_set)), name="account_set_password"),
    path("password/forgotten/", of_council(allauth.password_reset), name="account_reset_password"),
    path(
        "password/forgotten/sent/",
        of_council(allauth.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        of_council(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        of_council(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    # --- a council's own directory
    path("directory/<slug:provider_id>/", of_council(directory.begin), name="openid_connect_login"),
    path(
        "directory/<slug:provider_id>/back/",
        of_council(directory.finish),
        name="openid_connect_callback",
    ),
    # --- the second step
    path("sign-in/code/", of_council(base.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey/", of_council(step_views.sign_in_by_passkey), name="mfa_login_webauthn"),
    path("confirm-it-is-you/code/", of_council(base.reauthenticate), name="mfa_reauthenticate"),
    path(
        "confirm-it-is-you/passkey/",
        of_council(step_views.confirm_by_passkey),
        name="mfa_reauthenticate_webauthn",
    ),
    path("second-step/", of_council(step_views.second_step), name="mfa_index"),
    path("second-step/app/", of_council(again(app.activate_totp)), name="mfa_activate_totp"),
    path("second-step/app/picture.svg", step_views.picture, name="second_step_picture"),
    path("second-step/app/remove/", of_council(app.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "second-step/codes/",
        of_council(again(codes.view_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-step/codes/new/",
        of_council(again(codes.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-step/passkeys/",
        RedirectView.as_view(pattern_name="mfa_index"),
        name="mfa_list_webauthn",  # they stand on the page of all second steps
    ),
    path(
        "second-step/passkeys/add/",
        of_council(again(passkeys.add_webauthn)),
        name="mfa_add_webauthn",
    ),
    path(
        "second-step/passkeys/<number:pk>/remove/",
        of_council(step_views.remove_passkey),
        name="mfa_remove_webauthn",
    ),
    path(
        "second-step/passkeys/<number:pk>/",
        of_council(step_views.rename_passkey),
        name="mfa_edit_webauthn",
    ),
]
