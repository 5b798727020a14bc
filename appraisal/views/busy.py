"""Saying that somebody has to wait, where as much is drawn or looked into as a process can do at once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from appraisal.pack.press import Busy

_SECONDS = 30


class BusyMiddleware:
    """Answers what is too much at once with a page that asks to come again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on: only what breaks is of interest."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for who has to wait; None for whatever else broke."""
        if not isinstance(error, Busy):
            return None
        answer = render(request, "appraisal/busy.html", {"seconds": _SECONDS}, status=503)
        answer.headers["Retry-After"] = str(_SECONDS)
        answer.headers["Cache-Control"] = "no-store"
        return answer
