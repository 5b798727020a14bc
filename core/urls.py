"""Addresses."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from core.councils import theme
from core.logos import logo

handler403 = "core.refusals.refused"
handler429 = "core.refusals.too_many"

urlpatterns = [
    path("accounts/", include("core.accounts.urls")),
    path(
        "admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")
    ),  # one place to change it, which tells the person
    path("admin/", admin.site.urls),
    path("<slug:slug>/theme-<str:fingerprint>.css", theme, name="theme"),
    path("<slug:slug>/logo-<slug:fingerprint>.png", logo, name="logo"),
    path("", include("appraisal.urls")),
]
