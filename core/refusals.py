"""What the site refuses, in its own words, and the log that says so.

Where a request is refused for safety the logger ``security`` has a line: the reason, the address and
where it came from, never what was typed.
"""

import logging
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from core.councils import ACCOUNTS
from core.kept import Why, keep, keeps_what_was_typed

security = logging.getLogger("security")


class SeeOther(HttpResponseRedirect):
    """Sends the browser to a page, to be asked for with GET."""

    status_code = 303


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not fit.

    If it came from a page of ours, the person has signed in again since that was opened: they get the
    page again, with what they typed if it can take that. What comes from elsewhere is refused.
    """
    if is_from_here(request):
        if keeps_what_was_typed(request):
            keep(request, Why.SIGNED_IN_AGAIN, at=timezone.now())
            return SeeOther(request.get_full_path())
        if request.path.startswith(ACCOUNTS):
            return SeeOther(request.get_full_path())
    log(request, f"form refused, {reason}")
    return render(request, "core/form_refused.html", status=403)


def is_from_here(request: HttpRequest) -> bool:
    """Say whether a browser sent this from a page of ours: by Origin, or if it has none, by Referer."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        came_from = urlsplit(said)
    except ValueError:
        return False
    return (came_from.scheme, came_from.netloc) == (request.scheme, request.get_host())


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer somebody who may not do what they asked for."""
    log(request, "not allowed")
    return render(request, "403.html", status=403)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer somebody who has tried too often."""
    log(request, "too many tries")
    return render(request, "429.html", status=429)


def log(request: HttpRequest, what: str) -> None:
    """Add a line on what was refused."""
    try:
        client = get_adapter().get_client_ip(request)
    except PermissionDenied:
        client = "unknown"
    security.warning("%s: %s %s from %s", what, request.method, _without_secrets(request), client)


def _without_secrets(request: HttpRequest) -> str:
    """Return what was asked for; a link from a mail is a secret, so what is secret of it is left out."""
    asked = request.get_full_path()
    match = request.resolver_match
    for name in ("token", "key"):
        if match is not None and name in match.kwargs:
            asked = asked.replace(str(match.kwargs[name]), "…")
    return asked
