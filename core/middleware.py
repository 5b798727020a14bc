"""What every answer of the site carries."""

import time
from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

# Nothing but our own files: no inline script or style, no other host, no framing.
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# An image that is opened on its own may style itself and nothing more.
IMAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


class ContentSecurityPolicy:
    """Adds the policy, unless a view has set a stricter one of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request and add the header."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class LongerSession:
    """Lets a session live on from the last page, not from signing in, at one write an hour."""

    EVERY = 60 * 60  # seconds; the session lasts at least its age less this

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request, and note the hour if it was made by somebody who is signed in."""
        response = self.get_response(request)
        session, now = request.session, int(time.time())
        if (
            session.accessed
            and SESSION_KEY in session
            and now - session.get("seen", 0) > self.EVERY
        ):
            session["seen"] = now
        return response
