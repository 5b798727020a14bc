"""Addresses of signing up, in and out.

They are named as allauth names them, for it looks them up; only those that we have written pages for are
here. Second factors and a council's directory will bring theirs.
"""

from allauth.account import views as allauth
from django.urls import path, re_path

from core.accounts import views
from core.councils import of_council

urlpatterns = [
    path("", of_council(views.account), name="account"),
    path("sign-in/", of_council(allauth.login), name="account_login"),
    path("sign-out/", of_council(allauth.logout), name="account_logout"),
    path("sign-up/", of_council(allauth.signup), name="account_signup"),
    path("not-in-use/", of_council(allauth.account_inactive), name="account_inactive"),
    path("confirm-it-is-you/", of_council(allauth.reauthenticate), name="account_reauthenticate"),
    path("email/", of_council(allauth.email), name="account_email"),
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
    path("password/set/", of_council(allauth.password_set), name="account_set_password"),
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
]
